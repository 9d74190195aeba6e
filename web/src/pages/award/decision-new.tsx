// A new decision; the address may say of which bloc (?khoi=) and which decision it
// annuls (?huy=) or restores (?khoi-phuc=).

import { useLocation } from "wouter-preact";
import { get, send } from "../../api/raw";
import { t } from "../../words";
import { useKey, useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Shown } from "../../ui/state";
import { useDecisionBook, type Decision } from "./decision-book";

type Ref = { id: string | null; name: string | null; as_written: null };
type Start = { kind: Decision["kind"]; bloc?: Ref; annuls?: Ref; restores?: Ref };

async function begin(bloc?: string, annuls?: string, restores?: string): Promise<Start> {
  const start: Start = { kind: "award" };
  const other = annuls ?? restores;
  if (other) {
    const { data: d } = await get<Decision>(`/decisions/${other}`);
    start[annuls ? "annuls" : "restores"] = { id: d.id, name: d.number ?? d.id, as_written: null };
    if (d.bloc) start.bloc = { ...d.bloc, as_written: null };
    start.kind = d.kind;
  } else if (bloc) {
    const { data: b } = await get<{ id: string; name: string }>(`/blocs/${bloc}`);
    start.bloc = { id: b.id, name: b.name, as_written: null };
  }
  return start;
}

export default function NewDecision() {
  const book = useDecisionBook();
  const [query] = useQuery();
  const [, go] = useLocation();
  const key = useKey();
  const reading = useReading(() => begin(query.khoi, query.huy, query["khoi-phuc"]), [query.khoi, query.huy, query["khoi-phuc"]]);
  return (
    <Page title={t("decision.add")} crumbs={[{ href: book.at, text: book.title() }]} may={book.mayWrite}>
      <Shown of={reading}>
        {(start) => (
          <Form<Decision>
            name={`${book.api}/new`} fields={book.fields()} record={start} cancel={() => go(book.at)}
            send={(typed) => { const body = { kind: start.kind, bloc_id: start.bloc?.id, annuls_id: start.annuls?.id, restores_id: start.restores?.id, ...typed }; return send<Decision>("POST", book.api, body, { key: key(body) }); }}
            saved={(d) => go(`${book.at}/${d.id}`)}
          />
        )}
      </Shown>
    </Page>
  );
}
