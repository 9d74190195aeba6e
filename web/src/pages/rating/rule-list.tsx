import { BookList } from "../../ui/book";
import { useRules } from "./rules";

export default function Rules() {
  return <BookList book={useRules()} />;
}
