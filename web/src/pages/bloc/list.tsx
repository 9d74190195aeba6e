// The emulation blocs and clusters.

import { Link } from "wouter-preact";
import { BookList } from "../../ui/book";
import { t } from "../../words";
import { useBlocBook } from "./book";

export default function Blocs() {
  return (
    <>
      <BookList book={useBlocBook()} />
      <p><Link href="/to-chuc">{t("bloc.arrangements")}</Link></p>
    </>
  );
}
