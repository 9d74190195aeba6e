import { useState } from "preact/hooks";
import { Refused, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { showDate, today } from "../../format";
import { t } from "../../words";
import { Section } from "../../ui/book";
import { useKey } from "../../ui/data";
import { Form, type Body } from "../../ui/form";
import { Secret } from "./secret";
import { Tokens, useTokens } from "./tokens";

type Made = Schemas["NewTokenView"];

/** One's own API tokens, and a new one that is shown once. */
export function MyTokens({ me }: { me: Schemas["MeView"] }) {
  const who = useWho();
  const tokens = useTokens(me.id);
  const key = useKey();
  const [turn, setTurn] = useState(0);
  const [made, setMade] = useState<Made>();
  const scopes = who.may("admin") ? ["read", "write", "admin"] : ["read", "write"];
  const make = (typed: Body) => {
    const body = { ...typed, ...expiry(typed.expires_at) };
    return send<Made>("POST", "/tokens", body, { key: key({ turn, body }) });
  };
  return (
    <Section title={t("account.tokens")}>
      <p>{t("account.tokens_hint")}</p>
      {made?.token && <Secret title={t("account.made", { name: made.name })} hint={t("account.made_hint")} value={made.token} />}
      <Tokens of={tokens} caption={t("account.tokens")} empty={t("account.no_tokens")} />
      <h3>{t("account.make")}</h3>
      <Form<Made>
        key={turn} name="/tokens/new" button={t("account.make")}
        fields={[
          { name: "name", title: t("access.token_name"), hint: t("access.token_name_hint"), kind: "text", required: true },
          { name: "scope", title: t("access.token_scope"), kind: "choice", required: true, options: scopes.map((s) => ({ value: s, label: t(`access.token_scope.${s}`) })) },
          { name: "expires_at", title: t("access.expires_on"), hint: t("access.expires_hint"), kind: "date" },
        ]}
        send={make} saved={(token) => { setTurn(turn + 1); setMade(token); tokens.again(); }}
      />
    </Section>
  );
}

/** The last moment of a typed day in Viet Nam, as the API takes it. */
function expiry(typed: Body[string] | undefined): { expires_at?: string } {
  if (typeof typed !== "string") return {};
  if (typed.length !== 10 || typed <= today()) {
    const next = `${Number(today().slice(0, 4)) + 1}-01-01`;
    const message = t("account.past_date", { date: showDate(next) });
    throw new Refused({ code: "invalid_date", title: message, status: 0, errors: [{ pointer: "/expires_at", code: "invalid_date", message }] });
  }
  return { expires_at: new Date(Date.parse(`${typed}T23:59:59+07:00`)).toISOString() };
}
