import { BookRecord, Linked } from "../../ui/book";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { useAuthorities } from "./book";

export default function AuthorityPage({ id = "" }: Record<string, string>) {
  const book = useAuthorities();
  return (
    <BookRecord book={book} id={id} facts={(a) => [
      [t("authority.system"), label("authority_system", a.system)],
      [t("authority.level"), label("authority_level", a.level)],
      [t("authority.province"), a.province],
      [t("authority.unit"), <Linked to="/don-vi" of={a.unit} />],
      [t("authority.remark"), a.remark],
    ]}>
      {(a, reading) => <Sources of={a.sources} edit={book.mayWrite ? { path: `/authorities/${a.id}`, etag: reading.data!.etag, saved: reading.again } : undefined} />}
    </BookRecord>
  );
}
