import { showDate } from "../../format";
import { BookRecord, Linked } from "../../ui/book";
import { Sources } from "../../ui/sources";
import { label, t } from "../../words";
import { useRules, verified } from "./rules";

export default function RulePage({ id = "" }: Record<string, string>) {
  const book = useRules();
  return (
    <BookRecord book={book} id={id} facts={(r) => [
      [t("rating.circumstance"), label("circumstance", r.kind)],
      [t("rating.cap"), label("rating_level", r.cap)],
      [t("rating.norm"), r.norm],
      [t("rating.rule_for"), r.authority ? <Linked to="/co-quan" of={r.authority} /> : t("rating.for_all")],
      [t("rating.valid_from"), showDate(r.valid_from)],
      [t("rating.valid_to"), showDate(r.valid_to)],
      [t("rating.checked"), verified(r)],
      [t("ui.remark"), r.remark],
    ]}>
      {(r, reading) => <Sources of={r.sources} edit={book.mayWrite ? { path: `/rating-rules/${id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />}
    </BookRecord>
  );
}
