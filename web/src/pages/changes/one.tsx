// One act on a page of its own, so that it can be sent.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { showTime } from "../../format";
import { t } from "../../words";
import { Facts } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/state";
import { BeforeAfter, short, Subject } from "./act";
import { actWords, entityWords } from "./words";

export default function ActPage({ id = "" }: Record<string, string>) {
  const reading = useReading(() => get<Schemas["EventView"]>(`/audit-events/${id}`).then((a) => a.data), [id]);
  return (
    <Shown of={reading}>
      {(a) => (
        <Page title={`${actWords(a.action)}: ${a.entity_name ? short(a.entity_name) : entityWords(a.entity)}`} crumbs={[{ href: "/nhat-ky", text: t("changes.title") }]}>
          <Facts of={[
            [t("changes.at"), showTime(a.at)],
            [t("changes.who"), a.actor_name],
            [t("changes.what"), <Subject of={a} />],
            [t("changes.why"), a.reason],
            [t("changes.place"), `#${a.seq}`],
            [t("changes.request"), <code>{a.request_id}</code>],
          ]} />
          <BeforeAfter of={a} />
          <p><Link href={`/nhat-ky?ban-ghi=${a.entity_id}`}>{t("changes.one_record")}</Link></p>
        </Page>
      )}
    </Shown>
  );
}
