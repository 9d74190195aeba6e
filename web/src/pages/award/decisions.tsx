// All decisions the reader may see.

import { BookList } from "../../ui/book";
import { useDecisionBook } from "./decision-book";

export default function Decisions() {
  return <BookList book={useDecisionBook()} />;
}
