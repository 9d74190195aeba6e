// Reads commitments out of text copied from Word or a table copied from Word or
// Excel. What it makes of them is shown before anything is entered.

import { readDate } from "../../format";
import { partsOf, type Part } from "./parts";

/** A line of what was pasted; part says what it is where it is no commitment. */
export type Line = { text: string; theme: string; target: string; unit: string; due: string; part?: Part };

const bullet = /^\s*(?:[-–—+•*▪●◦·►]+|\(?\d{1,3}(?:\.\d{1,3})*[.)/](?=\s)|\d{1,2}(?:\.\d{1,2})+(?=\s)|\(?[a-zđ][.)](?=\s))\s*/i;
const heading = /^\s*(?:[IVX]{1,5}\s*[.)–-]\s+|(?:phần|mục|nhóm)\s+(?:[IVX]+|\d+)\s*[.:)–-]\s*)|:\s*$/i;
const numeral = /^\s*(?:[IVX]{1,5}\s*[.)–-]\s+|(?:phần|mục|nhóm)\s+(?:[IVX]+|\d+)\s*[.:)–-]\s*)/i;

const tidy = (s: string): string => s.replace(/[\u00a0\u2007\u202f]/g, " ").replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").normalize("NFC");
const stripped = (s: string): string => s.replace(bullet, "").replace(/\s+/g, " ").replace(/[;,]\s*$/, "").trim();
const themeOf = (s: string): string => s.replace(numeral, "").replace(/:\s*$/, "").replace(/\s+/g, " ").trim();

export function linesOf(pasted: string): Line[] {
  const rows = cellsOf(tidy(pasted)).filter((cells) => /[\p{L}\p{N}]/u.test(cells.join("")));
  const parts = partsOf(rows);
  const left = (behind: boolean) => rows.flatMap((cells, i): Line[] => {
    const part = parts[i];
    return part && (part === "closing") === behind ? [{ text: cells.filter(Boolean).join(" ").replace(/\s+/g, " "), theme: "", target: "", unit: "", due: "", part }] : [];
  });
  return [...left(false), ...commitmentsOf(rows.filter((_, i) => !parts[i])), ...left(true)];
}

function commitmentsOf(rows: string[][]): Line[] {
  const wide = rows.filter((r) => r.filter(Boolean).length > 1);
  const map = wide.length > 0 ? columnsOf(wide) : null;
  const out: Line[] = [];
  let theme = "";
  for (const cells of rows) {
    const filled = cells.filter(Boolean);
    if (map && cells === map.head) continue;
    if (filled.length === 1) {
      const only = filled[0]!;
      if (heading.test(only)) theme = themeOf(only);
      // In a table, a line by itself goes on with the cell before it.
      else if (map && out.length > 0 && !bullet.test(only)) out.at(-1)!.text += ` ${stripped(only)}`;
      else if (stripped(only)) out.push({ text: stripped(only), theme, target: "", unit: "", due: "" });
      continue;
    }
    const numbered = map!.number >= 0 && /^[IVX]{1,5}\.?$/.test(cells[map!.number] ?? "");
    const line = ofCells(cells, map!);
    if (numbered && !line.target && !line.unit) theme = line.text; // a row of its own names a part of the table
    else if (line.text) out.push({ ...line, theme: line.theme || theme });
  }
  return out;
}

/** Rows of cells. Excel quotes a cell that holds line breaks. */
function cellsOf(pasted: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of pasted.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n\v\u2028]*))(\t|\r\n|[\r\n\v\u2028]|$)/g)) {
    rows.at(-1)!.push((quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
    if (end !== "\t") rows.push([]);
  }
  return rows;
}

type Columns = { head: string[] | null; text: number; number: number; target: number; unit: number; due: number; theme: number };

const heads: [Exclude<keyof Columns, "head">, RegExp][] = [
  ["number", /^(stt|tt|số tt|số thứ tự|no\.?)$/i],
  ["text", /^(nội dung|nhiệm vụ|tiêu chí|tên chỉ tiêu|commitment|text)/i],
  ["unit", /^(đơn vị tính|đvt|unit of measure)/i],
  ["target", /^(chỉ tiêu|kế hoạch|mục tiêu|target)/i],
  ["due", /^(thời hạn|hạn|thời gian|due)/i],
  ["theme", /^(nhóm|lĩnh vực|theme)/i],
];

/** Which column holds what: as the head of the table says, else by what the cells
 * look like. The longest column is the text. */
function columnsOf(rows: string[][]): Columns {
  const found: Columns = { head: null, text: -1, number: -1, target: -1, unit: -1, due: -1, theme: -1 };
  const named = rows[0]!.map((cell) => heads.find(([, word]) => word.test(cell))?.[0]);
  if (named.filter(Boolean).length >= 2) {
    found.head = rows[0]!;
    named.forEach((n, i) => { if (n && found[n] < 0) found[n] = i; });
  }
  const body = found.head ? rows.slice(1) : rows;
  const width = Math.max(...rows.map((r) => r.length));
  const column = (i: number) => body.map((r) => r[i] ?? "").filter(Boolean);
  const every = (i: number, is: (cell: string) => boolean) => { const c = column(i); return c.length > 0 && c.every(is); };
  const taken = () => new Set([found.text, found.number, found.target, found.unit, found.due, found.theme]);
  const length = (i: number) => column(i).reduce((sum, c) => sum + c.length, 0);
  if (found.text < 0) found.text = [...Array(width).keys()].filter((i) => !taken().has(i)).sort((a, b) => length(b) - length(a))[0] ?? 0;
  if (found.head) return found;
  for (let i = 0; i < width; i++) {
    if (i === found.text) continue;
    if (i < found.text && found.number < 0 && every(i, (c) => /^[\dIVX.]{1,6}\)?$/.test(c))) found.number = i;
    else if (found.target < 0 && column(i).some((c) => figureOf(c) !== null) && every(i, (c) => figureOf(c) !== null || c === "-" || c === "—")) found.target = i;
    else if (found.due < 0 && every(i, (c) => c.includes("/") && typeof readDate(c) === "string")) found.due = i;
    else if (found.unit < 0 && found.target >= 0 && every(i, (c) => c.length <= 20)) found.unit = i;
    else if (found.theme < 0 && every(i, (c) => c.length <= 120)) found.theme = i;
  }
  return found;
}

/** "95 %" and "12 buổi" are a figure and its unit. One that is not clear, such as
 * 1.000, is kept as it is: whoever enters it is asked. */
function figureOf(cell: string): { target: string; unit: string } | null {
  const [, figure, unit] = /^(\d[\d.,]*)\s*(\D{0,40})$/.exec(cell) ?? [];
  return figure ? { target: figure, unit: (unit ?? "").trim() } : null;
}

function ofCells(cells: string[], at: Columns): Line {
  const cell = (i: number) => cells[i] ?? "";
  const figure = figureOf(cell(at.target));
  const due = cell(at.due);
  const plain = (s: string) => (/^[-–—]$/.test(s) ? "" : s);
  // A target in words is no figure: it stays with the text it qualifies.
  const words = figure ? "" : plain(cell(at.target));
  return {
    text: [stripped(cell(at.text)), words].filter(Boolean).join(" – "),
    theme: cell(at.theme), target: figure?.target ?? "", unit: plain(cell(at.unit)) || (figure?.unit ?? ""),
    due: typeof readDate(due) === "string" ? due : "",
  };
}
