import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { showNumber } from "../../format";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import type { Field } from "../../ui/form";
import { options, t } from "../../words";

export type Arrangement = Schemas["ArrangementView"];

/** The kinds of period a bloc may have; the others are of reports. */
export const periodKinds = (): Field => ({
  name: "period_kind", title: t("arrangement.period_kind"), hint: t("arrangement.period_kind_hint"), kind: "choice",
  options: options("period_kind").filter((o) => ["calendar_year", "school_year", "range"].includes(o.value)),
});

export function useArrangements(): Book<Arrangement> {
  const mayWrite = useWho().may("council");
  return {
    api: "/arrangements",
    at: "/to-chuc",
    title: () => t("arrangement.title"),
    one: () => t("arrangement.one"),
    empty: () => t("arrangement.empty"),
    name: (a) => t("arrangement.name", { period: a.period.label }),
    columns: () => [
      { name: "period", title: t("arrangement.period"), sort: true, show: (a) => <Link href={`/to-chuc/${a.id}`}>{a.period.label}</Link> },
      { name: "organizer", title: t("arrangement.organizer"), show: (a) => <Linked to="/co-quan" of={a.organizer} /> },
      { name: "stated_bloc_count", title: t("arrangement.blocs"), number: true, show: (a) => showNumber(a.stated_bloc_count) },
      { name: "stated_unit_count", title: t("arrangement.units"), number: true, show: (a) => showNumber(a.stated_unit_count) },
      { name: "document_as_written", title: t("arrangement.document"), show: (a) => a.document_as_written ?? "—" },
    ],
    filters: () => [{ name: "overlaps_year", title: t("arrangement.year") }],
    fields: (row) => known([
      { name: "period", title: t("arrangement.period"), hint: t("arrangement.period_hint"), kind: "text", required: true },
      ...(row ? [] : [periodKinds()]),
      { name: "organizer_id", title: t("arrangement.organizer"), kind: "record", from: "/authorities", as: "organizer_as_written" },
      { name: "document_as_written", title: t("arrangement.document"), hint: t("arrangement.document_hint"), kind: "text" },
      { name: "stated_bloc_count", title: t("arrangement.blocs"), hint: t("arrangement.count_hint"), kind: "number" },
      { name: "stated_unit_count", title: t("arrangement.units"), kind: "number" },
      { name: "remark", title: t("arrangement.remark"), kind: "long" },
    ]),
    mayWrite,
  };
}
