// Ranks through the years: a line for each unit, the first rank on top, one of them
// brought out. A year without a rank is a gap; a unit that ended is crossed out, and a
// dashed line leads to who follows it.

import { line } from "d3-shape";
import { Figure, rem } from "./figure";

/** ended: the unit is no more; into: lines of those that follow it. */
export type Line = { id: string; name: string; ranks: (number | null)[]; ended?: boolean; into?: string[] };

/** The last year a line has a rank in; -1 for none. */
const lastYear = (l: Line): number => l.ranks.reduce<number>((found, r, i) => (r === null ? found : i), -1);

/** Where a line of a unit that ended goes on: the first place of a follower after its own last. */
function joins(l: Line, lines: Line[]): { from: number; at: number; rank: number }[] {
  const from = lastYear(l);
  return lines.filter((o) => l.into?.includes(o.id)).flatMap((o) => {
    const at = o.ranks.findIndex((r, i) => i > from && r !== null);
    return at < 0 ? [] : [{ from, at, rank: o.ranks[at]! }];
  });
}

const width = 760, left = 210, right = 210, row = 34, top = 34;

const short = (name: string): string => (name.length > 30 ? `${name.slice(0, 29)}…` : name);

export function Bump({ message, years, lines, chosen, table }: { message: string; years: string[]; lines: Line[]; chosen: string | undefined; table: preact.ComponentChildren }) {
  const lowest = Math.max(1, ...lines.flatMap((l) => l.ranks.map((r) => r ?? 0)));
  const x = (i: number) => (years.length === 1 ? width / 2 : left + (i / (years.length - 1)) * (width - left - right)), y = (rank: number) => top + rank * row - row / 2;
  const through = line<number | null>((_, i) => x(i), (r) => y(r!)).defined((r) => r !== null);
  const drawn = [...lines].sort((a, b) => Number(a.id === chosen) - Number(b.id === chosen)); // the chosen one lies above the others
  // Units of one rank are named on one line.
  const names = (at: (l: Line) => number | null) => [...new Set(lines.map(at).filter((r): r is number => r !== null))].map((rank) => ({ rank, of: lines.filter((l) => at(l) === rank) }));
  const first = (l: Line) => l.ranks[0] ?? null, last = (l: Line) => l.ranks[years.length - 1] ?? null;
  const label = (side: "end" | "start", px: number) => ({ rank, of }: { rank: number; of: Line[] }) => (
    <text key={`${side}${rank}`} x={px} y={y(rank) + 5} text-anchor={side} font-size="13" font-weight={of.some((l) => l.id === chosen) ? "bold" : undefined}>{short([...of].sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen)).map((l) => l.name).join(", "))}</text>
  );
  return (
    <Figure
      message={message} table={table}
      chart={(about) => (
        <div class="drawing">
          <svg role="img" aria-labelledby={about} viewBox={`0 0 ${width} ${top + lowest * row + 8}`} style={{ width: rem(width) }}>
            {years.map((year, i) => <text key={year} x={x(i)} y={18} text-anchor="middle" font-size="13">{year}</text>)}
            {drawn.map((l) => {
              const color = l.id === chosen ? "#1d4f91" : "#8a94a0";
              return (
                <g key={l.id}>
                  {l.ended && lastYear(l) >= 0 && joins(l, lines).map((j) => <line key={j.rank} x1={x(j.from)} y1={y(l.ranks[j.from]!)} x2={x(j.at)} y2={y(j.rank)} stroke={color} stroke-width="1.5" stroke-dasharray="5 4" />)}
                  <path d={through(l.ranks) ?? ""} fill="none" stroke={color} stroke-width={l.id === chosen ? 3 : 1.5} />
                  {l.ranks.map((r, i) => r !== null && (
                    <g key={i}>
                      <circle cx={x(i)} cy={y(r)} r={11} fill={l.id === chosen ? color : "#ffffff"} stroke={color} stroke-width="1.5" />
                      <text x={x(i)} y={y(r) + 4} text-anchor="middle" font-size="12" style={{ fill: l.id === chosen ? "#ffffff" : "#1b1f24" }}>{r}</text>
                    </g>
                  ))}
                  {l.ended && lastYear(l) >= 0 && <text x={x(lastYear(l)) + 16} y={y(l.ranks[lastYear(l)]!) - 6} text-anchor="middle" font-size="15" font-weight="bold">×</text>}
                </g>
              );
            })}
            {years.length > 1 && names(first).map(label("end", left - 18))}
            {names(last).map(label("start", (years.length > 1 ? width - right : width / 2) + 18))}
          </svg>
        </div>
      )}
    />
  );
}
