// What a draft is told: of a computed one what scores do not say of its units, of a
// stated one the places themselves.

import { Link } from "wouter-preact";
import { send } from "../../api/raw";
import { showNumber } from "../../format";
import { Section } from "../../ui/book";
import { Form, type Body, type Field } from "../../ui/form";
import { Parts } from "../../ui/parts";
import { useQuery } from "../../ui/query";
import { Table } from "../../ui/table";
import { t } from "../../words";
import { unitName, type Fact, type Place, type Ranking } from "./fields";

type Props = { ranking: Ranking; etag: string; path: string; saved: () => void };

const factFields = (): Field[] => [
  { name: "women_70", title: t("ranking.women_70"), kind: "yesno" },
  { name: "decided", title: t("ranking.decided"), hint: t("ranking.decided_hint"), kind: "number" },
  { name: "left_out", title: t("ranking.leave_out"), hint: t("ranking.leave_out_hint"), kind: "yesno" },
  { name: "note", title: t("ranking.note"), kind: "long" },
];

/** Facts of a computed draft, a form for each unit. */
export function Facts({ ranking: r, etag, path, saved }: Props) {
  const [query, set, href] = useQuery();
  const units = r.rows.filter((p) => p.unit?.id), opened = units.find((p) => p.unit!.id === query.cc);
  const of = (p: Place): Fact => r.facts.find((f) => f.unit_id === p.unit!.id) ?? { unit_id: p.unit!.id!, women_70: null, decided: null, left_out: false, note: null };
  const yesno = (v: boolean | null) => (v === null ? "—" : t(v ? "ui.yes" : "ui.no"));
  const save = (p: Place, body: Body, tag: string) => {
    const now: Record<string, unknown> = { ...of(p), ...body, left_out: "left_out" in body ? body.left_out === true : of(p).left_out };
    // A decided order comes with its reason, which the ranking keeps.
    const { decision_reason, ...fact } = now;
    const facts = [fact, ...r.facts.filter((f) => f.unit_id !== fact.unit_id)]; // first, where its mistakes are told
    return send<Ranking>("PATCH", path, { facts, ...(decision_reason !== undefined && { decision_reason }) }, { etag: tag });
  };
  return (
    <Section title={t("ranking.facts")}>
      <p class="hint">{t("ranking.facts_hint")}</p>
      {opened ? (
        <>
          <h3>{t("ranking.fact_of", { unit: unitName(opened) })}</h3>
          <Form<Ranking>
            key={opened.unit!.id} name={`${path}/facts/${opened.unit!.id}`} etag={etag} apart record={{ ...of(opened), decision_reason: r.decision_reason }} cancel={() => set({ cc: "" })} inList="facts"
            fields={[...factFields(), { name: "decision_reason", title: t("ranking.decision_reason"), hint: t("ranking.decision_hint"), kind: "long" }]} send={(body, tag) => save(opened, body, tag)} saved={() => { set({ cc: "" }); saved(); }}
          />
        </>
      ) : (
        <Table<Place & { id?: string }>
          caption={t("ranking.facts")} rows={units.map((p) => ({ ...p, id: p.unit!.id! }))}
          columns={[
            { name: "unit", title: t("ui.unit"), show: unitName },
            { name: "women_70", title: t("ranking.women_70"), show: (p) => yesno(of(p).women_70) },
            { name: "decided", title: t("ranking.decided"), number: true, show: (p) => String(of(p).decided ?? "—") },
            { name: "left_out", title: t("ranking.leave_out"), show: (p) => yesno(of(p).left_out) },
            { name: "note", title: t("ranking.note"), show: (p) => of(p).note ?? "—" },
            { name: "change", title: t("ui.acts"), screen: true, show: (p) => <Link class="button" href={href({ cc: p.unit!.id! })} aria-label={t("ranking.fact_of", { unit: unitName(p) })}>{t("ranking.give")}</Link> },
          ]}
        />
      )}
    </Section>
  );
}

const sent = (p: Place) => ({ unit_id: p.unit?.id ?? null, unit_as_written: p.unit?.as_written ?? p.unit?.name ?? null, rank: p.rank, total: p.total, class: p.class, left_out: p.left_out, note: p.note });

/** Rows of a stated draft. */
export function Rows({ ranking: r, etag, path, saved }: Props) {
  const nothing: Place = { unit: null, rank: null, total: null, full: null, behind: null, tied: false, broken_by: null, class: null, left_out: false, note: null, former_rank: null, change: null, marks: [] };
  return (
    <Section title={t("ranking.rows")}>
      <Parts<Place, Ranking>
        name="dv" about={path} caption={t("ranking.rows")} add={t("ranking.add_row")} rows={r.rows} called={unitName} mayWrite list="rows" saved={saved}
        columns={[
          { name: "rank", title: t("ranking.rank"), number: true, show: (p) => String(p.rank ?? "—") },
          { name: "unit", title: t("ui.unit"), show: unitName },
          { name: "total", title: t("ranking.total"), number: true, show: (p) => (p.total === null ? "—" : showNumber(p.total)) },
          { name: "note", title: t("ranking.note"), show: (p) => p.note ?? "—" },
        ]}
        fields={[
          { name: "unit_id", title: t("ui.unit"), kind: "record", from: "/units", as: "unit_as_written", member: "unit", required: true },
          { name: "rank", title: t("ranking.rank"), kind: "number" },
          { name: "total", title: t("ranking.total"), kind: "number" },
          { name: "class", title: t("ranking.class"), kind: "text" },
          { name: "left_out", title: t("ranking.leave_out"), kind: "yesno" },
          { name: "note", title: t("ranking.note"), kind: "long" },
        ]}
        made={(row, body) => {
          const p = { ...(row ?? nothing), ...body, left_out: (body.left_out as boolean | undefined) ?? row?.left_out ?? false } as Place;
          if ("unit_id" in body || "unit_as_written" in body) p.unit = { id: (body.unit_id as string | undefined) ?? null, as_written: (body.unit_as_written as string | undefined) ?? null, name: null };
          return p;
        }}
        save={(rows) => send<Ranking>("PATCH", path, { rows: rows.map(sent) }, { etag })}
      />
    </Section>
  );
}
