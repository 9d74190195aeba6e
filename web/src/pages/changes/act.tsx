// One act of the record: on what it was, what it changed.

import { Fragment } from "preact";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { t } from "../../words";
import { Table } from "../../ui/table";
import { Value } from "./value";
import { entityWords, fieldWords, pageOfEntity } from "./words";

export type Act = Schemas["EventView"];

/** The beginning of a name: what a commitment is called is its whole text. */
export const short = (name: string): string => (name.length > 120 ? `${name.slice(0, 119).trimEnd()}…` : name);

/** The record an act was on, by what it is called now, leading to its page. */
export function Subject({ of: a }: { of: Act }) {
  const page = a.action.startsWith("delete") ? undefined : pageOfEntity(a.entity, a.entity_id);
  const words = a.entity_name ? `${entityWords(a.entity)}: ${short(a.entity_name)}` : entityWords(a.entity);
  return page ? <Link href={page}>{words}</Link> : <>{words}</>;
}

/** Columns no reader asks for: the id is that of the record. */
export const told = (a: Act) => a.changes.filter((c) => c.field !== "id" && !(empty(c.from) && empty(c.to)));
const empty = (v: unknown) => v === null || v === "" || (typeof v === "object" && Object.keys(v).length === 0);

const tells = ["name", "title", "text", "number", "username"];

/** A change or two whole; of more what the record is called, else which fields. */
export function Summary({ of: a }: { of: Act }) {
  const { entity } = a, changes = told(a);
  const flat = (v: unknown) => typeof v !== "object" || v === null;
  const whole = changes.length <= 3 && changes.every((c) => flat(c.from) && flat(c.to)) ? changes : [];
  const called = changes.find((c) => tells.includes(c.field) && flat(c.from) && flat(c.to));
  const shown = whole.length > 0 ? whole : called ? [called] : [];
  if (shown.length === 0) {
    return <>{changes.slice(0, 3).map((c) => fieldWords(c.field)).join("; ")}{changes.length > 3 && ` ${t("changes.more", { n: changes.length - 3 })}`}</>;
  }
  return (
    <>
      {shown.map((c, i) => (
        <Fragment key={c.field}>{i > 0 && "; "}{fieldWords(c.field)}: {!empty(c.from) && <Value entity={entity} field={c.field} value={c.from} />}{!empty(c.from) && !empty(c.to) && " → "}{!empty(c.to) && <Value entity={entity} field={c.field} value={c.to} />}</Fragment>
      ))}
      {changes.length > shown.length && ` ${t("changes.more", { n: changes.length - shown.length })}`}
    </>
  );
}

export function BeforeAfter({ of: a }: { of: Act }) {
  const { entity } = a, changes = told(a);
  if (changes.length === 0) return <p class="muted">{t("changes.none")}</p>;
  const scope = changes.find((c) => c.field === "scope");
  return (
    <Table<Act["changes"][number] & { id?: string }>
      caption={t("changes.before_after")} rows={changes}
      columns={[
        { name: "field", title: t("changes.field"), show: (c) => fieldWords(c.field) },
        { name: "from", title: t("changes.before"), show: (c) => <Value entity={entity} field={c.field} value={c.from} scope={scope?.from} /> },
        { name: "to", title: t("changes.after"), show: (c) => <Value entity={entity} field={c.field} value={c.to} scope={scope?.to} /> },
      ]}
    />
  );
}
