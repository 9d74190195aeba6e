// The course of one figure through a year: what was planned and what was reached at
// the end of each quarter. Where nothing was reported the line has a gap, never a zero.

import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import type { ComponentChildren } from "preact";
import { showNumber } from "../format";
import { t } from "../words";
import { Figure, rem } from "./figure";

/** The end of one quarter; null is not known. */
export type Stop = { id: string; name: string; planned: number | null; actual: number | null };

const width = 560, height = 250, left = 20, right = 130, top = 30, base = 200;

type Props = { message: string; stops: Stop[]; target: number | null; table: ComponentChildren };

export function Course({ message, stops, target, table }: Props) {
  const figures = stops.flatMap((s) => [s.planned, s.actual]).concat(target).filter((v) => v !== null);
  const x = scalePoint().domain(stops.map((s) => s.id)).range([left, width - right]).padding(0.5);
  const y = scaleLinear().domain([Math.min(0, ...figures), Math.max(1e-6, ...figures)]).range([base, top]);
  const path = (of: "planned" | "actual") => line<Stop>().defined((s) => s[of] !== null).x((s) => x(s.id)!).y((s) => y(s[of]!))(stops) ?? "";
  const last = (of: "planned" | "actual") => [...stops].reverse().find((s) => s[of] !== null);
  const named = (of: "planned" | "actual", text: string) => {
    const at = last(of);
    return at && <text x={x(at.id)! + 10} y={y(at[of]!) + (of === "actual" ? 5 : 19)} font-size="13">{text}</text>;
  };
  return (
    <Figure
      message={message} table={table}
      chart={(label) => (
        <div class="drawing">
          <svg role="img" aria-labelledby={label} viewBox={`0 0 ${width} ${height}`} style={{ width: rem(width) }}>
            <line x1={left} x2={width - right} y1={y(0)} y2={y(0)} stroke="#1a1d21" />
            {target !== null && <><line x1={left} x2={width - right} y1={y(target)} y2={y(target)} stroke="#1a1d21" stroke-width="2" /><text x={width - right + 10} y={y(target) + 5} font-size="13">{t("progress.target")} {showNumber(target)}</text></>}
            <path d={path("planned")} fill="none" stroke="#5b6573" stroke-width="2" stroke-dasharray="6 4" />
            <path d={path("actual")} fill="none" stroke="#1d4f91" stroke-width="3" />
            {stops.map((s) => (
              <g key={s.id}>
                {s.planned !== null && <circle cx={x(s.id)} cy={y(s.planned)} r="3.5" fill="#fff" stroke="#5b6573" stroke-width="2" />}
                {s.actual !== null && <><circle cx={x(s.id)} cy={y(s.actual)} r="5" fill="#1d4f91" /><text x={x(s.id)} y={y(s.actual) - 10} text-anchor="middle" font-size="13" font-weight="600">{showNumber(s.actual)}</text></>}
                <text x={x(s.id)} y={base + 22} text-anchor="middle" font-size="13">{s.name}</text>
              </g>
            ))}
            {named("planned", t("progress.planned_line"))}
            {named("actual", t("progress.actual"))}
          </svg>
        </div>
      )}
    />
  );
}
