import { BookNew } from "../../ui/book";
import { useBlocBook } from "./book";

export default function NewBloc() {
  return <BookNew book={useBlocBook()} />;
}
