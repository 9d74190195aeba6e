// How the units of a bloc stood through the years, and how its flags went: by score, or
// in turn.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { Bump } from "../../charts/bump";
import { count, showDate, showNumber } from "../../format";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table, type Column } from "../../ui/table";
import { label, t } from "../../words";

type All = Schemas["StandingsView"];
type Unit = All["units"][number];
type Row = Unit & { id: string };

const nameOf = (u: { unit: Schemas["Ref"] | null }): string => u.unit?.name ?? u.unit?.as_written ?? "—";
const most = 10; // lines that can be told apart

export function Standings({ bloc }: { bloc: string }) {
  const [query, set] = useQuery();
  const reading = useReading(() => get<All>(`/blocs/${bloc}/standings`).then((a) => a.data), [bloc]);
  return (
    <Shown of={reading}>
      {(all) => {
        if (all.units.length === 0) return <Empty text={t("ranking.no_standings")} />;
        const units: Row[] = all.units.map((u) => ({ ...u, id: u.unit?.id ?? nameOf(u) }));
        const chosen = units.find((u) => u.id === query.dv) ?? units[0]!;
        const shown = units.filter((u, i) => i < most || u === chosen).slice(0, chosen === units[most] ? most + 1 : undefined);
        const ranked = all.terms.map((_, i) => i).filter((i) => all.terms[i]!.ranking_id !== null), years = ranked.length > 0 ? all.terms.slice(ranked[0], ranked[ranked.length - 1]! + 1) : [];
        const from = ranked[0] ?? 0, ranks = (u: Unit) => years.map((_, i) => u.places[from + i]!.rank);
        const table = <Table<Row> caption={t("ranking.standings")} rows={units} columns={columns(all)} />;
        return (
          <>
            <form class="filters screen" onSubmit={(e) => e.preventDefault()}>
              <label>{t("ui.unit")}<select value={chosen.id} onChange={(e) => set({ dv: e.currentTarget.value })}>{units.map((u) => <option key={u.id} value={u.id} selected={u === chosen}>{nameOf(u)}</option>)}</select></label>
            </form>
            {years.length > 0 && <Bump message={t("ranking.course", { unit: nameOf(chosen), ranks: years.map((y, i) => `${y.period.label}: ${ranks(chosen)[i] ?? "—"}`).join("; ") })} years={years.map((y) => y.period.label)} lines={shown.map((u) => ({ id: u.id, name: nameOf(u), ranks: ranks(u), ended: u.ended !== null, into: u.ended?.successors.map((s) => s.id!) ?? [] }))} chosen={chosen.id} table={table} />}
            <Section title={t("ranking.standings")}>{table}<p class="muted">{t("ranking.led_hint")}</p></Section>
            <Section title={t("ranking.flags")}><Flags of={all} /></Section>
          </>
        );
      }}
    </Shown>
  );
}

/** What became of a unit: merged or dissolved, when, and into whom. */
function ended(e: NonNullable<Unit["ended"]>): string {
  const into = e.successors.map((s) => s.name).join(", ");
  return [t(e.kind === "merge" ? "ranking.merged" : "ranking.dissolved"), e.on && showDate(e.on), into && `→ ${into}`].filter(Boolean).join(" ");
}

function columns(all: All): Column<Row>[] {
  return [
    { name: "unit", title: t("ui.unit"), show: (u) => <>{u.unit?.id ? <Link href={`/don-vi/${u.unit.id}`}>{nameOf(u)}</Link> : nameOf(u)}{u.ended && <> <Chip tone="plain">{ended(u.ended)}</Chip></>}</> },
    ...all.terms.map((term, i): Column<Row> => ({
      name: term.term_id, title: term.period.label, number: true,
      show: (u) => {
        const p = u.places[i]!;
        return <>{p.rank !== null ? String(p.rank) : p.left_out ? t("ranking.left_out") : "—"}{p.led && <sup>{t("ranking.led_mark")}</sup>}</>;
      },
    })),
    { name: "mean_rank", title: t("ranking.mean"), number: true, show: (u) => (u.mean_rank === null ? "—" : showNumber(u.mean_rank)) },
  ];
}

function Flags({ of: all }: { of: All }) {
  const rows = all.terms.flatMap((term) => [
    ...term.flags.map((f) => ({ id: `${f.award_id}${f.unit?.id}`, year: term.period.label, ...f })),
    ...(term.unnamed_flags > 0 ? [{ id: term.term_id, year: term.period.label, award_id: "", type: t("ranking.unnamed_flags", { n: count(term.unnamed_flags) }), unit: null, rank: null, by: null }] : []),
  ]).reverse();
  if (rows.length === 0) return <Empty text={t("ranking.no_flags")} />;
  const { by_score, in_turn, unknown } = all.rotation;
  return (
    <>
      <p>{t("ranking.rotation", { score: by_score, turn: in_turn, unknown })}</p>
      <Table
        caption={t("ranking.flags")} rows={rows}
        columns={[
          { name: "year", title: t("ui.year"), show: (f) => f.year },
          { name: "type", title: t("ranking.flag"), show: (f) => (f.award_id ? <Link href={`/khen-thuong/${f.award_id}`}>{f.type}</Link> : f.type) },
          { name: "unit", title: t("ui.unit"), show: nameOf },
          { name: "rank", title: t("ranking.rank"), number: true, show: (f) => String(f.rank ?? "—") },
          { name: "by", title: t("ranking.went"), show: (f) => (f.by ? label("flag_went", f.by) : t("ui.unknown")) },
        ]}
      />
    </>
  );
}
