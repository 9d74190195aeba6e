// Awards are listed by the year they were earned for, which a bloc need not keep a
// year of its own for: the year of the page, unless another is chosen in the address.

import { Link, useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../../api/client";
import type { Bloc, Term } from "../../frame/term";
import { count } from "../../format";
import { t } from "../../words";
import { useReading, type Reading } from "../../ui/data";
import { useQuery } from "../../ui/query";

export type Line = Schemas["TallyLine"];

const chosen = ["year", "period", "period_exists"] as const;

/** What narrows awards to a year: its listing year, or the label of a longer period. */
const ofTerm = (term: Term): Record<string, string> =>
  term.period.listing_year != null ? { year: String(term.period.listing_year) } : { period: term.period.label };

const ofLine = (r: Line): Record<string, string> =>
  r.year != null ? { year: String(r.year) } : r.period ? { period: r.period } : { period_exists: "false" };

const same = (a: Record<string, string>, b: Record<string, string>) => JSON.stringify(a) === JSON.stringify(b);

/** Every award the bloc has on record, by year and type, whatever its state. */
export const useLines = (bloc: Bloc): Reading<Line[]> =>
  useReading(() => ask(api.GET("/api/v1/awards/tally", { params: { query: { bloc_id: bloc.id, status: "draft,in_force,annulled" } } })).then((a) => a.data.rows), [bloc.id]);

/** The period the address asks for, and its name; without one that of the page. */
export function useScope(term: Term): { scope: Record<string, string>; name: string } {
  const [query] = useQuery();
  const asked = chosen.find((c) => query[c]);
  const scope = asked ? { [asked]: query[asked]! } : ofTerm(term);
  return { scope, name: scope.year ?? scope.period ?? t("award.no_period") };
}

/** The lines of one scope. */
export const within = (lines: Line[], scope: Record<string, string>): Line[] => lines.filter((r) => same(ofLine(r), scope));

/** The years the bloc has awards of, to choose from. */
export function Periods({ term, lines }: { term: Term; lines: Line[] }) {
  const [path] = useLocation();
  const [query] = useQuery();
  const { scope } = useScope(term);
  const options = new Map([[JSON.stringify(ofTerm(term)), { of: ofTerm(term), awards: 0 }]]);
  for (const r of lines) {
    const of = ofLine(r), key = JSON.stringify(of);
    options.set(key, { of, awards: (options.get(key)?.awards ?? 0) + r.awards });
  }
  if (options.size < 2) return null;
  const tab = query.tab ? `tab=${query.tab}&` : "";
  const text = (of: Record<string, string>) => of.year ?? of.period ?? t("award.no_period");
  return (
    <nav class="filters" aria-label={t("award.period")}>
      <span>{t("award.period")}:</span>
      {[...options.values()].sort((a, b) => text(b.of).localeCompare(text(a.of))).map(({ of, awards }) => {
        const here = same(of, scope);
        return <Link key={text(of)} class={here ? "button primary" : "button"} aria-current={here ? "true" : undefined} href={`${path}?${tab}${new URLSearchParams(of)}`}>{text(of)} ({awards > 0 ? count(awards) : "—"})</Link>;
      })}
    </nav>
  );
}
