// The movements that blocs answer with what they promise.

import { BookList } from "../../ui/book";
import { useMovements } from "./book";

export default function Movements() {
  return <BookList book={useMovements()} />;
}
