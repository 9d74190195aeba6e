// Records that belong to another and stand on its page: each is made, changed and
// removed in its place. Which form is open stands in the address.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { get, send } from "../api/raw";
import { t } from "../words";
import { Remove, type Kept } from "./book";
import { useKey, useReading } from "./data";
import { Form, type Body, type Field } from "./form";
import { useQuery } from "./query";
import { Empty, Shown } from "./state";
import { Table, type Column } from "./table";

export type Belonging<T extends Kept> = {
  name: string; // the parameter that opens the form: "moi", or an id
  api: string; // of single records, e.g. /members
  make?: { path: string; body?: (typed: Body) => Body }; // without it none is made here
  caption: string;
  add: string; // what the button says
  empty: string;
  called: (row: T) => string;
  columns: Column<T>[];
  fields: (row?: T) => Field[];
  change?: boolean; // false: a row is removed, not changed
  remove?: boolean;
  fixed?: (row: T) => boolean; // what can neither be changed nor removed any more
  mayWrite: boolean;
};

export function Belongings<T extends Kept>({ of: b, rows, again, also }: { of: Belonging<T>; rows: T[]; again: () => void; also?: (row: T) => ComponentChildren }) {
  const [query, set, href] = useQuery();
  const opened = query[b.name];
  const close = () => set({ [b.name]: "" });
  const done = () => { again(); close(); };
  const acts: Column<T> = {
    name: "acts", title: t("ui.acts"),
    show: (row) => (
      <div class="buttons">
        {also?.(row)}
        {b.change !== false && !b.fixed?.(row) && <Link class="button" href={href({ [b.name]: row.id })} aria-label={t("ui.edit_of", { name: b.called(row) })}>{t("ui.edit")}</Link>}
        {b.remove !== false && !b.fixed?.(row) && <Remove what={b.called(row)} path={`${b.api}/${row.id}`} etag={`"${row.version}"`} gone={again} named />}
      </div>
    ),
  };
  const busy = b.mayWrite && (opened === "moi" ? b.make !== undefined : rows.some((r) => r.id === opened));
  return (
    <>
      {busy && (opened === "moi" ? <New of={b} close={close} done={done} /> : <Change key={opened} of={b} id={opened!} close={close} done={done} />)}
      {rows.length > 0 ? <Table<T> caption={b.caption} columns={b.mayWrite ? [...b.columns, acts] : b.columns} rows={rows} /> : !busy && <Empty text={b.empty} />}
      {b.mayWrite && b.make && !busy && <p class="buttons"><Link class="button" href={href({ [b.name]: "moi" })}>{b.add}</Link></p>}
    </>
  );
}

function New<T extends Kept>({ of: b, close, done }: { of: Belonging<T>; close: () => void; done: () => void }) {
  const key = useKey();
  return (
    <section class="card" aria-label={b.add}>
      <h3>{b.add}</h3>
      <Form<T> name={`${b.make!.path}/new`} fields={b.fields()} cancel={close} send={(typed) => { const body = b.make!.body?.(typed) ?? typed; return send<T>("POST", b.make!.path, body, { key: key(body) }); }} saved={done} />
    </section>
  );
}

function Change<T extends Kept>({ of: b, id, close, done }: { of: Belonging<T>; id: string; close: () => void; done: () => void }) {
  const path = `${b.api}/${id}`;
  const reading = useReading(() => get<T>(path), [path]);
  return (
    <Shown of={reading}>
      {({ data: row, etag }) => (
        <section class="card" aria-label={t("ui.edit_of", { name: b.called(row) })}>
          <h3>{t("ui.edit_of", { name: b.called(row) })}</h3>
          <Form<T> name={path} fields={b.fields(row)} record={row} etag={etag} cancel={close} send={(body, tag) => send<T>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={done} />
        </section>
      )}
    </Shown>
  );
}
