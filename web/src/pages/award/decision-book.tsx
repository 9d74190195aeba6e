// The book of decisions: what its lists show and its form asks for.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { count, showDate } from "../../format";
import { label, options, t } from "../../words";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import { choice, type Field } from "../../ui/form";
import { Chip } from "../../ui/state";
import type { Column } from "../../ui/table";
import { statusTone, useMayAward } from "./book";

export type Decision = Schemas["DecisionView"] & Partial<Pick<Schemas["DecisionDetailView"], "warnings">>;

export const decisionName = (d: Decision): string => (d.number ? t("decision.name", { number: d.number }) : t("decision.no_number"));

export const DecisionStatus = ({ of }: { of: Decision["status"] }) => <Chip tone={statusTone[of] ?? "plain"}>{label("decision_status", of)}</Chip>;

/** The recipients counted under a decision; nothing recorded is a dash. */
export function counted(d: Decision): string {
  const { awards, count_unknown: open, ...s } = d.counts;
  if (awards === 0) return "—";
  const parts = ([["collectives", "collective"], ["individuals", "individual"], ["households", "household"], ["blocs", "bloc"]] as const).flatMap(([sum, kind]) => (s[sum] > 0 ? [`${count(s[sum])} ${label("recipient_kind", kind).toLowerCase()}`] : []));
  if (s.unclassified > 0) parts.push(`${count(s.unclassified)} ${t("award.kind_unknown")}`);
  if (open > 0) parts.push(t("award.counts_open_short", { n: count(open) }));
  return parts.join(", ");
}

export const decisionColumns = (): Column<Decision>[] => [
  { name: "number", title: t("decision.number"), sort: true, show: (d) => <Link href={`/quyet-dinh/${d.id}`}>{d.number ?? t("decision.no_number")}</Link> },
  { name: "issued_on", title: t("decision.issued_on"), sort: true, show: (d) => showDate(d.issued_on) },
  { name: "authority", title: t("decision.authority"), show: (d) => <Linked to="/co-quan" of={d.authority} /> },
  { name: "summary", title: t("decision.summary"), show: (d) => d.summary ?? "—" },
  { name: "kind", title: t("decision.kind"), show: (d) => label("decision_kind", d.kind) },
  { name: "counts", title: t("award.recipients"), show: counted },
  { name: "status", title: t("ui.status"), show: (d) => <DecisionStatus of={d.status} /> },
];

const decisionFields = (row?: Decision): Field[] => known([
  choice("kind", t("decision.kind"), "decision_kind", { required: true }),
  { name: "number", title: t("decision.number"), hint: t("decision.number_hint"), kind: "text" },
  { name: "issued_on", title: t("decision.issued_on"), kind: "date" },
  { name: "authority_id", title: t("decision.authority"), hint: t("award.find_hint"), kind: "record", from: "/authorities", as: "authority_as_written" },
  { name: "signatory_id", title: t("decision.signatory"), hint: t("award.find_hint"), kind: "record", from: "/persons", as: "signatory_as_written" },
  { name: "signatory_position", title: t("decision.signatory_position"), kind: "text" },
  { name: "summary", title: t("decision.summary"), kind: "long" },
  { name: "bloc_id", title: t("ui.bloc"), hint: t("decision.bloc_hint"), kind: "record", from: "/blocs" },
  { name: "stated_recipient_count", title: t("decision.stated_count"), hint: t("decision.stated_count_hint"), kind: "number" },
  { name: "annuls_id", title: t("decision.annuls"), hint: t("decision.annuls_hint"), kind: "record", from: "/decisions" },
  { name: "restores_id", title: t("decision.restores"), kind: "record", from: "/decisions" },
  ...(row ? [] : [{ name: "status", title: t("ui.status"), hint: t("decision.status_hint"), kind: "choice", options: options("decision_status").filter((o) => o.value !== "annulled") } as Field]),
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);

export function useDecisionBook(): Book<Decision> {
  return {
    api: "/decisions", at: "/quyet-dinh", title: () => t("decision.title"), one: () => t("decision.one"), empty: () => t("decision.none"),
    name: decisionName, columns: decisionColumns, fields: decisionFields, mayWrite: useMayAward(),
    filters: () => [
      { name: "q", title: t("award.words"), wide: true },
      { name: "year", title: t("decision.year") },
      { name: "kind", title: t("decision.kind"), options: options("decision_kind") },
      { name: "status", title: t("ui.status"), options: options("decision_status") },
    ],
  };
}
