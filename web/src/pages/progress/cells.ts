// What a cell of the board shows, and what is meant by what is typed into it.

import type { Schemas } from "../../api/client";
import { readDate, showDate, typedNumber } from "../../format";
import type { Tone } from "../../ui/state";
import { label, options } from "../../words";

export type Board = Schemas["BoardView"];
export type Cell = Schemas["BoardCellView"];
export type Commitment = Schemas["CommitmentBrief"];
export type FigureView = Schemas["FigureView"];

/** A place on the board: a commitment's row, and a unit's column; -1 is the bloc. */
export type Place = { row: number; column: number };

export const cellAt = (b: Board, p: Place): Cell | undefined => (p.column < 0 ? b.rows[p.row]?.whole : b.rows[p.row]?.cells[p.column]);

export const tones: Record<string, Tone> = { not_reported: "plain", on_track: "good", late: "warn", at_risk: "bad", done: "good", exceeded: "good" };

/** How a figure is read: in the words of its source, else as a number, whose thousands
 * are not parted so that it can be typed and pasted again. */
export const figureText = (f: FigureView | null | undefined): string => f?.as_written ?? (f?.value == null ? "" : typedNumber(f.value));

/** What stands in a cell: the figure, else the day of completion, else the level. */
export function cellText(c: Cell | undefined): string {
  if (!c) return "";
  if (c.actual) return figureText(c.actual);
  if (c.completed_on) return showDate(c.completed_on);
  return c.level ? label("progress_level", c.level) : "";
}

export type Told = { actual?: unknown; level?: string | null; completed_on?: string | null };

const plain = (s: string): string => s.trim().normalize("NFC").toLowerCase();

/** What was typed: a level by its name, a whole date, a figure in words; nothing
 * empties the cell. The words beside it stay. */
export function read(typed: string, format?: string): Told {
  const text = typed.trim();
  if (text === "") return { actual: null, level: null, completed_on: null };
  const level = options("progress_level").find((o) => plain(o.label) === plain(text));
  if (level) return { level: level.value };
  const day = /[/-]/.test(text) ? readDate(text) : undefined;
  if (day) return { completed_on: day };
  return { actual: { as_written: text, ...(format && { format }) } };
}

/** What a cell told, to be told again. */
export function toldBy(c: Cell | undefined): Told {
  const f = c?.actual;
  return {
    actual: f ? { ...(f.value !== null && { value: f.value }), ...(f.unit_of_measure && { unit_of_measure: f.unit_of_measure }), ...(f.as_written && { as_written: f.as_written }), ...(f.qualifier && { qualifier: f.qualifier }) } : null,
    level: c?.level ?? null,
    completed_on: c?.completed_on ?? null,
  };
}
