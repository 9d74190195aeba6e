// One unit, or the bloc, by itself: each commitment with its bar.

import { Bullet } from "../../charts/bullet";
import { Figure } from "../../charts/figure";
import { showNumber } from "../../format";
import { useQuery } from "../../ui/query";
import { Chip } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { cellText, tones, type Board, type Cell, type Commitment } from "./cells";
import { unitName, why } from "./grid";

type Line = { id: string; commitment: Commitment; cell: Cell };

export function OfUnit({ board }: { board: Board }) {
  const [query, set] = useQuery();
  const column = query.dv === undefined ? (board.units.length > 0 ? 0 : -1) : query.dv === "" ? -1 : board.units.findIndex((u) => u.id === query.dv);
  const all = board.rows.map((r): Line => ({ id: r.commitment.id, commitment: r.commitment, cell: column < 0 ? r.whole : r.cells[column]! })).filter((l) => l.cell.applies);
  const counted = all.filter((l) => l.cell.target !== null);
  const good = counted.filter((l) => ["on_track", "done", "exceeded"].includes(l.cell.standing.status ?? "")).length;
  const table = (
    <Table<Line>
      caption={unitName(board, column)} rows={all}
      columns={[
        { name: "commitment", title: t("progress.commitment"), show: (l) => `${l.commitment.order}. ${l.commitment.text}` },
        { name: "target", title: t("progress.target"), number: true, show: (l) => showNumber(l.cell.target) },
        { name: "actual", title: t("progress.actual"), number: true, show: (l) => cellText(l.cell) || "—" },
        { name: "status", title: t("ui.status"), show: (l) => <><Chip tone={tones[l.cell.standing.status ?? ""] ?? "info"}>{l.cell.standing.status ? label("progress_status", l.cell.standing.status) : t("progress.words")}</Chip> <span class="muted">{why(l.cell)}</span></> },
      ]}
    />
  );
  return (
    <>
      <form class="filters screen" onSubmit={(e) => e.preventDefault()}>
        <label>{t("ui.unit")}<select onChange={(e) => set({ dv: e.currentTarget.value })}>{board.units.map((u, i) => u.id && <option key={u.id} value={u.id} selected={i === column}>{u.name}</option>)}<option value="" selected={column < 0}>{t("progress.whole")}</option></select></label>
      </form>
      {counted.length > 0 && (
        <Figure
          message={t("progress.bars", { good: showNumber(good), of: showNumber(counted.length), unit: unitName(board, column) })} table={table}
          chart={(id) => <Bullet label={id} bars={counted.map((l) => ({ name: `${l.commitment.order}. ${l.commitment.text}`, target: l.cell.target!, actual: (l.cell.verified ?? l.cell.actual)?.value ?? null, expected: l.cell.standing.expected, unit: l.commitment.unit_of_measure ?? "" }))} />}
        />
      )}
      {table}
    </>
  );
}
