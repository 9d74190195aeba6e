// Who launches, commends or decides.

import { BookList } from "../../ui/book";
import { useAuthorities } from "./book";

export default function Authorities() {
  return <BookList book={useAuthorities()} />;
}
