// Who is to sign: members of the year and their rows on the signing board.

import type { Schemas } from "../../api/client";
import type { Tone } from "../../ui/state";
import type { Agreement, Whole } from "./year";

export type Signature = Schemas["SignatureView"];
export type Seat = { id: string; order: number; unit: Schemas["Ref"] | null; signature?: Signature };

export const signatureTone: Record<string, Tone> = { signed: "good", pending: "warn", late: "warn", absent: "bad", annulled: "plain" };

export const unitOf = (s: Seat): string => s.signature?.name_then ?? nameOf(s.unit);

export const nameOf = (r: Schemas["Ref"] | null | undefined): string => r?.name ?? r?.as_written ?? "—";

/** Members and their signatures in the order of the books; who signed without
 * being listed comes after. annex narrows it to the board of an annex. */
export function seatsOf(whole: Whole, annex: string | null): Seat[] {
  const left = new Set(whole.signatures.filter((s) => s.annex_id === annex));
  const out: Seat[] = [];
  for (const m of whole.members) {
    const own = [...left].filter((s) => (m.unit?.id ? s.unit?.id === m.unit.id : !s.unit?.id && nameOf(s.unit) === nameOf(m.unit)));
    own.forEach((s) => left.delete(s));
    if (own.length === 0) out.push({ id: m.unit?.id ?? `${m.order}`, order: m.order, unit: m.unit });
    for (const s of own) out.push({ id: s.id, order: m.order, unit: m.unit, signature: s });
  }
  for (const s of left) out.push({ id: s.id, order: out.length + 1, unit: s.unit, signature: s });
  return out;
}

/** A seat as the API takes an answer for it: the row as it was read, else the unit. */
export function lineOf(s: Seat): Schemas["AnswerOf"] {
  if (s.signature) return { signature_id: s.signature.id, version: s.signature.version };
  return s.unit?.id ? { unit_id: s.unit.id } : { unit_as_written: nameOf(s.unit) };
}

export const hasSigned = (s: Seat): boolean => s.signature?.status === "signed";

/** Who has not signed comes first; among them and after them the order stays. */
export const waitingFirst = (all: Seat[]): Seat[] => [...all.filter((s) => !hasSigned(s)), ...all.filter(hasSigned)];

/** What can become of a seat: an answer once given can only turn into a signature. */
export const answersOf = (s: Seat): string[] =>
  !s.signature || s.signature.status === "pending" ? ["signed", "absent", "late"] : s.signature.status === "absent" || s.signature.status === "late" ? ["signed"] : [];

/** Whether answers can be noted: an original is signed from the step of signing on,
 * what a source tells is noted as it is. */
export function takesAnswers(a: Agreement): boolean {
  if (a.status === "cancelled") return false;
  return a.basis === "reported" || a.status === "signing" || a.status === "in_force" || a.status === "concluded";
}
