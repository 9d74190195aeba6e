// The facts of a year that are typed, when it is opened and later.

import { getAll } from "../../api/raw";
import type { Schemas } from "../../api/client";
import { known } from "../../ui/basis";
import { useReading, type Reading } from "../../ui/data";
import { choice, type Field } from "../../ui/form";
import { t } from "../../words";
import { periodKinds } from "../arrangement/book";

export type Arrangement = Schemas["ArrangementView"];

export const useArrangementList = (): Reading<Arrangement[]> => useReading(() => getAll<Arrangement>("/arrangements?limit=200"), []);

export const arrangementName = (a: Arrangement): string => [a.period.label, a.organizer?.name ?? a.organizer?.as_written].filter(Boolean).join(" – ");

export function termFields(made: boolean, arrangements: Arrangement[] = []): Field[] {
  return known([
    { name: "period", title: t("term.period"), hint: t("term.period_hint"), kind: "text", required: true },
    ...(made ? [] : [periodKinds(), choice("status", t("term.status"), "term_status", { hint: t("term.status_hint") })]),
    { name: "theme", title: t("term.theme"), kind: "text" },
    { name: "theme_of_id", title: t("term.theme_of"), hint: t("term.theme_of_hint"), kind: "record", from: "/authorities", as: "theme_of_as_written" },
    { name: "council_member_id", title: t("term.council_member"), hint: t("term.person_hint"), kind: "record", from: "/persons", as: "council_member_as_written" },
    ...(made ? [
      choice("members_state", t("term.members_state"), "members_state", { required: true, hint: t("term.members_state_hint") }),
      choice("deputies_state", t("term.deputies_state"), "deputies_state", { required: true }),
    ] : []),
    { name: "stated_member_count", title: t("term.stated_member_count"), hint: t("arrangement.count_hint"), kind: "number" },
    ...(arrangements.length > 0 ? [{ name: "arrangement_id", title: t("term.arrangement"), kind: "choice", options: arrangements.map((a) => ({ value: a.id, label: arrangementName(a) })) } as Field] : []),
    { name: "last_year_in_words", title: t("term.last_year"), hint: t("term.last_year_hint"), kind: "long" },
    { name: "remark", title: t("term.remark"), kind: "long" },
  ]);
}
