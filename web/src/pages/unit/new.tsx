import { BookNew } from "../../ui/book";
import { useUnits } from "./book";

export default function NewUnit() {
  return <BookNew book={useUnits()} />;
}
