// Commitments pasted from Word or Excel: read line by line, shown, corrected, and
// only then entered, all at once. A row that is refused says why.

import { useEffect, useRef, useState } from "preact/hooks";
import { mistakes, problemFrom, type Problem } from "../../api/client";
import { newKey, send } from "../../api/raw";
import { readDate, readNumber } from "../../format";
import { useKey } from "../../ui/data";
import { ProblemNote } from "../../ui/state";
import { draftOf, dropDraft, keepDraft, unsaved } from "../../ui/unsaved";
import { t } from "../../words";
import { linesOf, type Line } from "./lines";

type Entry = Line & { id: string; take: boolean; state: "waiting" | "saving" | "done"; refused?: string };
type Cell = { name: Exclude<keyof Line, "part">; title: string; letters: number; long?: boolean; hint?: string };

const cells = (): Cell[] => [
  { name: "text", title: t("commitment.text"), letters: 40, long: true },
  { name: "theme", title: t("commitment.theme"), letters: 20, long: true },
  { name: "target", title: t("commitment.target"), letters: 8 },
  { name: "unit", title: t("commitment.unit_of_measure"), letters: 10 },
  { name: "due", title: t("commitment.due_on"), letters: 12, hint: "dd/mm/yyyy" },
];

/** What the API takes for a row as it was corrected, or what is wrong with it. */
function bodyOf(l: Line): Record<string, unknown> | string {
  const target = readNumber(l.target), due = readDate(l.due);
  if (l.text === "") return t("ui.required");
  if (target === undefined) return t(/^-?\d{1,3}[.,]\d{3}$/.test(l.target) ? "ui.unclear_number" : "ui.bad_number", { typed: l.target });
  if (due === undefined) return t("ui.bad_date");
  return {
    text: l.text, scope: "common",
    ...(l.theme && { theme: l.theme }), ...(l.unit && { unit_of_measure: l.unit }), ...(due && { due_on: due }),
    ...(target !== null && { target, measure: l.unit === "%" ? "percent" : "quantity" }),
  };
}

