// Views of the scores of a year beside the sheet to type in: a heat map, and by how
// much the review differs from what units said of themselves.

import { Link } from "wouter-preact";
import { showNumber } from "../../format";
import { Empty } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { pointsText, type Board, type Scored } from "./cells";

type Unit = Board["units"][number];

/** Percent of the maximum in each cell, in five steps. */
export function Heat({ board }: { board: Scored }) {
  const shown = board.table.criteria.flatMap((c, i) => (c.max != null && !["group", "bonus", "penalty", "figure"].includes(c.kind) ? [{ c, i }] : []));
  return (
    <>
      <p class="hint">{t("score.heat_hint")}</p>
      <div class="scroll" role="region" aria-label={t("score.tab_heat")} tabIndex={0}>
        <table class="matrix heat">
          <caption class="unseen">{t("score.tab_heat")}</caption>
          <thead><tr><th scope="col">{t("ui.unit")}</th>{shown.map(({ c }) => <th scope="col" class="number" key={c.id} title={c.text}>{c.code}</th>)}</tr></thead>
          <tbody>
            {board.units.map((u) => (
              <tr key={u.unit?.id ?? u.unit?.name}>
                <th scope="row">{u.sheet_id ? <Link href={`/phieu-diem/${u.sheet_id}`}>{u.unit?.name}</Link> : u.unit?.name}</th>
                {shown.map(({ c, i }) => <HeatCell key={c.id} of={u.cells[i]!} max={c.max!} title={`${c.code} ${c.text}`} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function HeatCell({ of, max, title }: { of: Unit["cells"][number]; max: number; title: string }) {
  if (!of.assigned) return <td class="number out" data-title={title}>·</td>;
  if (of.mark.points === null) return <td class="number" data-title={title}>—</td>;
  const share = Math.round((of.mark.points / max) * 100);
  return <td data-title={title} class={`number heat-${Math.min(5, Math.floor(share / 20) + 1)}`} title={t("score.of_max", { n: share })}>{share}</td>;
}

/** Assessed less self-score, the greatest difference first. */
export function Gaps({ board }: { board: Board }) {
  const rows = board.units.filter((u) => u.gap.points !== null || u.gap.cells > 0).sort((a, b) => Math.abs(b.gap.points ?? 0) - Math.abs(a.gap.points ?? 0) || b.gap.cells - a.gap.cells);
  if (rows.length === 0) return <Empty text={t("score.no_gap")} />;
  return (
    <>
      <p class="hint">{t("score.gap_hint")}</p>
      <Table<Unit & { id?: string }>
        caption={t("score.tab_gap")} rows={rows.map((u) => ({ ...u, id: u.unit?.id ?? u.unit?.name ?? "" }))}
        columns={[
          { name: "unit", title: t("ui.unit"), show: (u) => (u.sheet_id ? <Link href={`/phieu-diem/${u.sheet_id}`}>{u.unit?.name}</Link> : u.unit?.name) },
          { name: "self", title: label("score_stage", "self"), number: true, show: (u) => pointsText(u.totals.self.points) },
          { name: "verified", title: label("score_stage", "verified"), number: true, show: (u) => pointsText(u.totals.verified.points) },
          { name: "gap", title: t("score.gap"), number: true, show: (u) => (u.gap.points === null ? "—" : signed(u.gap.points)) },
          { name: "cells", title: t("score.gap_cells"), number: true, show: (u) => String(u.gap.cells) },
        ]}
      />
    </>
  );
}

const signed = (n: number): string => (n > 0 ? `+${showNumber(n)}` : n < 0 ? `−${showNumber(-n)}` : "0");
