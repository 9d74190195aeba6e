import { useState } from "preact/hooks";
import { all, api, ask, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { label, options, t } from "../../words";
import { Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form, type Field } from "../../ui/form";
import { Tabs } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { Named, scopes } from "../changes/value";
import { removeNow } from "./again";
import { Confirm } from "./confirm";

type Grant = Schemas["GrantView"];

/** The scopes a role may be given within, the most usual first. */
const given: Record<string, string[]> = {
  all: ["admin", "viewer", "auditor"],
  authority: ["council", "viewer", "auditor"],
  bloc: ["council", "viewer", "auditor"],
  unit: ["leader", "deputy", "clerk", "viewer", "auditor"],
};

export function ScopeOf({ scope, id }: { scope: string; id: string | null }) {
  return id && scopes[scope] ? <Named from={scopes[scope]} id={id} /> : <>—</>;
}

/** What a user was given, with a way to take it back and to give more. */
export function Grants({ user }: { user: Schemas["UserView"] }) {
  const grants = useReading(() => all((cursor) => ask(api.GET("/api/v1/grants", { params: { query: { user_id: user.id, limit: 200, cursor } } }))), [user.id]);
  return (
    <Section title={t("admin.grants")}>
      <Shown of={grants}>
        {(rows) => rows.length === 0 ? <p class="note warn">{t("admin.no_grants")}</p> : (
          <Table<Grant>
            caption={t("admin.grants")} rows={rows}
            columns={[
              { name: "role", title: t("admin.role"), show: (g) => label("role", g.role) },
              { name: "scope", title: t("admin.scope"), show: (g) => label("scope", g.scope) },
              { name: "scope_id", title: t("admin.scope_of"), show: (g) => <ScopeOf scope={g.scope} id={g.scope_id} /> },
              { name: "take", title: t("admin.take"), screen: true, show: (g) => (
                <Confirm danger button={t("admin.take")} name={t("admin.take_of", { role: label("role", g.role) })} question={t("admin.take_sure", { role: label("role", g.role), name: user.display_name || user.username })} act={() => removeNow(`/grants/${g.id}`).then(grants.again)} />
              ) },
            ]}
          />
        )}
      </Shown>
      <Give user={user} given={grants.again} />
    </Section>
  );
}

function Give({ user, given: done }: { user: Schemas["UserView"]; given: () => void }) {
  const [query, , href] = useQuery();
  const key = useKey();
  const [turn, setTurn] = useState(0); // a grant taken back may be given again
  const scope = query["pham-vi"] && given[query["pham-vi"]] ? query["pham-vi"] : "unit";
  const fields: Field[] = [
    { name: "role", title: t("admin.role"), kind: "choice", required: true, options: options("role").filter((o) => given[scope]!.includes(o.value)) },
    ...(scopes[scope] ? [{ name: "scope_id", title: t(`admin.which.${scope}`), hint: t("admin.scope_hint"), kind: "record" as const, from: scopes[scope], required: true }] : []),
  ];
  return (
    <>
      <h3>{t("admin.give")}</h3>
      <p class="hint">{t("admin.give_scope")}</p>
      <Tabs current={scope} href={(id) => href({ "pham-vi": id })} tabs={["unit", "bloc", "authority", "all"].map((s) => ({ id: s, text: label("scope", s) }))} />
      <Form<Grant>
        key={`${scope} ${turn}`} name={`/grants/new/${user.id}/${scope}`} fields={fields} button={t("admin.give")}
        send={(typed) => { const body = { ...typed, user_id: user.id, scope }; return send<Grant>("POST", "/grants", body, { key: key({ turn, body }) }); }}
        saved={() => { setTurn(turn + 1); done(); }}
      />
    </>
  );
}
