// What changed of a registration since it was sent, for both sides.

import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { showTime } from "../../format";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Chip, Shown, type Tone } from "../../ui/state";
import { Table } from "../../ui/table";
import { lang, t } from "../../words";
import { shown, type Registration } from "./rows";

type Change = Omit<Schemas["RegistrationChange"], "id"> & { id: string }; // of the row

const tone: Record<Change["change"], Tone> = { changed: "info", added: "good", removed: "warn", moved: "plain" };

const where = (c: Change): string => {
  const line = c.list ? t(`registration.line_${c.list}`, { n: c.order ?? "" }) : "";
  const member = c.member ? t(`registration.${c.member}`) : "";
  return [line, member].filter(Boolean).join(": ");
};

export function Changed({ registration: r }: { registration: Registration }) {
  const reading = useReading(() => get<Schemas["RegistrationChangesView"]>(`/registrations/${r.id}/changes`).then((a) => a.data), [r.id, r.version, lang()]);
  return (
    <Shown of={reading}>
      {({ from, to, changes }) => from && (
        <Section title={t("registration.changes")}>
          <p>{to ? t("registration.between", { from: from.number, to: to.number, time: showTime(to.at) }) : t("registration.since_sent", { n: from.number, time: showTime(from.at) })}</p>
          {changes.length === 0 ? <p class="muted">{t("registration.nothing_changed")}</p> : (
            <Table<Change> caption={t("registration.changes")} rows={changes.map((c, i) => ({ ...c, id: String(i) }))} columns={[
              { name: "where", title: t("registration.what"), show: where },
              { name: "change", title: t("registration.how"), show: (c) => <Chip tone={tone[c.change]}>{t(`registration.${c.change}`)}</Chip> },
              { name: "before", title: t("registration.before"), show: (c) => shown(c.member ?? "", c.before) },
              { name: "after", title: t("registration.after"), show: (c) => shown(c.member ?? "", c.after) },
            ]} />
          )}
        </Section>
      )}
    </Shown>
  );
}
