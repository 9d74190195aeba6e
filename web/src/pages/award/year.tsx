// Awards of a bloc's year: the list, sums over the years, what is still to be named,
// decisions; and a form to record one.

import { Link, useLocation } from "wouter-preact";
import { all, api, ask } from "../../api/client";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { options, t } from "../../words";
import { useReading } from "../../ui/data";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Empty } from "../../ui/state";
import { List } from "../../ui/table";
import { decisionColumns, type Decision } from "./decision-book";
import { NewAward } from "./new";
import { awardColumns, nameOf, useMayAward, type Award } from "./book";
import { Periods, useLines, useScope, within } from "./scope";
import { Tally } from "./tally";
import { Unnamed } from "./unnamed";

const views: Record<string, (props: YearProps) => preact.JSX.Element> = {
  "": Listed, "thong-ke": Tally, "chua-neu-ten": Unnamed, "quyet-dinh": Decisions, "ghi-nhan": NewAward,
};

export default function AwardsOfYear(props: YearProps) {
  const { bloc, term } = props;
  const [query] = useQuery();
  const [path] = useLocation();
  const may = useMayAward();
  const tab = query.tab && query.tab in views && (query.tab !== "ghi-nhan" || may) ? query.tab : "";
  const View = views[tab]!;
  const tabs = [["", "list"], ["thong-ke", "tally"], ["chua-neu-ten", "unnamed"], ["quyet-dinh", "decisions"]] as const;
  const at = (id: string) => (id ? `${path}?tab=${id}` : path);
  return (
    <Page title={t("award.title", { period: term.period.label, bloc: bloc.name })} crumbs={yearCrumbs(bloc, term.period.label)} actions={may && tab !== "ghi-nhan" && (tab === "quyet-dinh" ? <Link class="button primary" href={`/quyet-dinh/moi?khoi=${bloc.id}`}>{t("decision.add")}</Link> : <Link class="button primary" href={at("ghi-nhan")}>{t("award.new")}</Link>)}>
      <Tabs tabs={tabs.map(([id, key]) => ({ id, text: t(`award.tab.${key}`) }))} current={tab} href={at} />
      <View {...props} />
    </Page>
  );
}

function Listed({ bloc, term }: YearProps) {
  const [path] = useLocation();
  const may = useMayAward();
  const { scope, name } = useScope(term);
  const lines = useLines(bloc);
  const decisions = useReading(() => all((cursor) => ask(api.GET("/api/v1/decisions", { params: { query: { bloc_id: bloc.id, kind: "award", limit: 200, cursor } } }))), [bloc.id]);
  const byId = new Map(within(lines.data ?? [], scope).flatMap((r) => (r.type.id ? [[r.type.id, nameOf(r.type)] as const] : [])));
  return (
    <>
      <Periods term={term} lines={lines.data ?? []} />
      <List<Award>
        path="/awards" caption={t("award.of_year", { year: name })} columns={awardColumns()} fixed={{ bloc_id: bloc.id, ...scope }}
        filters={[
          { name: "q", title: t("award.words"), wide: true },
          { name: "award_type_id", title: t("award.type"), options: [...byId].map(([value, label]) => ({ value, label })) },
          { name: "recipient_kind", title: t("award.recipient_kind"), options: options("recipient_kind") },
          { name: "decision_id", title: t("award.decision"), options: (decisions.data ?? []).map((d) => ({ value: d.id, label: d.number ?? t("decision.no_number") })) },
          { name: "named", title: t("award.naming"), options: [{ value: "0", label: t("award.naming_none") }] },
          { name: "status", title: t("ui.status"), options: options("award_status") },
        ]}
        empty={<Empty text={t("award.none_in_year", { year: name })}>{may && <Link class="button primary" href={`${path}?tab=ghi-nhan`}>{t("award.new")}</Link>}</Empty>}
      />
    </>
  );
}

function Decisions({ bloc }: YearProps) {
  return <List<Decision> path="/decisions" caption={t("decision.title")} columns={decisionColumns()} fixed={{ bloc_id: bloc.id }} filters={[{ name: "q", title: t("award.words"), wide: true }, { name: "kind", title: t("decision.kind"), options: options("decision_kind") }, { name: "status", title: t("ui.status"), options: options("decision_status") }]} empty={<Empty text={t("decision.none_in_bloc")} />} />;
}
