// The record of acts: who changed what, when, from what to what. Filters and the
// opened act stand in the address.

import { Fragment } from "preact";
import { Link } from "wouter-preact";
import { all, api, ask, type Schemas } from "../api/client";
import { useWho } from "../frame/app";
import { readDate, showTime } from "../format";
import { t } from "../words";
import { useReading } from "../ui/data";
import { Page } from "../ui/page";
import { useQuery, type Query } from "../ui/query";
import { Empty } from "../ui/state";
import { List, Table, type Filter } from "../ui/table";
import { Value } from "./changes/value";
import { actWords, entities, entityWords, fieldWords, operations, pageOfEntity, verbs } from "./changes/words";

type Act = Schemas["EventView"];
type Href = (change: Query) => string;

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
      {unread && <p class="note warn" role="alert">{t("changes.whole_day")}</p>}
      {query["ban-ghi"] && <p>{t("changes.record")} <Link href={href({ "ban-ghi": "", cursor: "" })}>{t("changes.all_records")}</Link></p>}
      <List<Act>
        path="/audit-events" caption={t("changes.title")} filters={filters} asked={asked} empty={<Empty text={t("changes.empty")} />}
        columns={[
          { name: "at", title: t("changes.at"), sort: true, show: (a) => showTime(a.at) },
          { name: "who", title: t("changes.who"), show: (a) => <Link href={href({ nguoi: a.actor_id, cursor: "" })} aria-label={t("changes.by", { name: a.actor_name })}>{a.actor_name}</Link> },
          { name: "act", title: t("changes.act"), show: (a) => actWords(a.action) },
          { name: "what", title: t("changes.what"), show: (a) => <Subject of={a} href={href} open={query.muc === a.id} /> },
          { name: "changes", title: t("changes.changes"), show: (a) => <What of={a} href={href} open={query.muc === a.id} /> },
        ]}
      />
    </Page>
  );
}

function Subject({ of: a, href, open }: { of: Act; href: Href; open: boolean }) {
  const page = a.action.startsWith("delete") ? undefined : pageOfEntity(a.entity, a.entity_id);
  return (
    <>
      {page ? <Link href={page}>{entityWords(a.entity)}</Link> : entityWords(a.entity)}
      {open && <p><Link href={href({ "ban-ghi": a.entity_id, cursor: "" })}>{t("changes.one_record")}</Link></p>}
    </>
  );
}

/** Columns no reader asks for: the id is that of the record. */
const told = (a: Act) => a.changes.filter((c) => c.field !== "id" && !(empty(c.from) && empty(c.to)));
const empty = (v: unknown) => v === null || v === "" || (typeof v === "object" && Object.keys(v).length === 0);

function What({ of: a, href, open }: { of: Act; href: Href; open: boolean }) {
  const changes = told(a);
  return (
    <>
      {a.reason && <p>{t("changes.reason", { text: a.reason })}</p>}
      {open ? (
        <>
          {changes.length === 0 ? <p class="muted">{t("changes.none")}</p> : <BeforeAfter entity={a.entity} changes={changes} />}
          <p class="muted">{t("changes.request")}: <code>{a.request_id}</code></p>
          <Link href={href({ muc: "" })}>{t("changes.close")}</Link>
        </>
      ) : changes.length > 0 && (
        <><Summary entity={a.entity} changes={changes} /> · <Link href={href({ muc: a.id })}>{t("changes.open")}</Link></>
      )}
    </>
  );
}

const tells = ["name", "title", "text", "number", "username"];

/** A change or two whole; of more what the record is called, else which fields. */
function Summary({ entity, changes }: { entity: string; changes: Act["changes"] }) {
  const flat = (v: unknown) => typeof v !== "object" || v === null;
  const whole = changes.length <= 3 && changes.every((c) => flat(c.from) && flat(c.to)) ? changes : [];
  const called = changes.find((c) => tells.includes(c.field) && flat(c.from) && flat(c.to));
  const shown = whole.length > 0 ? whole : called ? [called] : [];
  if (shown.length === 0) {
    return <>{changes.slice(0, 3).map((c) => fieldWords(c.field)).join("; ")}{changes.length > 3 && ` ${t("changes.more", { n: changes.length - 3 })}`}</>;
  }
  return (
    <>
      {shown.map((c, i) => (
        <Fragment key={c.field}>{i > 0 && "; "}{fieldWords(c.field)}: {!empty(c.from) && <Value entity={entity} field={c.field} value={c.from} />}{!empty(c.from) && !empty(c.to) && " → "}{!empty(c.to) && <Value entity={entity} field={c.field} value={c.to} />}</Fragment>
      ))}
      {changes.length > shown.length && ` ${t("changes.more", { n: changes.length - shown.length })}`}
    </>
  );
}

function BeforeAfter({ entity, changes }: { entity: string; changes: Act["changes"] }) {
  const scope = changes.find((c) => c.field === "scope");
  return (
    <Table<Act["changes"][number] & { id?: string }>
      caption={t("changes.before_after")} rows={changes}
      columns={[
        { name: "field", title: t("changes.field"), show: (c) => fieldWords(c.field) },
        { name: "from", title: t("changes.before"), show: (c) => <Value entity={entity} field={c.field} value={c.from} scope={scope?.from} /> },
        { name: "to", title: t("changes.after"), show: (c) => <Value entity={entity} field={c.field} value={c.to} scope={scope?.to} /> },
      ]}
    />
  );
}
