// One rating of a unit: the level, when and by whom, and the circumstances that may
// cap it.

import type { Schemas } from "../../api/client";
import { get, send, type Versioned } from "../../api/raw";
import { showDate } from "../../format";
import { known } from "../../ui/basis";
import { Facts, Remove } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { choice, Form, type Field } from "../../ui/form";
import { Parts } from "../../ui/parts";
import { Shown } from "../../ui/state";
import { label, t } from "../../words";
import type { Standing } from "./rights";
import { Why, type Board } from "./why";

type Rating = Schemas["RatingDetailView"];
type Circumstance = Rating["circumstances"][number];
type Props = { board: Board; row: Board["units"][number]; standing: Standing; may: boolean; close: () => void; changed: () => void };

export function Given({ board, row, standing, may, close, changed }: Props) {
  const given = row[standing], name = t("rating.cell", { unit: row.unit?.name ?? "", standing: label("rating_standing", standing) });
  const key = useKey();
  return (
    <section class="card" aria-label={name}>
      <h2>{name}</h2>
      {row.circumstances.length > 0 && <Why row={row} />}
      {given ? <There id={given.id} standing={standing} may={may} close={close} changed={changed} /> : may && (
        <Form<Rating>
          name={`/ratings/${board.term_id}/${row.unit?.id}/${standing}`} fields={fields(standing)} cancel={close}
          send={(typed) => { const body = { term_id: board.term_id, unit_id: row.unit?.id, standing, ...typed }; return send<Rating>("POST", "/ratings", body, { key: key(body) }); }} saved={changed}
        />
      )}
    </section>
  );
}

/** A rating there is: it is changed in place, by those who may. */
export function There({ id, standing, may, close, changed }: { id: string; standing: Standing; may: boolean; close: () => void; changed: () => void }) {
  const path = `/ratings/${id}`;
  const reading = useReading(() => get<Rating>(path), [path], true);
  const again = () => { reading.again(); changed(); };
  return (
    <Shown of={reading}>
      {({ data: r, etag }: Versioned<Rating>) => (
        <>
          {may ? <Form<Rating> key={etag} name={path} fields={fields(standing)} record={r} etag={etag} cancel={close} send={(body, tag) => send<Rating>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={again} />
            : <Facts of={[[t("rating.level"), label("rating_level", r.level)], [t("rating.rated_on"), showDate(r.rated_on)], [t("rating.document"), r.document_as_written], [t("ui.remark"), r.remark]]} />}
          <h3>{t("rating.circumstances")}</h3>
          <p class="hint">{t("rating.circumstances_hint")}</p>
          <Parts<Circumstance, Rating>
            name="tt" about={path} caption={t("rating.circumstances")} add={t("rating.add_circumstance")} rows={r.circumstances} mayWrite={may} called={(c) => label("circumstance", c.kind)}
            columns={[
              { name: "kind", title: t("rating.circumstance"), show: (c) => label("circumstance", c.kind) },
              { name: "on", title: t("ui.when"), show: (c) => showDate(c.on) },
              { name: "note", title: t("ui.remark"), show: (c) => c.note ?? "—" },
            ]}
            fields={[choice("kind", t("rating.circumstance"), "circumstance", { required: true }), { name: "on", title: t("ui.when"), kind: "date" }, { name: "note", title: t("ui.remark"), kind: "long" }]}
            made={(c, body) => ({ ...c, ...body }) as Circumstance} save={(rows) => send<Rating>("PATCH", path, { circumstances: rows }, { etag })} saved={again}
          />
          {may && <p class="buttons"><Remove what={t("rating.this")} path={path} etag={etag} gone={() => { close(); changed(); }} /></p>}
        </>
      )}
    </Shown>
  );
}

export const fields = (standing: Standing): Field[] => known([
  choice("level", t("rating.level"), "rating_level", { required: true }),
  { name: "rated_on", title: t("rating.rated_on"), kind: "date" },
  ...(standing === "recognised" ? [{ name: "rated_by_id", title: t("rating.rated_by"), kind: "record", from: "/authorities", as: "rated_by_as_written" } as Field] : []),
  { name: "document_as_written", title: t("rating.document"), kind: "text" },
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);
