// Who leads a year and who deputises, with the persons who speak for each unit.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll, send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { showDate } from "../../format";
import { etagOf, Listed, Opened } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Linked } from "../../ui/book";
import { useReading } from "../../ui/data";
import { choice, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { label, t } from "../../words";
import { Parts } from "../../ui/parts";
import { called } from "./list";
import { useRights } from "./rights";

type Leader = Schemas["LeadershipView"];
type Person = Schemas["Representative"];
type Event = Schemas["EventSummaryView"];

export function Leaders({ term, again }: YearProps) {
  const rights = useRights(term);
  const [query, set, href] = useQuery();
  const events = useReading(() => getAll<Event>(`/events?term_id=${term.id}&limit=200`), [term.id]);
  const eventName = (e: Event) => `${e.title ?? t("term.event")} (${showDate(e.held_on)})`;
  const at = (id: string | null) => { const e = events.data?.find((x) => x.id === id); return e && eventName(e); };
  return (
    <>
      <p class="muted">{t("term.deputies_known", { state: label("deputies_state", term.deputies_state) })}</p>
      <Listed<Leader>
        title={t("term.leaders")} list={`/terms/${term.id}/leadership?limit=200`} changed={again}
        of={() => ({
          api: "/leaderships", make: `/terms/${term.id}/leadership`, add: t("term.add_leader"), empty: t("term.no_leaders"), mayWrite: rights.lead, called,
          columns: [
            { name: "role", title: t("term.role"), show: (l) => <>{label("leadership_role", l.role)}{l.role_as_written && <span class="muted"> ({l.role_as_written})</span>}</> },
            { name: "unit", title: t("term.unit"), show: (l) => <Linked to="/don-vi" of={l.unit} /> },
            { name: "chosen", title: t("term.chosen"), show: (l) => [l.chosen && label("chosen", l.chosen), l.chosen_by_as_written, at(l.chosen_event_id), l.document_as_written].filter(Boolean).join(" – ") || "—" },
            { name: "persons", title: t("term.persons"), show: (l) => <Persons of={l.persons} /> },
          ],
          also: (l) => <Link class="button" href={href({ nguoi_cua: l.id, mo: "", nguoi: "" })} aria-label={t("term.persons_of", { unit: called(l) })}>{t("term.persons")}</Link>,
          fields: () => known([
            choice("role", t("term.role"), "leadership_role", { required: true }),
            { name: "unit_id", title: t("term.unit"), hint: t("term.leader_hint"), kind: "record", from: "/units", as: "unit_as_written", required: true },
            { name: "role_as_written", title: t("term.role_as_written"), hint: t("term.role_as_written_hint"), kind: "text" },
            choice("chosen", t("term.chosen"), "chosen"),
            { name: "chosen_by_as_written", title: t("term.chosen_by"), kind: "text" },
            ...(events.data?.length ? [{ name: "chosen_event_id", title: t("term.chosen_at"), kind: "choice", options: events.data.map((e) => ({ value: e.id, label: eventName(e) })) } as Field] : []),
            { name: "document_as_written", title: t("term.document"), hint: t("term.document_hint"), kind: "text" },
            { name: "remark", title: t("term.remark"), kind: "long" },
          ]),
        })}
        below={(rows, reread) => {
          const leader = rights.lead && rows.find((l) => l.id === query.nguoi_cua);
          return leader && (
            <Opened key={leader.id} title={t("term.persons_of", { unit: called(leader) })}>
              <EditPersons leader={leader} saved={reread} />
              <p class="buttons"><button type="button" onClick={() => set({ nguoi_cua: "", nguoi: "" })}>{t("ui.close")}</button></p>
            </Opened>
          );
        }}
      />
    </>
  );
}

function span(p: Person): string {
  const from = p.from && t("term.since", { date: showDate(p.from) }), to = p.to && t("term.until", { date: showDate(p.to) });
  const seen = p.seen_on.length > 0 && t("term.seen_on", { dates: p.seen_on.map(showDate).join(", ") });
  return [from, to].filter(Boolean).join(" ") || seen || "";
}

function Persons({ of }: { of: Person[] }) {
  if (of.length === 0) return <>{t("ui.unknown")}</>;
  return (
    <ul class="plain">
      {of.map((p, i) => (
        <li key={i}>
          {p.person_id ? <Link href={`/ca-nhan/${p.person_id}`}>{p.name ?? "—"}</Link> : (p.name ?? "—")}
          {p.position_as_written && `, ${p.position_as_written}`}
          {span(p) && <span class="muted"> ({span(p)})</span>}
        </li>
      ))}
    </ul>
  );
}

function EditPersons({ leader, saved }: { leader: Leader; saved: () => void }) {
  return (
    <Parts<Person, Leader>
      name="nguoi" about={`leadership/${leader.id}`} caption={t("term.persons")} add={t("term.add_person")} rows={leader.persons} mayWrite called={(p) => p.name ?? "—"}
      columns={[
        { name: "name", title: t("term.person"), show: (p) => p.name ?? "—" },
        { name: "position", title: t("term.position"), show: (p) => p.position_as_written ?? "—" },
        { name: "from", title: t("term.from"), show: (p) => showDate(p.from) },
        { name: "to", title: t("term.to"), show: (p) => showDate(p.to) },
        { name: "seen_on", title: t("term.seen"), show: (p) => p.seen_on.map(showDate).join(", ") || "—" },
      ]}
      fields={[
        { name: "person_id", title: t("term.person"), hint: t("term.person_hint"), kind: "record", from: "/persons", as: "name", required: true },
        { name: "position_as_written", title: t("term.position"), kind: "text" },
        { name: "from", title: t("term.from"), kind: "date" },
        { name: "to", title: t("term.to"), kind: "date" },
      ]}
      record={(p) => ({ ...p, person: { id: p.person_id, name: p.person_id ? p.name : null, as_written: p.name } })}
      // Another person brings a name of their own, unless it was typed.
      made={(p, body) => ({ ...p, ...("person_id" in body ? { name: null } : {}), ...body }) as Person}
      save={(persons) => send<Leader>("PATCH", `/leaderships/${leader.id}`, { persons }, { etag: etagOf(leader) })}
      saved={saved}
    />
  );
}
