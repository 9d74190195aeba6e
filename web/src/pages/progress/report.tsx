// What a report on progress tells, as a form asks for it and as a page shows it: what
// was planned and done, in what words, with what evidence; and the verdict on it.

import type { Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { showDate, showNumber, showTime } from "../../format";
import { choice, Form, type Body, type Field } from "../../ui/form";
import { label, t } from "../../words";
import { figureText } from "./cells";

export type Entry = Schemas["EntryView"];

/** What a report tells beside what it is about. */
export const fields = (): Field[] => [
  { name: "planned", title: t("progress.planned"), hint: t("progress.figure_hint"), kind: "text" },
  { name: "actual", title: t("progress.actual"), hint: t("progress.figure_hint"), kind: "text" },
  { name: "share", title: t("progress.share"), hint: t("progress.share_hint"), kind: "text" },
  { name: "change", title: t("progress.change"), hint: t("progress.change_hint"), kind: "text" },
  choice("level", t("progress.level"), "progress_level"),
  { name: "completed_on", title: t("progress.completed_on"), kind: "date" },
  { name: "results", title: t("progress.results"), kind: "long" },
  { name: "difficulties", title: t("progress.difficulties"), kind: "long" },
  { name: "evidence", title: t("progress.evidence"), hint: t("progress.evidence_hint"), kind: "lines" },
  { name: "as_of", title: t("progress.as_of"), kind: "date" },
  { name: "reported_by_id", title: t("progress.reported_by"), kind: "record", from: "/persons", as: "reported_by_as_written" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
];

const figures = ["planned", "actual", "share", "change"] as const;

const link = (l: { title: string | null; address: string }): string => (l.title ? `${l.title} | ${l.address}` : l.address);

/** A report as its form shows it: figures and evidence as text. */
export const flat = (e: Entry): Record<string, unknown> => ({ ...e, ...Object.fromEntries(figures.map((name) => [name, figureText(e[name])])), evidence: e.evidence.map(link) });

const figure = (typed: unknown) => (typed === null ? null : { as_written: typed });

/** What was typed, as the API takes it. */
export function lifted(typed: Body): Record<string, unknown> {
  const body: Record<string, unknown> = { ...typed };
  for (const name of figures) if (name in typed) body[name] = figure(typed[name]);
  if ("evidence" in typed) {
    body.evidence = (typed.evidence as string[]).map((line) => {
      const at = line.lastIndexOf(" | ");
      return at < 0 ? { address: line } : { title: line.slice(0, at).trim(), address: line.slice(at + 3).trim() };
    });
  }
  return body;
}

export function Facts({ entry: e }: { entry: Entry }) {
  const rows: [string, string][] = [
    [t("progress.planned"), figureText(e.planned)], [t("progress.actual"), figureText(e.actual)], [t("progress.completion"), e.completion === null ? "" : `${showNumber(e.completion)} %`],
    [t("progress.share"), figureText(e.share)], [t("progress.change"), figureText(e.change)], [t("progress.level"), e.level ? label("progress_level", e.level) : ""], [t("progress.completed_on"), e.completed_on ? showDate(e.completed_on) : ""], [t("progress.results"), e.results ?? ""], [t("progress.difficulties"), e.difficulties ?? ""],
    [t("progress.evidence"), e.evidence.map(link).join("; ")], [t("progress.as_of"), e.as_of ? showDate(e.as_of) : ""], [t("progress.reported_by"), e.reported_by?.name ?? e.reported_by?.as_written ?? ""], [t("ui.remark"), e.remark ?? ""],
  ];
  return <dl class="facts">{rows.filter(([, v]) => v).map(([k, v]) => <div class="fact" key={k}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>;
}

/** What the reviewer found, and the form to say so. */
export function Verdict({ entry, etag, path, mayJudge, done }: { entry: Entry; etag: string; path: string; mayJudge: boolean; done: () => void }) {
  const v = entry.verdict;
  const judged = (e: Entry) => ({ verdict: e.verdict?.verdict ?? null, note: e.verdict?.note ?? null, verified: figureText(e.verdict?.verified) });
  return (
    <section aria-label={t("progress.verdict")}>
      <h3>{t("progress.verdict")}</h3>
      {v ? <p>{label("progress_verdict", v.verdict)}{v.verified && ` – ${t("progress.verified")}: ${figureText(v.verified)}`}{v.note && `. ${v.note}`} <span class="muted">({showTime(v.at)})</span>{v.outdated && <strong> {t("progress.outdated")}</strong>}</p> : <p>{t("progress.no_verdict")}</p>}
      {mayJudge && (
        <Form<Entry>
          key={entry.id} name={`verdict/${entry.id}`} whole etag={etag} button={t("progress.judge")}
          record={judged(entry)}
          fields={[choice("verdict", t("progress.verdict"), "progress_verdict", { hint: t("progress.verdict_hint") }), { name: "note", title: t("progress.verdict_note"), kind: "long" }, { name: "verified", title: t("progress.verified"), hint: t("progress.figure_hint"), kind: "text" }]}
          send={(typed, tag) => send<Entry>("PUT", `${path}/verdict`, { ...typed, verified: figure(typed.verified) }, { etag: tag })}
          again={() => get<Entry>(path).then((a) => ({ data: judged(a.data), etag: a.etag }))} saved={done}
        />
      )}
    </section>
  );
}
