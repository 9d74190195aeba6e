import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { showDate } from "../../format";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import { choice } from "../../ui/form";
import { label, options, t } from "../../words";

export type Movement = Schemas["MovementView"];

export function useMovements(): Book<Movement> {
  const who = useWho();
  return {
    api: "/movements",
    at: "/phong-trao",
    title: () => t("ui.nav.movements"),
    one: () => t("movement.one"),
    empty: () => t("movement.empty"),
    name: (m) => m.name,
    columns: () => [
      { name: "name", title: t("movement.name"), sort: true, show: (m) => <Link href={`/phong-trao/${m.id}`}>{m.name}</Link> },
      { name: "launched_by", title: t("movement.launched_by"), show: (m) => <Linked to="/co-quan" of={m.launched_by} /> },
      { name: "scope", title: t("movement.scope"), show: (m) => label("movement_scope", m.scope) },
      { name: "launched_on", title: t("movement.launched_on"), sort: true, show: (m) => showDate(m.launched_on) },
      { name: "concludes_on", title: t("movement.concludes_on"), sort: true, show: (m) => showDate(m.concludes_on) },
    ],
    filters: () => [
      { name: "q", title: t("movement.find"), wide: true },
      { name: "scope", title: t("movement.scope"), options: options("movement_scope") },
      { name: "form", title: t("movement.form"), options: options("movement_form") },
    ],
    fields: () => known([
      { name: "name", title: t("movement.name"), hint: t("movement.name_hint"), kind: "text", required: true },
      { name: "launched_by_id", title: t("movement.launched_by"), kind: "record", from: "/authorities", as: "launched_by_as_written" },
      choice("scope", t("movement.scope"), "movement_scope"),
      choice("form", t("movement.form"), "movement_form"),
      { name: "launched_on", title: t("movement.launched_on"), kind: "date" },
      { name: "concludes_on", title: t("movement.concludes_on"), hint: t("movement.concludes_hint"), kind: "date" },
      { name: "goals", title: t("movement.goals"), kind: "long" },
      { name: "document_as_written", title: t("movement.document"), hint: t("movement.document_hint"), kind: "text" },
      { name: "remark", title: t("ui.remark"), kind: "long" },
    ]),
    mayWrite: who.may("council") || who.may("leader") || who.may("deputy"),
  };
}
