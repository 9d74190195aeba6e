// A table that is typed in as Excel is: arrows go from cell to cell, Enter, F2 or typing
// edit one, ranges are copied and pasted, filled down and taken back. Each act is saved
// by itself, all of it or nothing; of two who write the same cell the second is told.
// What a cell is belongs to the page.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { mistakes, problemFrom, type Problem } from "../api/client";
import { showTime } from "../format";
import { label, t } from "../words";
import { ProblemNote } from "./state";

/** A cell, by what its row and its column are about. */
export type Place = { row: string; column: string };

export const same = (a: Place | undefined, b: Place): boolean => a !== undefined && a.row === b.row && a.column === b.column;

/** What was typed at a place: told is what it means, or what is wrong with it in words. */
export type Edit<T extends object> = { place: Place; told: T | string; typed: string };

type Line = { id: string; name: string };

type Props<T extends object> = {
  title: string;
  heads: { title: string; number?: boolean }[]; // of what stands before the cells
  rows: (Line & { before: ComponentChildren[] })[];
  columns: (Line & { title?: ComponentChildren; class?: string })[];
  text: (p: Place) => string; // what stands in a cell, to be typed again
  said: (p: Place) => string; // how it stands, in words
  show: (p: Place) => ComponentChildren;
  state: (p: Place) => "open" | "shut" | "out"; // out: there is nothing to be told there
  read: (typed: string, p: Place, format?: string) => T | string;
  told: (p: Place) => T; // what a cell tells, to be told again
  save: (edits: { place: Place; told: T; typed: string }[]) => Promise<unknown>;
  changed: () => void;
  keys: string; // what may be typed
  here?: (p: Place) => ComponentChildren; // beside the name of the cell one is at
};

const plural = (n: number) => ({ n });

