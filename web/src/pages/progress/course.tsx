// How a commitment went through the year, quarter by quarter, for a unit or the bloc.

import { getAll } from "../../api/raw";
import { Course, type Stop } from "../../charts/course";
import { showNumber } from "../../format";
import { useReading } from "../../ui/data";
import { Table } from "../../ui/table";
import { lang, t } from "../../words";
import type { Board } from "./cells";
import { periodName } from "./period";
import type { Entry } from "./report";

/** A quarter as documents write it: quý I, Q1. */
const quarterName = (n: string): string => (lang() === "vi" ? ["I", "II", "III", "IV"][Number(n) - 1]! : n);

type Props = { board: Board; commitment: string; unit: string | null; target: number | null; about: string };

export function CourseOf({ board, commitment, unit, target, about }: Props) {
  const of = unit ? `&unit_id=${unit}` : "&scope=bloc";
  const { data } = useReading(() => getAll<Entry>(`/progress-entries?term_id=${board.term_id}&commitment_id=${commitment}${of}&limit=200`), [commitment, unit, board]);
  // Figures are counted from the beginning of the term: whatever period ends with a
  // quarter tells where that quarter ended, the longer one first.
  const at = (day: string, of: "planned" | "actual") => {
    const told = (data ?? []).filter((e) => e.period.ends_on === day).sort((a, b) => a.period.starts_on.localeCompare(b.period.starts_on));
    for (const e of told) {
      const figure = of === "actual" ? e.verdict?.verified ?? e.actual : e.planned;
      if (figure?.value != null) return figure.value;
    }
    return null;
  };
  const stops = board.periods.filter((p) => p.kind === "quarter").map((p): Stop => ({ id: p.label, name: t("progress.quarter", { n: quarterName(p.label.slice(-1)) }), planned: at(p.ends_on, "planned"), actual: at(p.ends_on, "actual") }));
  if (stops.filter((s) => s.actual !== null).length < 2) return null; // a single figure has no course
  const table = (
    <Table<Stop>
      caption={t("progress.course", { about })} rows={stops}
      columns={[
        { name: "period", title: t("progress.period"), show: (s) => periodName({ kind: "quarter", label: s.id }) },
        { name: "planned", title: t("progress.planned"), number: true, show: (s) => showNumber(s.planned) },
        { name: "actual", title: t("progress.actual"), number: true, show: (s) => showNumber(s.actual) },
      ]}
    />
  );
  return <Course message={t("progress.course", { about })} stops={stops} target={target} table={table} />;
}
