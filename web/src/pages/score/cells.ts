// What a cell of the scores shows, and what is meant by what is typed into it.

import type { Schemas } from "../../api/client";
import { readNumber, showNumber, typedNumber } from "../../format";
import { t } from "../../words";
import type { Criterion } from "./fields";

export type Board = Schemas["ScoreBoardView"];
export type Scored = Board & { table: NonNullable<Board["table"]> };
export type Stage = Board["stage"];
export type Cell = Board["units"][number]["cells"][number];
export type Given = Schemas["ScoreGivenView"];

/** What may be told of a cell. */
export type Told = { points?: number | null; actual?: number | null; whole?: number | null; target?: number | null; count?: number | null; passed?: boolean | null; met?: boolean | null };

export const stages: Stage[] = ["self", "cross", "verified", "final"];

/** The states of a sheet in which a stage can be written. */
const open: Record<Stage, string[]> = { self: ["draft", "returned"], cross: ["submitted"], verified: ["submitted", "explained"], final: ["verified", "explained", "final"] };

export const takes = (stage: Stage, status: string | null): boolean => (status === null ? stage === "self" : open[stage].includes(status));

/** Which members a criterion reads. */
export function members(c: Criterion): (keyof Told)[] {
  const counted = c.each !== null, banded = c.bands.length > 0;
  const of: (keyof Told)[] = {
    group: [], manual: ["points"], ratio: ["actual", "whole"], relative_to_best: ["actual", "target"], tiers: ["actual"], figure: ["actual"], pass_fail: ["passed"], per_occurrence: ["count"],
    bonus: [banded ? "actual" : counted ? "count" : "points"], penalty: [banded ? "actual" : counted ? "count" : "points"],
  }[c.kind] as (keyof Told)[];
  return c.gate !== null ? ["met", ...of] : of;
}

/** What was given, as it is typed. */
export function givenText(c: Criterion, g: Told | null | undefined): string {
  if (!g) return "";
  if (c.gate !== null && g.met === false) return t("score.closed");
  const has = (n: number | null | undefined): n is number => n != null;
  for (const m of members(c)) {
    if (m === "passed" && g.passed != null) return t(g.passed ? "score.pass" : "score.fail");
    if (m === "points" && has(g.points)) return typedNumber(g.points);
    if (m === "count" && has(g.count)) return typedNumber(g.count);
    if (m === "actual" && has(g.actual)) return [g.actual, g.whole ?? g.target].filter(has).map(typedNumber).join("/");
  }
  return "";
}

const fold = (s: string): string => s.trim().normalize("NFC").toLowerCase();

/** What was typed into a cell: what it means, or what is wrong with it. Whoever gives a
 * figure where there is a condition says that it is met. */
export function readGiven(c: Criterion, typed: string): Told | string {
  const text = typed.trim(), met = c.gate !== null ? { met: true } : {};
  if (text === "") return {};
  if (c.gate !== null && ["kđk", fold(t("score.closed"))].includes(fold(text))) return { met: false };
  const of = members(c), wrong = t("score.unreadable", { typed: text, example: example(c) });
  if (of.includes("passed")) return fold(text) === fold(t("score.pass")) ? { ...met, passed: true } : fold(text) === fold(t("score.fail")) ? { ...met, passed: false } : wrong;
  const [first, second, ...more] = text.split("/").map((x) => readNumber(x.trim()));
  if (typeof first !== "number" || (second !== undefined && typeof second !== "number") || more.length > 0) return wrong;
  if (of.includes("points")) return second === undefined ? { ...met, points: first } : wrong;
  if (of.includes("count")) return second === undefined && Number.isInteger(first) ? { ...met, count: first } : wrong;
  if (of.includes("whole")) return second === undefined ? wrong : { ...met, actual: first, whole: second };
  if (of.includes("target")) return { ...met, actual: first, target: second ?? null };
  return second === undefined ? { ...met, actual: first } : wrong;
}

/** What a criterion might be given. */
function example(c: Criterion): string {
  const of = members(c);
  if (of.includes("passed")) return t("score.pass");
  if (of.includes("whole")) return "7/9";
  if (of.includes("target")) return "110/100";
  if (of.includes("count")) return "3";
  return typedNumber(c.options[0]?.points ?? c.max ?? 97.5);
}

/** What a given thing tells, without who gave it. */
export const toldBy = (g: Given | null): Told => (g ? { points: g.points, actual: g.actual, whole: g.whole, target: g.target, count: g.count, passed: g.passed, met: g.met } : {});

export const pointsText = (n: number | null | undefined): string => (n == null ? "—" : (n < 0 ? `−${showNumber(-n)}` : showNumber(n)));
