// The board of commitments and units, as a sheet to type in.

import { Link } from "wouter-preact";
import { send } from "../../api/raw";
import { showDate, showNumber } from "../../format";
import { useKey } from "../../ui/data";
import { Sheet, type Place as At } from "../../ui/sheet";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";
import { cellAt, cellText, read, toldBy, tones, type Board, type Cell, type Place } from "./cells";

type Props = { board: Board; rows: number[]; mayWrite: (column: number) => boolean; href: (p: Place) => string; changed: () => void };

export function Grid({ board, rows, mayWrite, href, changed }: Props) {
  const key = useKey();
  const units = new Map<string, number>([...board.units.map((u, i) => [u?.id ?? `#${i}`, i] as [string, number]), ["", -1]]);
  const place = (p: At): Place => ({ row: board.rows.findIndex((r) => r.commitment.id === p.row), column: units.get(p.column) ?? -1 });
  const cell = (p: At) => cellAt(board, place(p))!;
  const open = (p: At) => board.closing === null && board.status !== "locked" && mayWrite(place(p).column);
  return (
    <Sheet
      title={t("progress.board")} heads={[{ title: t("progress.commitment") }, { title: t("progress.target"), number: true }]} keys={t("progress.keys")}
      rows={rows.map((i) => {
        const c = board.rows[i]!.commitment;
        return { id: c.id, name: `${t("progress.commitment")} ${c.order}`, before: [<Link href={`/noi-dung/${c.id}`}>{c.order}. {c.text}</Link>, c.target === null ? (c.measure ? label("measure", c.measure) : "—") : `${showNumber(c.target)}${c.unit_of_measure ? ` ${c.unit_of_measure}` : ""}`] };
      })}
      columns={[...units].map(([id, i]) => ({ id, name: unitName(board, i) }))}
      text={(p) => cellText(cell(p))} said={(p) => standing(cell(p))} show={(p) => <Stands cell={cell(p)} />} state={(p) => (!cell(p).applies ? "out" : open(p) ? "open" : "shut")}
      read={(typed, _, format) => read(typed, format)} told={(p) => toldBy(cell(p))} changed={changed} here={(p) => cell(p).applies && <> · <Link href={href(place(p))}>{t("progress.open")}</Link></>}
      save={(edits) => {
        const data = edits.map(({ place: p, told }) => ({ commitment_id: p.row, ...(p.column && { unit_id: p.column }), ...(cell(p).version !== null && { version: cell(p).version }), ...told }));
        const body = { term_id: board.term_id, period: board.period.label, period_kind: board.period.kind, data };
        return send("POST", "/progress-entries/cells", body, { key: key(body) });
      }}
    />
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
