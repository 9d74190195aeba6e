// The report of one cell in full, and what the reviewer found of it.

import { Link } from "wouter-preact";
import { get, send } from "../../api/raw";
import { useKey, useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Shown } from "../../ui/state";
import { t } from "../../words";
import { cellAt, type Board, type Place } from "./cells";
import { CourseOf } from "./course";
import { standing, unitName } from "./grid";
import { Facts, fields, flat, lifted, Verdict, type Entry } from "./report";

type Props = { board: Board; place: Place; mayWrite: boolean; mayJudge: boolean; close: () => void; changed: () => void };

export function EntryPanel({ board, place, mayWrite, mayJudge, close, changed }: Props) {
  const row = board.rows[place.row]!, cell = cellAt(board, place)!, unit = place.column < 0 ? undefined : board.units[place.column]!.id;
  const path = cell.entry_id ? `/progress-entries/${cell.entry_id}` : "";
  const reading = useReading(() => (path ? get<Entry>(path) : Promise.resolve(undefined)), [path, cell.version], true);
  const open = board.closing === null && board.status !== "locked";
  const key = useKey();
  const done = () => { reading.again(); changed(); };
  return (
    <section class="card opened" aria-label={t("progress.report")}>
      <div class="head"><h2>{unitName(board, place.column)} – {row.commitment.order}. {row.commitment.text}</h2><button type="button" onClick={close}>{t("ui.close")}</button></div>
      <p>{standing(cell)}</p>
      <Shown of={reading}>
        {(read) => (
          <>
            {mayWrite && open ? (
              <Form<Entry>
                key={path || "new"} name={`progress/${row.commitment.id}/${unit ?? "bloc"}/${board.period.label}`} fields={fields()} record={read && flat(read.data)} etag={read?.etag}
                send={(typed, etag) => {
                  const body = lifted(typed);
                  if (path) return send<Entry>("PATCH", path, body, { etag });
                  const made = { term_id: board.term_id, commitment_id: row.commitment.id, ...(unit && { unit_id: unit }), period: board.period.label, period_kind: board.period.kind, ...body };
                  return send<Entry>("POST", "/progress-entries", made, { key: key(made) });
                }}
                again={path ? () => get<Entry>(path).then((a) => ({ data: flat(a.data), etag: a.etag })) : undefined}
                saved={done}
              />
            ) : read ? <Facts entry={read.data} /> : <p>{t("progress.empty")}</p>}
            {read && <Verdict entry={read.data} etag={read.etag} path={path} mayJudge={mayJudge && open} done={done} />}
            <CourseOf board={board} commitment={row.commitment.id} unit={unit ?? null} target={cell.target} about={`${row.commitment.order}. ${row.commitment.text}`} />
            {read && <p><Link href={`/nhat-ky?entity_id=${read.data.id}`}>{t("ui.nav.changes")}</Link></p>}
          </>
        )}
      </Shown>
    </section>
  );
}
