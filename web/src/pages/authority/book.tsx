import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { known } from "../../ui/basis";
import type { Book } from "../../ui/book";
import { choice } from "../../ui/form";
import { label, options, t } from "../../words";

export type Authority = Schemas["AuthorityView"];

export function useAuthorities(): Book<Authority> {
  const mayWrite = useWho().may("council");
  return {
    api: "/authorities",
    at: "/co-quan",
    title: () => t("ui.nav.authorities"),
    one: () => t("authority.one"),
    empty: () => t("authority.empty"),
    name: (a) => a.name,
    columns: () => [
      { name: "name", title: t("authority.name"), sort: true, show: (a) => <Link href={`/co-quan/${a.id}`}>{a.name}</Link> },
      { name: "system", title: t("authority.system"), show: (a) => label("authority_system", a.system) },
      { name: "level", title: t("authority.level"), show: (a) => label("authority_level", a.level) },
      { name: "province", title: t("authority.province"), show: (a) => a.province ?? "—" },
    ],
    filters: () => [
      { name: "q", title: t("authority.name"), wide: true },
      { name: "system", title: t("authority.system"), options: options("authority_system") },
      { name: "level", title: t("authority.level"), options: options("authority_level") },
      { name: "province", title: t("authority.province") },
    ],
    fields: () => known([
      { name: "name", title: t("authority.name"), hint: t("authority.name_hint"), kind: "text", required: true },
      choice("system", t("authority.system"), "authority_system"),
      choice("level", t("authority.level"), "authority_level"),
      { name: "province", title: t("authority.province"), kind: "text" },
      { name: "unit_id", title: t("authority.unit"), hint: t("authority.unit_hint"), kind: "record", from: "/units" },
      { name: "remark", title: t("authority.remark"), kind: "long" },
    ]),
    mayWrite,
  };
}
