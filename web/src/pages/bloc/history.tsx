// The years of a bloc, what it came from and what came of it.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { blocPath, yearPath, type Bloc } from "../../frame/term";
import { count, showDate } from "../../format";
import { Linked, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { termTone } from "../overview";

type History = Schemas["HistoryView"];
type Year = Schemas["HistoryTermView"];

export function Years({ bloc, mayWrite }: { bloc: Bloc; mayWrite: boolean }) {
  const reading = useReading(() => get<History>(`/blocs/${bloc.id}/history`).then((a) => a.data), [bloc.id]);
  const open = mayWrite && <Link class="button primary" href={`${blocPath(bloc)}/nam-moi`}>{t("bloc.open_year")}</Link>;
  return (
    <>
      <Section title={t("bloc.years")} actions={open}>
        <Shown of={reading}>
          {(h) => (
            <>
              {h.terms.length === 0 ? <Empty text={t("bloc.no_years")} /> : <YearTable bloc={bloc} years={h.terms} />}
              {h.gaps.length > 0 && <p class="muted">{t("bloc.gaps", { years: spans(h.gaps) })}</p>}
            </>
          )}
        </Shown>
      </Section>
      {reading.data && <Kin of={reading.data} />}
    </>
  );
}

/** Years in a row as one span: 2019–2021, 2024. */
function spans(years: number[]): string {
  const out: [number, number][] = [];
  for (const y of years) {
    const last = out.at(-1);
    if (last && y === last[1] + 1) last[1] = y;
    else out.push([y, y]);
  }
  return out.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(", ");
}

function YearTable({ bloc, years }: { bloc: Bloc; years: Year[] }) {
  return (
    <Table<Year & { id?: string }>
      caption={t("bloc.years")} rows={[...years].sort((a, b) => b.period.starts_on.localeCompare(a.period.starts_on))}
      columns={[
        { name: "period", title: t("bloc.period"), show: (y) => <Link href={yearPath(bloc, y.period.label, "tong-quan")}>{y.period.label}</Link> },
        { name: "status", title: t("bloc.status"), show: (y) => <Chip tone={termTone[y.status ?? ""] ?? "plain"}>{y.status ? label("term_status", y.status) : t("ui.unknown")}</Chip> },
        { name: "theme", title: t("bloc.theme"), show: (y) => y.theme ?? "—" },
        { name: "members", title: t("bloc.members"), show: (y) => <Link href={yearPath(bloc, y.period.label, "thanh-vien")}>{members(y.members)}</Link> },
        { name: "leaders", title: t("bloc.leaders"), show: (y) => <Units of={y.leaders} none={t("ui.unknown")} /> },
        { name: "deputies", title: t("bloc.deputies"), show: (y) => <Units of={y.deputies} none={label("deputies_state", y.deputies_state)} /> },
        { name: "awards", title: t("bloc.awards"), show: (y) => <Link href={yearPath(bloc, y.period.label, "khen-thuong")}>{won(y.awards)}</Link> },
      ]}
    />
  );
}

/** How many are listed, and how many a source speaks of where that differs. */
function members(m: Schemas["MembersView"]): string {
  const listed = m.state === "unknown" || m.state === "none" ? label("members_state", m.state) : count(m.listed);
  return m.stated != null && m.stated !== m.listed ? `${listed} (${t("bloc.stated", { n: count(m.stated) })})` : listed;
}

function Units({ of, none }: { of: Schemas["Ref"][]; none: string }) {
  if (of.length === 0) return <>{none}</>;
  return <ul class="plain">{of.map((u, i) => <li key={u.id ?? i}><Linked to="/don-vi" of={u} /></li>)}</ul>;
}

function won(s: Schemas["Sums"]): string {
  if (s.awards === 0) return t("overview.none_on_record");
  const parts = [s.collectives && t("overview.collectives", { n: count(s.collectives) }), s.individuals && t("overview.individuals", { n: count(s.individuals) })].filter(Boolean);
  return parts.join(" · ") || t("overview.records", { n: count(s.awards) });
}

function Kin({ of: h }: { of: History }) {
  if (h.acts.length === 0) return null;
  return (
    <Section title={t("bloc.kin")}>
      <Table
        caption={t("bloc.kin")} rows={h.acts}
        columns={[
          { name: "happened_on", title: t("bloc.happened_on"), show: (a) => showDate(a.happened_on) },
          { name: "kind", title: t("bloc.act"), show: (a) => label("succession_kind", a.kind) },
          { name: "from", title: t("bloc.act_from"), show: (a) => <Blocs of={a.from} /> },
          { name: "to", title: t("bloc.act_to"), show: (a) => <Blocs of={a.to} /> },
          { name: "merit", title: t("bloc.merit"), show: (a) => label("merit_inherited", a.merit_inherited) },
          { name: "decision", title: t("bloc.decision"), show: (a) => <Linked to="/quyet-dinh" of={a.decision} /> },
        ]}
      />
    </Section>
  );
}

function Blocs({ of }: { of: Schemas["Ref"][] }) {
  return <>{of.map((b, i) => <span key={b.id ?? i}>{i > 0 && ", "}<Linked to="/khoi" of={b} /></span>)}</>;
}
