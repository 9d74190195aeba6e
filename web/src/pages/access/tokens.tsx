import type { ComponentChildren } from "preact";
import { all, api, ask, type Schemas } from "../../api/client";
import { showTime } from "../../format";
import { t } from "../../words";
import { useReading, type Reading } from "../../ui/data";
import { Chip, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { removeNow } from "./again";
import { Confirm } from "./confirm";

type Token = Schemas["PersonalTokenView"];

export const useTokens = (userId: string): Reading<Token[]> =>
  useReading(() => all((cursor) => ask(api.GET("/api/v1/tokens", { params: { query: { user_id: userId, limit: 200, cursor } } }))), [userId]);

/** The API tokens of a user, each with how it stands and a way to revoke it. */
export function Tokens({ of, caption, empty }: { of: Reading<Token[]>; caption: string; empty: ComponentChildren }) {
  return (
    <Shown of={of}>
      {(tokens) => tokens.length === 0 ? <p class="muted">{empty}</p> : (
        <Table<Token>
          caption={caption} rows={tokens}
          columns={[
            { name: "name", title: t("access.token_name"), show: (k) => k.name },
            { name: "prefix", title: t("access.token"), show: (k) => <code>gu_{k.prefix}…</code> },
            { name: "scope", title: t("access.token_scope"), show: (k) => t(`access.token_scope.${k.scope}`) },
            { name: "created_at", title: t("access.created"), show: (k) => showTime(k.created_at) },
            { name: "expires_at", title: t("access.expires"), show: (k) => showTime(k.expires_at) },
            { name: "last_used_at", title: t("access.last_used"), show: (k) => (k.last_used_at ? [showTime(k.last_used_at), k.last_used_address].filter(Boolean).join(" · ") : t("access.never_used")) },
            { name: "state", title: t("access.state"), show: (k) => <State of={k} again={of.again} /> },
          ]}
        />
      )}
    </Shown>
  );
}

function State({ of: k, again }: { of: Token; again: () => void }) {
  if (k.revoked_at) return <Chip tone="plain">{t("access.revoked")}</Chip>;
  if (Date.parse(k.expires_at) <= Date.now()) return <Chip tone="plain">{t("access.expired")}</Chip>;
  return (
    <>
      <Chip tone="good">{t("access.valid")}</Chip>{" "}
      <Confirm danger button={t("access.revoke")} name={t("access.revoke_of", { name: k.name })} question={t("access.revoke_sure", { name: k.name })} act={() => removeNow(`/tokens/${k.id}`).then(again)} />
    </>
  );
}
