// The score sheet of one unit: what it was given by each criterion at each stage, how
// that was found, by whom and why, and the steps of the sheet.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send, type Versioned } from "../../api/raw";
import { showNumber, showTime } from "../../format";
import { Facts, Section } from "../../ui/book";
import { useKey, useReading, type Reading } from "../../ui/data";
import { Form, type Body, type Field } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { Steps, Taken, type Step } from "../../ui/steps";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { givenText, members, pointsText, stages, takes, toldBy, type Stage } from "./cells";
import { depth, sheetTones, type Criterion } from "./fields";
import { TotalText } from "./grid";
import { useScoreRights, type ScoreRights } from "./rights";

type Sheet = Schemas["ScoreSheetDetailView"];
type Row = Sheet["rows"][number];
type Read = Versioned<Sheet> & { term: Schemas["TermView"]; back: Schemas["TransitionView"] | undefined }; // back: the step that sent it back, while it is

export default function ScoreSheetPage({ id = "" }: Record<string, string>) {
  const reading = useReading(async (): Promise<Read> => {
    const s = await get<Sheet>(`/score-sheets/${id}`);
    const [term, last] = await Promise.all([get<Schemas["TermView"]>(`/terms/${s.data.term.id}`), s.data.status === "returned" ? getAll<Schemas["TransitionView"]>(`/score-sheets/${id}/transitions?sort=-at&limit=200`) : []]);
    return { ...s, term: term.data, back: last[0] };
  }, [id], true);
  return <ShownPage of={reading}>{(read) => <One read={read} reading={reading} />}</ShownPage>;
}

function One({ read: { data: s, etag, term, back }, reading }: { read: Read; reading: Reading<Read> }) {
  const [query, set, href] = useQuery();
  const rights = useScoreRights(term, s.ranked), unit = s.unit?.id ?? "", path = `/score-sheets/${s.id}`;
  const list = `/khoi/${s.bloc?.id}/nam/${encodeURIComponent(s.term.period)}/cham-diem`;
  const opened = s.rows.find((r) => r.criterion.code === query.tc), stage = opened && stageNow(s, opened.criterion, rights);
  const all = s.rows.map((r) => r.criterion);
  return (
    <Page title={t("score.sheet_of", { unit: s.unit?.name ?? "" })} crumbs={[{ href: list, text: t("score.title_of", { year: s.term.period }) }]} actions={<Steps path={path} etag={etag} steps={stepsOf(s, rights)} done={reading.again} />}>
      <p><Chip tone={sheetTones[s.status]}>{label("score_sheet_status", s.status)}</Chip> <Link href={`/bang-diem/${s.score_table?.id}`}>{s.score_table?.name}</Link></p>
      {s.ranked && <p class="note info">{t("score.ranked")}</p>}
      {back && <p class="note warn">{t("score.sent_back", { by: back.by, when: showTime(back.at), reason: back.reason ?? "—" })}</p>}
      {["draft", "returned"].includes(s.status) && s.lacks.self.length > 0 && <p class="note info">{t("score.lacks_self", { codes: s.lacks.self.join(", ") })}</p>}
      {["submitted", "explained"].includes(s.status) && s.lacks.verified.length > 0 && <p class="note info">{t("score.lacks_verified", { codes: s.lacks.verified.join(", ") })}</p>}
      <Facts of={[
        ...stages.filter((x) => x === "self" || s.rows.some((r) => r[x] !== null)).map((x) => [label("score_stage", x), <TotalText of={s.totals[x]} />] as [string, preact.ComponentChildren]),
        [t("score.sums"), pointsText(s.totals.self.full)],
        ...(s.totals.final.class ? [[t("score.class_of"), s.totals.final.class]] as [string, string][] : []),
        [t("score.explanation"), s.explanation],
      ]} />
      {rights.self(unit) && s.status === "verified" && <Explaining path={path} etag={etag} again={() => get(path)} saved={reading.again} />}
      {opened && stage && <Giving key={`${s.id}${opened.criterion.code}${stage}`} sheet={s} row={opened} stage={stage} close={() => set({ tc: "" })} saved={() => { set({ tc: "" }); reading.again(); }} />}
      <Section title={t("score.rows")}>
        <Table<Row & { id?: string }>
          caption={t("score.rows")} rows={s.rows}
          columns={[
            { name: "code", title: t("score.code"), show: (r) => r.criterion.code },
            { name: "text", title: t("score.criterion"), show: (r) => <div class={`deep-${Math.min(depth(r.criterion, all), 4)}`}>{r.criterion.kind === "group" ? <strong>{r.criterion.text}</strong> : r.criterion.text}<Evidence of={r} /></div> },
            { name: "max", title: t("score.max"), number: true, show: (r) => pointsText(r.criterion.max) },
            ...stages.map((x) => ({ name: x, title: label("score_stage", x), number: true, show: (r: Row) => <Mark row={r} stage={x} done={s.status === "final"} /> })),
            { name: "formula", title: t("score.formula"), show: (r) => <Formula row={r} /> },
            { name: "change", title: t("ui.acts"), screen: true, show: (r) => stageNow(s, r.criterion, rights) && r.assigned && r.criterion.kind !== "group" && <Link class="button" href={href({ tc: r.criterion.code })} aria-label={t("score.give_of", { code: r.criterion.code })}>{t("score.give")}</Link> },
          ]}
        />
      </Section>
      <Section title={t("ui.steps")}><Taken key={s.version} path={path} word={(state) => label("score_sheet_status", state)} /></Section>
    </Page>
  );
}

