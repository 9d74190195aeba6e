// The board as a sheet: arrows go from cell to cell, Enter, F2 or typing edit one,
// ranges are copied and pasted as in Excel, filled down and taken back. Each act is
// saved by itself; of two who write the same cell the second is told.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { mistakes, problemFrom, type Problem } from "../../api/client";
import { send } from "../../api/raw";
import { showDate, showNumber, showTime } from "../../format";
import { useKey } from "../../ui/data";
import { Chip, ProblemNote } from "../../ui/state";
import { label, t } from "../../words";
import { cellAt, cellText, parts, read, same, toldBy, tones, type Board, type Cell, type Place, type Told } from "./cells";

type Props = { board: Board; rows: number[]; mayWrite: (column: number) => boolean; href: (p: Place) => string; changed: () => void };
type Edit = { place: Place; told: Told; typed: string };
type Conflict = { edits: Edit[]; unclear: boolean };

export function Grid({ board, rows, mayWrite, href, changed }: Props) {
  const columns = [...board.units.map((_, i) => i), -1];
  const [at, go] = useState<Place>({ row: rows[0] ?? 0, column: columns[0]! });
  const [from, setFrom] = useState<Place>();
  const [editing, edit] = useState<{ place: Place; text: string }>();
  const [saving, setSaving] = useState<Place[]>([]);
  const [refused, setRefused] = useState(new Map<string, string>());
  const [conflict, setConflict] = useState<Conflict>();
  const [problem, setProblem] = useState<Problem>();
  const [state, say] = useState("");
  const undo = useRef<Edit[][]>([]);
  const table = useRef<HTMLTableElement>(null);
  const focus = useRef(false);
  const cancelled = useRef(false);
  const key = useKey();
  const open = (p: Place): boolean => board.closing === null && board.status !== "locked" && mayWrite(p.column) && (cellAt(board, p)?.applies ?? false);
  const name = (p: Place): string => `${p.row}:${p.column}`;

  useLayoutEffect(() => { // before the next key: who types fast loses none
    if (!focus.current) return;
    focus.current = false;
    const cell = table.current?.querySelector<HTMLElement>(`[data-at="${name(at)}"]`);
    const typing = cell?.querySelector("input");
    (typing ?? cell)?.focus();
    typing?.setSelectionRange(typing.value.length, typing.value.length); // what is typed goes on from there
  });
  const move = (p: Place, keep = false) => {
    if (!keep) setFrom(undefined);
    else if (!from) setFrom(at);
    focus.current = true;
    go(p);
  };
  const step = (down: number, right: number, keep = false) => {
    const r = rows.indexOf(at.row) + down, c = columns.indexOf(at.column) + right;
    move({ row: rows[Math.max(0, Math.min(rows.length - 1, r))]!, column: columns[Math.max(0, Math.min(columns.length - 1, c))]! }, keep);
  };
  const range = (): Place[][] => {
    const a = from ?? at, [r1, r2] = [rows.indexOf(a.row), rows.indexOf(at.row)].sort((x, y) => x - y), [c1, c2] = [columns.indexOf(a.column), columns.indexOf(at.column)].sort((x, y) => x - y);
    return rows.slice(r1, r2! + 1).map((row) => columns.slice(c1, c2! + 1).map((column) => ({ row, column })));
  };

  /** Writes cells in one act: all of them or none. */
  const write = async (edits: Edit[], back = false) => {
    const shut = edits.filter((e) => !open(e.place));
    if (edits.length === 0 || shut.length > 0) return say(shut.length > 0 ? t("progress.not_open", { n: shut.length }) : "");
    const before = edits.map((e) => ({ place: e.place, told: toldBy(cellAt(board, e.place)), typed: cellText(cellAt(board, e.place)) }));
    const data = edits.map((e) => {
      const c = cellAt(board, e.place)!, unit = e.place.column < 0 ? undefined : board.units[e.place.column]!.id;
      return { commitment_id: board.rows[e.place.row]!.commitment.id, ...(unit && { unit_id: unit }), ...(c.version !== null && { version: c.version }), ...e.told };
    });
    setSaving(edits.map((e) => e.place));
    setProblem(undefined);
    setConflict(undefined);
    setRefused(new Map());
    say(t("ui.saving"));
    try {
      const body = { term_id: board.term_id, period: board.period.label, period_kind: board.period.kind, data };
      await send("POST", "/progress-entries/cells", body, { key: key(body) });
      if (!back) undo.current.push(before);
      say(t("progress.saved", { n: edits.length, time: showTime(new Date().toISOString()).slice(0, 5) }));
    } catch (e) {
      const p = problemFrom(e), why = mistakes(p), codes = (p.errors ?? []).map((x) => x.code);
      setRefused(new Map([...why].map(([i, words]) => [name(edits[i]!.place), words])));
      say(why.size > 0 ? t("progress.none_saved", { n: why.size }) : "");
      if (why.size === 0) setProblem(p);
      setConflict({ edits, unclear: codes.includes("figure_ambiguous") }); // what was typed stays at hand
    }
    setSaving([]);
    changed();
  };
  const commit = (text: string, down: number, right: number) => {
    const place = editing!.place;
    edit(undefined);
    step(down, right);
    if (text !== cellText(cellAt(board, place))) void write([{ place, told: read(text), typed: text }]);
  };

  const copied = (e: ClipboardEvent) => {
    if (editing) return;
    e.preventDefault();
    e.clipboardData?.setData("text/plain", range().map((line) => line.map((p) => cellText(cellAt(board, p))).join("\t")).join("\n"));
    say(t("progress.copied", { n: range().flat().length }));
  };
  const pasted = (e: ClipboardEvent) => {
    if (editing) return;
    e.preventDefault();
    const r = rows.indexOf(at.row), c = columns.indexOf(at.column), lines = parts(e.clipboardData?.getData("text/plain") ?? "");
    const edits = lines.flatMap((line, i) => line.map((typed, j) => ({ row: rows[r + i], column: columns[c + j], typed })));
    if (edits.some((x) => x.row === undefined || x.column === undefined)) return say(t("progress.too_large"));
    void write(edits.map((x) => ({ place: { row: x.row!, column: x.column! }, told: read(x.typed), typed: x.typed })).filter((x) => x.typed.trim() !== cellText(cellAt(board, x.place))));
  };
  const fill = () => {
    const [top, ...rest] = range();
    void write(rest.flatMap((line) => line.map((place, i) => ({ place, told: toldBy(cellAt(board, top![i]!)), typed: cellText(cellAt(board, top![i]!)) }))));
  };
  const back = () => {
    const last = undo.current.pop();
    if (last) void write(last, true);
    else say(t("progress.nothing_to_undo"));
  };

  const keys = (e: KeyboardEvent) => {
    const ctrl = e.ctrlKey || e.metaKey, far = 1000;
    const act: Record<string, () => void> = {
      ArrowUp: () => step(-1, 0, e.shiftKey), ArrowDown: () => step(1, 0, e.shiftKey), ArrowLeft: () => step(0, -1, e.shiftKey), ArrowRight: () => step(0, 1, e.shiftKey),
      Home: () => step(ctrl ? -far : 0, -far, e.shiftKey), End: () => step(ctrl ? far : 0, far, e.shiftKey), PageUp: () => step(-10, 0, e.shiftKey), PageDown: () => step(10, 0, e.shiftKey),
      Enter: () => begin(cellText(cellAt(board, at))), F2: () => begin(cellText(cellAt(board, at))), Escape: () => { setFrom(undefined); setConflict(undefined); setRefused(new Map()); },
      Delete: () => void write(range().flat().filter((p) => cellText(cellAt(board, p)) !== "").map((place) => ({ place, told: read(""), typed: "" }))),
    };
    if (ctrl && e.key.toLowerCase() === "d") act[e.key] = fill;
    else if (ctrl && e.key.toLowerCase() === "z") act[e.key] = back;
    else if (!ctrl && !e.altKey && e.key.length === 1) act[e.key] = () => begin(e.key);
    if (!act[e.key] || (ctrl && e.key.length > 1 && !["Home", "End"].includes(e.key))) return;
    e.preventDefault();
    act[e.key]!();
  };
  const begin = (text: string) => {
    if (!open(at)) return say(t("progress.not_open", { n: 1 }));
    focus.current = true;
    cancelled.current = false;
    edit({ place: at, text });
  };

  const chosen = new Set(from ? range().flat().map(name) : []);
  return (
    <>
      <p class="hint screen">{t("progress.keys")}</p>
      <p role="status">{state}</p>
      {problem && <ProblemNote problem={problem} />}
      {conflict && (
        <div class="note warn" role="alert">
          <p>{t(refused.size > 0 ? "progress.refused" : "progress.not_saved", { n: conflict.edits.length })}</p>
          <ul>{[...refused].map(([place, words]) => { const [r, c] = place.split(":").map(Number); return <li key={place}>{unitName(board, c!)} – {board.rows[r!]!.commitment.order}: {words}</li>; })}</ul>
          <div class="buttons">
            {conflict.unclear && ["vi", "plain"].map((format) => <button type="button" key={format} onClick={() => void write(conflict.edits.map((e) => ({ ...e, told: read(e.typed, format) })))}>{label("number_format", format)}</button>)}
            {!conflict.unclear && <button type="button" onClick={() => void write(conflict.edits)}>{t(refused.size > 0 ? "progress.write_again" : "ui.retry")}</button>}
            <button type="button" onClick={() => { setConflict(undefined); setRefused(new Map()); setProblem(undefined); }}>{t("ui.cancel")}</button>
          </div>
        </div>
      )}
      <p class="screen"><strong>{unitName(board, at.column)}, {t("progress.commitment")} {board.rows[at.row]!.commitment.order}</strong>: {standing(cellAt(board, at)!)}{cellAt(board, at)!.applies && <> · <Link href={href(at)}>{t("progress.open")}</Link></>}</p>
      <div class="scroll" role="region" aria-label={t("progress.board")} tabIndex={-1}>
        <table ref={table} class="matrix" role="grid" aria-label={t("progress.board")} onCopy={copied} onPaste={pasted} onKeyDown={(e) => !editing && keys(e)}>
          <thead><tr role="row">
            <th scope="col" role="columnheader">{t("progress.commitment")}</th>
            <th scope="col" role="columnheader" class="number">{t("progress.target")}</th>
            {columns.map((c) => <th scope="col" role="columnheader" key={c}>{unitName(board, c)}</th>)}
          </tr></thead>
          <tbody>
            {rows.map((row) => {
              const c = board.rows[row]!.commitment;
              return (
                <tr role="row" key={c.id}>
                  <th scope="row" role="rowheader"><Link href={`/noi-dung/${c.id}`}>{c.order}. {c.text}</Link></th>
                  <td role="gridcell" class="number">{c.target === null ? (c.measure ? label("measure", c.measure) : "—") : `${showNumber(c.target)}${c.unit_of_measure ? ` ${c.unit_of_measure}` : ""}`}</td>
                  {columns.map((column) => {
                    const place = { row, column }, cell = cellAt(board, place)!, here = same(at, place), typing = editing && same(editing.place, place);
                    const about = `${unitName(board, column)}, ${c.order}: ${cellText(cell) || t("progress.empty")}, ${standing(cell)}`;
                    return (
                      <td
                        key={column} role="gridcell" data-at={name(place)} tabIndex={here && !typing ? 0 : -1} aria-selected={chosen.has(name(place)) || here} aria-readonly={!open(place)} aria-label={about}
                        class={[refused.has(name(place)) && "wrong", chosen.has(name(place)) && "chosen", saving.some((p) => same(p, place)) && "busy", !cell.applies && "out"].filter(Boolean).join(" ")}
                        onMouseDown={(e) => { if (!typing) { e.preventDefault(); move(place, e.shiftKey); } }} onDblClick={() => begin(cellText(cell))}
                      >
                        {typing ? (
                          <input
                            aria-label={about} defaultValue={editing.text} autocomplete="off" aria-invalid={refused.has(name(place)) ? "true" : undefined}
                            onKeyDown={(e) => {
                              e.stopPropagation(); // the sheet may have been drawn anew before it hears of the key
                              const text = e.currentTarget.value;
                              if (e.key === "Enter" || e.key === "Tab") { e.preventDefault(); cancelled.current = true; commit(text, e.key === "Enter" ? (e.shiftKey ? -1 : 1) : 0, e.key === "Tab" ? (e.shiftKey ? -1 : 1) : 0); }
                              if (e.key === "Escape") { cancelled.current = true; edit(undefined); focus.current = true; }
                            }}
                            onBlur={(e) => { if (!cancelled.current) commit(e.currentTarget.value, 0, 0); }}
                          />
                        ) : <Stands cell={cell} />}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

export const unitName = (b: Board, column: number): string => (column < 0 ? t("progress.whole") : b.units[column]?.name ?? "");

/** How a cell stands, in words, and by which rule. */
export function standing(c: Cell): string {
  if (!c.applies) return t("progress.not_applicable");
  return `${c.standing.status ? label("progress_status", c.standing.status) : t("ui.unknown")} (${why(c)})`;
}

/** By which rule a cell stands as it does. */
export const why = ({ standing: s }: Cell): string => `${label("progress_rule", s.rule)}${s.expected !== null ? `: ${showNumber(s.expected)}` : ""}`;

function Stands({ cell }: { cell: Cell }) {
  if (!cell.applies) return <span class="muted" aria-hidden="true">·</span>;
  const s = cell.standing;
  return (
    <>
      <span class="told">{cellText(cell)}</span>
      {cell.actual && cell.completed_on && <span>{showDate(cell.completed_on)}</span>}
      {(cell.actual || cell.completed_on) && cell.level && <span>{label("progress_level", cell.level)}</span>}
      <span><Chip tone={s.status ? tones[s.status]! : "info"}>{s.status ? label("progress_status", s.status) : t("progress.words")}</Chip></span>
      {cell.verdict && <span class="muted">{label("progress_verdict", cell.verdict)}{cell.outdated && ` – ${t("progress.outdated")}`}</span>}
      {s.status === "not_reported" && cell.freshness && <span class="muted">{label("freshness", cell.freshness)}</span>}
    </>
  );
}
