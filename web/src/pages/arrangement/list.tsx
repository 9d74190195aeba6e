// How organizers divided their blocs.

import { BookList } from "../../ui/book";
import { useArrangements } from "./book";

export default function Arrangements() {
  return <BookList book={useArrangements()} />;
}
