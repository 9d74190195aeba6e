// The tables of the annual report, as its JSON form tells them.

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { count, showDate, showNumber } from "../../format";
import { label, t } from "../../words";
import { Linked } from "../../ui/book";
import { Chip, type Tone } from "../../ui/state";
import { Table, type Column } from "../../ui/table";

type Data = Schemas["AnnualData"];
type Comparison = Schemas["AnnualComparison"];
type Ref = Schemas["Ref"];

export type Part = { id: string; rows: number; show: () => JSX.Element };

const col = <T,>(name: string, show: Column<T>["show"], number = false): Column<T> => ({ name, title: t(`report.col.${name}`), show, number });

const named = (r: Ref | null | undefined): string | null => r?.name ?? r?.as_written ?? null;
const dash = (s: string | null | undefined): string => s || "—";

/** A unit by the name it had then, leading to its page. */
function Unit({ of, then }: { of: Ref | null; then: string | null }) {
  return <Linked to="/don-vi" of={of && { ...of, name: then ?? of.name }} />;
}

const signTone: Record<string, Tone> = { signed: "good", pending: "warn", absent: "warn", late: "bad", annulled: "plain" };

export function parts({ data: d, comparison: c }: Schemas["Annual"]): Part[] {
  return [
    { id: "overview", rows: c.overview.length, show: () => <Overview of={c.overview} /> },
    { id: "units", rows: d.units.length, show: () => <Units of={d.units} /> },
    { id: "leadership", rows: d.leadership.length, show: () => <Leadership of={d.leadership} /> },
    { id: "events", rows: d.events.length + d.deadlines.length, show: () => <Days of={d} /> },
    { id: "commitments", rows: d.commitments.length, show: () => <Commitments of={d.commitments} /> },
    { id: "progress", rows: d.progress.reports.length, show: () => <Progress of={d.progress.reports} /> },
    { id: "examples", rows: c.movements.length + d.models.length, show: () => <Examples movements={c.movements} models={d.models} /> },
    { id: "ratings", rows: d.ratings.length, show: () => <Ratings of={d.ratings} /> },
    { id: "awards", rows: d.awards.length, show: () => <Awards caption={t("report.tab.awards")} of={d.awards} /> },
    { id: "earlier", rows: d.earlier_awards.length, show: () => <Awards caption={t("report.tab.earlier")} of={d.earlier_awards} /> },
    { id: "unit_awards", rows: d.unit_awards.length, show: () => <UnitAwards of={d.unit_awards} /> },
    { id: "tally", rows: c.tally.rows.length, show: () => <Tally of={c.tally} /> },
    { id: "sources", rows: d.sources.length, show: () => <Sources of={d.sources} /> },
  ];
}

function Overview({ of }: { of: Comparison["overview"] }) {
  const change = (n: number | null) => (n === null ? "—" : n > 0 ? `+${showNumber(n)}` : showNumber(n));
  return (
    <>
      <Table<Schemas["AnnualFigure"] & { id?: string }>
        caption={t("report.tab.overview")} rows={of}
        columns={[
          col("figure", (f) => t(`report.fig.${f.figure}`)),
          col("last_year", (f) => showNumber(f.last_year), true),
          col("this_year", (f) => showNumber(f.this_year), true),
          col("change", (f) => change(f.change), true),
        ]}
      />
      <p class="hint">{t("report.blank")} {t("report.zero")}</p>
    </>
  );
}

function Units({ of }: { of: Data["units"] }) {
  return (
    <Table<Schemas["AnnualUnit"] & { id?: string }>
      caption={t("report.tab.units")} rows={of}
      columns={[
        col("no", (u) => showNumber(u.order), true),
        col("code", (u) => dash(u.code)),
        col("unit", (u) => <Unit of={u.unit} then={u.name_then} />),
        col("role", (u) => label("leadership_role", u.leadership)),
        col("signatures", (u) => (u.signatures.length === 0 ? "—" : u.signatures.map((s, i) => (
          <div key={i}><Chip tone={signTone[s.status] ?? "plain"}>{label("signature_status", s.status)}</Chip> {[named(s.person), s.position_as_written, s.signed_on && showDate(s.signed_on)].filter(Boolean).join(", ")}</div>
        )))),
      ]}
    />
  );
}

