// Names as they are typed or pasted, and the records they may mean.

import type { Schemas } from "../../api/client";
import { lookFor } from "../term/match";
import type { Kind } from "./book";

export type Candidate = { id: string; name: string };
type Body = Schemas["RecipientBody"];

/** Where each kind of recipient is looked up, and how it is told to the API. */
const sides = {
  collective: { from: "/units", id: "unit_id", words: "unit_as_written", page: "/don-vi" },
  individual: { from: "/persons", id: "person_id", words: "person_as_written", page: "/ca-nhan" },
  bloc: { from: "/blocs", id: "honoured_bloc_id", words: "honoured_bloc_as_written", page: "/khoi" },
  household: { from: "", id: "", words: "household", page: "" },
} as const;

export const sideOf = (kind: Kind) => sides[kind ?? "collective"];

/** The records a name may mean, and the one whose name it is, where there is one only. */
export async function match(kind: Kind, name: string): Promise<{ candidates: Candidate[]; sure: string }> {
  const { from } = sideOf(kind);
  if (!from) return { candidates: [], sure: "" };
  const { exact, units } = await lookFor(name, from);
  return { candidates: units.slice(0, 20).concat(exact && !units.slice(0, 20).includes(exact) ? [exact] : []), sure: exact?.id ?? "" };
}

/** A recipient as the API takes it: the record that is meant, else the words. */
export const recipientBody = (kind: Kind, name: string, id: string): Body => {
  const side = sideOf(kind);
  return id ? { [side.id]: id } : { [side.words]: name };
};
