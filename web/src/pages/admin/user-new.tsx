// A new user gets a password made for it, shown once, to be changed at sign-in.

import { useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { t } from "../../words";
import { useWho } from "../../frame/app";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page } from "../../ui/page";
import { languages } from "../access/language";
import { Secret, temporaryPassword } from "../access/secret";

type User = Schemas["UserView"];

export default function NewUser() {
  const [, go] = useLocation();
  const key = useKey();
  const password = useRef(temporaryPassword());
  const [made, setMade] = useState<User>();
  return (
    <Page title={t("admin.add")} crumbs={[{ href: "/quan-tri/nguoi-dung", text: t("admin.title") }]} may={useWho().may("admin")}>
      {made ? (
        <>
          <Secret title={t("admin.made", { name: made.username })} hint={t("admin.temporary_hint")} value={password.current} />
          <p><Link class="button primary" href={`/quan-tri/nguoi-dung/${made.id}`}>{t("admin.to_user")}</Link></p>
        </>
      ) : (
        <>
          <p>{t("admin.made_hint")}</p>
          <Form<User>
            name="/users/new" button={t("admin.add")} cancel={() => go("/quan-tri/nguoi-dung")}
            fields={[
              { name: "display_name", title: t("admin.display_name"), kind: "text" },
              { name: "username", title: t("admin.username"), hint: t("admin.username_hint"), kind: "text", required: true },
              { name: "language", title: t("admin.language"), kind: "choice", options: languages, none: t("admin.default_language") },
            ]}
            send={(typed) => { const body = { ...typed, password: password.current, must_change_password: true }; return send<User>("POST", "/users", body, { key: key(body) }); }}
            saved={setMade}
          />
        </>
      )}
    </Page>
  );
}
