import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { useBlocs } from "../../frame/term";
import { known } from "../../ui/basis";
import type { Book } from "../../ui/book";
import { choice, type Field } from "../../ui/form";
import { label, options, t } from "../../words";

export type Unit = Schemas["DetailView"];

/** What one name of a unit carries: it holds from a day to a day. */
export const versionFields = (first = false): Field[] => [
  { name: "name", title: t("unit.name"), kind: "text", required: true },
  { name: "short_name", title: t("unit.short_name"), kind: "text" },
  { name: "legal_form", title: t("unit.legal_form"), kind: "text" },
  { name: "parent_id", title: t("unit.parent"), hint: t("ui.unit_hint"), kind: "record", from: "/units", as: "parent_as_written" },
  { name: "province", title: t("unit.province"), kind: "text" },
  { name: "valid_from", title: t("unit.valid_from"), hint: first ? t("unit.valid_from_hint") : undefined, kind: "date" },
  { name: "valid_to", title: t("unit.valid_to"), kind: "date" },
];

const own = (): Field[] => [
  { name: "code", title: t("unit.code"), kind: "text" },
  choice("kind", t("unit.kind"), "unit_kind"),
  { name: "is_enterprise", title: t("unit.enterprise"), kind: "yesno" },
  { name: "aliases", title: t("unit.aliases"), hint: t("unit.aliases_hint"), kind: "lines" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
];

export function useUnits(): Book<Unit> {
  const who = useWho();
  const blocs = useBlocs(who.id);
  return {
    api: "/units", at: "/don-vi",
    title: () => t("ui.nav.units"), one: () => t("unit.one"), empty: () => t("unit.none"), name: (u) => u.name,
    columns: () => [
      { name: "code", title: t("unit.code"), sort: true, show: (u) => u.code ?? "—" },
      { name: "name", title: t("unit.name"), sort: true, show: (u) => <><Link href={`/don-vi/${u.id}`}>{u.name}</Link>{u.short_name && <span class="muted"> ({u.short_name})</span>}</> },
      { name: "kind", title: t("unit.kind"), show: (u) => label("unit_kind", u.kind) },
      { name: "province", title: t("unit.province"), show: (u) => u.province ?? "—" },
    ],
    filters: () => [
      { name: "q", title: t("unit.find"), wide: true },
      { name: "kind", title: t("unit.kind"), options: options("unit_kind") },
      { name: "bloc_id", title: t("ui.bloc"), options: (blocs.data ?? []).map((b) => ({ value: b.id, label: b.name })) },
      { name: "is_enterprise", title: t("unit.enterprise"), options: [{ value: "true", label: t("ui.yes") }, { value: "false", label: t("ui.no") }] },
      { name: "province", title: t("unit.province") },
    ],
    fields: (row) => known(row ? own() : [...versionFields(true), ...own()]),
    mayWrite: who.may("council"),
  };
}
