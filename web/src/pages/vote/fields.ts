// What a vote is, as it is typed and shown.

import type { Schemas } from "../../api/client";
import { known } from "../../ui/basis";
import { choice, type Body, type Field } from "../../ui/form";
import { label, lang, t } from "../../words";

export type Vote = Schemas["VoteDetailView"];
export type VoteRow = Schemas["VoteView"];
export type Item = Vote["items"][number];

export const tones: Record<VoteRow["status"], "good" | "info" | "warn" | "plain"> = { draft: "plain", open: "info", counted: "good", closed: "good" };
export const outcomeTones = { approved: "good", rejected: "bad", no_quorum: "warn" } as const;

/** What is told of a vote beside its nominees and figures; by which rule only before it
 * is open. */
export const fields = (term: string, rules: boolean): Field[] => known([
  ...(rules ? [{ name: "title", title: t("vote.title"), kind: "text", required: true } as Field] : []),
  { name: "body", title: t("vote.body"), hint: t("vote.body_hint"), kind: "text" },
  { name: "event_id", title: t("vote.event"), kind: "record", from: "/events", query: `term_id=${term}` },
  { name: "held_on", title: t("vote.held_on"), kind: "date" },
  choice("method", t("vote.method"), "vote_method"),
  { name: "method_as_written", title: t("vote.method_words"), kind: "text" },
  ...(rules ? ruling() : []),
  { name: "outcome_as_written", title: t("vote.outcome_words"), kind: "long" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);

const ruling = (): Field[] => [
  { name: "threshold", title: t("vote.threshold"), hint: t("vote.threshold_hint"), kind: "text" },
  { name: "over", title: t("vote.over"), hint: t("vote.over_hint"), kind: "yesno" },
  choice("base", t("vote.base"), "vote_base", { required: true }),
  { name: "quorum", title: t("vote.quorum"), hint: t("vote.quorum_hint"), kind: "text" },
  { name: "choices", title: t("vote.choices"), hint: t("vote.choices_hint"), kind: "number" },
];

export const nominee = (it: Item): string => it.unit?.name ?? it.unit?.as_written ?? "—";

/** What was typed of a vote, as the API takes it: a share with a point and its sign. */
export function body(typed: Body): Body {
  const out: Body = { ...typed };
  for (const name of ["threshold", "quorum"]) {
    const share = out[name];
    if (typeof share !== "string") continue;
    const plain = share.replace(/\s/g, "").replace(",", ".");
    out[name] = /^[0-9.]+$/.test(plain) ? `${plain}%` : plain;
  }
  if ("over" in out) out.over = out.over === true;
  return out;
}

/** A share as it is read. */
export const shareWords = (share: string): string => (lang() === "vi" ? share.replace(".", ",") : share);

/** The rule of a vote in words. */
export function ruleWords(v: VoteRow): string {
  if (!v.threshold) return t("vote.no_rule");
  return t("vote.rule", { how: t(v.over ? "vote.more_than" : "vote.at_least"), threshold: shareWords(v.threshold), base: label("vote_base", v.base) });
}

export const missingWords = (codes: string[]): string => codes.map((c) => label("vote_figure", c)).join(", ");

/** A nominee as the API takes it. */
export const sent = (it: Item): Record<string, unknown> => ({
  unit_id: it.unit?.id ?? null, unit_as_written: it.unit?.as_written ?? null, subject: it.subject, yes: it.yes, no: it.no, abstain: it.abstain, stated: it.stated,
});
