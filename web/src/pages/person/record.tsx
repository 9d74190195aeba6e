// One person: the positions held, what was won.

import type { Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { showDate } from "../../format";
import { BookRecord, Linked, Section } from "../../ui/book";
import { Empty } from "../../ui/state";
import { List } from "../../ui/table";
import { t } from "../../words";
import { awardColumns, type Award } from "../award/book";
import { Parts } from "../../ui/parts";
import { Sources } from "../../ui/sources";
import { positionFields, usePersons, type Person } from "./book";
import { Signed } from "./signed";

type Position = Schemas["PositionInput"];

export default function PersonPage({ id = "" }: Record<string, string>) {
  const book = usePersons();
  return (
    <BookRecord book={book} id={id} facts={(p) => [
      [t("ui.unit"), <Linked to="/don-vi" of={p.unit} />],
      [t("ui.remark"), p.remark],
    ]}>
      {(p, reading) => (
        <>
          <Section title={t("person.positions")}>
            <Parts<Position, Person>
              name="chuc-vu" about={`person/${p.id}`} caption={t("person.positions")} add={t("person.add_position")} rows={p.positions} mayWrite={book.mayWrite} called={(x) => x.title}
              columns={[
                { name: "title", title: t("person.position"), show: (x) => x.title },
                { name: "from", title: t("unit.valid_from"), show: (x) => showDate(x.from) },
                { name: "to", title: t("unit.valid_to"), show: (x) => showDate(x.to) },
              ]}
              fields={positionFields(true)}
              made={(row, body) => ({ ...row, ...body }) as Position}
              save={(positions) => send<Person>("PATCH", `/persons/${p.id}`, { positions }, { etag: reading.data!.etag })}
              saved={reading.again}
            />
          </Section>
          <Section title={t("person.signed")}>
            <Signed person={p.id} />
          </Section>
          <Section title={t("person.awards")}>
            <List<Award> path="/awards" caption={t("person.awards")} fixed={{ person_id: p.id }} columns={awardColumns()} empty={<Empty text={t("person.no_awards")} />} />
          </Section>
          <Sources of={p.sources} edit={book.mayWrite ? { path: `/persons/${p.id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />
        </>
      )}
    </BookRecord>
  );
}
