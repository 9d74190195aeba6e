import { showDate, showNumber } from "../../format";
import { BookRecord, Linked } from "../../ui/book";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { useArrangements } from "./book";

export default function ArrangementPage({ id = "" }: Record<string, string>) {
  const book = useArrangements();
  return (
    <BookRecord book={book} id={id} facts={(a) => [
      [t("arrangement.period"), `${label("period_kind", a.period.kind)} ${a.period.label} (${showDate(a.period.starts_on)} – ${showDate(a.period.ends_on)})`],
      [t("arrangement.organizer"), <Linked to="/co-quan" of={a.organizer} />],
      [t("arrangement.document"), a.document_as_written],
      [t("arrangement.blocs"), showNumber(a.stated_bloc_count)],
      [t("arrangement.units"), showNumber(a.stated_unit_count)],
      [t("arrangement.remark"), a.remark],
    ]}>
      {(a, reading) => <Sources of={a.sources} edit={book.mayWrite ? { path: `/arrangements/${a.id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />}
    </BookRecord>
  );
}