export function Sheet<T extends object>(p: Props<T>) {
  const rows = p.rows.map((r) => r.id), columns = p.columns.map((c) => c.id);
  const [wanted, go] = useState<Place>({ row: rows[0]!, column: columns[0]! });
  const at = { row: rows.includes(wanted.row) ? wanted.row : rows[0]!, column: columns.includes(wanted.column) ? wanted.column : columns[0]! };
  const [from, setFrom] = useState<Place>();
  const [editing, edit] = useState<{ place: Place; text: string }>();
  const [saving, setSaving] = useState<Place[]>([]);
  const [refused, setRefused] = useState(new Map<string, { place: Place; words: string }>());
  const [conflict, setConflict] = useState<{ edits: Edit<T>[]; unclear: boolean }>();
  const [problem, setProblem] = useState<Problem>();
  const [state, say] = useState("");
  const undo = useRef<Edit<T>[][]>([]);
  const table = useRef<HTMLTableElement>(null);
  const focus = useRef(false);
  const cancelled = useRef(false);
  const key = (q: Place): string => `${q.row}:${q.column}`;
  const name = (q: Place): string => `${p.columns.find((c) => c.id === q.column)?.name}, ${p.rows.find((r) => r.id === q.row)?.name}`;

  useLayoutEffect(() => { // before the next key: who types fast loses none
    if (!focus.current) return;
    focus.current = false;
    const cell = table.current?.querySelector<HTMLElement>(`[data-at="${key(at)}"]`);
    const typing = cell?.querySelector("input");
    (typing ?? cell)?.focus();
    typing?.setSelectionRange(typing.value.length, typing.value.length); // what is typed goes on from there
  });
  const move = (q: Place, keep = false) => {
    if (!keep) setFrom(undefined);
    else if (!from) setFrom(at);
    focus.current = true;
    go(q);
  };
  const step = (down: number, right: number, keep = false) => {
    const r = rows.indexOf(at.row) + down, c = columns.indexOf(at.column) + right;
    move({ row: rows[Math.max(0, Math.min(rows.length - 1, r))]!, column: columns[Math.max(0, Math.min(columns.length - 1, c))]! }, keep);
  };
  const range = (): Place[][] => {
    const a = from ?? at, [r1, r2] = [rows.indexOf(a.row), rows.indexOf(at.row)].sort((x, y) => x - y), [c1, c2] = [columns.indexOf(a.column), columns.indexOf(at.column)].sort((x, y) => x - y);
    return rows.slice(r1, r2! + 1).map((row) => columns.slice(c1, c2! + 1).map((column) => ({ row, column })));
  };

  const refuse = (edits: Edit<T>[], why: Map<number, string>, unclear = false) => {
    setRefused(new Map([...why].map(([i, words]) => [key(edits[i]!.place), { place: edits[i]!.place, words }])));
    say(why.size > 0 ? t("sheet.none_saved", plural(why.size)) : "");
    setConflict({ edits, unclear }); // what was typed stays at hand
  };
  /** Writes cells in one act: all of them or none. */
  const write = async (edits: Edit<T>[], back = false) => {
    const shut = edits.filter((e) => p.state(e.place) !== "open");
    if (edits.length === 0 || shut.length > 0) return say(shut.length > 0 ? t("sheet.not_open", plural(shut.length)) : "");
    const before = edits.map((e) => ({ place: e.place, told: p.told(e.place), typed: p.text(e.place) }));
    setProblem(undefined);
    setConflict(undefined);
    setRefused(new Map());
    const unread = new Map(edits.flatMap((e, i) => (typeof e.told === "string" ? [[i, e.told] as [number, string]] : [])));
    if (unread.size > 0) return refuse(edits, unread);
    setSaving(edits.map((e) => e.place));
    say(t("ui.saving"));
    try {
      await p.save(edits as { place: Place; told: T; typed: string }[]);
      if (!back) undo.current.push(before);
      say(t("sheet.saved", { n: edits.length, time: showTime(new Date().toISOString()).slice(0, 5) }));
    } catch (e) {
      const found = problemFrom(e), why = mistakes(found);
      if (why.size === 0) setProblem(found);
      refuse(edits, why, (found.errors ?? []).some((x) => x.code === "figure_ambiguous"));
    }
    setSaving([]);
    p.changed();
  };
  const commit = (text: string, down: number, right: number) => {
    const place = editing!.place;
    edit(undefined);
    step(down, right);
    if (text !== p.text(place)) void write([{ place, told: p.read(text, place), typed: text }]);
  };

  const copied = (e: ClipboardEvent) => {
    if (editing) return;
    e.preventDefault();
    e.clipboardData?.setData("text/plain", range().map((line) => line.map(p.text).join("\t")).join("\n"));
    say(t("sheet.copied", plural(range().flat().length)));
  };
  const pasted = (e: ClipboardEvent) => {
    if (editing) return;
    e.preventDefault();
    const r = rows.indexOf(at.row), c = columns.indexOf(at.column), lines = parts(e.clipboardData?.getData("text/plain") ?? "");
    const edits = lines.flatMap((line, i) => line.map((typed, j) => ({ row: rows[r + i], column: columns[c + j], typed })));
    if (edits.some((x) => x.row === undefined || x.column === undefined)) return say(t("sheet.too_large"));
    void write(edits.map((x) => { const place = { row: x.row!, column: x.column! }; return { place, told: p.read(x.typed, place), typed: x.typed }; }).filter((x) => x.typed.trim() !== p.text(x.place)));
  };
  const fill = () => {
    const [top, ...rest] = range();
    void write(rest.flatMap((line) => line.map((place, i) => ({ place, told: p.told(top![i]!), typed: p.text(top![i]!) }))));
  };
  const back = () => {
    const last = undo.current.pop();
    if (last) void write(last, true);
    else say(t("sheet.nothing_to_undo"));
  };
  const leave = () => { setConflict(undefined); setRefused(new Map()); setProblem(undefined); };

  const keys = (e: KeyboardEvent) => {
    const ctrl = e.ctrlKey || e.metaKey, far = 1000;
    const act: Record<string, () => void> = {
      ArrowUp: () => step(-1, 0, e.shiftKey), ArrowDown: () => step(1, 0, e.shiftKey), ArrowLeft: () => step(0, -1, e.shiftKey), ArrowRight: () => step(0, 1, e.shiftKey),
      Home: () => step(ctrl ? -far : 0, -far, e.shiftKey), End: () => step(ctrl ? far : 0, far, e.shiftKey), PageUp: () => step(-10, 0, e.shiftKey), PageDown: () => step(10, 0, e.shiftKey),
      Enter: () => begin(p.text(at)), F2: () => begin(p.text(at)), Escape: () => { setFrom(undefined); leave(); },
      Delete: () => void write(range().flat().filter((q) => p.text(q) !== "").map((place) => ({ place, told: p.read("", place), typed: "" }))),
    };
    if (ctrl && e.key.toLowerCase() === "d") act[e.key] = fill;
    else if (ctrl && e.key.toLowerCase() === "z") act[e.key] = back;
    else if (!ctrl && !e.altKey && e.key.length === 1) act[e.key] = () => begin(e.key);
    if (!act[e.key] || (ctrl && e.key.length > 1 && !["Home", "End"].includes(e.key))) return;
    e.preventDefault();
    act[e.key]!();
  };
  const begin = (text: string) => {
    if (p.state(at) !== "open") return say(t("sheet.not_open", plural(1)));
    focus.current = true;
    cancelled.current = false;
    edit({ place: at, text });
  };

  const chosen = new Set(from ? range().flat().map(key) : []);
  return (
    <>
      <p class="hint screen">{t("sheet.keys")} {p.keys}</p>
      <p role="status">{state}</p>
      {problem && <ProblemNote problem={problem} />}
      {conflict && (
        <div class="note warn" role="alert">
          <p>{t(refused.size > 0 ? "sheet.refused" : "sheet.not_saved", plural(conflict.edits.length))}</p>
          <ul>{[...refused].map(([at, { place, words }]) => <li key={at}>{name(place)}: {words}</li>)}</ul>
          <div class="buttons">
            {conflict.unclear && ["vi", "plain"].map((format) => <button type="button" key={format} onClick={() => void write(conflict.edits.map((e) => ({ ...e, told: p.read(e.typed, e.place, format) })))}>{label("number_format", format)}</button>)}
            {!conflict.unclear && conflict.edits.every((e) => typeof e.told !== "string") && <button type="button" onClick={() => void write(conflict.edits)}>{t(refused.size > 0 ? "sheet.write_again" : "ui.retry")}</button>}
            <button type="button" onClick={leave}>{t("ui.cancel")}</button>
          </div>
        </div>
      )}
      <p class="screen"><strong>{name(at)}</strong>: {p.said(at)}{p.here?.(at)}</p>
      <div class="scroll" role="region" aria-label={p.title} tabIndex={-1}>
        <table ref={table} class="matrix" role="grid" aria-label={p.title} onCopy={copied} onPaste={pasted} onKeyDown={(e) => !editing && keys(e)}>
          <thead><tr role="row">
            {p.heads.map((h) => <th scope="col" role="columnheader" key={h.title} class={h.number ? "number" : undefined}>{h.title}</th>)}
            {p.columns.map((c) => <th scope="col" role="columnheader" key={c.id} class={c.class}>{c.title ?? c.name}</th>)}
          </tr></thead>
          <tbody>
            {p.rows.map(({ id, before }) => (
              <tr role="row" key={id}>
                <th scope="row" role="rowheader">{before[0]}</th>
                {before.slice(1).map((x, i) => <td role="gridcell" key={i} data-title={p.heads[i + 1]?.title} class={p.heads[i + 1]?.number ? "number" : undefined}>{x}</td>)}
                {columns.map((column) => {
                  const place = { row: id, column }, here = same(at, place), typing = editing && same(editing.place, place), how = p.state(place), k = key(place);
                  const about = `${name(place)}: ${p.text(place) || t("sheet.empty")}, ${p.said(place)}`;
                  return (
                    <td
                      key={column} role="gridcell" data-at={k} data-title={p.columns.find((c) => c.id === column)?.name} tabIndex={here && !typing ? 0 : -1} aria-selected={chosen.has(k) || here} aria-readonly={how !== "open"} aria-label={about}
                      class={[refused.has(k) && "wrong", chosen.has(k) && "chosen", saving.some((q) => same(q, place)) && "busy", how === "out" && "out"].filter(Boolean).join(" ")}
                      onMouseDown={(e) => { if (!typing) { e.preventDefault(); move(place, e.shiftKey); } }} onDblClick={() => begin(p.text(place))}
                    >
                      {typing ? (
                        <input
                          aria-label={about} defaultValue={editing.text} autocomplete="off" aria-invalid={refused.has(k) ? "true" : undefined}
                          onKeyDown={(e) => {
                            e.stopPropagation(); // the sheet may have been drawn anew before it hears of the key
                            const text = e.currentTarget.value;
                            if (e.key === "Enter" || e.key === "Tab") { e.preventDefault(); cancelled.current = true; commit(text, e.key === "Enter" ? (e.shiftKey ? -1 : 1) : 0, e.key === "Tab" ? (e.shiftKey ? -1 : 1) : 0); }
                            if (e.key === "Escape") { cancelled.current = true; edit(undefined); focus.current = true; }
                          }}
                          onBlur={(e) => { if (!cancelled.current) commit(e.currentTarget.value, 0, 0); }}
                        />
                      ) : how === "out" ? <span class="muted" aria-hidden="true">·</span> : p.show(place)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The rows of a range copied from a spreadsheet. */
const parts = (text: string): string[][] => text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
