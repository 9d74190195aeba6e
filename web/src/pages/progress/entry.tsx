// One report in full: what was planned and done, in what words, with what evidence;
// beside it what the reviewer found.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { showDate, showNumber, showTime } from "../../format";
import { useKey, useReading } from "../../ui/data";
import { choice, Form, type Body, type Field } from "../../ui/form";
import { Shown } from "../../ui/state";
import { label, t } from "../../words";
import { cellAt, figureText, type Board, type Place } from "./cells";
import { standing, unitName } from "./grid";

type Entry = Schemas["EntryView"];
type Props = { board: Board; place: Place; mayWrite: boolean; mayJudge: boolean; close: () => void; changed: () => void };

export function EntryPanel({ board, place, mayWrite, mayJudge, close, changed }: Props) {
  const row = board.rows[place.row]!, cell = cellAt(board, place)!, unit = place.column < 0 ? undefined : board.units[place.column]!.id;
  const path = cell.entry_id ? `/progress-entries/${cell.entry_id}` : "";
  const reading = useReading(() => (path ? get<Entry>(path) : Promise.resolve(undefined)), [path, cell.version], true);
  const open = board.closing === null && board.status !== "locked";
  const key = useKey();
  const done = () => { reading.again(); changed(); };
  return (
    <section class="card opened" aria-label={t("progress.report")}>
      <div class="head"><h2>{unitName(board, place.column)} – {row.commitment.order}. {row.commitment.text}</h2><button type="button" onClick={close}>{t("ui.close")}</button></div>
      <p>{standing(cell)}</p>
      <Shown of={reading}>
        {(read) => (
          <>
            {mayWrite && open ? (
              <Form<Entry>
                key={read?.etag ?? "new"} name={`progress/${row.commitment.id}/${unit ?? "bloc"}/${board.period.label}`} fields={fields()} record={read && flat(read.data)} etag={read?.etag}
                send={(typed, etag) => {
                  const body = lifted(typed);
                  if (path) return send<Entry>("PATCH", path, body, { etag });
                  const made = { term_id: board.term_id, commitment_id: row.commitment.id, ...(unit && { unit_id: unit }), period: board.period.label, period_kind: board.period.kind, ...body };
                  return send<Entry>("POST", "/progress-entries", made, { key: key(made) });
                }}
                again={path ? () => get<Entry>(path).then((a) => ({ data: flat(a.data), etag: a.etag })) : undefined}
                saved={done}
              />
            ) : read ? <Facts entry={read.data} /> : <p>{t("progress.empty")}</p>}
            {read && <Verdict entry={read.data} etag={read.etag} path={path} mayJudge={mayJudge && open} done={done} />}
            {read && <p><Link href={`/nhat-ky?entity_id=${read.data.id}`}>{t("ui.nav.changes")}</Link></p>}
          </>
        )}
      </Shown>
    </section>
  );
}

const fields = (): Field[] => [
  { name: "planned", title: t("progress.planned"), hint: t("progress.figure_hint"), kind: "text" },
  { name: "actual", title: t("progress.actual"), hint: t("progress.figure_hint"), kind: "text" },
  choice("level", t("progress.level"), "progress_level"),
  { name: "completed_on", title: t("progress.completed_on"), kind: "date" },
  { name: "results", title: t("progress.results"), kind: "long" },
  { name: "difficulties", title: t("progress.difficulties"), kind: "long" },
  { name: "evidence", title: t("progress.evidence"), hint: t("progress.evidence_hint"), kind: "lines" },
  { name: "as_of", title: t("progress.as_of"), kind: "date" },
  { name: "reported_by_id", title: t("progress.reported_by"), kind: "record", from: "/persons", as: "reported_by_as_written" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
];

const link = (l: { title: string | null; address: string }): string => (l.title ? `${l.title} | ${l.address}` : l.address);

/** A report as its form shows it: figures and evidence as text. */
const flat = (e: Entry): Record<string, unknown> => ({ ...e, planned: figureText(e.planned), actual: figureText(e.actual), evidence: e.evidence.map(link) });

const figure = (typed: unknown) => (typed === null ? null : { as_written: typed });

/** What was typed, as the API takes it. */
function lifted(typed: Body): Record<string, unknown> {
  const body: Record<string, unknown> = { ...typed };
  if ("planned" in typed) body.planned = figure(typed.planned);
  if ("actual" in typed) body.actual = figure(typed.actual);
  if ("evidence" in typed) {
    body.evidence = (typed.evidence as string[]).map((line) => {
      const at = line.lastIndexOf(" | ");
      return at < 0 ? { address: line } : { title: line.slice(0, at).trim(), address: line.slice(at + 3).trim() };
    });
  }
  return body;
}

function Facts({ entry: e }: { entry: Entry }) {
  const rows: [string, string][] = [
    [t("progress.planned"), figureText(e.planned)], [t("progress.actual"), figureText(e.actual)], [t("progress.completion"), e.completion === null ? "" : `${showNumber(e.completion)} %`],
    [t("progress.level"), e.level ? label("progress_level", e.level) : ""], [t("progress.completed_on"), e.completed_on ? showDate(e.completed_on) : ""], [t("progress.results"), e.results ?? ""], [t("progress.difficulties"), e.difficulties ?? ""],
    [t("progress.evidence"), e.evidence.map(link).join("; ")], [t("progress.as_of"), e.as_of ? showDate(e.as_of) : ""], [t("progress.reported_by"), e.reported_by?.name ?? e.reported_by?.as_written ?? ""], [t("ui.remark"), e.remark ?? ""],
  ];
  return <dl class="facts">{rows.filter(([, v]) => v).map(([k, v]) => <div class="fact" key={k}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>;
}

/** What the reviewer found, and the form to say so. */
function Verdict({ entry, etag, path, mayJudge, done }: { entry: Entry; etag: string; path: string; mayJudge: boolean; done: () => void }) {
  const v = entry.verdict;
  return (
    <section aria-label={t("progress.verdict")}>
      <h3>{t("progress.verdict")}</h3>
      {v ? <p>{label("progress_verdict", v.verdict)}{v.verified && ` – ${t("progress.verified")}: ${figureText(v.verified)}`}{v.note && `. ${v.note}`} <span class="muted">({showTime(v.at)})</span>{v.outdated && <strong> {t("progress.outdated")}</strong>}</p> : <p>{t("progress.no_verdict")}</p>}
      {mayJudge && (
        <Form<Entry>
          key={etag} name={`verdict/${entry.id}`} whole etag={etag} button={t("progress.judge")}
          record={{ verdict: v?.verdict ?? null, note: v?.note ?? null, verified: figureText(v?.verified) }}
          fields={[choice("verdict", t("progress.verdict"), "progress_verdict", { hint: t("progress.verdict_hint") }), { name: "note", title: t("progress.verdict_note"), kind: "long" }, { name: "verified", title: t("progress.verified"), hint: t("progress.figure_hint"), kind: "text" }]}
          send={(typed, tag) => send<Entry>("PUT", `${path}/verdict`, { ...typed, verified: figure(typed.verified) }, { etag: tag })}
          again={() => get<Entry>(path)} saved={done}
        />
      )}
    </section>
  );
}