/** The stage at which the reader can give a criterion something now. */
function stageNow(s: Sheet, c: Criterion, rights: ScoreRights): Stage | undefined {
  return (["self", "verified", "final", "cross"] as Stage[]).find((x) => takes(x, s.status) && rights.gives(x, s.unit?.id ?? "", c));
}

function Mark({ row: r, stage, done }: { row: Row; stage: Stage; done: boolean }) {
  if (!r.assigned) return <span class="muted">·</span>;
  const m = r.marks[stage], text = givenText(r.criterion, r[stage]), points = pointsText(m.points), verified = stage === "final"; // and counts, where nothing else was decided
  if (r.criterion.kind === "group" ? !done && verified : r[stage] === null && !(done && verified)) return <>—</>;
  return <>{r.criterion.kind === "group" ? <strong>{points}</strong> : points}{text !== "" && text !== points && <div class="muted">{text}</div>}</>;
}

/** How the points that count were found, by whom and why. */
function Formula({ row: r }: { row: Row }) {
  if (!r.assigned) return <>{label("score_rule", "not_assigned")}</>;
  const last = [...stages].reverse().find((x) => r[x] !== null) ?? "self", m = r.marks[last];
  const told = stages.flatMap((x) => { const g = r[x]; return g ? [{ x, g }] : []; });
  return (
    <>
      {label("score_rule", m.rule)}{m.exact && ` = ${exactText(m.exact)}`}{m.cut && ` (${t("score.max").toLowerCase()})`}{m.provisional && ` (${t("score.provisional")})`}
      {told.map(({ x, g }) => <div key={x} class="muted">{label("score_stage", x)}: {t("score.by_whom", { who: g.by, when: showTime(g.at) })}{g.reason && ` – ${g.reason}`}</div>)}
    </>
  );
}

/** Hundredths as a fraction, in points with what rounding takes away. */
function exactText(fraction: string): string {
  const [over, under = "1"] = fraction.split("/");
  return showNumber(Math.round((Number(over) / Number(under)) * 100) / 10000);
}

function Evidence({ of: r }: { of: Row }) {
  return <>{r.evidence.map((e) => <div key={e.address} class="muted">{/^https?:/.test(e.address) ? <a href={e.address} rel="noreferrer">{e.title ?? e.address}</a> : e.title ?? e.address}</div>)}</>;
}

