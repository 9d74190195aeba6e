import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { showDate } from "../../format";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import type { Field } from "../../ui/form";
import { t } from "../../words";

export type Person = Schemas["PersonView"];

/** One position held, from a day to a day as far as known. */
export const positionFields = (required: boolean): Field[] => [
  { name: "title", title: t("person.position"), hint: t("person.position_hint"), kind: "text", required },
  { name: "from", title: t("unit.valid_from"), kind: "date" },
  { name: "to", title: t("unit.valid_to"), kind: "date" },
];

/** A position with the days it was held, as far as known. */
export function position(x: Schemas["Position"]): string {
  const days = [x.from && t("person.from", { date: showDate(x.from) }), x.to && t("person.to", { date: showDate(x.to) })].filter(Boolean).join(" ");
  return days ? `${x.title} (${days})` : x.title;
}

export function usePersons(): Book<Person> {
  const who = useWho();
  return {
    api: "/persons", at: "/ca-nhan",
    title: () => t("ui.nav.persons"), one: () => t("person.one"), empty: () => t("person.none"), name: (p) => p.name,
    columns: () => [
      { name: "name", title: t("person.name"), sort: true, show: (p) => <Link href={`/ca-nhan/${p.id}`}>{p.name}</Link> },
      { name: "positions", title: t("person.positions"), show: (p) => p.positions.map(position).join("; ") || "—" },
      { name: "unit", title: t("ui.unit"), show: (p) => <Linked to="/don-vi" of={p.unit} /> },
    ],
    filters: () => [{ name: "q", title: t("person.find"), wide: true }],
    fields: () => known([
      { name: "name", title: t("person.name"), hint: t("person.name_hint"), kind: "text", required: true },
      { name: "unit_id", title: t("ui.unit"), hint: t("ui.unit_hint"), kind: "record", from: "/units", as: "unit_as_written" },
      { name: "remark", title: t("ui.remark"), kind: "long" },
    ]),
    mayWrite: who.may("council") || who.may("leader") || who.may("deputy"),
  };
}
