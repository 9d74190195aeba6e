// Reports of a period that stand in no cell of the board: of indicators, of units
// known only in words or that belong to the term no more.

import type { Schemas } from "../../api/client";
import { getAll } from "../../api/raw";
import { useReading } from "../../ui/data";
import { Chip, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { figureText, tones, type Board } from "./cells";

type Entry = Schemas["EntryView"];

export function Elsewhere({ board: b }: { board: Board }) {
  const path = `/progress-entries?term_id=${b.term_id}&period=${encodeURIComponent(b.period.label)}&period_kind=${b.period.kind}&limit=200`;
  const units = new Set(b.units.map((u) => u.id)), rows = new Set(b.rows.map((r) => r.commitment.id));
  const shown = (e: Entry) => e.commitment !== null && rows.has(e.commitment.id) && (e.scope === "bloc" || (e.unit?.id != null && units.has(e.unit.id)));
  const reading = useReading(() => getAll<Entry>(path).then((all) => all.filter((e) => !shown(e))), [path, b.elsewhere]);
  return (
    <section>
      <h2>{t("progress.elsewhere")}</h2>
      <Shown of={reading}>
        {(all) => (
          <Table<Entry>
            caption={t("progress.elsewhere")} rows={all}
            columns={[
              { name: "what", title: t("progress.commitment"), show: (e) => e.indicator ?? e.commitment?.text },
              { name: "unit", title: t("ui.unit"), show: (e) => (e.scope === "bloc" ? t("progress.whole") : e.unit?.name ?? e.unit?.as_written) },
              { name: "actual", title: t("progress.actual"), show: (e) => figureText(e.actual) || "—" },
              { name: "status", title: t("ui.status"), show: (e) => <Chip tone={tones[e.standing.status ?? ""] ?? "info"}>{e.standing.status ? label("progress_status", e.standing.status) : t("progress.words")}</Chip> },
            ]}
          />
        )}
      </Shown>
    </section>
  );
}
