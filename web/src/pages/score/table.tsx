// One score table: its criteria as a tree, what it gives at most, how units of one
// total are told apart, and its steps.

import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send, type Versioned } from "../../api/raw";
import { showDate, showNumber } from "../../format";
import { Facts, Linked, Remove, Section } from "../../ui/book";
import { useReading, type Reading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { Sources } from "../../ui/sources";
import { Steps, Taken, type Step } from "../../ui/steps";
import { label, t } from "../../words";
import { useRights } from "../agreement/rights";
import { Classes, Criteria, Ties } from "./criteria";
import { fields, tones, type ScoreTable, type TableRow, type Unit } from "./fields";

type Read = Versioned<ScoreTable> & { term: Schemas["TermView"]; applied: TableRow | undefined; units: Unit[] };

export default function ScoreTablePage({ id = "" }: Record<string, string>) {
  const reading = useReading(async (): Promise<Read> => {
    const s = await get<ScoreTable>(`/score-tables/${id}`), of = s.data.term.id;
    const [term, applied, members] = await Promise.all([
      get<Schemas["TermView"]>(`/terms/${of}`), getAll<TableRow>(`/score-tables?term_id=${of}&status=applied`), getAll<Schemas["MemberView"]>(`/terms/${of}/members?limit=200`),
    ]);
    const units = members.flatMap((m) => (m.unit?.id ? [{ id: m.unit.id, name: m.unit.name ?? "" }] : []));
    return { ...s, term: term.data, applied: applied[0], units };
  }, [id], true);
  return <ShownPage of={reading}>{(read) => <One read={read} reading={reading} />}</ShownPage>;
}

function One({ read, reading }: { read: Read; reading: Reading<Read> }) {
  const { data: s, etag, term } = read;
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const may = useRights(term).attend, mayWrite = may && s.status === "draft";
  const path = `/score-tables/${s.id}`, list = `/khoi/${s.bloc?.id}/nam/${encodeURIComponent(s.term.period)}/cham-diem`;
  const editing = mayWrite && query.sua === "1";
  const part = { table: s, etag, path, mayWrite: mayWrite && !editing, saved: reading.again };
  return (
    <Page
      title={s.title} crumbs={[{ href: list, text: t("score.title_of", { year: s.term.period }) }]}
      actions={!editing && (
        <>
          <Link class="button" href={`/bao-cao/bang-diem/${s.id}`}>{t("score.as_document")}</Link>
          {may && <Steps path={path} etag={etag} steps={stepsOf(read)} done={reading.again} />}
          {mayWrite && <Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>}
          {mayWrite && <Remove what={s.title} path={path} etag={etag} gone={() => go(list)} />}
        </>
      )}
    >
      <p><Chip tone={tones[s.status]}>{label("score_table_status", s.status)}</Chip> {t("score.edition_n", { n: s.edition })}</p>
      {s.warnings.length > 0 && <div class="note warn"><ul>{s.warnings.map((w) => <li key={w}>{label("score_table_warning", w)}</li>)}</ul></div>}
      {editing ? (
        <Form<ScoreTable> name={path} fields={fields(s.term.id)} record={s} apart etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<ScoreTable>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { set({ sua: "" }); reading.again(); }} />
      ) : (
        <Facts of={[
          [t("score.mode"), label("score_table_mode", s.mode)],
          [t("score.scale"), s.scale != null && showNumber(s.scale)],
          ...(s.mode === "points" ? [[t("score.sums"), sumsOf(s)], [t("score.rounding"), t("score.rounded", { how: label("rounding", s.rounding), step: label("rounding_step", s.step) })]] as [string, string][] : []),
          [t("score.adopted_on"), showDate(s.adopted_on)],
          [t("score.event"), s.event && <Link href={`/khoi/${s.bloc?.id}/nam/${encodeURIComponent(s.term.period)}/giao-uoc?tab=hoi-nghi`}>{s.event.name ?? t("score.event")}</Link>],
          [t("score.document"), s.document_as_written],
          ...(s.copied_from_id ? [[t("score.copied_from"), <Linked to="/bang-diem" of={{ id: s.copied_from_id, name: t("score.that_table"), as_written: null }} />]] as [string, preact.ComponentChildren][] : []),
          [t("ui.remark"), s.remark],
        ]} />
      )}
      <Criteria {...part} units={read.units} />
      <Ties {...part} />
      {s.mode === "points" && <Classes {...part} />}
      <Section title={t("ui.steps")}><Taken key={s.version} path={path} word={(state) => label("score_table_status", state)} /></Section>
      <Sources of={s.sources} edit={mayWrite ? { path, etag, saved: reading.again } : undefined} />
    </Page>
  );
}

/** What the table gives at most, in words. */
function sumsOf(s: ScoreTable): string {
  const { full, bonus, penalty } = s.sums;
  return [showNumber(full), bonus > 0 && t("score.plus", { n: showNumber(bonus) }), penalty > 0 && t("score.minus", { n: showNumber(penalty) })].filter(Boolean).join("; ");
}

function stepsOf({ data: s, applied }: Read): Step[] {
  if (s.status === "applied") return [{ to: "draft", text: t("score.take_back"), why: "must", danger: true }];
  if (s.status === "replaced") return [];
  return [{ to: "applied", text: t("score.apply"), ...(applied ? { why: "must", sure: t("score.apply_in_place", { title: applied.title }) } : { sure: t("score.apply_sure") }) }];
}
