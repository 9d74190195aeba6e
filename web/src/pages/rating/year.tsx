// How the units of a year are rated: each by itself, as the bloc proposes, and as
// the authority recognised; and what caps them.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { Linked } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { nameOf } from "../agreement/seats";
import { fields, Given, There } from "./given";
import { useRights, type Standing } from "./rights";
import { Why, type Board } from "./why";

type Row = Board["units"][number] & { id: string };

const standings: Standing[] = ["self", "proposed", "recognised"];

export default function RatingsOfYear({ bloc, term }: YearProps) {
  const reading = useReading(() => get<Board>(`/terms/${term.id}/rating-board`).then((a) => a.data), [term.id], true);
  const [query, set, href] = useQuery();
  const may = useRights(term);
  const key = useKey();
  const recognises = may("recognised", "");
  const [unit = "", standing = ""] = (query.o ?? "").split(".");
  return (
    <Page title={t("rating.title", { year: term.period.label })} crumbs={yearCrumbs(bloc, term.period.label)} actions={<button type="button" onClick={() => print()}>{t("ui.print")}</button>}>
      <Shown of={reading}>
        {(b) => {
          const opened = b.units.find((u) => u.unit?.id === unit);
          const cell = (r: Row, s: Standing) => {
            const given = r[s], name = t("rating.cell", { unit: nameOf(r.unit), standing: label("rating_standing", s) });
            if (given) return <><Link href={href({ o: `${r.id}.${s}` })} aria-label={`${name}: ${label("rating_level", given.level)}`}>{label("rating_level", given.level)}</Link>{given.over_cap && <> <Chip tone="bad">{t("rating.over_cap")}</Chip></>}</>;
            return r.unit?.id && may(s, r.unit.id) ? <Link class="button" href={href({ o: `${r.id}.${s}` })} aria-label={`${t("rating.give")}: ${name}`}>{t("rating.give")}</Link> : <span class="muted">{t("ui.unknown")}</span>;
          };
          return (
            <>
              <div class="counters">{b.counts.map((c) => <section key={c.level} class="counter"><h2>{label("rating_level", c.level)}</h2><p class="big">{c.units === 0 && b.unrated > 0 ? "—" : count(c.units)}</p></section>)}</div>
              {b.unrated > 0 && <p>{t("rating.unrated", { n: count(b.unrated) })}</p>}
              {opened && standings.includes(standing as Standing) && <Given key={query.o} board={b} row={opened} standing={standing as Standing} may={may(standing as Standing, unit)} close={() => set({ o: "" })} changed={reading.again} />}
              {b.units.length === 0 ? <Empty text={t("registration.no_units")} /> : (
                <Table<Row>
                  caption={t("rating.board")} rows={b.units.map((u, i) => ({ ...u, id: u.unit?.id ?? String(i) }))}
                  columns={[
                    { name: "unit", title: t("ui.unit"), show: (r) => <Linked to="/don-vi" of={r.unit} /> },
                    ...standings.map((s) => ({ name: s, title: label("rating_standing", s), show: (r: Row) => cell(r, s) })),
                    { name: "cap", title: t("rating.cap"), show: (r) => <Why row={r} /> },
                  ]}
                />
              )}
              {(b.others.length > 0 || recognises) && (
                <section class="card">
                  <h2>{t("rating.others")}</h2>
                  {b.others.length > 0 && <ul>{b.others.map((o) => <li key={o.id}><Link href={href({ r: o.id })}>{o.count !== null ? t("rating.counted", { n: count(o.count) }) : o.unit_as_written}</Link>: {label("rating_level", o.level)} ({label("rating_standing", o.standing)})</li>)}</ul>}
                  {b.others.filter((o) => o.id === query.r).map((o) => <There key={o.id} id={o.id} standing={o.standing} may={o.standing === "recognised" ? recognises : may(o.standing, "")} close={() => set({ r: "" })} changed={reading.again} />)}
                  {recognises && (query.them === "1" ? (
                    <Form<Schemas["RatingDetailView"]>
                      name={`/ratings/${b.term_id}/others`} cancel={() => set({ them: "" })}
                      fields={[{ name: "count", title: t("rating.count"), hint: t("rating.count_hint"), kind: "number" }, { name: "unit_as_written", title: t("rating.unit_as_written"), kind: "text" }, ...fields("recognised")]}
                      send={(typed) => { const body = { term_id: b.term_id, standing: "recognised", ...typed }; return send<Schemas["RatingDetailView"]>("POST", "/ratings", body, { key: key(body) }); }} saved={() => { set({ them: "" }); reading.again(); }}
                    />
                  ) : <p class="buttons"><Link class="button" href={href({ them: "1" })}>{t("rating.add_count")}</Link></p>)}
                </section>
              )}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}
