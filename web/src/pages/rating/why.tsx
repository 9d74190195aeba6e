// What happened in a unit, and which rules cap it.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";

export type Board = Schemas["RatingBoardView"];
type Row = Board["units"][number];

/** What happened in a unit, and to which level it is limited by which rule. */
export function Why({ row }: { row: Pick<Row, "circumstances" | "cap"> }) {
  if (row.circumstances.length === 0) return <>—</>;
  return (
    <>
      <p>{row.circumstances.map((c) => label("circumstance", c.kind)).join("; ")}</p>
      {row.cap && <p><strong>{t("rating.at_most", { level: label("rating_level", row.cap.level) })}</strong> {row.cap.because.map((r) => <span key={r.rule_id}><Link href={`/quy-tac-xep-loai/${r.rule_id}`}>{r.norm}</Link>{!r.is_verified && <> <Chip tone="warn">{t("rating.unverified")}</Chip></>} </span>)}</p>}
    </>
  );
}