/** A form for one criterion at one stage. */
function Giving({ sheet: s, row, stage, close, saved }: { sheet: Sheet; row: Row; stage: Stage; close: () => void; saved: () => void }) {
  const key = useKey(), c = row.criterion;
  const given = row[stage] ?? (stage === "final" ? row.verified : stage === "verified" ? row.cross ?? row.self : stage === "cross" ? row.self : null);
  const fields: Field[] = [
    ...members(c).map((m): Field => (m === "points" && c.options.length > 0
      ? { name: m, title: t("score.points"), kind: "choice", options: c.options.map((o) => ({ value: String(o.points), label: o.text ? `${showNumber(o.points)}: ${o.text}` : showNumber(o.points) })) }
      : m === "passed" || m === "met" ? { name: m, title: t(`score.${m}`), hint: m === "met" ? c.gate ?? undefined : undefined, kind: "yesno" } : { name: m, title: t(`score.${m}`), hint: m === "target" ? t("score.target_hint") : undefined, kind: "number" })),
    ...(stage === "self" ? [{ name: "evidence", title: t("score.evidence"), hint: t("score.evidence_hint"), kind: "lines", item: { read: (line: string) => ({ address: line }), show: (e: never) => (e as { address: string }).address } } as Field]
      : [{ name: "reason", title: t("score.reason"), hint: t("score.reason_field_hint"), kind: "long" } as Field]),
  ];
  const record = { ...toldBy(given), points: c.options.length > 0 && given?.points != null ? String(given.points) : given?.points ?? null, reason: row[stage]?.reason ?? null, evidence: row.evidence };
  const give = (typed: Body) => {
    const points = typeof typed.points === "string" ? { points: Number(typed.points) } : {};
    const body = { term_id: s.term.id, stage, data: [{ unit_id: s.unit!.id, criterion_id: c.id, ...(row.version !== null && { version: row.version }), ...typed, ...points }] };
    return send<unknown>("POST", "/scores/cells", body, { key: key(body) });
  };
  return (
    <Section title={`${c.code}. ${c.text} – ${label("score_stage", stage)}`}>
      {c.guidance && <p class="hint">{c.guidance}</p>}
      <Form<unknown> whole name={`/score-sheets/${s.id}/${c.code}/${stage}`} fields={fields} record={record} send={give} saved={saved} cancel={close} inList="data" />
    </Section>
  );
}

function Explaining({ path, etag, again, saved }: { path: string; etag: string; again: () => Promise<Versioned<unknown>>; saved: () => void }) {
  return (
    <Section title={t("score.explanation")}>
      <Form<unknown>
        name={`${path}/explanation`} etag={etag} fields={[{ name: "explanation", title: t("score.explanation"), kind: "long", required: true }]} button={t("score.explain")} saved={saved} again={again}
        send={(typed, tag) => send("POST", `${path}/transitions`, { to: "explained", ...typed }, { etag: tag })}
      />
    </Section>
  );
}

function stepsOf(s: Sheet, rights: ScoreRights): Step[] {
  const own = rights.self(s.unit?.id), review = rights.review;
  const because = (codes: string[], words: string): Partial<Step> => (codes.length > 0 ? { why: "must", sure: `${t(words, { codes: codes.join(", ") })} ${t("score.still")}` } : {});
  const submit: Step = { to: "submitted", text: t("score.submit"), sure: t("score.submit_sure"), ...because(s.lacks.self, "score.lacks_self") };
  const of: Record<Sheet["status"], (Step | false)[]> = {
    draft: [own && submit],
    returned: [own && submit],
    submitted: [
      review && { to: "verified", text: t("score.verify"), ...because(s.lacks.verified, "score.lacks_verified") },
      review && s.lacks.verified.length > 0 && { to: "verified", text: t("score.verify_rest"), more: { take_rest: true }, sure: t("score.verify_rest_sure") },
      review && { to: "returned", text: t("score.return"), why: "must", danger: true },
      own && { to: "draft", text: t("score.withdraw") },
    ],
    verified: [review && { to: "final", text: t("score.finish"), ...because(s.lacks.final, "score.lacks_final") }, review && { to: "submitted", text: t("score.reopen_review"), why: "must" }],
    explained: [review && { to: "final", text: t("score.finish"), ...because(s.lacks.final, "score.lacks_final") }, review && { to: "submitted", text: t("score.reopen_review"), why: "must" }],
    final: [review && { to: "verified", text: t("score.reopen_final"), why: "must" }],
  };
  return of[s.status].filter((x): x is Step => x !== false);
}
