// The places of a ranking: who stands where, by how much, since when, and why.

import { Link } from "wouter-preact";
import { Bars } from "../../charts/bars";
import { showNumber } from "../../format";
import { Section } from "../../ui/book";
import { useQuery } from "../../ui/query";
import { Empty } from "../../ui/state";
import { Table, type Column } from "../../ui/table";
import { label, t } from "../../words";
import { keyWords, unitName, type Place, type Ranking } from "./fields";

export function Places({ of: r }: { of: Ranking }) {
  const [query, , href] = useQuery();
  if (r.rows.length === 0) return <Empty text={t("ranking.no_rows")} />;
  const points = r.mode !== "rank_by_metric", totals = r.rows.filter((p) => p.total !== null);
  const some = (has: (p: Place) => unknown) => r.rows.some((p) => has(p));
  const columns: Column<Place & { id?: string }>[] = [
    { name: "rank", title: t("ranking.rank"), show: (p) => <Rank of={p} /> },
    { name: "unit", title: t("ui.unit"), show: (p) => (p.unit?.id ? <Link href={`/don-vi/${p.unit.id}`}>{unitName(p)}</Link> : unitName(p)) },
    ...(points ? [
      { name: "total", title: t("ranking.total"), number: true, show: (p: Place) => (p.total === null ? "—" : r.scale !== null ? t("ranking.total_of", { n: showNumber(p.total), scale: showNumber(r.scale) }) : showNumber(p.total)) },
      { name: "behind", title: t("ranking.behind"), number: true, show: (p: Place) => (p.behind === null ? "—" : showNumber(p.behind)) },
    ] : r.rows[0]!.marks.map((m, i) => ({ name: m.code, title: m.code, number: true, show: (p: Place) => (p.marks[i]?.figure == null ? "—" : showNumber(p.marks[i]!.figure)) }))),
    ...(some((p) => p.former_rank !== null) ? [
      { name: "former", title: t("ranking.former"), number: true, show: (p: Place) => (p.former_rank === null ? "—" : String(p.former_rank)) },
      { name: "change", title: t("ranking.change"), show: (p: Place) => <Change by={p.change} /> },
    ] : []),
    ...(some((p) => p.broken_by) ? [{ name: "broken", title: t("ranking.broken"), show: (p: Place) => (p.broken_by ? keyWords(p.broken_by) : "—") }] : []),
    ...(some((p) => p.class) ? [{ name: "class", title: t("ranking.class"), show: (p: Place) => p.class ?? "—" }] : []),
    ...(some((p) => p.note) ? [{ name: "note", title: t("ranking.note"), show: (p: Place) => p.note ?? "—" }] : []),
    ...(points && some((p) => p.marks.length > 0) ? [{ name: "marks", title: t("ui.acts"), screen: true, show: (p: Place) => p.unit?.id && <Link class="button" href={href({ diem: p.unit.id })} aria-label={t("ranking.marks", { unit: unitName(p) })}>{t("ranking.of_marks")}</Link> }] : []),
  ];
  const opened = r.rows.find((p) => p.unit?.id && p.unit.id === query.diem);
  return (
    <>
      <Table caption={t("ranking.places")} rows={r.rows.map((p) => ({ ...p, id: p.unit?.id ?? unitName(p) }))} columns={columns} />
      {r.origin === "computed" && <p class="muted">{r.tie_keys.length > 0 ? t("ranking.rule", { keys: r.tie_keys.map(keyWords).join("; ") }) : t("ranking.no_rule")}</p>}
      {opened && <Marks of={opened} />}
      {points && totals.length > 1 && <Bars message={message(r, totals)} of={totals.map((p) => ({ name: unitName(p), value: p.total! }))} table={<Table caption={t("ranking.places")} rows={totals.map((p) => ({ ...p, id: p.unit?.id ?? unitName(p) }))} columns={columns.slice(0, 3)} />} />}
    </>
  );
}

/** What the bars show in a sentence. */
function message(r: Ranking, totals: Place[]): string {
  const first = totals.filter((p) => p.rank === 1);
  return first.length === 1 ? t("ranking.bars", { unit: unitName(first[0]!), n: showNumber(first[0]!.total) }) : t("ranking.bars_tied", { year: r.term.period });
}

function Rank({ of: p }: { of: Place }) {
  if (p.left_out) return <span class="muted">{t("ranking.left_out")}</span>;
  if (p.rank === null) return <>—</>;
  return <>{p.tied ? t("ranking.tied", { rank: p.rank }) : String(p.rank)}</>;
}

function Change({ by }: { by: number | null }) {
  if (by === null) return <>—</>;
  return <>{by > 0 ? t("ranking.up", { n: by }) : by < 0 ? t("ranking.down", { n: -by }) : t("ranking.same")}</>;
}

function Marks({ of: p }: { of: Place }) {
  const [, , href] = useQuery();
  return (
    <Section title={t("ranking.marks", { unit: unitName(p) })} actions={<Link class="button" href={href({ diem: "" })}>{t("ui.cancel")}</Link>}>
      <Table
        caption={t("ranking.marks", { unit: unitName(p) })} rows={p.marks.map((m) => ({ ...m, id: m.code }))}
        columns={[
          { name: "code", title: t("score.code"), show: (m) => m.code },
          { name: "points", title: t("score.points"), number: true, show: (m) => (m.points === null ? "—" : showNumber(m.points)) },
          { name: "figure", title: t("score.actual"), number: true, show: (m) => (m.figure === null ? "—" : showNumber(m.figure)) },
          { name: "rule", title: t("score.formula"), show: (m) => label("score_rule", m.rule) },
        ]}
      />
    </Section>
  );
}
