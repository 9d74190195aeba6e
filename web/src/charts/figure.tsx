// Charts: drawn as SVG, so that they print; each says in a sentence what it shows,
// has its table, and can be kept as a file.

import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { t } from "../words";
import { savePng, saveSvg, saveTable } from "./save";

/** A length of a drawing, which grows with the size of the text. */
export const rem = (length: number): string => `${length / 16}rem`;

/** A chart with its message and, in its place when asked for, the same as a table. */
export function Figure({ message, chart, table }: { message: string; chart: (label: string) => ComponentChildren; table: ComponentChildren }) {
  const [asTable, setAsTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const id = useId();
  const saves = asTable ? { CSV: () => saveTable(figure.current!.querySelector("table")!, message) } : {
    PNG: () => void savePng(figure.current!.querySelector("svg")!, message),
    SVG: () => saveSvg(figure.current!.querySelector("svg")!, message),
  };
  return (
    <figure ref={figure}>
      <div class="head">
        <figcaption id={id}>{message}</figcaption>
        <div class="actions">
          <button type="button" onClick={() => setAsTable(!asTable)}>{t(asTable ? "chart.as_chart" : "chart.as_table")}</button>
          <span class="files">{Object.entries(saves).map(([kind, act]) => <button key={kind} type="button" onClick={act}>{t("chart.download", { kind })}</button>)}</span>
        </div>
      </div>
      {asTable ? table : chart(id)}
    </figure>
  );
}
