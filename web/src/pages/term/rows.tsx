// Records that belong to a year: members, leaders, deadlines, events. Each kind is
// listed whole, and made, changed and removed in its place; which form is open
// stands in the address.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem } from "../../api/client";
import { get, getAll, save, send, type Versioned } from "../../api/raw";
import { Remove, Section, type Kept } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form, type Body, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Empty, ProblemNote, Shown } from "../../ui/state";
import { Table, type Column } from "../../ui/table";
import { t } from "../../words";

/** The version of a record as the API takes it back. */
export const etagOf = (row: Kept): string => `"${row.version}"`;

export type RowsProps<T extends Kept> = {
  title: string;
  add: string; // what the button says
  empty: string;
  list: string; // where they are listed, with its question
  read?: () => Promise<T[]>; // where listing them is not enough
  make: string; // where one is made
  one: string; // where one is, before its id
  columns: (rows: T[], again: () => void) => Column<T>[];
  fields: (row?: T) => Field[];
  called: (row: T) => string;
  record?: (row: T) => Record<string, unknown>; // what the form starts from, where it is not the row
  sent?: (body: Body, row?: T) => Record<string, unknown>; // what the API takes for what was typed
  mayWrite: boolean;
  changed?: () => void;
  actions?: ComponentChildren;
  extra?: (row: T) => ComponentChildren; // more to do with a row
  below?: (rows: T[], again: () => void) => ComponentChildren;
};

export function Rows<T extends Kept>(p: RowsProps<T>) {
  const [query, set, href] = useQuery();
  const reading = useReading(() => (p.read ?? (() => getAll<T>(p.list)))(), [p.list]);
  const again = () => { reading.again(); p.changed?.(); };
  const close = () => set({ mo: "" });
  const change: Column<T> = {
    name: "change", title: t("term.change"),
    show: (row) => (
      <div class="buttons">
        <Link class="button" href={href({ mo: row.id })} aria-label={t("ui.edit_of", { name: p.called(row) })}>{t("ui.edit")}</Link>
        {p.extra?.(row)}
        <Remove what={p.called(row)} path={`${p.one}/${row.id}`} etag={etagOf(row)} gone={() => { if (query.mo === row.id) close(); again(); }} />
      </div>
    ),
  };
  const add = p.mayWrite && query.mo !== "moi" && <Link class="button primary" href={href({ mo: "moi" })}>{p.add}</Link>;
  return (
    <Section title={p.title} actions={<>{add}{p.actions}</>}>
      <Shown of={reading}>
        {(rows) => {
          const row = rows.find((r) => r.id === query.mo);
          return (
            <>
              {p.mayWrite && query.mo === "moi" && <Opened key="moi" title={p.add}><Make<T> p={p} close={close} again={again} /></Opened>}
              {p.mayWrite && row && <Opened key={row.id} title={t("ui.edit_of", { name: p.called(row) })}><Change<T> p={p} row={row} close={close} again={again} /></Opened>}
              {rows.length === 0 ? <Empty text={p.empty} /> : (
                <>
                  <Table<T> caption={p.title} columns={p.mayWrite ? [...p.columns(rows, again), change] : p.columns(rows, again)} rows={rows} />
                  <div class="under"><p class="pager"><Download path={p.list} name={p.title} /></p></div>
                </>
              )}
              {p.below?.(rows, again)}
            </>
          );
        }}
      </Shown>
    </Section>
  );
}

type Open<T extends Kept> = { p: RowsProps<T>; close: () => void; again: () => void };

function Make<T extends Kept>({ p, close, again }: Open<T>) {
  const key = useKey();
  const make = (typed: Body): Promise<Versioned<T>> => {
    const body = p.sent?.(typed) ?? typed;
    return send<T>("POST", p.make, body, { key: key(body) });
  };
  return <Form<T> name={`${p.make}/new`} fields={p.fields()} cancel={close} send={make} saved={() => { close(); again(); }} />;
}

function Change<T extends Kept>({ p, row, close, again }: Open<T> & { row: T }) {
  const shown = useRef(p.record?.(row) ?? (row as Record<string, unknown>)).current;
  const path = `${p.one}/${row.id}`;
  const fresh = async () => {
    const { data, etag } = await get<T>(path);
    return { data: p.record?.(data) ?? data, etag };
  };
  return <Form<T> name={path} fields={p.fields(row)} record={shown} etag={etagOf(row)} cancel={close} again={fresh} send={(body, etag) => send<T>("PATCH", path, p.sent?.(body, row) ?? body, { etag })} saved={() => { close(); again(); }} />;
}

/** A form that was opened: its heading is where the reader goes on. */
export function Opened({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return <section class="opened"><h3 ref={heading} tabIndex={-1}>{title}</h3>{children}</section>;
}

function Download({ path, name }: { path: string; name: string }) {
  const [problem, setProblem] = useState<Problem>();
  return (
    <>
      <button type="button" aria-label={t("ui.download_csv_of", { name })} onClick={() => save(path, "text/csv").then(() => setProblem(undefined), (e) => setProblem(problemFrom(e)))}>{t("ui.download_csv")}</button>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}
