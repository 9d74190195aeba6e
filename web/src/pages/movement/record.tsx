import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { showDate } from "../../format";
import { BookRecord, Linked, Section } from "../../ui/book";
import { Empty } from "../../ui/state";
import { Sources } from "../../ui/sources";
import { List } from "../../ui/table";
import { label, t } from "../../words";
import { useMovements } from "./book";

type Answer = Schemas["MovementCommitmentView"];

export default function MovementPage({ id = "" }: Record<string, string>) {
  const book = useMovements();
  return (
    <BookRecord book={book} id={id} facts={(m) => [
      [t("movement.launched_by"), <Linked to="/co-quan" of={m.launched_by} />],
      [t("movement.scope"), label("movement_scope", m.scope)],
      [t("movement.form"), label("movement_form", m.form)],
      [t("movement.launched_on"), showDate(m.launched_on)],
      [t("movement.concludes_on"), showDate(m.concludes_on)],
      [t("movement.goals"), m.goals],
      [t("movement.document"), m.document_as_written],
      [t("ui.remark"), m.remark],
    ]}>
      {(m, reading) => (
        <>
          <Section title={t("movement.answers")}>
            <List<Answer>
              path="/movement-commitments" fixed={{ movement_id: id }} caption={t("movement.answers")} empty={<Empty text={t("movement.no_answers")} />}
              columns={[
                { name: "period", title: t("ui.year"), sort: true, show: (a) => a.period },
                { name: "bloc", title: t("ui.bloc"), show: (a) => <Linked to="/khoi" of={a.bloc} /> },
                { name: "text", title: t("movement.commitment"), show: (a) => <Link href={`/noi-dung/${a.commitment_id}`}>{a.text}</Link> },
              ]}
            />
          </Section>
          <Sources of={m.sources} edit={book.mayWrite ? { path: `/movements/${id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />
        </>
      )}
    </BookRecord>
  );
}
