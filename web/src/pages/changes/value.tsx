// A value of a record as words: names in place of ids, labels in place of codes.

import type { ComponentChildren } from "preact";
import { get } from "../../api/raw";
import { showDate, showNumber, showTime } from "../../format";
import { t } from "../../words";
import { useReading } from "../../ui/data";
import { enumWords, fieldWords } from "./words";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where a record named by an id is read, by the field that names it. */
const sources: Record<string, string> = {
  unit_id: "/units", parent_id: "/units", organiser_unit_id: "/units", of_unit_id: "/units",
  bloc_id: "/blocs", honoured_bloc_id: "/blocs", of_bloc_id: "/blocs", term_id: "/terms", of_term_id: "/terms",
  agreement_id: "/agreements", of_agreement_id: "/agreements", award_id: "/awards", of_award_id: "/awards", award_type_id: "/award-types",
  decision_id: "/decisions", annuls_id: "/decisions", restores_id: "/decisions", of_decision_id: "/decisions",
  signing_event_id: "/events", chosen_event_id: "/events", of_event_id: "/events",
  event_id: "/events", reported_by_id: "/persons", verdict_by: "/users",
  movement_id: "/movements", continues_id: "/models", copied_from_id: "/score-tables", table_id: "/score-tables", vote_id: "/votes", follows_id: "/votes", rated_by_id: "/authorities", commitment_id: "/commitments", launched_by_id: "/authorities",
  person_id: "/persons", head_id: "/persons", union_id: "/persons", signatory_id: "/persons", council_member_id: "/persons",
  authority_id: "/authorities", organizer_id: "/authorities", theme_of_id: "/authorities", arrangement_id: "/arrangements", user_id: "/users",
};

/** Where the record a grant applies to is read, by the grant's scope. */
export const scopes: Record<string, string> = { authority: "/authorities", bloc: "/blocs", unit: "/units" };

type Anything = { name?: string; title?: string | null; number?: string | null; username?: string; display_name?: string; period?: { label: string } | null };

/** A record by its name; by its id where it is gone or may not be read. */
export function Named({ from, id }: { from: string; id: string }) {
  const reading = useReading(() => get<Anything>(`${from}/${id}`).then((a) => a.data), [from, id]);
  const r = reading.data;
  const name = r && (r.display_name || r.name || r.title || r.number || r.period?.label);
  return name ? <>{name}</> : <code>{id}</code>;
}

export function Value({ entity, field, value, scope }: { entity: string; field: string; value: unknown; scope?: unknown }): ComponentChildren {
  if (value === null || value === undefined || value === "") return "—";
  if (value === "…") return t("changes.hidden");
  if (typeof value === "boolean") return t(value ? "ui.yes" : "ui.no");
  if (typeof value === "number") return field.endsWith("_year") ? String(value) : showNumber(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "—";
    return <ul>{value.map((v, i) => <li key={i}><Value entity={entity} field={field} value={v} /></li>)}</ul>;
  }
  if (typeof value === "object") {
    return Object.entries(value).filter(([, v]) => v !== null && v !== "").map(([name, v]) => <div key={name}>{fieldWords(name)}: <Value entity={entity} field={name} value={v} /></div>);
  }
  const text = String(value);
  if (uuid.test(text)) {
    const from = field === "scope_id" ? scopes[String(scope)] : sources[field];
    return from ? <Named from={from} id={text} /> : <code>{text}</code>;
  }
  if (/hash$|^sha256$/.test(field)) return <code>{text}</code>;
  if (/_at$/.test(field) && !Number.isNaN(Date.parse(text))) return showTime(text);
  if (/^\d{4}(-\d\d){0,2}$/.test(text) && /(_on|_from|_to|^from|^to|published)$/.test(field)) return showDate(text);
  return enumWords(entity, field, text);
}
