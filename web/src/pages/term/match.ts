// Units for names somebody pasted: what is certain is matched, what may be meant is
// offered, nothing is guessed.

import { get } from "../../api/raw";

export type Unit = { id: string; name: string; short_name?: string | null; code?: string | null; aliases?: string[] };
export type Found = { exact?: Unit; units: Unit[] };

/** The names of a pasted list, one a line, without the numbers in front. */
export const linesOf = (text: string): string[] =>
  text.split("\n").map((l) => l.normalize("NFC").replace(/^\s*(\d{1,3}\s*[.)\t]|[-–•*+])\s*/, "").replace(/\s+/g, " ").replace(/[;,.]$/, "").trim()).filter(Boolean);

/** A name without what differs in writing only: case, spaces, kind of dash, and
 * where in the syllable the tone stands (hòa, hoà). */
export const plain = (s: string): string =>
  s.toLocaleLowerCase("vi").replace(/[–—]/g, "-").replace(/\s+/g, " ").trim().split(" ")
    .map((word) => { const d = word.normalize("NFD"), tone = /[\u0300\u0301\u0303\u0309\u0323]/g; return d.replace(tone, "") + (d.match(tone) ?? []).join(""); })
    .join(" ");

/** A name without tones, marks and case: đ is d, and what is no letter or digit a space. */
const folded = (s: string): string =>
  s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** Whether two names may well mean one unit: alike when folded, or one goes on where
 * the other ends, as by a province. */
export function near(a: string, b: string): boolean {
  const x = folded(a), y = folded(b);
  return x === y || x.startsWith(`${y} `) || y.startsWith(`${x} `);
}

export const namesOf = (u: Unit): string[] => [u.name, u.short_name, u.code, ...(u.aliases ?? [])].filter((n): n is string => Boolean(n));

/** Looks for the units, or the records of another book, that a line may mean: by all its words, then by fewer from its
 * front, since lists often add a province. */
export async function lookFor(line: string, from = "/units"): Promise<Found> {
  const words = line.slice(0, 200).split(" "); // the API takes no longer question
  for (let n = words.length; n >= Math.min(2, words.length) && n > words.length - 6; n--) {
    const question = words.slice(0, n).join(" ");
    if (question.length < 2) break;
    const { data } = await get<{ data: Unit[]; page: { has_more: boolean } }>(`${from}?limit=50&q=${encodeURIComponent(question)}`);
    if (data.data.length > 0) {
      const same = data.data.filter((u) => namesOf(u).some((name) => plain(name) === plain(line)));
      return { exact: same.length === 1 && !data.page.has_more ? same[0] : undefined, units: data.data };
    }
  }
  return { units: [] };
}
