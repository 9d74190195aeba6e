// The form of an award type: of an official one the office may only say what it calls
// it; one of its own it describes itself.

import type { Schemas } from "../../api/client";
import { t } from "../../words";
import { choice, type Body, type Field } from "../../ui/form";
import { subjects } from "./book";

export type AwardType = Schemas["AwardTypeView"];

/** Who can receive it, in the combinations the catalogue has. */
const combinations = ["collective", "individual", "collective,individual", "collective,individual,household", "household", "bloc"];

export function typeFields(row?: AwardType): Field[] {
  const localName: Field = { name: "local_name", title: t("type.local_name"), hint: t("type.local_name_hint"), kind: "text" };
  if (row?.is_official) return [localName];
  const who = row && !combinations.includes(row.subjects.join(",")) && row.subjects.length > 0 ? [...combinations, row.subjects.join(",")] : combinations;
  return [
    ...(row ? [] : [{ name: "code", title: t("type.code"), hint: t("type.code_hint"), kind: "text", required: true } as Field]),
    { name: "vi", title: t("type.vi"), required: true, kind: "text" },
    { name: "en", title: t("type.en"), kind: "text" },
    ...(row ? [localName] : []),
    choice("class", t("type.class"), "award_class", { required: true }),
    choice("level", t("award.level"), "award_level"),
    { name: "subjects", title: t("type.subjects"), kind: "choice", options: who.map((value) => ({ value, label: subjects(value.split(",")) })) },
    { name: "authority_vi", title: t("type.authority"), kind: "text" },
    { name: "article", title: t("type.article"), kind: "text" },
    { name: "valid_from", title: t("type.valid_from"), kind: "date" },
    { name: "valid_to", title: t("type.valid_to"), kind: "date" },
    { name: "prerequisites_vi", title: t("type.prerequisites"), kind: "long" },
  ];
}

/** A type under the names of the form's fields, and back. */
export const typeForm = (row: AwardType): Record<string, unknown> => ({ ...row, subjects: row.subjects.join(",") });
export const typeBody = (body: Body): Body => (typeof body.subjects === "string" ? { ...body, subjects: body.subjects.split(",") } : body.subjects === null ? { ...body, subjects: [] } : body);
