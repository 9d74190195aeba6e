// Lists: a page at a time in the order of the API, with filters, sort and place in
// the address, and the file of what is shown.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem } from "../api/client";
import { get, save } from "../api/raw";
import { showNumber } from "../format";
import { lang, t } from "../words";
import { useReading } from "./data";
import { useQuery, type Query } from "./query";
import { Empty, ProblemNote, Shown } from "./state";

export type Column<T> = {
  name: string; // of the API, where it sorts by it
  title: string;
  show: (row: T) => ComponentChildren;
  sort?: boolean;
  number?: boolean;
  screen?: boolean; // what is done on the screen has no place on paper
};

const kind = (c: { number?: boolean; screen?: boolean }): string => [c.number && "number", c.screen && "screen"].filter(Boolean).join(" ");

const portion = 100; // rows that an old machine draws in a blink

/** Rows that are all there already; of very many the first, and more when asked for.
 * csv is where the API lists them. */
export function Table<T extends { id?: string }>({ caption, columns, rows, csv }: { caption: string; columns: Column<T>[]; rows: T[]; csv?: string }) {
  const [most, show] = useState(portion);
  return (
    <>
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table>
          <caption class="unseen">{caption}</caption>
          <thead><tr>{columns.map((c) => <th key={c.name} scope="col" class={kind(c)}>{c.title}</th>)}</tr></thead>
          <tbody>{rows.slice(0, most).map((row, i) => <Row key={row.id ?? i} row={row} columns={columns} />)}</tbody>
        </table>
      </div>
      {(rows.length > most || csv) && (
        <div class="under">
          <p aria-live="polite">{rows.length > portion && t("ui.rows", { shown: showNumber(Math.min(most, rows.length)), total: showNumber(rows.length) })}</p>
          <p class="pager">
            {rows.length > most && <button type="button" onClick={() => show(most + portion)}>{t("ui.more_rows", { n: Math.min(portion, rows.length - most) })}</button>}
            {csv && <Download path={csv} name={caption} />}
          </p>
        </div>
      )}
    </>
  );
}

function Row<T>({ row, columns }: { row: T; columns: Column<T>[] }) {
  return <tr>{columns.map((c) => <td key={c.name} data-title={c.title} class={kind(c)}>{c.show(row)}</td>)}</tr>;
}

export type Filter = { name: string; title: string; options?: { value: string; label: string }[]; wide?: boolean };

type Listing<T> = { data: T[]; page: { limit: number; has_more: boolean; next?: string; total?: number } };

/** A list of the API at a path. fixed narrows it beyond what the reader chose; asked
 * turns what the address says into what the API is asked, where the two differ. */
export function List<T extends { id?: string }>({ path, caption, columns, filters = [], fixed = {}, asked, empty }: {
  path: string; caption: string; columns: Column<T>[]; filters?: Filter[]; fixed?: Query; asked?: (query: Query) => Query; empty: ComponentChildren;
}) {
  const [query, set, href] = useQuery();
  // What else stands in the address, such as a tab or an opened form, is the page's own.
  const names = new Set([...filters.map((f) => f.name), "sort", "cursor"]);
  const asks: Query = { ...(asked?.(query) ?? Object.fromEntries(Object.entries(query).filter(([name]) => names.has(name)))), ...fixed };
  const question = new URLSearchParams(asks).toString();
  const reading = useReading<Listing<T>>(() => get<Listing<T>>(`${path}?${question}&include_total=true`).then((a) => a.data), [path, question, lang()], true);
  const spoken = useRef<HTMLParagraphElement>(null);
  const narrowed = filters.some((f) => query[f.name]);

  const sortBy = (c: Column<T>) => {
    const down = query.sort === c.name;
    set({ sort: down ? `-${c.name}` : c.name, cursor: "" });
    if (spoken.current) spoken.current.textContent = t(down ? "ui.sorted_down" : "ui.sorted_up", { by: c.title });
  };
  return (
    <>
      {filters.length > 0 && <Filters filters={filters} query={query} set={set} />}
      <p class="unseen" aria-live="polite" ref={spoken} />
      <Shown of={reading}>
        {(list) => list.data.length === 0 && !query.cursor ? (
          narrowed ? <Empty text={t("ui.none_fit")}><Link href={href({ ...Object.fromEntries(filters.map((f) => [f.name, ""])), cursor: "" })}>{t("ui.clear_filters")}</Link></Empty> : <>{empty}</>
        ) : (
          <>
            <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
              <table>
                <caption class="unseen">{caption}</caption>
                <thead>
                  <tr>
                    {columns.map((c) => {
                      const order = query.sort === c.name ? "ascending" : query.sort === `-${c.name}` ? "descending" : undefined;
                      return (
                        <th key={c.name} scope="col" aria-sort={order} class={kind(c)}>
                          {c.sort ? <button type="button" class="sort" onClick={() => sortBy(c)}>{c.title}<span aria-hidden="true">{order === "ascending" ? "\u00a0▲" : order === "descending" ? "\u00a0▼" : "\u00a0↕"}</span></button> : c.title}
                        </th>
                      );
                    })}
                  </tr>
                </thead>
                <tbody>{list.data.map((row, i) => <Row key={row.id ?? i} row={row} columns={columns} />)}</tbody>
              </table>
            </div>
            <div class="under">
              <p>{list.page.total != null && t("ui.rows", { shown: showNumber(list.data.length), total: showNumber(list.page.total) })}</p>
              <p class="pager">
                {query.cursor && <Link href={href({ cursor: "" })}>{t("ui.first_page")}</Link>}
                {list.page.next && <Link href={href({ cursor: new URL(list.page.next).searchParams.get("cursor") ?? "" })}>{t("ui.next_page")}</Link>}
                <Download path={`${path}?${new URLSearchParams(Object.entries({ ...asks, cursor: "" }).filter(([, v]) => v !== ""))}`} name={caption} />
              </p>
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

function Download({ path, name }: { path: string; name: string }) {
  const [problem, setProblem] = useState<Problem>();
  return (
    <>
      <button type="button" onClick={() => save(path, "text/csv").then(() => setProblem(undefined), (e) => setProblem(problemFrom(e)))} aria-label={t("ui.download_csv_of", { name })}>{t("ui.download_csv")}</button>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function Filters({ filters, query, set }: { filters: Filter[]; query: Query; set: (change: Query) => void }) {
  const submit = (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    set({ ...Object.fromEntries(filters.map((f) => [f.name, String(form.get(f.name) ?? "").trim()])), cursor: "" });
  };
  // What stands in the fields follows the address; the fields stay, and with them the focus.
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    for (const f of filters) (form.current!.elements.namedItem(f.name) as HTMLInputElement | HTMLSelectElement).value = query[f.name] ?? "";
  }, [query]);
  return (
    <form ref={form} class="filters" onSubmit={submit} role="search" aria-label={t("ui.filter")}>
      {filters.map((f) => (
        <label key={f.name} class={f.wide ? "wide" : ""}>
          {f.title}
          {f.options ? (
            <select name={f.name}>
              <option value="">{t("ui.any")}</option>
              {f.options.map((o) => <option key={o.value} value={o.value} selected={o.value === query[f.name]}>{o.label}</option>)}
            </select>
          ) : <input name={f.name} defaultValue={query[f.name] ?? ""} />}
        </label>
      ))}
      <button>{t("ui.do_filter")}</button>
    </form>
  );
}
