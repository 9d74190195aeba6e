// A person is made with the position held now; further ones are added on its page.

import { useLocation } from "wouter-preact";
import { send } from "../../api/raw";
import { useKey } from "../../ui/data";
import { Form, type Body } from "../../ui/form";
import { Page } from "../../ui/page";
import { t } from "../../words";
import { positionFields, usePersons, type Person } from "./book";

export default function NewPerson() {
  const book = usePersons();
  const [, go] = useLocation();
  const key = useKey();
  const save = ({ title, from, to, ...typed }: Body) => {
    const body = { ...typed, ...((title || from || to) && { positions: [{ title: title ?? "", from, to }] }) };
    return send<Person>("POST", book.api, body, { key: key(body) });
  };
  return (
    <Page title={t("book.add", { what: book.one() })} crumbs={[{ href: book.at, text: book.title() }]} may={book.mayWrite}>
      <Form<Person>
        name={`${book.api}/new`} fields={[...book.fields(), ...positionFields(false)]} cancel={() => go(book.at)}
        send={save} saved={(row) => go(`${book.at}/${row.id}`)}
      />
    </Page>
  );
}
