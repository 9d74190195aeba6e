import { Link } from "wouter-preact";
import { blocPath, type Bloc } from "../../frame/term";
import { useWho } from "../../frame/app";
import { known } from "../../ui/basis";
import { Linked, type Book } from "../../ui/book";
import { choice } from "../../ui/form";
import { label, options, t } from "../../words";

export function useBlocBook(): Book<Bloc> {
  const mayWrite = useWho().may("council");
  return {
    api: "/blocs",
    at: "/khoi",
    title: () => t("ui.nav.blocs"),
    one: () => t("bloc.one"),
    empty: () => t("bloc.empty"),
    name: (b) => b.name,
    columns: () => [
      { name: "code", title: t("bloc.code"), sort: true, show: (b) => b.code ?? "—" },
      { name: "name", title: t("bloc.name"), sort: true, show: (b) => <Link href={blocPath(b)}>{b.name}</Link> },
      { name: "kind", title: t("bloc.kind"), show: (b) => label("bloc_kind", b.kind) },
      { name: "provinces", title: t("bloc.provinces"), show: (b) => b.provinces.join(", ") || "—" },
      { name: "organizer", title: t("bloc.organizer"), show: (b) => <Linked to="/co-quan" of={b.organizer} /> },
    ],
    filters: () => [
      { name: "q", title: t("bloc.find"), wide: true },
      { name: "kind", title: t("bloc.kind"), options: options("bloc_kind") },
      { name: "province", title: t("bloc.province") },
      { name: "document_layout", title: t("bloc.layout"), options: options("document_layout") },
    ],
    // The names of a bloc on record are changed in their own table, with their times.
    fields: (row) => known([
      ...(row ? [] : [{ name: "name", title: t("bloc.name"), kind: "text", required: true } as const]),
      choice("kind", t("bloc.kind"), "bloc_kind", { required: true }),
      { name: "code", title: t("bloc.code"), hint: t("bloc.code_hint"), kind: "text" },
      { name: "organizer_id", title: t("bloc.organizer"), hint: t("bloc.organizer_hint"), kind: "record", from: "/authorities", as: "organizer_as_written" },
      { name: "provinces", title: t("bloc.provinces"), hint: t("bloc.provinces_hint"), kind: "lines" },
      { name: "sector", title: t("bloc.sector"), kind: "text" },
      choice("document_layout", t("bloc.layout"), "document_layout", { hint: t("bloc.layout_hint") }),
      { name: "valid_from", title: t("bloc.valid_from"), kind: "date" },
      { name: "valid_to", title: t("bloc.valid_to"), kind: "date" },
      { name: "remark", title: t("bloc.remark"), kind: "long" },
    ]),
    mayWrite,
  };
}
