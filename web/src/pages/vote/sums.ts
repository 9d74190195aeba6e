// What can be told of a vote's figures while they are typed, by the rules the API
// decides with: which cannot stand together, and how many votes are needed.

export const figures = ["eligible", "present", "written_opinions", "issued", "returned", "valid", "blank", "invalid"] as const;
export type Figures = Record<(typeof figures)[number], number | null>;
export type Rule = { threshold: string | null; over: boolean; base: "eligible" | "present" | "valid" };

/** How many a share of a base is, in whole numbers. */
function least(share: string, over: boolean, base: number): number {
  const percent = /^(\d+)(?:\.(\d{1,2}))?%$/.exec(share), fraction = /^(\d+)\/(\d+)$/.exec(share);
  const [num, den] = percent ? [BigInt(percent[1]! + (percent[2] ?? "").padEnd(2, "0")), 10000n] : fraction ? [BigInt(fraction[1]!), BigInt(fraction[2]!)] : [0n, 1n];
  const n = BigInt(base) * num;
  return Number(over ? n / den + 1n : (n + den - 1n) / den);
}

/** How many votes a share of a base takes: nobody is approved by none. */
export const needed = (share: string, over: boolean, base: number): number => Math.max(1, least(share, over, base));

/** What the share is of; null where it cannot be told. */
export function baseOf(f: Figures, base: Rule["base"]): number | null {
  if (base === "eligible" || f[base] === null) return f[base];
  return f.written_opinions === null ? null : f[base]! + f.written_opinions;
}

/** How many were present at least. */
const there = (f: Figures): number => Math.max(f.present ?? 0, f.issued ?? 0, f.returned ?? 0, (f.valid ?? 0) + (f.blank ?? 0) + (f.invalid ?? 0));

/** How many votes a nominee can be given at most; null where nothing tells. Whoever gave
 * a blank or invalid ballot gave no vote. */
export function most(f: Figures): number | null {
  const last = (["valid", "returned", "issued", "present", "eligible"] as const).find((x) => f[x] !== null), spoilt = (f.blank ?? 0) + (f.invalid ?? 0);
  if (last === undefined || (last !== "eligible" && f.written_opinions === null && f.eligible === null)) return null;
  const written = last === "eligible" ? 0 : f.written_opinions ?? Math.max(0, f.eligible! - there(f));
  return Math.max(0, Math.min(f[last]! + written - (last === "valid" ? 0 : spoilt), f.eligible === null ? Infinity : f.eligible - spoilt));
}

export type Over = { what: keyof Figures; n: number; other: keyof Figures; most: number };

/** Figures that are larger than what they are a part of. */
export function overs(f: Figures): Over[] {
  const chain = ["eligible", "present", "issued", "returned"] as const, out: Over[] = [];
  chain.forEach((what, i) => {
    const other = chain.slice(0, i).reverse().find((x) => f[x] !== null), n = f[what];
    if (other && n !== null && n > f[other]!) out.push({ what, n, other, most: f[other]! });
  });
  if (f.eligible !== null && f.written_opinions !== null && f.written_opinions + there(f) > f.eligible) out.push({ what: "written_opinions", n: f.written_opinions, other: "eligible", most: Math.max(0, f.eligible - there(f)) });
  return out;
}

/** The sum of the ballots that came back, and whether it can be. */
export function ballots(f: Figures): { sum: number; whole: boolean; right: boolean } | null {
  const parts = [f.valid, f.blank, f.invalid];
  if (parts.every((n) => n === null)) return null;
  const sum = parts.reduce<number>((a, n) => a + (n ?? 0), 0);
  const last = (["returned", "issued", "present", "eligible"] as const).find((x) => f[x] !== null);
  return { sum, whole: !parts.includes(null) && f.returned !== null, right: last === undefined || (last === "returned" && !parts.includes(null) ? sum === f.returned : sum <= f[last]!) };
}

/** Whether enough members were present; null where it cannot be told. */
export function quorate(f: Figures, quorum: string | null): boolean | null {
  if (!quorum) return true;
  return f.eligible === null || f.present === null ? null : f.present >= needed(quorum, false, f.eligible);
}
