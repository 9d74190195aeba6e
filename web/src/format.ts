// How dates and numbers are shown and typed: dd/mm/yyyy, decimal comma.

import { lang } from "./words";

const two = (n: number) => String(n).padStart(2, "0");

/** A date of the API (2021-02-26, 2021-02, 2021) as people write it. */
export function showDate(iso: string | null | undefined): string {
  if (!iso) return "—";
  return iso.split("-").reverse().join("/");
}

/** What was typed as a date, as the API takes it; undefined where it is none. */
export function readDate(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const iso = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  const ours = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : ours ? [ours[3], ours[2], ours[1]] : [];
  if (!year) return undefined;
  if (!month) return year;
  const m = Number(month);
  if (m < 1 || m > 12) return undefined;
  if (!day) return `${year}-${two(m)}`;
  const d = Number(day);
  const real = new Date(Date.UTC(Number(year), m - 1, d));
  if (real.getUTCMonth() !== m - 1 || real.getUTCDate() !== d || d < 1) return undefined;
  return `${year}-${two(m)}-${two(d)}`;
}

const zone = "Asia/Ho_Chi_Minh";
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });

/** A moment of the API as time and day in Viet Nam. */
export function showTime(at: string | null | undefined): string {
  if (!at) return "—";
  const part = Object.fromEntries(clock.formatToParts(new Date(at)).map((p) => [p.type, p.value]));
  return `${part.hour}:${part.minute}\u00a0${part.day}/${part.month}/${part.year}`; // stays in one line
}

/** The day in Viet Nam, as the API writes it. */
export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
}

/** Days from one date of the API to another; null where one of them is no full date. */
export function daysBetween(from: string, to: string): number | null {
  if (from.length !== 10 || to.length !== 10) return null;
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** A number as people write it: 1.234,5 in Vietnamese. */
export function showNumber(n: number | null | undefined, digits?: number): string {
  if (n == null) return "—";
  return n.toLocaleString(lang() === "vi" ? "vi-VN" : "en-GB", digits == null ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A number as it is typed and pasted again: its thousands are not parted. */
export const typedNumber = (n: number): string => String(n).replace(".", lang() === "vi" ? "," : ".");

/** Counts below ten carry a zero in front, as Vietnamese documents write them. */
export const count = (n: number): string => (n < 10 && lang() === "vi" ? `0${n}` : showNumber(n));

/** What was typed as a number: 98,5 and 98.5; undefined where it is none or not
 * clear: 1.000 may be a thousand or one. */
export function readNumber(typed: string): number | null | undefined {
  const text = typed.trim().replace(/[\s ]/g, "");
  if (text === "") return null;
  if (/^-?\d+([.,]\d+)?$/.test(text) && !/^-?\d{1,3}[.,]\d{3}$/.test(text)) return Number(text.replace(",", "."));
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return Number(text.replaceAll(".", "").replace(",", "."));
  if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(text)) return Number(text.replaceAll(".", ""));
  return undefined;
}
