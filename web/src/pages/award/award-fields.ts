// The form of an award.

import { showDate } from "../../format";
import { t } from "../../words";
import { known } from "../../ui/basis";
import { choice, type Field } from "../../ui/form";
import type { Found } from "../../ui/record-input";

type FoundType = Found & { valid_from?: string | null; valid_to?: string | null };
type FoundDecision = Found & { issued_on?: string | null };

/** The same award stands in the catalogue once for each generation of the law. */
export function typeWithValidity(found: Found): string {
  const { name, valid_from: from, valid_to: to } = found as FoundType;
  if (from && to) return t("award.type_between", { name: name!, from: showDate(from), to: showDate(to) });
  return from ? t("award.type_from", { name: name!, from: showDate(from) }) : name!;
}

function decisionWithDate(found: Found): string {
  const { number, issued_on: on, id } = found as FoundDecision;
  return number ? (on ? t("award.decision_of", { number, date: showDate(on) }) : number) : id;
}

export const awardFields = (): Field[] => known([
  { name: "award_type_id", title: t("award.type"), hint: t("award.type_hint"), required: true, kind: "record", from: "/award-types", as: "type_as_written", member: "type", query: "is_retired=false", show: typeWithValidity },
  choice("recipient_kind", t("award.recipient_kind"), "recipient_kind"),
  { name: "count", title: t("award.count"), hint: t("award.count_hint"), kind: "number" },
  { name: "count_as_written", title: t("award.count_as_written"), hint: t("award.count_as_written_hint"), kind: "text" },
  { name: "period", title: t("award.period"), hint: t("award.period_hint"), kind: "text" },
  { name: "decision_id", title: t("award.decision"), hint: t("award.decision_hint"), kind: "record", from: "/decisions", as: "decision_as_written", query: "kind=award", show: decisionWithDate },
  { name: "authority_id", title: t("award.authority"), hint: t("award.authority_hint"), kind: "record", from: "/authorities", as: "authority_as_written" },
  choice("level", t("award.level"), "award_level", { hint: t("award.level_hint") }),
  choice("commendation_type", t("award.commendation_type"), "commendation_type"),
  { name: "reported_on", title: t("award.reported_on"), kind: "date" },
  { name: "presented_on", title: t("award.presented_on"), kind: "date" },
  { name: "citation", title: t("award.citation"), kind: "long" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);
