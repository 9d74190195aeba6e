import { BookNew } from "../../ui/book";
import { useArrangements } from "./book";

export default function NewArrangement() {
  return <BookNew book={useArrangements()} />;
}
