// An official document as a sheet of paper on the screen: what its Word and PDF files
// say, in their order.

import type { ComponentChildren } from "preact";
import type { Schemas } from "../../api/client";
import { Stacked } from "../../charts/stacked";
import { t } from "../../words";

type Paper = Schemas["PaperView"];
type Block = Schemas["PaperBlock"];

export function Sheet({ of: p, language }: { of: Paper; language: string }) {
  const tables = { n: 0 };
  return (
    <div class="desk">
      {p.draft && <div class="watermark" aria-hidden="true" data-says={p.left.at(-1)?.text} />}
      <article class="sheet" lang={language} aria-label={t("report.sheet")}>
        <div class="letterhead"><Lines of={p.left} /><Lines of={p.right} /></div>
        {p.title && <h2>{p.title}</h2>}
        <p class="subject">{p.subject.map((line, i) => <span key={i}>{line}</span>)}</p>
        {p.to.map((line, i) => <p key={i} class="center">{line}</p>)}
        <Blocks of={p.body} tables={tables} />
        <div class="ending">
          <div class="received">{p.recipients.length > 0 && <><p><strong><em>{p.received}</em></strong></p>{p.recipients.map((r, i) => <p key={i}>{r}</p>)}</>}</div>
          <Signatory of={p.signatory} />
        </div>
        {p.appendices.map((a, i) => (
          <section key={i} class={a.landscape ? "appendix lying" : "appendix"}>
            <h2>{a.title.split("\n").map((line, j) => <span key={j}>{line}</span>)}</h2>
            <Blocks of={a.body} tables={tables} />
          </section>
        ))}
        {p.trace.length > 0 && <footer class="trace">{p.trace.map((line, i) => <p key={i}>{line}</p>)}</footer>}
      </article>
    </div>
  );
}

const Lines = ({ of }: { of: Paper["left"] }) => (
  <div>{of.map((l, i) => <p key={i} class={[l.bold && "bold", l.italic && "italic", l.ruled && "ruled"].filter(Boolean).join(" ")}><span>{l.text}</span></p>)}</div>
);

const Signatory = ({ of: s }: { of: Schemas["PaperSignatory"] }) => (
  <div class="signatory">
    {s.behalf && <p class="bold">{s.behalf}</p>}
    {s.position && <p class="bold">{s.position}</p>}
    <p class="bold name">{s.name}</p>
    {s.note && <p class="italic">{s.note}</p>}
  </div>
);

const title = 2; // the level of the heading that the text stands under

/** The parts of the text, whose tables are numbered on. No heading stands more than
 * one level below the one before it, though the document may leave some out. */
function Blocks({ of, tables }: { of: Block[]; tables: { n: number } }) {
  const out: ComponentChildren[] = [];
  let level = title, item: Block[] = [];
  const list = () => {
    if (item.length > 0) out.push(<ul key={out.length}>{item.map((b, i) => <li key={i}>{b.text}</li>)}</ul>);
    item = [];
  };
  for (const b of of) {
    if (b.kind === "item") {
      item.push(b);
      continue;
    }
    list();
    if (b.kind === "heading") level = Math.min(title + Math.max(b.level, 1), level + 1);
    if (b.kind === "table") tables.n++;
    out.push(<One key={out.length} of={b} level={level} table={tables.n} />);
  }
  list();
  return <>{out}</>;
}

const classes = (b: Block) => [b.align, b.bold && "bold", b.italic && "italic"].filter(Boolean).join(" ");

function One({ of: b, level, table }: { of: Block; level: number; table: number }) {
  switch (b.kind) {
    case "heading": {
      const Heading = `h${Math.min(level, 6)}` as "h3";
      return <Heading class={classes(b)}>{b.text}</Heading>;
    }
    case "table": return <PaperTable of={b} name={[t("report.table", { n: table }), b.text].filter(Boolean).join(": ")} />;
    case "chart": return (
      <>
        <p class="bold center">{b.text}</p>
        <Stacked
          message={b.note || b.text} by={t("report.series")} series={b.series.map((s) => s.name)}
          stacks={b.labels.map((id, i) => {
            const values = b.series.map((s) => s.values[i]);
            return { id, parts: values.map((v) => v ?? 0), records: values.filter((v) => v != null).length, open: values.some((v) => v == null) };
          })}
        />
      </>
    );
    case "signatures": return <>{b.text && <p class="bold center">{b.text}</p>}<div class="signs">{b.signatories.map((s, i) => <Signatory key={i} of={s} />)}</div></>;
    default: return <p class={classes(b)}>{b.text}</p>;
  }
}

function PaperTable({ of: b, name }: { of: Block; name: string }) {
  return (
    <>
      {b.text && <p class="bold center">{b.text}</p>}
      <div class="scroll" role="region" aria-label={name} tabIndex={0}>
        <table>
          <caption class="unseen">{name}</caption>
          <thead><tr>{b.columns.map((c, i) => <th key={i} scope="col">{c.title}</th>)}</tr></thead>
          <tbody>
            {b.rows.map((r, i) => (
              <tr key={i} class={r.bold || r.group ? "bold" : ""}>
                {r.group ? <td colSpan={b.columns.length}>{r.cells[0]}</td> : r.cells.map((cell, j) => <td key={j} data-title={b.columns[j]?.title} class={b.columns[j]?.align}>{cell}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {b.note && <p class="italic">{b.note}</p>}
    </>
  );
}