function Leadership({ of }: { of: Data["leadership"] }) {
  return (
    <Table<Schemas["ReportedLeading"] & { id?: string }>
      caption={t("report.tab.leadership")} rows={of}
      columns={[
        col("role", (l) => l.role_as_written ?? label("leadership_role", l.role)),
        col("unit", (l) => <Unit of={l.unit} then={l.name_then} />),
        col("chosen", (l) => label("chosen", l.chosen)),
        col("persons", (l) => dash(l.persons.map((p) => [p.name, p.position_as_written].filter(Boolean).join(", ")).join("; "))),
        col("document", (l) => dash(l.document_as_written)),
      ]}
    />
  );
}

type Day = { on: string | null; kind: string; name: string | null; place: string | null };

function Days({ of }: { of: Data }) {
  const days: Day[] = [
    ...of.events.map((e) => ({ on: e.held_on, kind: e.purposes.map((p) => label("event_purpose", p)).join(", "), name: e.title, place: e.place })),
    ...of.deadlines.map((d) => ({ on: d.due_on, kind: `${t("report.col.due")}: ${label("deadline_kind", d.kind)}`, name: d.title, place: null })),
  ];
  days.sort((a, b) => (a.on ?? "9").localeCompare(b.on ?? "9"));
  return <Table<Day & { id?: string }> caption={t("report.tab.events")} rows={days} columns={[col("date", (d) => showDate(d.on)), col("kind", (d) => dash(d.kind)), col("name", (d) => dash(d.name)), col("place", (d) => dash(d.place))]} />;
}

function Commitments({ of }: { of: Data["commitments"] }) {
  return (
    <Table<Schemas["AnnualCommitment"] & { id?: string }>
      caption={t("report.tab.commitments")} rows={of}
      columns={[
        col("no", (c) => showNumber(c.order), true),
        col("theme", (c) => dash(c.theme)),
        col("text", (c) => c.text),
        col("unit", (c) => (c.scope === "common" ? label("commitment_scope", c.scope) : <Unit of={c.unit} then={c.name_then} />)),
        col("measure", (c) => label("measure", c.measure)),
        col("target", (c) => (c.target === null ? "—" : [showNumber(c.target), c.unit_of_measure].filter(Boolean).join(" ")), true),
        col("due", (c) => showDate(c.due_on)),
      ]}
    />
  );
}

const figure = (f: Schemas["FigureView"] | null): string => f?.as_written ?? [showNumber(f?.value ?? null), f?.unit_of_measure].filter(Boolean).join(" ");

function Progress({ of }: { of: Schemas["EntryView"][] }) {
  return (
    <Table<Schemas["EntryView"]>
      caption={t("report.tab.progress")} rows={of}
      columns={[
        col("text", (e) => dash(e.commitment?.text ?? e.indicator)),
        col("unit", (e) => (e.scope === "bloc" ? t("progress.whole") : <Linked to="/don-vi" of={e.unit} />)),
        col("date", (e) => e.period.label),
        col("planned", (e) => (e.planned ? figure(e.planned) : "—"), true),
        col("actual", (e) => (e.actual ? figure(e.actual) : e.level ? label("progress_level", e.level) : "—"), true),
        col("standing", (e) => (e.standing.status ? label("progress_status", e.standing.status) : t("progress.words"))),
        col("difficulties", (e) => dash(e.difficulties)),
      ]}
    />
  );
}

type Example = { kind: string; name: string; at: string; state: string; units: string };

function Examples({ movements, models }: { movements: Comparison["movements"]; models: Data["models"] }) {
  const all: Example[] = [
    ...movements.map((m) => ({ kind: t("movement.one"), name: m.name, at: `/phong-trao/${m.id}`, state: [showDate(m.launched_on), showDate(m.concludes_on)].filter(Boolean).join(" – "), units: "" })),
    ...models.map((m) => ({ kind: t("report.model"), name: m.title, at: `/mo-hinh/${m.id}`, state: label("model_status", m.status), units: [...m.pilots, ...m.replicating].join("; ") })),
  ];
  return <Table<Example & { id?: string }> caption={t("report.tab.examples")} rows={all} columns={[col("kind", (x) => x.kind), col("name", (x) => <Link href={x.at}>{x.name}</Link>), col("state", (x) => dash(x.state)), col("units", (x) => dash(x.units))]} />;
}

