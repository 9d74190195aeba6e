// What an office writes into a report, as a form holds it and as the API takes it.

import type { Schemas } from "../../api/client";
import type { Body } from "../../ui/form";

export type Wording = Schemas["Wording"];
export type Revision = Schemas["WordingView"];
export type Part = Schemas["Written"]; // a section of the document

/** The fields of the head and the end, in the order of the paper. */
export const heads = ["number", "organ", "parent", "issuer", "place", "day", "behalf", "position", "signer", "recipients"] as const;

/** What is done with a section, as text: nothing is as the books tell it, "-" leaves
 * it out, and what follows "=" is the office's own. */
export const omit = "-";
export const own = (text: string): string => `=${text}`;
export const ownOf = (kept: string): string | undefined => (kept.startsWith("=") ? kept.slice(1) : undefined);

const prefix = "section:";
export const fieldOf = (section: string): string => prefix + section;

/** A wording as a record that a form shows; of nothing written an empty one. */
export function asRecord(w: Wording | null | undefined): Record<string, unknown> {
  const out: Record<string, unknown> = Object.fromEntries(heads.map((h) => [h, w?.[h] ?? (h === "recipients" ? [] : null)]));
  for (const s of w?.sections ?? []) out[fieldOf(s.section)] = s.omitted ? omit : s.text ? own(s.text) : "";
  return out;
}

/** What was typed as the API takes it. */
export function asBody(typed: Body): Record<string, unknown> {
  const out: Record<string, unknown> = {}, sections: Schemas["SectionInput"][] = [];
  for (const [name, value] of Object.entries(typed)) {
    if (!name.startsWith(prefix)) out[name] = value;
    else if (value === omit) sections.push({ section: name.slice(prefix.length), omitted: true });
    else if (value) sections.push({ section: name.slice(prefix.length), text: ownOf(String(value)) });
  }
  return { ...out, sections };
}
