// Reports of a bloc's year: which there are and what each is about; and its lists, as
// files of their own.

import { Link } from "wouter-preact";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { label, t } from "../../words";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Page } from "../../ui/page";
import { ProblemNote, Shown } from "../../ui/state";
import { Handbook } from "./handbook";
import { kinds, reportPath, subjectOf, useMayIssue, type Kind } from "./kinds";
import { useSaving } from "./save";

export default function Reports(year: YearProps) {
  const { bloc, term } = year;
  return (
    <Page title={t("report.title", { period: term.period.label, bloc: bloc.name })} crumbs={yearCrumbs(bloc, term.period.label)}>
      <div class="kinds">{kinds.map((k) => <OfKind key={k.name} kind={k} year={year} />)}</div>
      <Handbook key={term.id} term={term.id} />
      <Lists term={term.id} bloc={bloc.id} />
    </Page>
  );
}

/** The reports of a kind that a year has, with what can be done with each. */
function OfKind({ kind, year }: { kind: Kind; year: YearProps }) {
  const may = useMayIssue(kind);
  const reading = useReading(() => subjectOf(kind).inYear(year), [kind.name, year.term.id]);
  const tabs = [["", "preview"], ...(may ? [["loi-van", "texts"]] : []), ["tao", "produce"]] as [string, string][];
  return (
    <Section title={label("report_kind", kind.name)}>
      <p class="hint">{t(`report.about.${kind.name}`)}</p>
      <Shown of={reading}>
        {(all) => all.length === 0 ? <p>{t(`report.none.${kind.name}`)}</p> : (
          <ul class="plain">
            {all.map((about) => (
              <li key={about.id}>
                <span>{about.name}</span>
                <span class="buttons">{tabs.map(([tab, name]) => <Link key={tab} class="button" href={`${reportPath(kind, about.id)}${tab && `?tab=${tab}`}`} aria-label={t("report.do_with", { act: t(`report.tab_${name}`), name: about.name })}>{t(`report.tab_${name}`)}</Link>)}</span>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Section>
  );
}

function Lists({ term, bloc }: { term: string; bloc: string }) {
  const saving = useSaving();
  const lists = {
    members: `/terms/${term}/members`, signatures: `/signatures?term_id=${term}`, commitments: `/commitments?term_id=${term}`,
    deadlines: `/terms/${term}/deadlines`, awards: `/awards?bloc_id=${bloc}`, decisions: `/decisions?bloc_id=${bloc}`,
  };
  return (
    <Section title={t("report.lists")}>
      <p class="hint">{t("report.lists_hint")}</p>
      <div class="buttons">
        {Object.entries(lists).map(([name, path]) => {
          const title = t(`report.list.${name}`);
          return <button key={name} type="button" disabled={saving.busy} aria-label={t("ui.download_csv_of", { name: title })} onClick={() => saving.start([{ path, accept: "text/csv" }], (time) => t("report.list_saved", { name: title, time }))}>{title}</button>;
        })}
      </div>
      <p role="status">{saving.state}</p>
      {saving.problem && <ProblemNote problem={saving.problem} />}
    </Section>
  );
}
