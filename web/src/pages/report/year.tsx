// Reports of a bloc's year: what the annual report holds, its figures as they
// stand now, and the file in the form that is wanted.

import { api, ask, type Schemas } from "../../api/client";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { showNumber, showTime } from "../../format";
import { lang, options, t } from "../../words";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Page, Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, ProblemNote, Shown } from "../../ui/state";
import { parts } from "./parts";
import { useSaving } from "./save";

const formats = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "application/zip",
  json: "application/json",
} as const;
type Format = keyof typeof formats;

export default function Reports({ bloc, term }: YearProps) {
  const [query, set, href] = useQuery();
  const asked = query["dinh-dang"] ?? "";
  const format: Format = asked in formats ? (asked as Format) : "docx";
  const official = format === "docx" || format === "pdf";
  const layout = official ? query["the-thuc"] ?? "" : "";
  const allUnits = query["moi-don-vi"] === "1";
  const reading = useReading(
    () => ask(api.GET("/api/v1/terms/{id}/reports/annual", { params: { path: { id: term.id }, query: { format: "json", only_awarded: !allUnits } } })).then((a) => a.data as Schemas["Annual"]),
    [term.id, allUnits, lang()], true,
  );
  const saving = useSaving();
  const chosen = (form: HTMLFormElement): Record<string, string> => {
    const data = new FormData(form);
    return { "dinh-dang": String(data.get("format")), "moi-don-vi": data.has("all_units") ? "1" : "", "the-thuc": String(data.get("layout") ?? "") };
  };
  return (
    <Page title={t("report.title", { period: term.period.label, bloc: bloc.name })} crumbs={yearCrumbs(bloc, term.period.label)}>
      <Section title={t("report.annual")}>
        <form class="form" onChange={(e) => set(chosen(e.currentTarget), true)} onSubmit={(e) => { e.preventDefault(); saving.start(`/terms/${term.id}/reports/annual?format=${format}&only_awarded=${!allUnits}${layout && `&layout=${layout}`}`, formats[format]); }}>
          <fieldset>
            <legend>{t("report.format")}</legend>
            {(Object.keys(formats) as Format[]).map((f) => (
              <p key={f}><label class="check"><input type="radio" name="format" value={f} checked={f === format} /> <span>{t(`report.${f}`)} <span class="muted">– {t(`report.${f}_for`)}</span></span></label></p>
            ))}
          </fieldset>
          {official && (
            <div class="field">
              <label for="layout">{t("bloc.layout")}</label>
              <p class="hint" id="layout-hint">{t("report.layout_hint")}</p>
              <select id="layout" name="layout" value={layout} aria-describedby="layout-hint">
                <option value="">{t("report.layout_own")}</option>
                {options("document_layout").map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
              </select>
            </div>
          )}
          <p><label class="check"><input type="checkbox" name="all_units" checked={allUnits} /> {t("report.all_units")}</label></p>
          <div class="buttons"><button class="primary" disabled={saving.busy}>{t("report.download")}</button></div>
          <p role="status">{saving.state}</p>
          {saving.problem && <ProblemNote problem={saving.problem} />}
        </form>
      </Section>
      <Shown of={reading}>{(report) => <Preview report={report} tab={query.tab ?? ""} href={href} />}</Shown>
      <Lists term={term.id} bloc={bloc.id} />
    </Page>
  );
}

function Preview({ report, tab, href }: { report: Schemas["Annual"]; tab: string; href: (change: Record<string, string>) => string }) {
  const all = parts(report);
  const part = all.find((p) => p.id === tab) ?? all[0]!;
  return (
    <Section title={t("report.holds")}>
      <p><Chip tone={report.locked ? "good" : "plain"}>{t(report.locked ? "report.locked" : "report.draft")}</Chip> {t("report.as_of", { time: showTime(report.data_as_of) })} {t("report.not_in")}</p>
      <Tabs current={part.id} href={(id) => href({ tab: id })} tabs={all.map((p) => ({ id: p.id, text: t("report.part", { name: t(`report.tab.${p.id}`), n: showNumber(p.rows) }) }))} />
      {part.rows === 0 ? <Empty text={t("report.empty")} /> : part.show()}
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
          return <button key={name} type="button" disabled={saving.busy} aria-label={t("ui.download_csv_of", { name: title })} onClick={() => saving.start(path, "text/csv", (time) => t("report.list_saved", { name: title, time }))}>{title}</button>;
        })}
      </div>
      <p role="status">{saving.state}</p>
      {saving.problem && <ProblemNote problem={saving.problem} />}
    </Section>
  );
}
