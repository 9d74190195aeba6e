// The rules by which a circumstance caps the level of a unit.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { showDate } from "../../format";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import { choice } from "../../ui/form";
import { Chip } from "../../ui/state";
import { label, options, t } from "../../words";

export type Rule = Schemas["RuleView"];

export const verified = (r: Rule) => <Chip tone={r.is_verified ? "good" : "warn"}>{t(r.is_verified ? "rating.verified" : "rating.unverified")}</Chip>;

export function useRules(): Book<Rule> {
  const who = useWho();
  return {
    api: "/rating-rules",
    at: "/quy-tac-xep-loai",
    title: () => t("ui.nav.rating_rules"),
    one: () => t("rating.rule"),
    empty: () => t("rating.no_rules"),
    name: (r) => `${label("circumstance", r.kind)}: ${t("rating.at_most", { level: label("rating_level", r.cap) })}`,
    columns: () => [
      { name: "kind", title: t("rating.circumstance"), sort: true, show: (r) => <Link href={`/quy-tac-xep-loai/${r.id}`}>{label("circumstance", r.kind)}</Link> },
      { name: "cap", title: t("rating.cap"), show: (r) => label("rating_level", r.cap) },
      { name: "norm", title: t("rating.norm"), show: (r) => r.norm },
      { name: "authority", title: t("rating.rule_for"), show: (r) => (r.authority ? <Linked to="/co-quan" of={r.authority} /> : t("rating.for_all")) },
      { name: "valid", title: t("rating.valid"), show: (r) => `${showDate(r.valid_from)} – ${showDate(r.valid_to)}` },
      { name: "is_verified", title: t("rating.checked"), show: verified },
    ],
    filters: () => [{ name: "kind", title: t("rating.circumstance"), options: options("circumstance") }],
    fields: () => known([
      choice("kind", t("rating.circumstance"), "circumstance", { required: true }),
      choice("cap", t("rating.cap"), "rating_level", { required: true, hint: t("rating.cap_hint") }),
      { name: "norm", title: t("rating.norm"), hint: t("rating.norm_hint"), kind: "text", required: true },
      { name: "authority_id", title: t("rating.rule_for"), hint: t("rating.rule_for_hint"), kind: "record", from: "/authorities" },
      { name: "valid_from", title: t("rating.valid_from"), kind: "date" },
      { name: "valid_to", title: t("rating.valid_to"), kind: "date" },
      { name: "is_verified", title: t("rating.verified"), kind: "yesno" },
      { name: "remark", title: t("ui.remark"), kind: "long" },
    ]),
    mayWrite: who.may("council"),
  };
}
