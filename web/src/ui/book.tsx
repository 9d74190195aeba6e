// The books of master data all work alike: a list, a page for each record, a form
// to make one and to change it. A book says what is particular about it.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { problemFrom, type Problem } from "../api/client";
import { get, remove, send, type Versioned } from "../api/raw";
import { t } from "../words";
import { useKey, useReading, type Reading } from "./data";
import { Form, type Field } from "./form";
import { Page, ShownPage, type Crumb } from "./page";
import { useQuery } from "./query";
import { Empty, ProblemNote } from "./state";
import { List, type Column, type Filter } from "./table";

export type Kept = { id: string; version: number };

export type Book<T extends Kept> = {
  api: string; // collection, e.g. /units
  at: string; // address of the list, e.g. /don-vi
  title: () => string;
  one: () => string; // what one record is called
  empty: () => string;
  name: (row: T) => string;
  columns: () => Column<T>[];
  filters?: () => Filter[];
  fields: (row?: T) => Field[]; // of the form; without a row, to make one
  mayWrite: boolean;
};

export function BookList<T extends Kept>({ book }: { book: Book<T> }) {
  const add = book.mayWrite && <Link class="button primary" href={`${book.at}/moi`}>{t("book.add", { what: book.one() })}</Link>;
  return (
    <Page title={book.title()} actions={add}>
      <List<T> path={book.api} caption={book.title()} columns={book.columns()} filters={book.filters?.()} empty={<Empty text={book.empty()}>{add}</Empty>} />
    </Page>
  );
}

const crumb = <T extends Kept>(book: Book<T>): Crumb => ({ href: book.at, text: book.title() });

export function BookNew<T extends Kept>({ book, more }: { book: Book<T>; more?: Record<string, unknown> }) {
  const [, go] = useLocation();
  const key = useKey();
  return (
    <Page title={t("book.add", { what: book.one() })} crumbs={[crumb(book)]} may={book.mayWrite}>
      <Form<T> name={`${book.api}/new`} fields={book.fields()} cancel={() => go(book.at)} send={(typed) => { const body = { ...more, ...typed }; return send<T>("POST", book.api, body, { key: key(body) }); }} saved={(row) => go(`${book.at}/${row.id}`)} />
    </Page>
  );
}

/** The page of one record: what is known of it, a form to change it (?sua=1), and
 * what belongs to it. */
export function BookRecord<T extends Kept>({ book, id, facts, removable = true, children }: {
  book: Book<T>; id: string; removable?: boolean; facts: (row: T) => [string, ComponentChildren][]; children?: (row: T, reading: Reading<Versioned<T>>) => ComponentChildren;
}) {
  const [query, set, href] = useQuery();
  const [, go] = useLocation();
  const reading = useReading(() => get<T>(`${book.api}/${id}`), [book.api, id]);
  return (
    <ShownPage of={reading}>
      {({ data: row, etag }) => (
        <Page title={book.name(row)} crumbs={[crumb(book)]} actions={book.mayWrite && query.sua !== "1" && (<><Link class="button" href={href({ sua: "1" })}>{t("ui.edit")}</Link>{removable && <Remove what={book.name(row)} path={`${book.api}/${id}`} etag={etag} gone={() => go(book.at)} />}</>)}>
          {query.sua === "1" && book.mayWrite ? (
            <Form<T> name={`${book.api}/${id}`} fields={book.fields(row)} record={row} apart etag={etag} cancel={() => set({ sua: "" })} send={(body, tag) => send<T>("PATCH", `${book.api}/${id}`, body, { etag: tag })} again={() => get(`${book.api}/${id}`)} saved={() => { reading.again(); set({ sua: "" }); }} />
          ) : <Facts of={facts(row)} />}
          {children?.(row, reading)}
        </Page>
      )}
    </ShownPage>
  );
}

/** What is known of a record; what nobody told is a dash. */
export function Facts({ of }: { of: [string, ComponentChildren][] }) {
  return <dl class="facts card">{of.map(([term, value]) => <div key={term} class="fact"><dt>{term}</dt><dd>{value == null || value === "" ? "—" : value}</dd></div>)}</dl>;
}

/** A button that removes a record after a question that names it. */
export function Remove({ what, path, etag, gone, named }: { what: string; path: string; etag: string; gone: () => void; named?: boolean }) {
  return <SureToDelete what={what} named={named} act={() => remove(path, etag).then(gone)} />;
}

/** The button and its question, which is there while it is asked. */
export function SureToDelete({ what, act, named }: { what: string; act: () => Promise<void>; named?: boolean }) {
  const box = useRef<HTMLDialogElement>(null);
  const [asked, ask] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => { if (asked) box.current?.showModal(); }, [asked]);
  const close = () => { box.current?.close(); ask(false); setProblem(undefined); };
  return (
    <>
      <button type="button" class="danger" aria-label={named ? t("ui.delete_of", { name: what }) : undefined} onClick={() => ask(true)}>{t("ui.delete")}</button>
      {asked && (
        <dialog ref={box} aria-label={t("ui.delete_of", { name: what })} onClose={close}>
          <p>{t("ui.delete_sure", { name: what })}</p>
          {problem && <ProblemNote problem={problem} />}
          <div class="buttons"><button type="button" class="danger" onClick={() => void act().then(close, (e) => setProblem(problemFrom(e)))}>{t("ui.delete")}</button><button type="button" onClick={close}>{t("ui.keep")}</button></div>
        </dialog>
      )}
    </>
  );
}

type Named = { id: string | null; name: string | null; as_written: string | null } | null;

/** A linked record by its name, leading to its page; else the words of the source. */
export function Linked({ to, of }: { to: string; of: Named | undefined }) {
  if (!of) return <>—</>;
  const words = of.name ?? of.as_written ?? "—";
  return of.id ? <Link href={`${to}/${of.id}`}>{words}</Link> : <>{words}</>;
}

/** A part of a page that lists, makes and changes records of its own. */
export function Section({ title, children, actions }: { title: string; children: ComponentChildren; actions?: ComponentChildren }) {
  return <section class="card"><div class="head"><h2>{title}</h2>{actions && <div class="actions">{actions}</div>}</div>{children}</section>;
}
