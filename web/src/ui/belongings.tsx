// Records that belong to another and stand on its page: each is made, changed and
// removed in its place. Which form is open stands in the address.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Link } from "wouter-preact";
import { get, getAll, send } from "../api/raw";
import { t } from "../words";
import { Remove, Section, type Kept } from "./book";
import { useKey, useReading } from "./data";
import { Form, type Body, type Field } from "./form";
import { useQuery } from "./query";
import { Empty, Shown } from "./state";
import { Table, type Column } from "./table";

export type Belonging<T extends Kept> = {
  name: string; // the parameter that opens the form: "moi", or an id
  api: string; // of single records, e.g. /members
  make?: string; // where one is made; without it none is made here
  caption: string;
  csv?: string; // where all of them can be had as CSV
  add: string; // what the button says
  actions?: ComponentChildren; // beside that button
  empty: string;
  called: (row: T) => string;
  columns: Column<T>[];
  also?: (row: T) => ComponentChildren; // more to do with a row
  fields: (row?: T) => Field[];
  record?: (row: T) => Record<string, unknown>; // what the form starts from, where it is not the row
  sent?: (typed: Body, row?: T) => Record<string, unknown>; // what the API takes for what was typed
  change?: boolean; // false: a row is removed, not changed
  remove?: boolean;
  fixed?: (row: T) => boolean; // what can neither be changed nor removed any more
  mayWrite: boolean;
};

/** The version of a record as the API takes it back. */
export const etagOf = (row: Kept): string => `"${row.version}"`;

export function Belongings<T extends Kept>({ of: b, rows, again }: { of: Belonging<T>; rows: T[]; again: () => void }) {
  const [query, set, href] = useQuery();
  const opened = query[b.name];
  const row = rows.find((r) => r.id === opened);
  const close = () => set({ [b.name]: "" });
  const done = () => { again(); close(); };
  const acts: Column<T> = {
    name: "acts", title: t("ui.acts"), screen: true,
    show: (r) => (
      <div class="buttons">
        {b.also?.(r)}
        {b.change !== false && !b.fixed?.(r) && <Link class="button" href={href({ [b.name]: r.id })} aria-label={t("ui.edit_of", { name: b.called(r) })}>{t("ui.edit")}</Link>}
        {b.remove !== false && !b.fixed?.(r) && <Remove what={b.called(r)} path={`${b.api}/${r.id}`} etag={etagOf(r)} gone={() => { if (opened === r.id) close(); again(); }} named />}
      </div>
    ),
  };
  const making = b.mayWrite && opened === "moi" && b.make !== undefined;
  const add = b.mayWrite && b.make && !making && <Link class="button" href={href({ [b.name]: "moi" })}>{b.add}</Link>;
  return (
    <>
      {(add || b.actions) && <p class="buttons">{add}{b.actions}</p>}
      {making && <Opened title={b.add}><Make of={b} close={close} done={done} /></Opened>}
      {b.mayWrite && row && <Opened key={row.id} title={t("ui.edit_of", { name: b.called(row) })}><Change of={b} id={row.id} close={close} done={done} /></Opened>}
      {rows.length > 0 ? <Table<T> caption={b.caption} columns={b.mayWrite ? [...b.columns, acts] : b.columns} rows={rows} csv={b.csv} /> : !making && <Empty text={b.empty} />}
    </>
  );
}

/** A section of belongings that are read from a list of their own, all of them. */
export function Listed<T extends Kept>({ title, list, read, changed, of, below }: {
  title: string;
  list: string; // the list's path with its question
  read?: () => Promise<T[]>; // where the list does not tell enough
  changed?: () => void;
  of: (rows: T[], again: () => void) => Omit<Belonging<T>, "name" | "caption" | "csv">;
  below?: (rows: T[], again: () => void) => ComponentChildren;
}) {
  const reading = useReading(read ?? (() => getAll<T>(list)), [list]);
  const again = () => { reading.again(); changed?.(); };
  return (
    <Section title={title}>
      <Shown of={reading}>
        {(rows) => (
          <>
            <Belongings<T> of={{ name: "mo", caption: title, csv: list.replace(/[?&]limit=\d+/, ""), ...of(rows, again) }} rows={rows} again={again} />
            {below?.(rows, again)}
          </>
        )}
      </Shown>
    </Section>
  );
}

type Open<T extends Kept> = { of: Belonging<T>; close: () => void; done: () => void };

function Make<T extends Kept>({ of: b, close, done }: Open<T>) {
  const key = useKey();
  const make = (typed: Body) => {
    const body = b.sent?.(typed) ?? typed;
    return send<T>("POST", b.make!, body, { key: key(body) });
  };
  return <Form<T> name={`${b.make!}/new`} fields={b.fields()} cancel={close} send={make} saved={done} />;
}

function Change<T extends Kept>({ of: b, id, close, done }: Open<T> & { id: string }) {
  const path = `${b.api}/${id}`;
  const fresh = async () => {
    const { data: row, etag } = await get<T>(path);
    return { row, data: b.record?.(row) ?? (row as Record<string, unknown>), etag };
  };
  const reading = useReading(fresh, [path]);
  return (
    <Shown of={reading}>
      {({ row, data, etag }) => <Form<T> name={path} fields={b.fields(row)} record={data} etag={etag} cancel={close} again={fresh} send={(typed, tag) => send<T>("PATCH", path, b.sent?.(typed, row) ?? typed, { etag: tag })} saved={done} />}
    </Shown>
  );
}

/** A form that was opened: its heading is where the reader goes on. */
export function Opened({ title, level: Heading = "h3", children }: { title: string; level?: "h2" | "h3"; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return <section class="opened"><Heading ref={heading} tabIndex={-1}>{title}</Heading>{children}</section>;
}
