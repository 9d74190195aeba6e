// Calendars one subscribed to: programs read them at an address that is shown once.

import { useState } from "preact/hooks";
import { all, api, ask, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { useWho } from "../../frame/app";
import { called, type Bloc } from "../../frame/term";
import { showTime } from "../../format";
import { t } from "../../words";
import { Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Form, type Body } from "../../ui/form";
import { Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { removeNow } from "../access/again";
import { Confirm } from "../access/confirm";
import { Secret } from "../access/secret";

type Feed = Schemas["FeedView"];
type Made = Schemas["NewFeedView"];

/** Programs a calendar is added to; the steps of each are words of the catalogue. */
const programs = ["google", "outlook", "phone"];

export function Feeds({ blocs }: { blocs: Bloc[] }) {
  const me = useWho();
  const key = useKey();
  const [turn, setTurn] = useState(0);
  const [made, setMade] = useState<Made>();
  const feeds = useReading(() => all((cursor) => ask(api.GET("/api/v1/calendar-feeds", { params: { query: { user_id: me.id, limit: 200, cursor } } }))), [me.id]);
  const make = (typed: Body) => {
    const about = typed.bloc_id ? { scope: "bloc", bloc_id: typed.bloc_id } : { scope: "personal" };
    const body = { name: typed.name, ...about };
    return send<Made>("POST", "/calendar-feeds", body, { key: key({ turn, body }) });
  };
  return (
    <div class="screen">
      <Section title={t("calendar.subscribe")}>
        <p>{t("calendar.subscribe_hint")}</p>
        {made?.path && <Secret title={t("calendar.made", { name: made.name })} hint={t("calendar.made_hint")} value={location.origin + made.path} />}
        <Shown of={feeds}>
          {(rows) => rows.length === 0 ? <p class="muted">{t("calendar.no_feeds")}</p> : (
            <Table<Feed>
              caption={t("calendar.my_feeds")} rows={rows}
              columns={[
                { name: "name", title: t("calendar.feed_name"), show: (f) => f.name },
                { name: "bloc", title: t("ui.bloc"), show: (f) => (f.scope === "personal" ? t("calendar.all_blocs") : f.bloc?.name ?? t("calendar.bloc_gone")) },
                { name: "created_at", title: t("calendar.created"), show: (f) => showTime(f.created_at) },
                { name: "last_used_at", title: t("calendar.last_read"), show: (f) => (f.last_used_at ? showTime(f.last_used_at) : t("calendar.never_read")) },
                { name: "revoke", title: t("access.revoke"), screen: true, show: (f) => (
                  <Confirm danger button={t("access.revoke")} name={t("access.revoke_of", { name: f.name })} question={t("calendar.revoke_sure", { name: f.name })} act={() => removeNow(`/calendar-feeds/${f.id}`).then(() => { if (made?.id === f.id) setMade(undefined); feeds.again(); })} />
                ) },
              ]}
            />
          )}
        </Shown>
        <h3>{t("calendar.make")}</h3>
        <Form<Made>
          key={turn} name="/calendar-feeds/new" button={t("calendar.make")}
          fields={[
            { name: "name", title: t("calendar.feed_name"), hint: t("calendar.feed_name_hint"), kind: "text", required: true },
            { name: "bloc_id", title: t("ui.bloc"), kind: "choice", options: blocs.map((b) => ({ value: b.id, label: called(b) })), none: t("calendar.all_blocs") },
          ]}
          send={make} saved={(feed) => { setTurn(turn + 1); setMade(feed); feeds.again(); }}
        />
        <details>
          <summary>{t("calendar.how")}</summary>
          <dl>{programs.map((p) => <div key={p}><dt>{t(`calendar.how.${p}`)}</dt><dd>{t(`calendar.how.${p}.steps`)}</dd></div>)}</dl>
        </details>
      </Section>
    </div>
  );
}
