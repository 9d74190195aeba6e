// The units of all blocs.

import { BookList } from "../../ui/book";
import { useUnits } from "./book";

export default function Units() {
  return <BookList book={useUnits()} />;
}