function Ratings({ of }: { of: Data["ratings"] }) {
  return (
    <Table<Data["ratings"][number] & { id?: string }>
      caption={t("report.tab.ratings")} rows={of}
      columns={[
        col("unit", (r) => (r.unit ? <Linked to="/don-vi" of={r.unit} /> : t("rating.counted", { n: showNumber(r.count) }))),
        col("said_by", (r) => label("rating_standing", r.standing)),
        col("level", (r) => label("rating_level", r.level)),
      ]}
    />
  );
}

const recipient = (r: Schemas["AnnualRecipient"]): string => r.name_then ?? named(r.person) ?? named(r.unit) ?? named(r.honoured_bloc) ?? r.household ?? r.sub_unit ?? "—";

function Awards({ caption, of }: { caption: string; of: Schemas["AnnualAward"][] }) {
  return (
    <Table<Schemas["AnnualAward"]>
      caption={caption} rows={of}
      columns={[
        col("period", (a) => dash(a.period?.label)),
        col("award", (a) => <Linked to="/khen-thuong" of={{ id: a.id, name: a.type.name, as_written: a.type.as_written }} />),
        col("level", (a) => a.level_as_written ?? label("award_level", a.level)),
        col("recipients", (a) => label("recipient_kind", a.recipient_kind)),
        col("names", (a) => [...a.recipients.map(recipient), a.unnamed ? t("report.names_missing", { n: count(a.unnamed) }) : ""].filter(Boolean).join("; ") || "—"),
        col("count", (a) => a.count_as_written ?? (a.count === null ? t("ui.unknown") : count(a.count)), true),
        col("decision", (a) => [named(a.decision), a.decided_on && showDate(a.decided_on)].filter(Boolean).join(", ") || "—"),
      ]}
    />
  );
}

function UnitAwards({ of }: { of: Data["unit_awards"] }) {
  return (
    <>
      <Table<Schemas["AnnualUnitAwards"] & { id?: string }>
        caption={t("report.tab.unit_awards")} rows={of}
        columns={[
          col("no", (u) => showNumber(u.order), true),
          col("unit", (u) => <Unit of={u.unit} then={u.name_then} />),
          col("collectives", (u) => showNumber(u.collectives), true),
          col("individuals", (u) => showNumber(u.individuals), true),
          col("others", (u) => showNumber(u.others), true),
          col("award", (u) => dash(u.types.join("; "))),
        ]}
      />
      <p class="hint">{t("report.blank")}</p>
    </>
  );
}

type TallyLine = Pick<Schemas["Sums"], "collectives" | "individuals" | "households" | "blocs" | "unclassified" | "count_unknown" | "unnamed"> & { id?: string; period: string; award: string; level: string | null };

const total = "total";

function Tally({ of }: { of: Comparison["tally"] }) {
  const rows: TallyLine[] = [
    ...of.rows.map((r) => ({ ...r, award: dash(named(r.type)) })),
    { ...of.totals, id: total, period: "", award: t("report.total"), level: null },
  ];
  return (
    <>
      <Table<TallyLine>
        caption={t("report.tab.tally")} rows={rows}
        columns={[
          col("period", (r) => r.period),
          col("award", (r) => (r.id === total ? <strong>{r.award}</strong> : r.award)),
          col("level", (r) => (r.id === total ? "" : label("award_level", r.level))),
          col("collectives", (r) => showNumber(r.collectives), true),
          col("individuals", (r) => showNumber(r.individuals), true),
          col("others", (r) => showNumber(r.households + r.blocs + r.unclassified), true),
          col("unknown", (r) => showNumber(r.count_unknown), true),
          col("unnamed", (r) => showNumber(r.unnamed), true),
        ]}
      />
      <p class="hint">{t("report.zero")}</p>
    </>
  );
}

function Sources({ of }: { of: Data["sources"] }) {
  const web = (address: string | null) => /^https?:\/\//.test(address ?? "");
  return (
    <Table<Schemas["Source"] & { id?: string }>
      caption={t("report.tab.sources")} rows={of}
      columns={[
        col("name", (s) => (web(s.address) ? <a href={s.address!} rel="noreferrer">{s.title ?? s.address}</a> : dash(s.title ?? s.address))),
        col("publisher", (s) => dash([s.publisher, s.author].filter(Boolean).join(", "))),
        col("published", (s) => showDate(s.published)),
      ]}
    />
  );
}
