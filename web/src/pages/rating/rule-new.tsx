import { BookNew } from "../../ui/book";
import { useRules } from "./rules";

export default function NewRule() {
  return <BookNew book={useRules()} />;
}
