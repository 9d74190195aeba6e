// What a score table and its criteria are, as they are typed and shown.

import { useRef } from "preact/hooks";
import type { Schemas } from "../../api/client";
import { readNumber, showNumber, typedNumber } from "../../format";
import { known } from "../../ui/basis";
import { choice, type Field } from "../../ui/form";
import { label, options, t } from "../../words";

export type ScoreTable = Schemas["ScoreTableDetailView"];
export type TableRow = Schemas["ScoreTableView"];
export type Criterion = ScoreTable["criteria"][number];
export type Unit = { id: string; name: string };

export const tones: Record<TableRow["status"], "good" | "info" | "plain"> = { draft: "info", applied: "good", replaced: "plain" };

export const sheetTones: Record<Schemas["ScoreSheetView"]["status"], "good" | "info" | "warn" | "bad" | "plain"> = { draft: "plain", submitted: "info", returned: "bad", verified: "warn", explained: "warn", final: "good" };

/** What is told of a score table beside its criteria. */
export const fields = (term: string): Field[] => known([
  { name: "title", title: t("score.table_title"), kind: "text", required: true },
  ...settings(),
  { name: "adopted_on", title: t("score.adopted_on"), kind: "date" },
  { name: "event_id", title: t("score.event"), kind: "record", from: "/events", query: `term_id=${term}` },
  { name: "document_as_written", title: t("score.document"), kind: "text" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);

const settings = (): Field[] => [
  choice("mode", t("score.mode"), "score_table_mode", { hint: t("score.mode_hint"), required: true }),
  { name: "scale", title: t("score.scale"), hint: t("score.scale_hint"), kind: "number" },
  choice("step", t("score.step"), "rounding_step", { hint: t("score.step_hint"), required: true }),
  choice("rounding", t("score.rounding"), "rounding", { required: true }),
];

/** A pair of figures on a line: "88: 2"; undefined where it is none. */
function pair(line: string): [number, number] | undefined {
  const [first, second] = line.split(/:|=|;/).map((x) => readNumber(x.trim()));
  return typeof first === "number" && typeof second === "number" ? [first, second] : undefined;
}

type Band = { from: number; points: number };
type Option = { points: number; text: string | null };

const bandLine = (b: Band) => `${typedNumber(b.from)}: ${typedNumber(b.points)}`;
const optionLine = (o: Option) => (o.text ? `${typedNumber(o.points)}: ${o.text}` : typedNumber(o.points));
const optionWords = (o: Option) => (o.text ? `${showNumber(o.points)}: ${o.text}` : showNumber(o.points));

export function criterionFields(table: ScoreTable, units: Unit[], own?: Criterion): Field[] {
  const inside = (c: Criterion): boolean => c.code === own?.code || table.criteria.some((p) => p.code === c.parent && inside(p));
  const groups = table.criteria.filter((c) => c.kind === "group" && !inside(c));
  const kinds = options("criterion_kind").filter((o) => table.mode === "points" || o.value === "group" || o.value === "figure");
  return [
    { name: "code", title: t("score.code"), hint: t("score.code_hint"), kind: "text", required: true },
    { name: "text", title: t("score.criterion"), kind: "long", required: true },
    { name: "parent", title: t("score.parent"), kind: "choice", none: t("score.no_parent"), options: groups.map((g) => ({ value: g.code, label: `${g.code}. ${g.text}` })) },
    { name: "kind", title: t("score.kind"), hint: t("score.kind_hint"), kind: "choice", required: true, options: kinds },
    { name: "max", title: t("score.max"), hint: t("score.max_hint"), kind: "number" },
    { name: "each", title: t("score.each"), hint: t("score.each_hint"), kind: "number" },
    { name: "bands", title: t("score.bands"), hint: t("score.bands_hint"), kind: "lines", item: { read: (line) => { const p = pair(line); return p && { from: p[0], points: p[1] }; }, show: (b: never) => bandLine(b as Band) } },
    { name: "options", title: t("score.options"), hint: t("score.options_hint"), kind: "lines", item: { read: option, show: (o: never) => optionLine(o as Option) } },
    { name: "gate", title: t("score.gate"), hint: t("score.gate_hint"), kind: "long" },
    choice("scored_by", t("score.scored_by"), "scored_by", { required: true }),
    { name: "evidence_required", title: t("score.evidence_required"), kind: "yesno", required: true },
    { name: "unit_of_measure", title: t("score.unit_of_measure"), kind: "text" },
    { name: "guidance", title: t("score.guidance"), kind: "long" },
    {
      name: "assigned", title: t("score.assigned"), kind: "own", missing: () => false,
      said: (text) => units.filter((u) => text.split(" ").includes(u.id)).map((u) => u.name).join("; "),
      show: (at) => <Units {...at} units={units} />,
    },
  ];
}

/** Points that may be given, and what for: "5: Đầy đủ". */
function option(line: string): Option | undefined {
  const [, points = "", text = ""] = /^([^:]*)(?::(.*))?$/.exec(line) ?? [];
  const n = readNumber(points.trim());
  return typeof n === "number" ? { points: n, text: text.trim() || null } : undefined;
}

/** The units a criterion is for, each to be ticked; none is all of them. */
function Units({ id, name, value, units }: { id: string; name: string; value: string; units: Unit[] }) {
  const kept = useRef<HTMLInputElement>(null);
  const chosen = new Set(value.split(" ").filter(Boolean));
  const turn = (unit: string) => {
    if (!chosen.delete(unit)) chosen.add(unit);
    kept.current!.value = units.filter((u) => chosen.has(u.id)).map((u) => u.id).join(" ");
  };
  return (
    <fieldset id={id} tabIndex={-1}>
      <legend>{t("score.assigned")}</legend>
      <p class="hint">{t("score.assigned_hint")}</p>
      <input type="hidden" name={name} value={value} ref={kept} />
      {units.map((u) => <label key={u.id} class="tick"><input type="checkbox" checked={value.split(" ").includes(u.id)} onInput={() => turn(u.id)} /> {u.name}</label>)}
    </fieldset>
  );
}

/** A criterion as its form begins. */
export const typedOf = (c: Criterion) => ({ ...c, assigned: c.assigned_to.map((u) => u!.id).join(" "), evidence_required: String(c.evidence_required) });

/** A criterion as the API takes it. */
export const bodyOf = (c: Criterion) => ({
  code: c.code, parent: c.parent, text: c.text, kind: c.kind, max: c.max, each: c.each, bands: c.bands, options: c.options, gate: c.gate,
  evidence_required: c.evidence_required, scored_by: c.scored_by, unit_of_measure: c.unit_of_measure, guidance: c.guidance,
  assigned_to: c.assigned_to.map((u) => ({ unit_id: u!.id })),
});

/** How the points of a criterion are found, in words. */
export function howScored(c: Criterion): string {
  const kind = label("criterion_kind", c.kind);
  const more = [
    c.each != null && t("score.each_of", { n: showNumber(c.each) }),
    c.bands.length > 0 && c.bands.map((b) => t("score.from", { from: showNumber(b.from), points: showNumber(b.points) })).join("; "),
    c.options.length > 0 && c.options.map(optionWords).join("; "),
    c.unit_of_measure && t("score.in_unit", { unit: c.unit_of_measure }),
  ].filter(Boolean).join("; ");
  return more ? `${kind} (${more})` : kind;
}

/** How deep a criterion stands in the tree. */
export function depth(c: Criterion, all: Criterion[]): number {
  const parent = all.find((p) => p.code === c.parent);
  return parent ? depth(parent, all) + 1 : 0;
}
