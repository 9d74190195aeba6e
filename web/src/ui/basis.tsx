// How the fields of a record are known: a source states them, or somebody inferred
// them from it, or wrote in full what it abbreviates.

import { useState } from "preact/hooks";
import { label, options, t } from "../words";
import type { Field } from "./form";

type Basis = Record<string, string>; // field → inferred or expanded; absent is stated

/** A basis as the text a form holds; nothing for none. */
export function written(of: Basis | undefined): string {
  const entries = Object.entries(of ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? JSON.stringify(Object.fromEntries(entries)) : "";
}

export const readBasis = (text: string): Basis => (text ? (JSON.parse(text) as Basis) : {});

/** What the API calls a field, and the place of one that stands in a list. */
const called = (f: Field): string => (f.kind === "record" && f.member) || f.name.replace(/_id$/, "").replace(/_(\d+)$/, ".$1");

/** The fields of a record, and after them how each is known. */
export const known = (fields: Field[]): Field[] => [...fields, basisOf(fields)];

export const basisOf = (fields: Field[], name = "basis"): Field => ({ name, title: t("basis.title"), kind: "basis", of: fields.filter((f) => f.name !== "remark") });

const titleOf = (of: Field[], key: string): string => of.find((f) => called(f) === key)?.title ?? key;

/** A basis in words, for who compares two. */
export const inWords = (of: Field[], text: string): string => Object.entries(readBasis(text)).map(([key, how]) => `${titleOf(of, key)}: ${label("basis", how)}`).join("; ");

/** What the source does not say itself is told field by field. */
export function BasisInput({ of, value, name, id }: { of: Field[]; value: string; name: string; id: string }) {
  const [basis, set] = useState(() => readBasis(value));
  const [rows] = useState(() => [...new Set([...of.map(called), ...Object.keys(basis)])]);
  const [open, show] = useState(false);
  const n = Object.keys(basis).length;
  return (
    <details class="basis" onToggle={(e) => show((e.currentTarget as HTMLDetailsElement).open)}>
      <summary id={id}>{t("basis.title")}{n > 0 && ` (${n})`}</summary>
      <p class="hint">{t("basis.hint")}</p>
      <input type="hidden" name={name} value={written(basis)} />
      {open && <table>
        <caption class="unseen">{t("basis.title")}</caption>
        <thead><tr><th scope="col">{t("basis.field")}</th><th scope="col">{t("basis.how")}</th></tr></thead>
        <tbody>
          {rows.map((key) => (
            <tr key={key}>
              <th scope="row">{titleOf(of, key)}</th>
              <td>
                <select aria-label={t("basis.of", { field: titleOf(of, key) })} onInput={(e) => { const { [key]: _, ...rest } = basis, how = e.currentTarget.value; set(how ? { ...rest, [key]: how } : rest); }}>
                  <option value="">{t("basis.stated")}</option>
                  {options("basis").map((o) => <option key={o.value} value={o.value} selected={o.value === basis[key]}>{o.label}</option>)}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>}
    </details>
  );
}
