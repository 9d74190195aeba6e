// The fields of a commitment, and its figure in words.

import { showNumber } from "../../format";
import { known } from "../../ui/basis";
import { choice, type Field } from "../../ui/form";
import { t } from "../../words";

export const commitmentFields = (changes = false): Field[] => known([
  { name: "text", title: t("commitment.text"), kind: "long", required: true },
  { name: "theme", title: t("commitment.theme"), hint: t("commitment.theme_hint"), kind: "text" },
  choice("scope", t("commitment.scope"), "commitment_scope", { required: true }),
  { name: "unit_id", title: t("commitment.unit"), hint: t("commitment.unit_hint"), kind: "record", from: "/units", as: "unit_as_written" },
  choice("measure", t("commitment.measure"), "measure"),
  { name: "target", title: t("commitment.target"), hint: t("commitment.target_hint"), kind: "number" },
  { name: "unit_of_measure", title: t("commitment.unit_of_measure"), kind: "text" },
  { name: "baseline", title: t("commitment.baseline"), kind: "number" },
  { name: "due_on", title: t("commitment.due_on"), kind: "date" },
  { name: "weight", title: t("commitment.weight"), kind: "number" },
  { name: "legal_basis", title: t("commitment.legal_basis"), hint: t("agreement.lines_hint"), kind: "lines" },
  { name: "order", title: t("commitment.order"), hint: t(changes ? "commitment.order_move" : "commitment.order_hint"), kind: "number" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);

/** The figure promised, with its unit of measure; a dash where none was named. */
export function target(c: { target: number | null; unit_of_measure: string | null; measure: string | null }): string {
  if (c.target == null) return "—";
  return [showNumber(c.target), c.unit_of_measure ?? (c.measure === "percent" ? "%" : "")].filter(Boolean).join(" ");
}
