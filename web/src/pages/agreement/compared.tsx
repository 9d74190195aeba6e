// An agreement beside that of the year before: what was kept, changed, added and
// dropped.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { count, showDate, showNumber } from "../../format";
import { useReading } from "../../ui/data";
import { Chip, Empty, Shown, type Tone } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, lang, t } from "../../words";
import { cellText, tones, type Board } from "../progress/cells";
import { target } from "./fields";
import type { Commitment } from "./commitments";
import type { Agreement } from "./year";

type Row = Schemas["ComparedView"] & { id?: string };

const tone: Record<Row["state"], Tone> = { kept: "plain", changed: "info", added: "good", dropped: "warn" };

export function Compared({ agreement }: { agreement: Agreement }) {
  const reading = useReading(async () => {
    const { data } = await get<Schemas["ComparisonView"]>(`/agreements/${agreement.id}/comparison`), term = data.before?.term;
    // What became of it is shown where it may be read.
    const board = term ? await get<Board>(`/terms/${term.id}/progress-board?period=${encodeURIComponent(term.period)}`).then((a) => a.data, () => null) : null;
    return { ...data, board };
  }, [agreement.id, agreement.version, lang()], true);
  return (
    <Shown of={reading}>
      {({ before, counts, rows, board }) => (before === null ? <Empty text={t("compare.nothing")} /> : (
        <>
          <p>{t("compare.with")} <Link href={`/giao-uoc/${before.id}`}>{before.title}</Link> ({before.term.period}). {t("compare.counts", { kept: count(counts.kept), changed: count(counts.changed), added: count(counts.added), dropped: count(counts.dropped) })}</p>
          <Table<Row>
            caption={t("compare.caption")} rows={rows}
            columns={[
              { name: "no", title: t("commitment.no"), number: true, show: (r) => r.commitment?.order ?? "—" },
              { name: "state", title: t("ui.status"), show: (r) => <Chip tone={tone[r.state]}>{t(`compare.${r.state}`)}</Chip> },
              { name: "text", title: t("commitment.text"), show: (r) => <Words of={r} /> },
              { name: "before", title: t("compare.before"), show: (r) => <Before of={r} /> },
              { name: "result", title: t("compare.result", { period: before.term.period }), show: (r) => <Result of={r} board={board} /> },
            ]}
          />
        </>
      ))}
    </Shown>
  );
}

function Words({ of: r }: { of: Row }) {
  if (r.commitment) return <Link href={`/noi-dung/${r.commitment.id}`}>{r.commitment.text}</Link>;
  return <Link href={`/noi-dung/${r.before!.id}`}><s>{r.before!.text}</s></Link>;
}

/** What stood there before, of fields that differ; both values, so that no column is
 * needed for each. */
function Before({ of: r }: { of: Row }) {
  const { commitment: now, before } = r;
  if (!now || !before) return <>—</>;
  if (r.changes.length === 0) return <span class="muted">{t("compare.same")}</span>;
  return (
    <dl class="changes">
      {r.changes.map((field) => (
        <div key={field}><dt>{t(`commitment.${field}`)}</dt><dd>{value(before, field)}{field !== "text" && <> <span aria-hidden="true">→</span><span class="unseen">{t("compare.now")}</span> {value(now, field)}</>}</dd></div>
      ))}
    </dl>
  );
}

/** What became of a commitment in the whole of the earlier year: the bloc's figure or
 * level, and how many of its units kept it. Without a report nothing is known. */
function Result({ of: r, board }: { of: Row; board: Board | null }) {
  const row = board?.rows.find((x) => x.commitment.id === r.before?.id);
  if (!row) return <>—</>;
  const cells = row.cells.filter((c) => c.applies), told = cells.filter((c) => c.standing.status !== "not_reported");
  const kept = cells.filter((c) => c.standing.status === "done" || c.standing.status === "exceeded").length;
  const { whole } = row, status = whole.standing.status;
  if (told.length === 0 && status === "not_reported") return <span class="muted">{label("progress_status", "not_reported")}</span>;
  return (
    <>
      {status !== "not_reported" && <p>{cellText(whole)} {status && <Chip tone={tones[status]!}>{label("progress_status", status)}</Chip>}</p>}
      {told.length > 0 && <p>{t("compare.units_kept", { kept: count(kept), told: count(told.length), all: count(cells.length) })}</p>}
    </>
  );
}

function value(c: Commitment, field: Row["changes"][number]): string {
  switch (field) {
    case "text": return c.text;
    case "theme": return c.theme ?? "—";
    case "scope": return label("commitment_scope", c.scope);
    case "unit": return c.unit?.name ?? c.unit?.as_written ?? "—";
    case "measure": return label("measure", c.measure);
    case "target": return target(c);
    case "unit_of_measure": return c.unit_of_measure ?? "—";
    case "due_on": return showDate(c.due_on);
    case "legal_basis": return c.legal_basis.join("; ") || "—";
    case "weight": return showNumber(c.weight);
    case "targets": return t("commitment.targets_n", { n: count(c.targets.length) });
  }
}
