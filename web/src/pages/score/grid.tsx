// The scores of a year, unit by criterion at one stage, as a sheet to type in.

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { send } from "../../api/raw";
import { useKey } from "../../ui/data";
import { Sheet, type Place } from "../../ui/sheet";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";
import { givenText, pointsText, readGiven, takes, toldBy, type Board, type Scored, type Cell, type Told } from "./cells";
import { sheetTones, type Criterion } from "./fields";
import type { ScoreRights } from "./rights";

type Props = { board: Scored; term: string; rights: ScoreRights; changed: () => void };

export function Grid({ board, term, rights, changed }: Props) {
  const key = useKey();
  const [reason, setReason] = useState("");
  const stage = board.stage, criteria = board.table.criteria.filter((c) => c.kind !== "group");
  const units = board.units.filter((u) => u.unit?.id), place = new Map(board.table.criteria.map((c, i) => [c.id, i]));
  const unit = (p: Place) => units.find((u) => u.unit!.id === p.row)!;
  const criterion = (p: Place): Criterion => board.table.criteria[place.get(p.column)!]!;
  const cell = (p: Place): Cell => unit(p).cells[place.get(p.column)!]!;
  const added = board.table.mode === "points"; // figures that units are ranked by are not added up
  const state = (p: Place) => {
    const c = criterion(p);
    if (!cell(p).assigned || (stage === "self" && c.scored_by !== "unit")) return "out";
    return takes(stage, unit(p).status) && rights.gives(stage, p.row, c) ? "open" : "shut";
  };
  return (
    <>
      {stage !== "self" && units.some((u) => takes(stage, u.status)) && (
        <p class="field screen"><label for="reason">{t("score.reason_for")}</label><span class="hint" id="reason-hint">{t("score.reason_hint")}</span><input id="reason" aria-describedby="reason-hint" value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></p>
      )}
      <Sheet<Told>
        title={t("score.grid")} keys={t("score.grid_keys")} heads={[{ title: t("ui.unit") }, ...(added ? [{ title: t("score.total"), number: true }] : [])]}
        rows={units.map((u) => ({
          id: u.unit!.id!, name: u.unit!.name ?? "",
          before: [
            <>{u.sheet_id ? <Link href={`/phieu-diem/${u.sheet_id}`}>{u.unit!.name}</Link> : u.unit!.name} <Chip tone={u.status ? sheetTones[u.status] : "plain"}>{u.status ? label("score_sheet_status", u.status) : t("score.no_sheet")}</Chip></>,
            ...(added ? [<TotalText of={u.totals[stage]} />] : []),
          ],
        }))}
        columns={criteria.map((c) => ({ id: c.id, name: c.code, class: "number", title: <span title={c.text}>{c.code}{c.max != null && <span class="muted"> ({pointsText(c.max)})</span>}</span> }))}
        text={(p) => givenText(criterion(p), cell(p).given)} told={(p) => toldBy(cell(p).given)} read={(typed, p) => readGiven(criterion(p), typed)} state={state}
        said={(p) => said(criterion(p), cell(p), stage)} show={(p) => <Shows criterion={criterion(p)} cell={cell(p)} stage={stage} />} changed={changed}
        here={(p) => unit(p).sheet_id && <> · <Link href={`/phieu-diem/${unit(p).sheet_id}?tc=${encodeURIComponent(criterion(p).code)}`}>{t("score.open_sheet")}</Link></>}
        save={(edits) => {
          const data = edits.map(({ place: p, told }) => ({ unit_id: p.row, criterion_id: p.column, ...(cell(p).version !== null && { version: cell(p).version }), ...told, ...(reason.trim() && stage !== "self" && { reason: reason.trim() }) }));
          const body = { term_id: term, stage, data };
          return send("POST", "/scores/cells", body, { key: key(body) });
        }}
      />
      <p class="printed">{t("score.key", { all: criteria.map((c) => `${c.code}: ${c.text}${c.max != null ? ` (${pointsText(c.max)})` : ""}`).join("; ") })}</p>
    </>
  );
}

/** What stands in a cell beside what was given: what that gives, where it is another
 * figure, and what the unit gave itself, where that is. */
function beside(c: Criterion, cell: Cell, stage: Board["stage"]): { points: string; self: string } {
  const text = givenText(c, cell.given), points = pointsText(cell.mark.points);
  return {
    points: text !== "" && c.kind !== "figure" && points !== text ? points : "",
    self: stage !== "self" && cell.self !== null && cell.mark.points !== null && cell.self !== cell.mark.points ? t("score.self_was", { n: pointsText(cell.self) }) : "",
  };
}

/** A cell in words, in the order in which it is seen, and by which rule it stands. */
function said(c: Criterion, cell: Cell, stage: Board["stage"]): string {
  if (!cell.assigned) return label("score_rule", "not_assigned");
  const { points, self } = beside(c, cell, stage), rule = label("score_rule", cell.mark.rule);
  return `${[points, self].filter(Boolean).join(", ")} (${rule}${cell.mark.provisional ? `, ${t("score.provisional")}` : ""}) – ${c.text}`.trim();
}

function Shows({ criterion: c, cell, stage }: { criterion: Criterion; cell: Cell; stage: Board["stage"] }) {
  const { points, self } = beside(c, cell, stage);
  return (
    <>
      <span class="told">{givenText(c, cell.given)}</span>
      {points && <> <span>{points}</span></>}
      {self && <> <span><Chip tone="warn">{self}</Chip></span></>}
    </>
  );
}

type Total = Board["units"][number]["totals"]["self"];

/** A total, or what of it is known. */
export function TotalText({ of }: { of: Total }) {
  if (of.points === null) return <span class="muted">{of.known === 0 ? "—" : t("score.known", { n: pointsText(of.known) })}</span>;
  return <strong>{pointsText(of.points)}{of.provisional && <span class="muted"> ({t("score.provisional")})</span>}</strong>;
}
