// Charts: drawn as SVG, so that they print; each says in a sentence what it shows
// and has its table.

import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../words";

/** A chart with its message and, in its place when asked for, the same as a table. */
export function Figure({ message, chart, table }: { message: string; chart: (label: string) => ComponentChildren; table: ComponentChildren }) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure>
      <div class="head">
        <figcaption id={id}>{message}</figcaption>
        <div class="actions"><button type="button" onClick={() => setAsTable(!asTable)}>{t(asTable ? "chart.as_chart" : "chart.as_table")}</button></div>
      </div>
      {asTable ? table : chart(id)}
    </figure>
  );
}
