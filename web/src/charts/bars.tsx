// Horizontal bars from nothing on, each with its name and figure.

import { showNumber } from "../format";
import { Figure, rem } from "./figure";

export type Amount = { name: string; value: number };

const width = 760, left = 300, right = 90, height = 30;

const short = (name: string): string => (name.length > 44 ? `${name.slice(0, 43)}…` : name);

export function Bars({ message, of, table }: { message: string; of: Amount[]; table: preact.ComponentChildren }) {
  const most = Math.max(...of.map((a) => a.value), 0) || 1, room = width - left - right;
  return (
    <Figure
      message={message} table={table}
      chart={(label) => (
        <div class="drawing">
          <svg role="img" aria-labelledby={label} viewBox={`0 0 ${width} ${of.length * height + 8}`} style={{ width: rem(width) }}>
            {of.map((a, i) => {
              const y = i * height + 4, length = Math.max(1, (Math.max(0, a.value) / most) * room);
              return (
                <g key={`${i}${a.name}`}>
                  <text x={left - 8} y={y + 17} text-anchor="end" font-size="13">{short(a.name)}</text>
                  <rect x={left} y={y + 3} width={length} height={18} fill="#1d4f91" />
                  <text x={left + length + 6} y={y + 17} font-size="13">{showNumber(a.value)}</text>
                </g>
              );
            })}
            <line x1={left} x2={left} y1={0} y2={of.length * height + 4} stroke="#1b1f24" />
          </svg>
        </div>
      )}
    />
  );
}
