// What of a pasted agreement is no commitment: its letterhead, title, legal bases
// and preamble in front, what closes it behind.

export type Part = "letterhead" | "title" | "basis" | "preamble" | "closing";

// A word ends where no letter follows; \b knows ASCII only.
const end = "(?![\\p{L}\\p{M}\\p{N}])";
const word = (s: string) => new RegExp(s, "iu");

const marks: [Part, RegExp][] = [
  ["letterhead", word(`^(?:cộng (?:hòa|hoà) xã hội chủ nghĩa|đảng cộng sản|độc lập\\s*[-–—]\\s*tự do)${end}`)],
  ["letterhead", word(`^[\\p{L}\\s.]{2,40},\\s*ngày${end}.*tháng${end}.*năm${end}|^số\\s*[:.]`)],
  ["title", word(`^(?:bản\\s+)?(?:ký kết\\s+)?giao ước(?:\\s+thi đua)?${end}`)],
  ["basis", word(`^căn cứ${end}|^(?:thực hiện|thi hành|xét)${end}.*(?:số\\s*\\d|ngày\\s*\\d)`)],
];
const numbered = /^\s*(?:\(?\d{1,3}(?:\.\d{1,3})*[.)/](?=\s)|\d{1,2}(?:\.\d{1,2})+(?=\s)|[IVX]{1,5}\s*[.)–-]\s+|(?:phần|mục|nhóm|điều)\s+(?:[IVX]+|\d+)(?!\p{L}))/iu;
const item = /^\s*(?:[-–—+•*▪●◦·►]+\s*|\(?[a-zđ][.)]\s)/iu;
const signing = word(`^(?:t/m|tm\\.|thay mặt|đại diện|các đơn vị (?:ký|tham gia ký))${end}`);
const receivers = word("^nơi nhận\\s*:");
const parting = word(`^(?:bản\\s+)?giao ước(?:\\s+thi đua)? này${end}|lập thành \\d+ bản${end}`);

const loud = (s: string) => s === s.toLocaleUpperCase("vi") && s !== s.toLocaleLowerCase("vi");
/** What a row is by its own words: letterheads are tables, one cell beside another. */
const markOf = (cells: string[]): Part | undefined => marks.find(([, mark]) => cells.some((s) => mark.test(s.replace(item, "").trim())))?.[0];

/** Which rows are no commitments, by what they are instead. A row is its cells;
 * nothing is told apart where no title, letterhead or legal basis stands in front
 * and no block of signatures behind. */
export function partsOf(rows: string[][]): (Part | undefined)[] {
  const all = rows.map((cells): Row => ({ text: cells.filter(Boolean).join(" "), first: cells[0] ?? "", mark: markOf(cells) }));
  const first = firstOf(all), last = lastOf(all, first);
  let titled = false;
  return all.map(({ text, mark }, i) => {
    if (i >= last) return "closing";
    if (i >= first) return undefined;
    const part = mark ?? (loud(text) ? (titled ? "title" : "letterhead") : "preamble");
    titled ||= part === "title";
    return part;
  });
}

type Row = { text: string; first: string; mark: Part | undefined };

/** Where the commitments begin: at the first that is numbered, or a row of a table.
 * Where none is, after the lines in front that tell what they are. */
function firstOf(all: Row[]): number {
  const begins = all.findIndex((r) => /^(?:stt|tt|số tt|\d{1,3})$/i.test(r.first) || numbered.test(r.text) || (!r.mark && item.test(r.text)));
  if (begins >= 0) return all.slice(0, begins).some((r) => r.mark) ? begins : 0;
  const other = all.findIndex((r) => !r.mark && !loud(r.text));
  const run = other < 0 ? all.length : other;
  return all.slice(0, run).some((r) => r.mark) ? run : 0;
}

/** Where what closes the text begins: a block of signatures, the list of who receives
 * it, or the last words before either. */
function lastOf(all: Row[], first: number): number {
  const from = (is: (r: Row, i: number) => boolean) => { const i = all.findIndex((r, i) => i >= first && !numbered.test(r.text) && !item.test(r.text) && is(r, i)); return i < 0 ? all.length : i; };
  const block = from((r) => receivers.test(r.text) || (signing.test(r.text) && loud(r.text)));
  return Math.min(block, from((r, i) => i < block && (parting.test(r.text) || r.mark === "letterhead") && !all.slice(i, block).some((x) => numbered.test(x.text))));
}
