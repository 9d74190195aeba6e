// Those who sign, lead and are commended.

import { BookList } from "../../ui/book";
import { usePersons } from "./book";

export default function Persons() {
  return <BookList book={usePersons()} />;
}
