// Awards of the bloc by type and year, from the API's own sums.

import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../api/client";
import { Stacked, totalOf, type Stack } from "../../charts/stacked";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { label, t } from "../../words";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Empty, Shown } from "../../ui/state";
import { kinds, nameOf, type Kind } from "./book";
import type { Line } from "./scope";

type View = Schemas["TallyView"];
type Sums = Schemas["Sums"];

const most = 6; // kinds of parts that can be told apart

const inSums = (s: Sums | Line): number => s.collectives + s.individuals + s.households + s.blocs + s.unclassified;
const columnOf = (r: Line): string | null => r.year?.toString() ?? r.period;

/** The columns from the first year to the last, with the years in between that have
 * nothing on record; periods longer than a year stand behind them. */
export function stacked(rows: Line[]): { stacks: Stack[]; series: string[] } {
  const byType = new Map<string, number>();
  for (const r of rows) byType.set(nameOf(r.type), (byType.get(nameOf(r.type)) ?? 0) + inSums(r));
  const names = [...byType.entries()].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const series = names.length > most ? [...names.slice(0, most - 1), t("award.other_types")] : names;
  const years = rows.flatMap((r) => (r.year == null ? [] : [r.year]));
  const ids = years.length > 0 ? Array.from({ length: Math.max(...years) - Math.min(...years) + 1 }, (_, i) => String(Math.min(...years) + i)) : [];
  for (const r of rows) if (r.year == null && r.period && !ids.includes(r.period)) ids.push(r.period);
  const stacks = ids.map((id): Stack => {
    const mine = rows.filter((r) => columnOf(r) === id);
    const parts = series.map(() => 0);
    for (const r of mine) {
      const at = series.indexOf(nameOf(r.type));
      parts[at < 0 ? series.length - 1 : at]! += inSums(r);
    }
    return { id, parts, records: mine.reduce((n, r) => n + r.awards, 0), open: mine.some((r) => r.count_unknown > 0) };
  });
  return { stacks, series };
}

export function Tally({ bloc }: YearProps) {
  const [query, , href] = useQuery();
  const kind = kinds().find((k) => k.value === query["doi-tuong"])?.value as Exclude<Kind, null> | undefined;
  const reading = useReading(() => ask(api.GET("/api/v1/awards/tally", { params: { query: { bloc_id: bloc.id, recipient_kind: kind } } })).then((a) => a.data as View), [bloc.id, kind], true);
  const choices = [{ value: "", label: t("ui.any") }, ...kinds()];
  return (
    <section class="card">
      <h2>{t("award.tally_of", { bloc: bloc.name })}</h2>
      <p class="actions" role="group" aria-label={t("award.recipient_kind")}>{choices.map((k) => <Link key={k.value} class={k.value === (kind ?? "") ? "button primary" : "button"} aria-current={k.value === (kind ?? "") ? "true" : undefined} href={href({ "doi-tuong": k.value })}>{k.label}</Link>)}</p>
      <Shown of={reading}>
        {(v) => {
          const { stacks, series } = stacked(v.rows);
          if (stacks.length === 0) return <Empty text={kind ? t("award.none_of_kind", { kind: label("recipient_kind", kind) }) : t("award.none_at_all")} />;
          return <><Stacked message={message(stacks, kind ? label("recipient_kind", kind).toLowerCase() : t("award.whoever"))} stacks={stacks} series={series} by={t("award.type")} /><Beside v={v} /></>;
        }}
      </Shown>
    </section>
  );
}

function message(stacks: Stack[], what: string): string {
  const sum = (s: Stack) => s.parts.reduce((a, b) => a + b, 0);
  const best = stacks.reduce((a, b) => (sum(b) > sum(a) ? b : a));
  const params = { what, from: stacks[0]!.id, to: stacks[stacks.length - 1]!.id, total: count(stacks.reduce((n, s) => n + sum(s), 0)), best: best.id, n: totalOf(best) };
  return stacks.length === 1 ? t("award.chart_one", params) : t("award.chart_many", params);
}

/** What the columns leave out, each in a sentence. */
function Beside({ v }: { v: View }) {
  const of = (key: string, s: Sums) => s.awards > 0 && <li>{t(key, { awards: count(s.awards), n: inSums(s) > 0 ? count(inSums(s)) : t("ui.unknown").toLowerCase() })}</li>;
  return (
    <ul class="muted">
      <li>{t("award.dash_means")}</li>
      {v.totals.count_unknown > 0 && <li>{t("award.counts_open", { n: count(v.totals.count_unknown) })}</li>}
      {of("award.unclear", v.unclear)}
      {of("award.draft", v.draft)}
      {of("award.annulled", v.annulled)}
    </ul>
  );
}