export function Paste({ agreement, close, changed }: { agreement: string; close: () => void; changed: () => void }) {
  const draft = `paste/${agreement}`;
  const start = useRef(draftOf(draft)?.values.text ?? "").current;
  const [rows, setRows] = useState<Entry[]>();
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const token = useRef({}).current;
  const [problem, setProblem] = useState<Problem>();
  const key = useKey();
  const set = (id: string, change: Partial<Entry>) => setRows((all) => all!.map((r) => (r.id === id ? { ...r, ...change } : r)));
  useEffect(() => () => unsaved(token, false), []);

  const read = (e: Event) => {
    e.preventDefault();
    const text = area.current!.value;
    keepDraft(draft, { text });
    unsaved(token, text.trim() !== "");
    setState("");
    setRows(linesOf(text).map((l) => ({ ...l, id: newKey(), take: !l.part, state: "waiting" })));
  };
  const enter = async (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const todo = rows!.filter((r) => r.take && r.state !== "done");
    setProblem(undefined);
    const typed = todo.map((r) => Object.fromEntries((["text", "theme", "target", "unit", "due"] as const).map((n) => [n, String(form.get(`${n}-${r.id}`) ?? "").normalize("NFC").replace(/\s+/g, " ").trim()])) as Line);
    const bodies = typed.map(bodyOf);
    // All rows are entered or none: one that is wrong keeps the others waiting.
    const refuse = (wrong: Map<number, string>) => {
      todo.forEach((r, i) => set(r.id, { ...typed[i], state: "waiting", refused: wrong.get(i) }));
      setState(wrong.size > 0 ? t("paste.refused", { n: wrong.size }) : "");
    };
    const unread = new Map(bodies.flatMap((b, i) => (typeof b === "string" ? [[i, b] as const] : [])));
    if (unread.size > 0) return refuse(unread);
    setBusy(true);
    setState(t("paste.entering", { n: todo.length }));
    todo.forEach((r, i) => set(r.id, { ...typed[i], state: "saving", refused: undefined }));
    const body = { agreement_id: agreement, data: bodies };
    try {
      await send("POST", "/commitments/bulk", body, { key: key(body) });
      todo.forEach((r) => set(r.id, { state: "done" }));
      setState(t("paste.all", { n: todo.length }));
      dropDraft(draft);
      unsaved(token, false);
    } catch (error) {
      const p = problemFrom(error), wrong = mistakes(p);
      refuse(wrong);
      if (wrong.size === 0) setProblem(p);
    } finally {
      setBusy(false);
    }
    changed();
  };
  const left = rows?.filter((r) => r.take && r.state !== "done").length ?? 0;
  const parts = rows?.filter((r) => r.part).length ?? 0;
  const columns = cells();
  return (
    <section class="card" aria-label={t("commitment.paste")}>
      <h2>{t("commitment.paste")}</h2>
      <form class="form" onSubmit={read}>
        <div class="field">
          <label for="pasted">{t("paste.area")}</label>
          <p class="hint" id="pasted-hint">{t("paste.hint")}</p>
          <textarea id="pasted" ref={area} rows={6} defaultValue={start} aria-describedby="pasted-hint" onInput={() => unsaved(token, true)} />
        </div>
        <div class="buttons"><button class={rows ? "" : "primary"} disabled={busy}>{t("paste.preview")}</button> <button type="button" disabled={busy} onClick={() => { dropDraft(draft); close(); }}>{t(rows && left === 0 ? "ui.close" : "ui.cancel")}</button></div>
      </form>
      {rows && rows.length === 0 && <p class="note error" role="alert">{t("paste.nothing")}</p>}
      {rows && rows.length > 0 && (
        <form onSubmit={(e) => void enter(e)}>
          <h3>{t("paste.found", { n: rows.filter((r) => !r.part).length })}</h3>
          {parts > 0 && <p class="note info">{t("paste.parts", { n: parts })}</p>}
          <div class="scroll" role="region" aria-label={t("paste.preview")} tabIndex={0}>
            <table class="pasted">
              <caption class="unseen">{t("paste.preview")}</caption>
              <thead><tr><th scope="col">{t("paste.take")}</th>{columns.map((c) => <th key={c.name} scope="col">{c.title}</th>)}<th scope="col">{t("ui.status")}</th></tr></thead>
              <tbody>
                {rows.map((r, i) => (
                  <tr key={r.id} class={r.take ? "" : "out"}>
                    <td data-title={t("paste.take")}><label class="check"><input type="checkbox" checked={r.take} disabled={busy || r.state === "done"} aria-label={t("paste.take_row", { n: i + 1 })} onChange={(e) => set(r.id, { take: e.currentTarget.checked })} /> {i + 1}</label></td>
                    {r.part && !r.take ? <td colSpan={columns.length} data-title={columns[0]!.title}>{r.text}</td> : columns.map((c) => {
                      // Read only rather than disabled, so that a form still tells what stands there.
                      const shared = { name: `${c.name}-${r.id}`, defaultValue: r[c.name], readOnly: r.state !== "waiting", "aria-label": t("paste.cell", { field: c.title, n: i + 1 }) };
                      return <td key={c.name} data-title={c.title}>{c.long ? <textarea {...shared} cols={c.letters} rows={Math.min(8, Math.ceil(r[c.name].length / c.letters) || 1)} /> : <input {...shared} placeholder={c.hint} autocomplete="off" size={c.letters} />}</td>;
                    })}
                    <td data-title={t("ui.status")}>{r.state === "saving" ? t("ui.saving") : r.state === "done" ? t("paste.done") : r.refused ? <span class="mistake">{r.refused}</span> : r.take ? t("paste.waiting") : r.part ? t("paste.left_out_as", { part: t(`paste.part.${r.part}`) }) : t("paste.left_out")}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {problem && <ProblemNote problem={problem} />}
          <div class="buttons"><button class="primary" disabled={busy || left === 0}>{t("paste.enter", { n: left })}</button> <span aria-live="polite">{state}</span></div>
        </form>
      )}
    </section>
  );
}
