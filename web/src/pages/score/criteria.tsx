// The lists of a score table: criteria, ties and classes. Each is changed in its place.

import { send, type Versioned } from "../../api/raw";
import { showNumber } from "../../format";
import { Section } from "../../ui/book";
import { choice, type Body } from "../../ui/form";
import { Parts } from "../../ui/parts";
import { Empty } from "../../ui/state";
import { label, options, t } from "../../words";
import { bodyOf, criterionFields, depth, howScored, typedOf, type Criterion, type ScoreTable, type Unit } from "./fields";

type Props = { table: ScoreTable; etag: string; path: string; mayWrite: boolean; saved: () => void };

const patch = (path: string, etag: string, body: unknown): Promise<Versioned<ScoreTable>> => send<ScoreTable>("PATCH", path, body, { etag });

export function Criteria({ table: s, etag, path, mayWrite, saved, units }: Props & { units: Unit[] }) {
  const all = s.criteria, query = new URLSearchParams(location.search).get("tc");
  const opened = query && query !== "moi" ? all[Number(query) - 1] : undefined;
  /** A criterion from what was typed; what is inside a group goes on with its code. */
  const save = (rows: Criterion[], at: number) => {
    const before = all[at]?.code, now = rows[at]?.code;
    const following = rows.map((r) => (before && now && rows.length === all.length && r.parent === before ? { ...r, parent: now } : r));
    return patch(path, etag, { criteria: following.map(bodyOf) });
  };
  const made = (row: Criterion | undefined, body: Body): Criterion => {
    const { assigned, ...typed } = body;
    const empty = { parent: null, max: null, each: null, bands: [], options: [], gate: null, evidence_required: false, scored_by: "unit", unit_of_measure: null, guidance: null, assigned_to: [] };
    const ids = assigned === undefined ? undefined : String(assigned).split(" ").filter(Boolean).map((id) => ({ id, name: null, as_written: null }));
    return { ...empty, ...row, ...typed, ...(ids && { assigned_to: ids }) } as unknown as Criterion;
  };
  return (
    <Section title={t("score.criteria")}>
      {all.length === 0 && <Empty text={t("score.no_criteria")} />}
      <Parts<Criterion, ScoreTable>
        name="tc" about={path} caption={t("score.criteria")} add={t("score.add_criterion")} rows={all} mayWrite={mayWrite} called={(c) => c.code} list="criteria" beside={(a, b) => a.parent === b.parent}
        columns={[
          { name: "code", title: t("score.code"), show: (c) => c.code },
          { name: "text", title: t("score.criterion"), show: (c) => <Text of={c} depth={depth(c, all)} /> },
          { name: "kind", title: t("score.kind"), show: howScored },
          { name: "max", title: t("score.max"), number: true, show: (c) => maxOf(c) },
          { name: "scored_by", title: t("score.scored_by"), show: (c) => (c.kind === "group" ? "—" : label("scored_by", c.scored_by)) },
        ]}
        fields={criterionFields(s, units, opened)} record={typedOf} made={made} save={save} saved={saved}
      />
    </Section>
  );
}

const maxOf = (c: Criterion): string => (c.kind === "penalty" && c.max != null ? `−${showNumber(c.max)}` : c.max != null ? showNumber(c.max) : c.sums ? showNumber(c.sums.full) : "—");

function Text({ of: c, depth }: { of: Criterion; depth: number }) {
  const notes = [
    c.gate && t("score.only_if", { gate: c.gate }), c.evidence_required && t("score.needs_evidence"),
    c.assigned_to.length > 0 && t("score.only_for", { units: c.assigned_to.map((u) => u?.name).join("; ") }), c.guidance,
  ].filter(Boolean);
  return (
    <div class={`deep-${Math.min(depth, 4)}`}>
      {c.kind === "group" ? <strong>{c.text}</strong> : c.text}
      {notes.map((n) => <div key={String(n)} class="muted">{n}</div>)}
    </div>
  );
}

type Tie = ScoreTable["tie_breaks"][number];

export function Ties({ table: s, etag, path, mayWrite, saved }: Props) {
  const of = (code: string | null) => s.criteria.find((c) => c.code === code);
  const called = (b: Tie) => (b.by === "criterion" ? `${label("tie_break", b.by)} ${b.criterion}` : label("tie_break", b.by));
  return (
    <Section title={t("score.ties")}>
      {s.tie_breaks.length === 0 && <Empty text={t("score.no_ties")} />}
      <Parts<Tie, ScoreTable>
        name="dh" about={path} caption={t("score.ties")} add={t("score.add_tie")} rows={s.tie_breaks} mayWrite={mayWrite} called={called} list="tie_breaks" beside={() => true}
        columns={[
          { name: "place", title: t("score.place"), number: true, show: (b) => String(s.tie_breaks.indexOf(b) + 1) },
          { name: "by", title: t("score.by"), show: (b) => label("tie_break", b.by) },
          { name: "criterion", title: t("score.criterion"), show: (b) => (b.criterion ? `${b.criterion}. ${of(b.criterion)?.text ?? ""}` : "—") },
        ]}
        fields={[
          choice("by", t("score.by"), "tie_break", { required: true }),
          { name: "criterion", title: t("score.criterion"), hint: t("score.tie_hint"), kind: "choice", none: "—", options: s.criteria.map((c) => ({ value: c.code, label: `${c.code}. ${c.text}` })) },
        ]}
        made={(row, body) => ({ criterion: null, ...row, ...body }) as Tie} save={(rows) => patch(path, etag, { tie_breaks: rows })} saved={saved}
      />
    </Section>
  );
}

type Class = ScoreTable["classes"][number];

export function Classes({ table: s, etag, path, mayWrite, saved }: Props) {
  return (
    <Section title={t("score.classes")}>
      {s.classes.length === 0 && <Empty text={t("score.no_classes")} />}
      <Parts<Class, ScoreTable>
        name="xl" about={path} caption={t("score.classes")} add={t("score.add_class")} rows={s.classes} mayWrite={mayWrite} called={(c) => c.name} list="classes" beside={() => true}
        columns={[
          { name: "name", title: t("score.class"), show: (c) => c.name },
          { name: "from", title: t("score.class_from"), number: true, show: (c) => showNumber(c.from) },
          { name: "no_zero", title: t("score.no_zero"), show: (c) => t(c.no_zero ? "ui.yes" : "ui.no") },
          { name: "level", title: t("score.class_level"), show: (c) => (c.level ? label("rating_level", c.level) : "—") },
        ]}
        fields={[
          { name: "name", title: t("score.class"), kind: "text", required: true },
          { name: "from", title: t("score.class_from"), kind: "number", required: true },
          { name: "no_zero", title: t("score.no_zero"), kind: "yesno", required: true },
          { name: "level", title: t("score.class_level"), kind: "choice", none: "—", options: options("rating_level") },
        ]}
        record={(c) => ({ ...c, no_zero: String(c.no_zero) })} made={(row, body) => ({ level: null, ...row, ...body }) as Class} save={(rows) => patch(path, etag, { classes: rows })} saved={saved}
      />
    </Section>
  );
}
