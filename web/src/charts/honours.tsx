// What a unit won, a column a year: its own, and what its predecessors won told
// apart by pattern. Years of which nothing is on record keep their place.

import { scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { useId } from "preact/hooks";
import { showNumber } from "../format";
import { label, t } from "../words";
import { Table } from "../ui/table";
import { Figure, rem } from "./figure";

export const merits = ["own", "inherited", "unknown", "not_inherited"] as const;
export type Merit = (typeof merits)[number];
export type HonourYear = { id: string; at: string; belonged: string; empty: boolean; won: Record<Merit, number> };

const wide = 104, bar = 52, top = 26;

const total = (y: HonourYear) => merits.reduce((n, m) => n + y.won[m], 0);
const told = (n: number) => (n > 0 ? showNumber(n) : "—");

/** The patterns of one hue, lightest where merit counts least. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}own`} width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#93b7dc" /></pattern>
      <pattern id={`${id}inherited`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#e8f0fa" /><rect width="3" height="8" fill="#93b7dc" /></pattern>
      <pattern id={`${id}unknown`} width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#ffffff" /><circle cx="4" cy="4" r="1.6" fill="#5b93ca" /></pattern>
      <pattern id={`${id}not_inherited`} width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#ffffff" /></pattern>
    </defs>
  );
}

export function Honours({ years, message }: { years: HonourYear[]; message: string }) {
  const id = useId();
  const kinds = merits.filter((m) => years.some((y) => y.won[m] > 0));
  const most = Math.max(1, ...years.map(total));
  const axis = top + Math.min(most * 40, 160);
  const y = scaleLinear().domain([0, most]).range([axis, top]);
  const layers = stack<HonourYear>().keys(kinds).value((d, m) => d.won[m as Merit])(years);
  const width = Math.max(years.length * wide, 320), legend = axis + 56;
  return (
    <Figure
      message={message}
      chart={(name) => (
        <div class="scroll" role="region" aria-labelledby={name} tabIndex={0}>
          <svg width={rem(width)} height={rem(legend + kinds.length * 24)} viewBox={`0 0 ${width} ${legend + kinds.length * 24}`} role="img" aria-labelledby={name}>
            <Patterns id={id} />
            {layers.map((layer) => layer.map((part, i) => {
              const n = part.data.won[layer.key as Merit], tall = y(part[0]) - y(part[1]), x = i * wide + (wide - bar) / 2;
              if (n === 0) return null;
              return (
                <g key={`${part.data.id}${layer.key}`}>
                  <rect x={x} y={y(part[1])} width={bar} height={tall} fill={`url(#${id}${layer.key})`} stroke="#1a1d21" stroke-width="0.75" />
                  {tall >= 20 && <rect x={x + bar / 2 - 13} y={y(part[1]) + tall / 2 - 9} width="26" height="18" rx="3" fill="#ffffff" />}
                  {tall >= 20 && <text x={x + bar / 2} y={y(part[1]) + tall / 2 + 5} text-anchor="middle" font-size="14">{showNumber(n)}</text>}
                </g>
              );
            }))}
            <line x1="0" x2={years.length * wide} y1={axis} y2={axis} stroke="#6b7480" />
            {years.map((d, i) => (
              <g key={d.id}>
                {d.empty && <rect x={i * wide + 6} y={axis - 34} width={wide - 12} height="34" fill="none" stroke="#6b7480" stroke-dasharray="4 3" />}
                <text x={i * wide + wide / 2} y={y(total(d)) - 8} text-anchor="middle" font-size="14" font-weight="600">{told(total(d))}</text>
                <text x={i * wide + wide / 2} y={axis + 20} text-anchor="middle" font-size="14" font-weight="600">{d.at}</text>
                <text x={i * wide + wide / 2} y={axis + 38} text-anchor="middle" font-size="12.5">{d.belonged}</text>
              </g>
            ))}
            {kinds.map((m, i) => (
              <g key={m}>
                <rect x="1" y={legend + i * 24} width="16" height="16" fill={`url(#${id}${m})`} stroke="#1a1d21" stroke-width="0.75" />
                <text x="24" y={legend + 13 + i * 24} font-size="14">{label("award_merit", m)}</text>
              </g>
            ))}
          </svg>
        </div>
      )}
      table={<Table caption={message} rows={years} columns={[
        { name: "at", title: t("unit.year"), show: (d) => d.at },
        { name: "belonged", title: t("unit.belongs_as"), show: (d) => d.belonged },
        ...kinds.map((m) => ({ name: m, title: label("award_merit", m), number: true, show: (d: HonourYear) => told(d.won[m]) })),
        { name: "total", title: t("unit.all_awards"), number: true, show: (d) => told(total(d)) },
      ]} />}
    />
  );
}
