// The record of acts: who changed what, when, from what to what. Filters stand in
// the address, and each act has a page of its own.

import { Link } from "wouter-preact";
import { all, api, ask } from "../api/client";
import { useWho } from "../frame/app";
import { readDate, showTime } from "../format";
import { t } from "../words";
import { useReading } from "../ui/data";
import { Page } from "../ui/page";
import { useQuery, type Query } from "../ui/query";
import { Empty } from "../ui/state";
import { List, type Filter } from "../ui/table";
import { short, Subject, Summary, told, type Act } from "./changes/act";
import { Check } from "./changes/check";
import { actWords, entities, entityWords, operations, verbs } from "./changes/words";

/** The moment a typed day begins in Viet Nam, so many days later. */
function begins(typed: string | undefined, later: number): string | undefined {
  const day = readDate(typed ?? "");
  return day?.length === 10 ? new Date(Date.parse(`${day}T00:00:00+07:00`) + later * 86_400_000).toISOString() : undefined;
}

/** What the address asks, as the API takes it. */
function asked(query: Query): Query {
  const from = begins(query.tu, 0), until = begins(query.den, 1);
  return {
    ...(from && { at_gte: from }), ...(until && { at_lt: until }),
    ...(query.nguoi && { actor_id: query.nguoi }), ...(query.loai && { entity: query.loai }), ...(query["ban-ghi"] && { entity_id: query["ban-ghi"] }),
    ...(query.viec && { action: operations(query.viec) }), ...(query.sort && { sort: query.sort }), ...(query.cursor && { cursor: query.cursor }),
  };
}

export default function Changes() {
  const who = useWho();
  const [query, , href] = useQuery();
  // Only who keeps the users may list them; others find a person by the rows they see.
  const users = useReading(() => (who.may("admin") ? all((cursor) => ask(api.GET("/api/v1/users", { params: { query: { limit: 200, cursor } } }))) : Promise.resolve([])), [who.id]);
  const people = users.data?.length ? users.data.map((u) => ({ value: u.id, label: u.display_name || u.username })) : [{ value: who.id, label: t("changes.me", { name: who.display_name || who.username }) }];
  if (query.nguoi && !people.some((p) => p.value === query.nguoi)) people.push({ value: query.nguoi, label: t("changes.actor_shown") });
  const filters: Filter[] = [
    { name: "tu", title: t("changes.from_day") },
    { name: "den", title: t("changes.to_day") },
    { name: "nguoi", title: t("changes.who"), options: people },
    { name: "loai", title: t("changes.what"), options: entities.map((e) => ({ value: e, label: entityWords(e) })) },
    { name: "viec", title: t("changes.act"), options: verbs.map((v) => ({ value: v, label: t(`changes.verb.${v}`) })) },
  ];
  const unread = (["tu", "den"] as const).some((n) => query[n] && !begins(query[n], 0));
  return (
    <Page title={t("changes.title")}>
      {who.may("auditor") && <Check />}
      {unread && <p class="note warn" role="alert">{t("changes.whole_day")}</p>}
      {query["ban-ghi"] && <p>{t("changes.record")} <Link href={href({ "ban-ghi": "", cursor: "" })}>{t("changes.all_records")}</Link></p>}
      <List<Act>
        path="/audit-events" caption={t("changes.title")} filters={filters} asked={asked} empty={<Empty text={t("changes.empty")} />}
        columns={[
          { name: "at", title: t("changes.at"), sort: true, show: (a) => showTime(a.at) },
          { name: "who", title: t("changes.who"), show: (a) => <Link href={href({ nguoi: a.actor_id, cursor: "" })} aria-label={t("changes.by", { name: a.actor_name })}>{a.actor_name}</Link> },
          { name: "act", title: t("changes.act"), show: (a) => actWords(a.action) },
          { name: "what", title: t("changes.what"), show: (a) => <Subject of={a} /> },
          { name: "changes", title: t("changes.changes"), show: (a) => <What of={a} /> },
        ]}
      />
    </Page>
  );
}

function What({ of: a }: { of: Act }) {
  return (
    <>
      {a.reason && <p>{t("changes.reason", { text: a.reason })}</p>}
      {told(a).length > 0 && <><Summary of={a} /> · </>}
      <Link href={`/nhat-ky/${a.id}`} aria-label={t("changes.open_of", { act: actWords(a.action), what: entityWords(a.entity), name: short(a.entity_name ?? ""), at: showTime(a.at) })}>{t("changes.open")}</Link>
    </>
  );
}
