// The cycle of a year: its days in a row, each with a sign and a word for its
// state, and where today is. Where there is no room for a row, they are a list.

import { scaleTime } from "d3-scale";
import { useEffect, useRef, useState } from "preact/hooks";
import { showDate } from "../format";
import { t } from "../words";
import { Chip, type Tone } from "../ui/state";
import { Table } from "../ui/table";
import { Figure } from "./figure";

export type Mark = { id: string; on: string; text: string; state: "done" | "past" | "coming" };

const tones: Record<Mark["state"], Tone> = { done: "good", past: "info", coming: "plain" };
const signs: Record<Mark["state"], string> = { done: "✔", past: "●", coming: "○" };
const fills: Record<Mark["state"], string> = { done: "#1e6b3a", past: "#5a6572", coming: "#ffffff" };

const axis = 48, narrow = 560;

/** How wide an element is for text of the usual size, as it changes; before it is
 * measured, as on a sheet of A4. */
function useWidth(start: number) {
  const box = useRef<HTMLDivElement>(null);
  const [width, set] = useState(start);
  useEffect(() => {
    const watch = new ResizeObserver(([e]) => set(Math.round((e!.contentRect.width * 16) / parseFloat(getComputedStyle(document.documentElement).fontSize))));
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return { box, width };
}

type Drawn = { marks: Mark[]; from: string; to: string; today: string };

export function Timeline({ message, ...drawn }: Drawn & { message: string }) {
  const rows = [...drawn.marks].sort((a, b) => a.on.localeCompare(b.on));
  return (
    <Figure
      message={message}
      chart={(label) => <Drawing {...drawn} marks={rows} label={label} />}
      table={<Table caption={message} rows={rows} columns={[
        { name: "on", title: t("chart.day"), show: (m) => showDate(m.on) },
        { name: "text", title: t("chart.what"), show: (m) => m.text },
        { name: "state", title: t("chart.state"), show: (m) => <Chip tone={tones[m.state]}>{t(`chart.${m.state}`)}</Chip> },
      ]} />}
    />
  );
}

/** The days at the size of the page, so that their words stay readable. */
function Drawing({ marks, from, to, today, label }: Drawn & { label: string }) {
  const { box, width } = useWidth(1040);
  return <div class="drawing" ref={box}>{width < narrow ? <List marks={marks} today={today} label={label} /> : <Row marks={marks} from={from} to={to} today={today} label={label} width={width} />}</div>;
}

function List({ marks, today, label }: { marks: Mark[]; today: string; label: string }) {
  return (
    <ol class="plain" aria-labelledby={label}>
      {marks.map((m) => <li key={m.id}>{showDate(m.on)}: {m.text} <Chip tone={tones[m.state]}>{t(`chart.${m.state}`)}</Chip></li>)}
      <li class="muted">{t("chart.today", { date: showDate(today) })}</li>
    </ol>
  );
}

function Row({ marks, from, to, today, label, width }: Drawn & { label: string; width: number }) {
  const left = 20, right = width - 20;
  const days = marks.map((m) => m.on).concat(from, to).sort();
  const x = scaleTime().domain([new Date(days[0]!), new Date(days[days.length - 1]!)]).range([left, right]);
  // Labels stand in rows, so that none covers another.
  const rows: number[] = [];
  const placed = marks.map((m) => {
    const at = x(new Date(m.on)), wide = Math.max(m.text.length * 7.2, 70);
    const start = Math.min(Math.max(at - wide / 2, 0), width - wide);
    let row = rows.findIndex((end) => end + 8 < start);
    if (row < 0) row = rows.push(0) - 1;
    rows[row] = start + wide;
    return { ...m, at, row, label: start + wide / 2 };
  });
  const height = axis + 18 + Math.max(rows.length, 1) * 38;
  const now = new Date(today) >= x.domain()[0]! && new Date(today) <= x.domain()[1]! ? x(new Date(today)) : null;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={label} class="timeline">
      <line x1={left} x2={right} y1={axis} y2={axis} stroke="#6b7480" stroke-width="3" />
      {now !== null && <line x1={left} x2={now} y1={axis} y2={axis} stroke="#1b4f8f" stroke-width="5" />}
      {now !== null && (
        <g>
          <line x1={now} x2={now} y1={24} y2={axis + 8} stroke="#1a1d21" stroke-width="2" stroke-dasharray="4 3" />
          <text x={Math.min(Math.max(now, 70), width - 70)} y={16} text-anchor="middle" font-size="14" font-weight="600">{t("chart.today", { date: showDate(today) })}</text>
        </g>
      )}
      {placed.map((m) => (
        <g key={m.id}>
          <line x1={m.at} x2={m.label} y1={axis} y2={axis + 20 + m.row * 38} stroke="#c9d1da" />
          <circle cx={m.at} cy={axis} r="8" fill={fills[m.state]} stroke="#1a1d21" stroke-width="1.5" />
          <text x={m.label} y={axis + 32 + m.row * 38} text-anchor="middle" font-size="14">{signs[m.state]} {m.text}</text>
          <text x={m.label} y={axis + 48 + m.row * 38} text-anchor="middle" font-size="12.5" class="small">{showDate(m.on)}</text>
        </g>
      ))}
    </svg>
  );
}
