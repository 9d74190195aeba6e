// Bullet bars: what was reached beside the target, and what was expected by now.

import { showNumber } from "../format";
import { t } from "../words";
import { rem } from "./figure";

export type Bar = { name: string; target: number; actual: number | null; expected: number | null; unit: string };

const width = 760, left = 300, right = 150, height = 44;

/** A name that fits beside its bar; the table has all of it. */
const short = (name: string): string => (name.length > 44 ? `${name.slice(0, 43)}…` : name);

export function Bullet({ label, bars }: { label: string; bars: Bar[] }) {
  const room = width - left - right;
  return (
    <div class="drawing">
      <svg role="img" aria-labelledby={label} viewBox={`0 0 ${width} ${bars.length * height + 8}`} style={{ width: rem(width) }}>
        {bars.map((b, i) => {
          const most = Math.max(1.2 * Math.abs(b.target), b.actual ?? 0, b.expected ?? 0) || 1;
          const x = (v: number) => left + (Math.max(0, v) / most) * room;
          const y = i * height + 8, said = b.actual === null ? t("progress.empty") : `${showNumber(b.actual)} / ${showNumber(b.target)} ${b.unit}`;
          return (
            <g key={b.name}>
              <text x={left - 8} y={y + 18} text-anchor="end" font-size="13">{short(b.name)}</text>
              {[1, 0.75, 0.5].map((part, n) => <rect key={part} x={left} y={y} width={room * part} height={26} fill={["#e9edf2", "#d8dee6", "#c6ced9"][n]} />)}
              {b.actual !== null && <rect x={left} y={y + 8} width={Math.max(1, x(b.actual) - left)} height={10} fill="#1d4f91" />}
              {b.expected !== null && b.expected !== b.target && <line x1={x(b.expected)} x2={x(b.expected)} y1={y + 2} y2={y + 24} stroke="#1b1f24" stroke-width="2" stroke-dasharray="4 3" />}
              <line x1={x(b.target)} x2={x(b.target)} y1={y} y2={y + 26} stroke="#1b1f24" stroke-width="3" />
              <text x={width - right + 8} y={y + 18} font-size="13">{said}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
