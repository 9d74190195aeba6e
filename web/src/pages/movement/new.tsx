import { BookNew } from "../../ui/book";
import { useMovements } from "./book";

export default function NewMovement() {
  return <BookNew book={useMovements()} />;
}
