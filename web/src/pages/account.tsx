// One's own account: name and language, grants, password, API tokens, sessions.

import { useState } from "preact/hooks";
import { api, ask, type Schemas } from "../api/client";
import { get, send } from "../api/raw";
import { useSpeech } from "../frame/app";
import { showTime } from "../format";
import { endedHere } from "../session";
import { label, t } from "../words";
import { Section } from "../ui/book";
import { useReading } from "../ui/data";
import { Form } from "../ui/form";
import { Page } from "../ui/page";
import { Shown } from "../ui/state";
import { Table } from "../ui/table";
import { dropDrafts } from "../ui/unsaved";
import { Confirm } from "./access/confirm";
import { ScopeOf } from "./access/grants";
import { languages } from "./access/language";
import { MyTokens } from "./access/my-tokens";


type Me = Schemas["MeView"];

export default function Account() {
  const reading = useReading(() => get<Me>("/me"), []);
  return (
    <Page title={t("ui.account")}>
      <Shown of={reading}>
        {({ data: me, etag }) => (
          <>
            <About me={me} etag={etag} again={reading.again} />
            <Section title={t("account.grants")}>
              {me.grants.length === 0 ? <p class="note warn">{t("account.no_grants")}</p> : (
                <Table<Schemas["RightView"] & { id?: string }>
                  caption={t("account.grants")} rows={me.grants}
                  columns={[
                    { name: "role", title: t("admin.role"), show: (g) => label("role", g.role) },
                    { name: "scope", title: t("admin.scope"), show: (g) => label("scope", g.scope) },
                    { name: "scope_id", title: t("admin.scope_of"), show: (g) => <ScopeOf scope={g.scope} id={g.scope_id} /> },
                  ]}
                />
              )}
            </Section>
            <Password />
            <MyTokens me={me} />
            <Section title={t("account.everywhere")}>
              <p>{t("account.everywhere_hint")}</p>
              <Confirm danger button={t("account.everywhere")} question={t("account.everywhere_sure")} act={(form) => ask(api.POST("/api/v1/auth/logout", { body: { everywhere: true, keep_tokens: !form.has("tokens") } })).then(() => { dropDrafts(); endedHere(); })}>
                <p><label class="check"><input type="checkbox" name="tokens" /> {t("account.everywhere_too")}</label></p>
              </Confirm>
            </Section>
          </>
        )}
      </Shown>
    </Page>
  );
}

function About({ me, etag, again }: { me: Me; etag: string; again: () => void }) {
  const speak = useSpeech();
  const [said, setSaid] = useState("");
  return (
    <Section title={t("account.me")}>
      <p>{t("admin.username")}: <strong>{me.username}</strong></p>
      <Form<Schemas["UserView"]>
        name="/me" record={me} etag={etag}
        fields={[
          { name: "display_name", title: t("admin.display_name"), kind: "text", required: true },
          { name: "language", title: t("account.language"), kind: "choice", options: languages, none: t("admin.default_language") },
        ]}
        send={(body, tag) => send<Schemas["UserView"]>("PATCH", "/me", body, { etag: tag })} again={() => get("/me")}
        saved={(user) => {
          setSaid(t("account.saved", { time: showTime(new Date().toISOString()).slice(0, 5) }));
          again();
          if (user.language && user.language !== me.language) speak(user.language === "en" ? "en" : "vi");
        }}
      />
      <p role="status">{said}</p>
    </Section>
  );
}

function Password() {
  const [keep, setKeep] = useState(false);
  return (
    <Section title={t("account.password")}>
      <p class="hint">{t("account.password_hint")}</p>
      <Form
        name="/me/password" button={t("account.change")}
        fields={[
          { name: "password", title: t("account.present"), kind: "password", present: true, required: true },
          { name: "new_password", title: t("account.new"), kind: "password", required: true },
        ]}
        send={(body) => ask(api.POST("/api/v1/me/password", { body: { ...body, keep_tokens: keep } as Schemas["ChangePasswordBody"] }))}
        saved={() => endedHere("password.changed")}
      >
        <p><label class="check"><input type="checkbox" checked={keep} onChange={(e) => setKeep(e.currentTarget.checked)} /> {t("account.keep_tokens")}</label></p>
      </Form>
    </Section>
  );
}
