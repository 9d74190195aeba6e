// The parts of a registration as they are typed in a table, and what is sent of them.
// What nobody touched is sent as it was: links stay, and nothing is matched by guess.

import type { Schemas } from "../../api/client";
import { readDate, readNumber, showDate, showNumber } from "../../format";
import type { Tone } from "../../ui/state";
import { label } from "../../words";

export type Registration = Schemas["RegistrationDetailView"];
export type Promise_ = Schemas["RegistrationPromiseView"];
export type Title = Schemas["RegistrationTitleView"];
export type Flag = Schemas["Reopened"];
export type List = "commitments" | "titles";
type Ref = { id: string | null; as_written: string | null; name: string | null } | null;

export const tone: Record<string, Tone> = { not_begun: "plain", draft: "plain", submitted: "info", returned: "warn", accepted: "good" };

export const words = (r: Ref | undefined): string => r?.name ?? r?.as_written ?? "";

/** Who a title is for, in words. */
export const recipient = (t: Title): string => t.name ?? (words(t.unit) || words(t.person));

/** The members that can be opened one by one, by where they stand. */
export const members = {
  own: ["unit", "head", "head_position_as_written", "union", "union_position_as_written", "registered_on", "document_as_written", "remark"],
  commitments: ["text", "measure", "target", "unit_of_measure", "due_on", "movement", "note"],
  titles: ["subject", "award_type", "unit", "person", "name", "count", "period", "note"],
} as const;

/** Those of a title that say who it is for. */
const recipients = ["unit", "person", "name"];

/** Whether a return opened something; before the first return all is open. */
export function opened(flags: Flag[], list: List | null, id?: string, member?: string): boolean {
  if (flags.length === 0) return true;
  return flags.some((f) => {
    if (f.list !== list) return false;
    if (list === null) return f.member === member;
    if (f.id === null) return true;
    return id !== undefined && f.id === id && (f.member === null || f.member === member);
  });
}

export const openedRecipient = (flags: Flag[], id: string | undefined): boolean => recipients.some((m) => opened(flags, "titles", id, m));

/** A row as it is typed; was is the item it began as. */
export type Row = { key: number; was?: Promise_ | Title; typed: Record<string, string> };

export const fields: Record<List, string[]> = {
  commitments: ["text", "measure", "target", "unit_of_measure", "due_on", "movement", "note"],
  titles: ["subject", "award_type", "recipient", "count", "period", "note"],
};

const text = (c: Promise_): Record<string, string> => ({
  text: c.text, measure: c.measure ?? "", target: c.target == null ? "" : showNumber(c.target), unit_of_measure: c.unit_of_measure ?? "",
  due_on: c.due_on ? showDate(c.due_on) : "", movement: c.movement?.id ?? "", note: c.note ?? "",
});

const titleText = (x: Title): Record<string, string> => ({
  subject: x.subject, award_type: words(x.award_type), recipient: recipient(x), count: x.count == null ? "" : String(x.count), period: x.period?.label ?? "", note: x.note ?? "",
});

export const typedOf = (list: List, was?: Promise_ | Title): Record<string, string> =>
  was ? (list === "commitments" ? text(was as Promise_) : titleText(was as Title)) : { ...Object.fromEntries(fields[list].map((f) => [f, ""])), ...(list === "titles" && { subject: "collective" }) };

type Known = { types: Map<string, string>; units: Map<string, string> };

/** What is sent of a row, and which of its fields cannot be read. */
export function bodyOf(list: List, row: Row, known: Known): { body: Record<string, unknown>; wrong: string[] } {
  const before = typedOf(list, row.was), v = (name: string) => row.typed[name]!.normalize("NFC").trim() || null;
  const wrong: string[] = [], same = (name: string) => row.was !== undefined && row.typed[name] === before[name];
  const id = row.was ? { id: row.was.id } : {};
  if (list === "commitments") {
    const was = row.was as Promise_ | undefined;
    const target = same("target") ? was!.target : readNumber(row.typed.target!), due = same("due_on") ? was!.due_on : readDate(row.typed.due_on!);
    if (target === undefined) wrong.push("target");
    if (due === undefined) wrong.push("due_on");
    return { wrong, body: { ...id, text: v("text") ?? "", measure: v("measure"), target, unit_of_measure: v("unit_of_measure"), due_on: due, movement_id: v("movement"), note: v("note") } };
  }
  const was = row.was as Title | undefined;
  const count = readNumber(row.typed.count!);
  if (count === undefined || (count !== null && !Number.isInteger(count))) wrong.push("count");
  return { wrong, body: { ...id, subject: row.typed.subject, ...type(was, same("award_type"), v("award_type"), known), ...whom(was, same("recipient") && same("subject"), row.typed.subject!, v("recipient"), known), count, period: v("period"), note: v("note") } };
}

const link = (of: Ref | undefined, idName: string, wordsName: string) => ({ [idName]: of?.id ?? null, [wordsName]: of?.as_written ?? null });

function type(was: Title | undefined, same: boolean, typed: string | null, known: Known): Record<string, unknown> {
  if (same) return link(was!.award_type, "award_type_id", "type_as_written");
  const id = typed === null ? undefined : known.types.get(typed);
  return { award_type_id: id ?? null, type_as_written: id ? null : typed };
}

function whom(was: Title | undefined, same: boolean, subject: string, typed: string | null, known: Known): Record<string, unknown> {
  if (same) return { ...link(was!.unit, "unit_id", "unit_as_written"), ...link(was!.person, "person_id", "person_as_written"), name: was!.name };
  if (typed === null) return {};
  switch (subject) {
    case "collective": { const id = known.units.get(typed); return id ? { unit_id: id } : { unit_as_written: typed }; }
    case "individual": return { person_as_written: typed };
    case "initiative": return { ...link(was?.person, "person_id", "person_as_written"), name: typed };
    default: return { name: typed };
  }
}

/** A member's value as it is read: in the words of the page. */
export function shown(member: string, value: unknown): string {
  if (value == null) return "—";
  if (member === "measure") return label("measure", String(value));
  if (member === "subject") return label("registration_subject", String(value));
  if (member === "due_on" || member === "registered_on") return showDate(String(value));
  if (typeof value === "number") return showNumber(value);
  if (typeof value === "object") {
    const v = value as { name?: string | null; as_written?: string | null; label?: string; text?: string; subject?: string; award_type?: Ref };
    return v.label ?? v.text ?? ([v.award_type && words(v.award_type), v.name ?? v.as_written].filter(Boolean).join(" – ") || JSON.stringify(value));
  }
  return String(value);
}
