// What is followed beside the commitments: reports on named indicators, and those of
// units that are known only in words or belong to the term no more.

import { get, getAll, send } from "../../api/raw";
import { useKey, useReading } from "../../ui/data";
import { Remove } from "../../ui/book";
import { Form, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { Link } from "wouter-preact";
import { label, t } from "../../words";
import { figureText, tones, type Board } from "./cells";
import { Facts, fields, flat, lifted, Verdict, type Entry } from "./report";
import type { Rights } from "./rights";

type Props = { board: Board; rights: Rights; changed: () => void };

export function Indicators({ board: b, rights, changed }: Props) {
  const [query, set, href] = useQuery();
  const path = `/progress-entries?term_id=${b.term_id}&period=${encodeURIComponent(b.period.label)}&period_kind=${b.period.kind}&limit=200`;
  const cells = new Set(b.rows.flatMap((r) => [r.whole, ...r.cells]).filter((c) => c.applies && c.entry_id !== null).map((c) => c.entry_id));
  const shown = (e: Entry) => cells.has(e.id);
  const reading = useReading(() => getAll<Entry>(path).then((all) => all.filter((e) => !shown(e))), [path, b.elsewhere], true);
  const open = b.closing === null && b.status !== "locked";
  const mayAdd = open && (rights.review || b.units.some((u) => rights.write(u.id)));
  const after = (id: string) => { reading.again(); changed(); set({ cs: id }); };
  const add = mayAdd && query.cs !== "moi" && <Link class="button" href={href({ cs: "moi" })}>{t("progress.add_indicator")}</Link>;
  return (
    <section>
      <div class="head"><h2>{t("progress.elsewhere")}</h2>{add && <div class="actions">{add}</div>}</div>
      {query.cs === "moi" && mayAdd && <New board={b} rights={rights} saved={after} close={() => set({ cs: "" })} />}
      <Shown of={reading}>
        {(all) => (
          <>
            {all.filter((e) => e.id === query.cs).map((e) => <Opened key={e.id} entry={e} open={open} rights={rights} changed={() => after(e.id)} close={() => set({ cs: "" })} gone={() => after("")} />)}
            {all.length === 0 ? <Empty text={t("progress.no_indicators")} /> : (
              <Table<Entry>
                caption={t("progress.elsewhere")} rows={all}
                columns={[
                  { name: "what", title: t("progress.indicator"), show: (e) => <Link href={href({ cs: e.id })}>{e.indicator ?? e.commitment?.text}</Link> },
                  { name: "unit", title: t("ui.unit"), show: unitOf },
                  { name: "planned", title: t("progress.planned"), show: (e) => figureText(e.planned) || "—" },
                  { name: "actual", title: t("progress.actual"), show: (e) => figureText(e.actual) || "—" },
                  { name: "change", title: t("progress.change"), show: (e) => figureText(e.change) || "—" },
                  { name: "status", title: t("ui.status"), show: (e) => <Chip tone={tones[e.standing.status ?? ""] ?? "info"}>{e.standing.status ? label("progress_status", e.standing.status) : t("progress.words")}</Chip> },
                ]}
              />
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

const unitOf = (e: Entry): string => (e.scope === "bloc" ? t("progress.whole") : e.unit?.name ?? e.unit?.as_written ?? "—");

/** The form of a new indicator: of the bloc, for who leads it, or of a unit one writes for. */
function New({ board: b, rights, saved, close }: { board: Board; rights: Rights; saved: (id: string) => void; close: () => void }) {
  const key = useKey();
  const mine = b.units.filter((u) => u.id !== null && rights.write(u.id)).map((u) => ({ value: u.id!, label: u.name ?? "—" }));
  const whom: Field = { name: "unit_id", title: t("ui.unit"), kind: "choice", options: mine, ...(rights.review ? { none: t("progress.whole") } : { required: true }) };
  return (
    <section class="card" aria-label={t("progress.add_indicator")}>
      <h3>{t("progress.add_indicator")}</h3>
      <Form<Entry>
        name={`indicator/${b.term_id}/${b.period.label}`} cancel={close}
        fields={[{ name: "indicator", title: t("progress.indicator"), hint: t("progress.indicator_hint"), kind: "text", required: true }, whom, ...fields()]}
        send={(typed) => {
          const made = { term_id: b.term_id, period: b.period.label, period_kind: b.period.kind, ...lifted(typed) };
          return send<Entry>("POST", "/progress-entries", made, { key: key(made) });
        }}
        saved={(e) => saved(e.id)}
      />
    </section>
  );
}

type OpenedProps = { entry: Entry; open: boolean; rights: Rights; changed: () => void; close: () => void; gone: () => void };

function Opened({ entry, open, rights, changed, close, gone }: OpenedProps) {
  const path = `/progress-entries/${entry.id}`, name = entry.indicator ?? entry.commitment?.text ?? "—";
  const mayWrite = open && (entry.scope === "bloc" ? rights.review : rights.write(entry.unit?.id));
  const reading = useReading(() => get<Entry>(path), [path, entry.version], true);
  const read = () => get<Entry>(path).then((a) => ({ data: flat(a.data), etag: a.etag }));
  return (
    <section class="card opened" aria-label={t("progress.report")}>
      <div class="head"><h2>{unitOf(entry)} – {name}</h2><button type="button" onClick={close}>{t("ui.close")}</button></div>
      <Shown of={reading}>
        {({ data: e, etag }) => (
          <>
            {mayWrite ? <Form<Entry> key={path} name={path} fields={fields()} record={flat(e)} etag={etag} send={(typed, tag) => send<Entry>("PATCH", path, lifted(typed), { etag: tag })} again={read} saved={changed} /> : <Facts entry={e} />}
            <Verdict entry={e} etag={etag} path={path} mayJudge={rights.review && open} done={changed} />
            <p class="buttons"><Link class="button" href={`/nhat-ky?entity_id=${e.id}`}>{t("ui.nav.changes")}</Link>{mayWrite && e.verdict === null && <Remove what={name} path={path} etag={etag} gone={gone} />}</p>
          </>
        )}
      </Shown>
    </section>
  );
}
