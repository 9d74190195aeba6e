// Search over all kinds of records; words, kind and year stand in the address.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../api/client";
import { showDate, showNumber } from "../format";
import { lang, t } from "../words";
import { useReading } from "../ui/data";
import { Marked, pageOf } from "../ui/marked";
import { Page, Tabs } from "../ui/page";
import { useQuery } from "../ui/query";
import { Empty, Shown } from "../ui/state";

type Group = Schemas["GroupView"];
type Href = (change: Record<string, string>) => string;

const kinds: Group["type"][] = ["unit", "bloc", "agreement", "commitment", "decision", "award", "person"];
const few = 5;
const many = 50;

const read = (q: string, year: number | undefined, types: string | undefined, limit: number) =>
  ask(api.GET("/api/v1/search", { params: { query: { q, year, types, limit, include_total: true } } })).then((a) => a.data.groups);

export default function Search() {
  const [query, set, href] = useQuery();
  const q = query.q?.trim() ?? "";
  const typedYear = query.nam ?? "";
  const badYear = typedYear !== "" && !/^\d{4}$/.test(typedYear);
  const submit = (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? "").normalize("NFC").trim();
    set({ q: text("q"), nam: text("nam") });
  };
  return (
    <Page title={q ? t("search.title_of", { q }) : t("search.title")}>
      <form class="filters" role="search" aria-label={t("search.title")} onSubmit={submit} key={`${q} ${typedYear}`}>
        <label class="wide">{t("search.words")}<input name="q" type="search" defaultValue={q} aria-describedby="search-hint" /></label>
        <label>{t("search.year")}<input name="nam" class="short" inputMode="numeric" defaultValue={typedYear} aria-invalid={badYear ? "true" : undefined} aria-describedby={badYear ? "search-year" : undefined} /></label>
        <button class="primary">{t("ui.do_search")}</button>
      </form>
      <p class="hint" id="search-hint">{t("search.words_hint")}</p>
      {badYear ? <p class="mistake" id="search-year" role="alert">{t("search.bad_year")}</p>
        : q === "" ? <Empty text={t("search.empty")} />
        : q.replace(/[^\p{L}\p{N}]/gu, "").length < 2 ? <Empty text={t("search.too_short")} />
        : <Results q={q} year={typedYear ? Number(typedYear) : undefined} kind={kinds.find((k) => k === query.loai)} href={href} />}
    </Page>
  );
}

function Results({ q, year, kind, href }: { q: string; year?: number; kind?: Group["type"]; href: Href }) {
  const all = useReading(() => read(q, year, undefined, few), [q, year, lang()]);
  const one = useReading(() => (kind ? read(q, year, kind, many) : Promise.resolve(null)), [q, year, kind ?? "", lang()]);
  // What counts as a word the API judges, and says why where there is too little of one.
  const why = all.problem?.errors?.find((e) => e.parameter === "q")?.message;
  if (why) return <Empty text={why} />;
  return (
    <Shown of={all}>
      {(groups) => {
        const total = groups.reduce((n, g) => n + (g.total ?? g.hits.length), 0);
        if (total === 0) return <Empty text={t("search.none", { q })}>{year !== undefined && <Link href={href({ nam: "" })}>{t("search.all_years")}</Link>}</Empty>;
        const named = (g: Group) => t("search.kind", { kind: t(`search.type.${g.type}`), n: showNumber(g.total ?? g.hits.length) });
        const shown = groups.filter((g) => (g.total ?? g.hits.length) > 0);
        return (
          <>
            <p aria-live="polite">{t("search.found", { n: showNumber(total) })}</p>
            <Tabs current={kind ?? ""} href={(id) => href({ loai: id })} tabs={[{ id: "", text: t("search.all_kinds", { n: showNumber(total) }) }, ...shown.map((g) => ({ id: g.type, text: named(g) }))]} />
            {kind ? (
              <Shown of={one}>
                {(found) => found?.[0]?.hits.length ? (
                  <>
                    <Hits group={found[0]} title={t(`search.type.${kind}`)} />
                    {found[0].has_more && <p>{t("search.narrow")}</p>}
                  </>
                ) : <Empty text={t("search.none_of_kind", { q })}><Link href={href({ loai: "" })}>{t("search.every_kind")}</Link></Empty>}
              </Shown>
            ) : shown.map((g) => (
              <Hits key={g.type} group={g} title={named(g)}>
                {g.has_more && <p><Link href={href({ loai: g.type })}>{t("search.more", { kind: t(`search.type.${g.type}`) })}</Link></p>}
              </Hits>
            ))}
          </>
        );
      }}
    </Shown>
  );
}

function Hits({ group, title, children }: { group: Group; title: string; children?: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul>{group.hits.map((h) => <Hit key={h.id} type={group.type} hit={h} />)}</ul>
      {children}
    </section>
  );
}

function Hit({ type, hit }: { type: string; hit: Schemas["HitView"] }) {
  const about = [hit.bloc?.name ?? hit.bloc?.as_written, hit.unit?.name ?? hit.unit?.as_written, hit.period, hit.issued_on && t("search.issued", { date: showDate(hit.issued_on) })].filter(Boolean);
  return (
    <li>
      <Link href={pageOf(type, hit)}>{hit.title.length > 0 ? <Marked parts={hit.title} /> : t("search.untitled")}</Link>
      {about.length > 0 && <span class="muted"> · {about.join(" · ")}</span>}
      {hit.snippet.length > 0 && <p class="hint"><Marked parts={hit.snippet} /></p>}
    </li>
  );
}
