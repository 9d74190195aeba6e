// What is late, unit by unit, with a text to remind each of them.

import { useState } from "preact/hooks";
import type { YearProps } from "../../frame/year";
import { copy } from "../../ui/copy";
import { Chip, Empty } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { tones, type Board } from "./cells";
import { why } from "./grid";
import { periodName } from "./period";

const behind = ["not_reported", "late", "at_risk"];

type Line = { id: string; unit: string; texts: string[]; cells: { status: string; words: string; text: string }[] };

/** The units with something late or unreported, in protocol order. */
function lines(b: Board): Line[] {
  return b.units.flatMap((u, i) => {
    const cells = b.rows.flatMap((r) => {
      const c = r.cells[i]!, status = c.standing.status ?? "";
      return c.applies && behind.includes(status) ? [{ status, words: why(c), text: `${r.commitment.order}. ${r.commitment.text}` }] : [];
    });
    return cells.length > 0 ? [{ id: u.id ?? u.name ?? "", unit: u.name ?? "", texts: cells.map((c) => `${c.text} – ${label("progress_status", c.status)}`), cells }] : [];
  });
}

export function Behind({ year, board }: { year: YearProps; board: Board }) {
  const [said, say] = useState("");
  const all = lines(board);
  if (all.length === 0) return <Empty text={t("progress.none_late")} />;
  const remind = (l: Line) => {
    const text = [t("progress.reminder", { unit: l.unit, bloc: year.bloc.name, period: periodName(board.period) }), ...l.texts.map((x) => `- ${x}`), t("progress.reminder_end")].join("\n");
    void copy(text).then((done) => say(t(done ? "progress.reminder_copied" : "ui.link_not_copied", { unit: l.unit })));
  };
  return (
    <>
      <p role="status">{said}</p>
      <Table<Line>
        caption={t("progress.tab_late")} rows={all}
        columns={[
          { name: "unit", title: t("ui.unit"), show: (l) => l.unit },
          { name: "what", title: t("progress.commitment"), show: (l) => <ul class="plain">{l.cells.map((c) => <li key={c.text}><Chip tone={tones[c.status]!}>{label("progress_status", c.status)}</Chip> {c.text} <span class="muted">{c.words}</span></li>)}</ul> },
          { name: "acts", title: t("ui.acts"), screen: true, show: (l) => <button type="button" aria-label={t("progress.remind_of", { unit: l.unit })} onClick={() => remind(l)}>{t("progress.remind")}</button> },
        ]}
      />
    </>
  );
}
