// How many of each kind in each year: columns of parts that lie on each other, told
// apart by pattern and legend, with the number on every part and the total on top.

import { scaleBand, scaleLinear } from "d3-scale";
import { useId } from "preact/hooks";
import { count } from "../format";
import { t } from "../words";
import { Table } from "../ui/table";
import { Figure, rem } from "./figure";

/** A column: its parts in the order of the series; open tells that some are not counted. */
export type Stack = { id: string; parts: number[]; records: number; open: boolean };

const grounds = ["#cfe0f5", "#ffffff", "#a9c8ee", "#e8f0fa", "#86b0e2", "#f4f8fd"];
const strokes = ["", "M0 8L8 0", "", "M0 4H8", "M0 0L8 8", "M4 0V8M0 4H8"];
const top = 28, base = 222, legend = 256, line = 24, left = 8, step = 92;

/** The total of a column in words: nothing on record is a dash, not 0. */
export function totalOf(s: Stack): string {
  const sum = s.parts.reduce((a, b) => a + b, 0);
  if (s.records === 0) return "—";
  if (sum === 0) return s.open ? t("ui.unknown") : "—";
  return s.open ? `${count(sum)} + ?` : count(sum);
}

export function Stacked({ message, stacks, series, by }: { message: string; stacks: Stack[]; series: string[]; by: string }) {
  const name = useId();
  const plot = left * 2 + stacks.length * step;
  const width = Math.max(plot, left * 2 + 30 + Math.max(...series.map((s) => s.length)) * 7.5), height = legend + series.length * line;
  const x = scaleBand().domain(stacks.map((s) => s.id)).range([left, plot - left]).paddingInner(0.35).paddingOuter(0.18);
  const most = Math.max(1, ...stacks.map((s) => s.parts.reduce((a, b) => a + b, 0)));
  const y = scaleLinear().domain([0, most]).range([base, top]);
  const fill = (i: number) => `url(#${name}-${i % grounds.length})`;
  const patterns = grounds.map((ground, i) => (
    <pattern key={i} id={`${name}-${i}`} width="8" height="8" patternUnits="userSpaceOnUse">
      <rect width="8" height="8" fill={ground} />
      {strokes[i] && <path d={strokes[i]} stroke="#1b4f8f" stroke-width="1.2" fill="none" />}
    </pattern>
  ));
  const column = (s: Stack) => {
    const middle = x(s.id)! + x.bandwidth() / 2;
    let low = 0;
    const parts = s.parts.map((n, i) => ({ n, i, from: y(low), to: y((low += n)) })).filter((p) => p.n > 0);
    // Numbers of thin parts are moved up, so that none covers the one below it.
    let under = base + 16;
    return (
      <g key={s.id}>
        {parts.map((p) => <rect key={p.i} x={x(s.id)} width={x.bandwidth()} y={p.to} height={p.from - p.to} fill={fill(p.i)} stroke="#1a1d21" />)}
        {parts.map((p) => {
          under = Math.min((p.from + p.to) / 2 + 5, under - 16);
          const wide = String(count(p.n)).length * 8 + 8;
          return <g key={p.i}><rect x={middle - wide / 2} y={under - 13} width={wide} height="17" rx="3" fill="#fff" /><text x={middle} y={under} text-anchor="middle" font-size="14">{count(p.n)}</text></g>;
        })}
        <text x={middle} y={Math.min(y(low) - 8, under - 18)} text-anchor="middle" font-size="15" font-weight="600">{totalOf(s)}</text>
        <text x={middle} y={base + 20} text-anchor="middle" font-size="14">{s.id}</text>
      </g>
    );
  };
  return (
    <Figure
      message={message}
      chart={(label) => (
        <div class="scroll" role="region" aria-labelledby={label} tabIndex={0}>
          <svg viewBox={`0 0 ${width} ${height}`} width={rem(width)} height={rem(height)} role="img" aria-labelledby={label}>
            <defs>{patterns}</defs>
            <line x1={left} x2={left + stacks.length * step} y1={base} y2={base} stroke="#1a1d21" />
            {stacks.map(column)}
            {series.map((s, i) => (
              <g key={s}>
                <rect x={left} y={legend + i * line} width="22" height="16" fill={fill(i)} stroke="#1a1d21" />
                <text x={left + 30} y={legend + 13 + i * line} font-size="14">{s}</text>
              </g>
            ))}
          </svg>
        </div>
      )}
      table={<Table
        caption={message}
        rows={[...series.map((s, i) => ({ id: s, name: s, cells: stacks.map((c) => (c.parts[i] ? count(c.parts[i]!) : "—")) })), { id: "total", name: t("chart.total"), cells: stacks.map(totalOf) }]}
        columns={[{ name: "name", title: by, show: (r) => r.name }, ...stacks.map((c, i) => ({ name: c.id, title: c.id, number: true, show: (r: { cells: string[] }) => r.cells[i] }))]}
      />}
    />
  );
}
