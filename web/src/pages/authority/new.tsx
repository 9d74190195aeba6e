import { BookNew } from "../../ui/book";
import { useAuthorities } from "./book";

export default function NewAuthority() {
  return <BookNew book={useAuthorities()} />;
}
