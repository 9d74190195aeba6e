// What the overview of a running year tells of its progress: how many of the units'
// cells are on course in the period that is being worked at, and who is silent.

import type { ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { get } from "../../api/raw";
import { count } from "../../format";
import { useReading } from "../../ui/data";
import { t } from "../../words";
import type { Board } from "./cells";
import { periodName } from "./period";

type Props = { term: string; link: (page: string) => string; children: ComponentChildren };

/** Two counters; children stand there as long as nothing is known, or to report on. */
export default function Brief({ term, link, children }: Props) {
  const { data: board } = useReading(() => get<Board>(`/terms/${term}/progress-board`).then((a) => a.data), [term]);
  if (!board) return <>{children}</>;
  const all = Object.values(board.counts).reduce((a, b) => a + b, 0), kept = board.counts.on_track + board.counts.done + board.counts.exceeded;
  const begun = all > board.counts.not_reported || ["in_force", "reviewing"].includes(board.status ?? "");
  if (all === 0 || !begun) return <>{children}</>;
  const asked = board.units.map((_, i) => board.rows.map((r) => r.cells[i]!).filter((c) => c.applies)).filter((cells) => cells.length > 0);
  const silent = asked.filter((cells) => cells.every((c) => c.standing.status === "not_reported")).length;
  return (
    <>
      <section class="counter"><h2>{t("progress.on_course")}</h2><p class="big">{count(kept)}/{count(all)}</p><p><Link href={link("tien-do")}>{periodName(board.period)}</Link></p></section>
      <section class="counter"><h2>{t("progress.silent")}</h2><p class="big">{count(silent)}/{count(asked.length)}</p><p><Link href={link("tien-do?tab=tre")}>{t("progress.see_silent")}</Link></p></section>
    </>
  );
}
