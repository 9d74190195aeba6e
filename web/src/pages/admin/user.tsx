// One user: name, password, state, grants and API tokens.

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, newKey, send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { showTime } from "../../format";
import { t } from "../../words";
import { Facts, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Form } from "../../ui/form";
import { Page, ShownPage } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { changeNow } from "../access/again";
import { Confirm } from "../access/confirm";
import { Grants } from "../access/grants";
import { languageName, languages } from "../access/language";
import { Secret, temporaryPassword } from "../access/secret";
import { Tokens, useTokens } from "../access/tokens";
import { UserState } from "./users";

type User = Schemas["UserView"];

export default function OneUser({ id }: Record<string, string>) {
  const path = `/users/${id}`;
  const [query, set, href] = useQuery();
  const reading = useReading(() => get<User>(path), [path]);
  const tokens = useTokens(id!);
  const [secret, setSecret] = useState("");
  const [said, setSaid] = useState("");
  const changed = () => { reading.again(); tokens.again(); };
  const reset = async () => {
    const password = temporaryPassword();
    await changeNow<User>(path, { password, must_change_password: true });
    setSecret(password);
    changed();
  };
  const end = async () => {
    await send("POST", `${path}/logout`, undefined, { key: newKey() });
    setSaid(t("admin.ended"));
    changed();
  };
  return (
    <ShownPage of={reading}>
      {({ data: user, etag }) => {
        const name = user.display_name || user.username;
        return (
          <Page title={name} crumbs={[{ href: "/quan-tri/nguoi-dung", text: t("admin.title") }]} actions={<Actions user={user} name={name} edit={href({ sua: "1" })} reset={reset} end={end} status={(status) => changeNow<User>(path, { status }).then(changed)} />}>
            {secret && <Secret title={t("admin.reset_done", { name })} hint={t("admin.temporary_hint")} value={secret} />}
            <p role="status">{said}</p>
            {query.sua === "1" ? (
              <Form<User>
                name={path} record={user} etag={etag} cancel={() => set({ sua: "" })}
                fields={[
                  { name: "display_name", title: t("admin.display_name"), kind: "text", required: true },
                  { name: "language", title: t("admin.language"), kind: "choice", options: languages, none: t("admin.default_language") },
                ]}
                send={(body, tag) => send<User>("PATCH", path, body, { etag: tag })} again={() => get(path)} saved={() => { reading.again(); set({ sua: "" }); }}
              />
            ) : (
              <Facts of={[
                [t("admin.username"), user.username],
                [t("admin.status"), <UserState of={user} />],
                [t("admin.password"), t(user.must_change_password ? "admin.must_change" : "admin.own_password")],
                [t("admin.language"), user.language ? languageName(user.language) : t("admin.default_language")],
                [t("admin.created"), showTime(user.created_at)],
              ]} />
            )}
            <Grants user={user} />
            <Section title={t("admin.tokens")}><Tokens of={tokens} caption={t("admin.tokens")} empty={t("admin.no_tokens")} /></Section>
            <p><Link href={`/nhat-ky?nguoi=${user.id}`}>{t("admin.changes")}</Link></p>
          </Page>
        );
      }}
    </ShownPage>
  );
}

function Actions({ user, name, edit, reset, end, status }: {
  user: User; name: string; edit: string; reset: () => Promise<void>; end: () => Promise<void>; status: (to: User["status"]) => Promise<void>;
}) {
  const mine = useWho().id === user.id; // one's own password is changed on one's own page
  const ask = (act: string) => ({ button: t(`admin.${act}`), question: t(`admin.${act}_sure`, { name }) });
  return (
    <>
      <Link class="button" href={edit}>{t("ui.edit")}</Link>
      {mine ? <Link class="button" href="/tai-khoan">{t("ui.account")}</Link> : (
        <>
          <Confirm {...ask("reset")} act={reset} />
          <Confirm {...ask("end_sessions")} act={end} />
          {user.status === "active" ? <Confirm danger {...ask("disable")} act={() => status("disabled")} /> : <Confirm {...ask("enable")} act={() => status("active")} />}
        </>
      )}
    </>
  );
}
