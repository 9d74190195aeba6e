// Parts of a record that the API changes as one list: names over time, persons.
// Each is made, changed and taken away in its place; the form stands in the address.

import { useMemo } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, Refused } from "../api/client";
import type { Versioned } from "../api/raw";
import { SureToDelete } from "./book";
import { Form, within, type Body, type Field } from "./form";
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
  list?: string; // the member of the API's body that has the rows, whose mistakes belong into the form
  beside?: (a: P, b: P) => boolean; // rows that can change places; without it none can
};

/** A button that lets a row change places with the next one it stands beside. */
function Move<P>({ row, rows, by, beside, called, act }: { row: P; rows: P[]; by: number; beside: (a: P, b: P) => boolean; called: (row: P) => string; act: (rows: P[]) => Promise<void> }) {
  const i = rows.indexOf(row);
  let j = i + by;
  while (rows[j] && !beside(row, rows[j]!)) j += by;
  const to = [...rows];
  if (rows[j]) [to[i], to[j]] = [rows[j]!, row];
  return <button type="button" disabled={!rows[j]} aria-label={t(by < 0 ? "ui.up_of" : "ui.down_of", { name: called(row) })} onClick={() => void act(to)}>{by < 0 ? "↑" : "↓"}</button>;
}

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
          {p.beside && [-1, 1].map((by) => <Move key={by} row={r} rows={p.rows} by={by} beside={p.beside!} called={p.called} act={(rows) => p.save(rows, -1).then(p.saved)} />)}
          <SureToDelete named what={p.called(r)} act={() => p.save(p.rows.filter((_, j) => j !== i), -1).then(p.saved)} />
        </div>
      );
    },
  };
  const close = () => set({ [p.name]: "" });
  const save = (rows: P[], at: number) => p.save(rows, at).catch((e) => { throw p.list ? new Refused(within(problemFrom(e), `/${p.list}/${at}/`)) : e; });
  return (
    <>
      {p.rows.length > 0 && <Table<P & { id?: string }> caption={p.caption} columns={p.mayWrite ? [...p.columns, change] : p.columns} rows={p.rows} />}
      {p.mayWrite && (opened && (row || opened === "moi") ? (
        <Form<T>
          key={opened} name={`${p.about}/${p.name}/${opened}`} fields={p.fields} record={start} cancel={close}
          send={(body) => save(row ? p.rows.map((r, i) => (i === at ? p.made(r, body) : r)) : [...p.rows, p.made(undefined, body)], at)}
          saved={() => { p.saved(); close(); }}
        />
      ) : <p class="buttons"><Link class="button" href={href({ [p.name]: "moi" })}>{p.add}</Link></p>)}
    </>
  );
}
