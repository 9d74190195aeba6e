// One report: how it looks, what an office writes into it, its files, and what was
// issued of it.

import type { ComponentChildren } from "preact";
import { useReading } from "../../ui/data";
import { Page, ShownPage, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { label, lang, t } from "../../words";
import { Figures } from "./figures";
import { kinds, subjectOf, useMayIssue, type Kind } from "./kinds";
import { Preview } from "./preview";
import { Produce } from "./produce";
import { Texts } from "./texts";

export type ReportProps = { kind: Kind; id: string; may: boolean };

export default function ReportPage({ kind: at = "", id = "" }: Record<string, string>) {
  const kind = kinds.find((k) => k.at === at);
  if (!kind) return <Page title={t("ui.not_found")}><p>{t("ui.not_found_help")}</p></Page>;
  return <One key={`${at}/${id}`} kind={kind} id={id} />;
}

function One({ kind, id }: { kind: Kind; id: string }) {
  const [query, , href] = useQuery();
  const may = useMayIssue(kind);
  const reading = useReading(() => subjectOf(kind).read(id), [kind.name, id, lang()]);
  const props = { kind, id, may };
  const tabs: [string, string, () => ComponentChildren][] = [
    ["", t("report.tab_preview"), () => <Preview {...props} />],
    ...(may ? [["loi-van", t("report.tab_texts"), () => <Texts {...props} />] as [string, string, () => ComponentChildren]] : []),
    ["tao", t("report.tab_produce"), () => <Produce {...props} />],
    ...(kind.name === "annual" ? [["so-lieu", t("report.holds"), () => <Figures term={id} />] as [string, string, () => ComponentChildren]] : []),
  ];
  const open = tabs.find(([tab]) => tab === (query.tab ?? "")) ?? tabs[0]!;
  return (
    <ShownPage of={reading}>
      {(about) => (
        <Page title={t("report.one", { kind: label("report_kind", kind.name), name: about.name })} crumbs={[{ href: about.href, text: about.name }]}
          actions={open[0] === "" && <button type="button" onClick={() => print()}>{t("ui.print")}</button>}>
          <Tabs tabs={tabs.map(([tab, text]) => ({ id: tab, text }))} current={open[0]} href={(tab) => href({ tab, lan: "", tu: "", sort: "", cursor: "", bang: "" })} />
          {open[2]()}
        </Page>
      )}
    </ShownPage>
  );
}
