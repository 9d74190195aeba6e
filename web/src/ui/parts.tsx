// Parts of a record that the API changes as one list: names over time, persons.
// Each is made, changed and taken away in its place; the form stands in the address.

import { useMemo } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Versioned } from "../api/raw";
import { SureToDelete } from "./book";
import { Form, type Body, type Field } from "./form";
import { useQuery } from "./query";
import { Table, type Column } from "./table";
import { t } from "../words";

type Props<P, T> = {
  name: string; // of the parameter that opens the form
  about: string; // of the record, for the draft
  caption: string;
  add: string; // what the button says
  rows: P[];
  columns: Column<P>[];
  fields: Field[];
  called: (row: P) => string;
  record?: (row: P) => Record<string, unknown>; // what the form starts from, where it is not the row
  made: (row: P | undefined, body: Body) => P; // what becomes of a row by what was typed
  save: (rows: P[], at: number) => Promise<Versioned<T>>; // at is the place of the one that was changed
  saved: () => void;
  mayWrite: boolean;
};

const same = <P extends object>(row: P) => row as Record<string, unknown>;

export function Parts<P extends object, T>(p: Props<P, T>) {
  const [query, set, href] = useQuery();
  const opened = query[p.name];
  const at = opened === "moi" ? p.rows.length : opened ? Number(opened) - 1 : -1;
  const row = p.rows[at];
  const start = useMemo(() => row && (p.record ?? same)(row), [row]);
  const change: Column<P & { id?: string }> = {
    name: "change", title: t("ui.acts"), screen: true,
    show: (r) => {
      const i = p.rows.indexOf(r);
      return (
        <div class="buttons">
          <Link class="button" href={href({ [p.name]: String(i + 1) })} aria-label={t("ui.edit_of", { name: p.called(r) })}>{t("ui.edit")}</Link>
          <SureToDelete named what={p.called(r)} act={() => p.save(p.rows.filter((_, j) => j !== i), -1).then(p.saved)} />
        </div>
      );
    },
  };
  const close = () => set({ [p.name]: "" });
  return (
    <>
      {p.rows.length > 0 && <Table<P & { id?: string }> caption={p.caption} columns={p.mayWrite ? [...p.columns, change] : p.columns} rows={p.rows} />}
      {p.mayWrite && (opened && (row || opened === "moi") ? (
        <Form<T>
          key={opened} name={`${p.about}/${p.name}/${opened}`} fields={p.fields} record={start} cancel={close}
          send={(body) => p.save(row ? p.rows.map((r, i) => (i === at ? p.made(r, body) : r)) : [...p.rows, p.made(undefined, body)], at)}
          saved={() => { p.saved(); close(); }}
        />
      ) : <p class="buttons"><Link class="button" href={href({ [p.name]: "moi" })}>{p.add}</Link></p>)}
    </>
  );
}
