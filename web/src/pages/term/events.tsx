// The conferences and activities of a year. One may close a year and open the next:
// its purpose is told for each year it served.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { showDate } from "../../format";
import { etagOf, Listed, Opened } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Linked } from "../../ui/book";
import { choice, type Body } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { label, options, t } from "../../words";
import { Parts } from "../../ui/parts";
import { useRights } from "./rights";

type Event = Schemas["EventDetailView"];
type Attendee = Schemas["AttendeeView"] & { typed?: Body };

export function Events({ term, changed }: YearProps & { changed?: () => void }) {
  const rights = useRights(term);
  const [query, set, href] = useQuery();
  const chosen = query["muc-dich"] ?? "";
  const list = `/events?term_id=${term.id}${chosen && `&purpose=${chosen}`}&sort=held_on&limit=200`;
  const purpose = (e: Event) => e.terms.find((s) => s.term_id === term.id)?.purpose;
  const called = (e: Event) => e.title ?? label("event_purpose", purpose(e));
  // The list finds a purpose in any year an event served, and names no people; a year has few events.
  const read = async () => {
    const events = (await getAll<Schemas["EventSummaryView"]>(list)).filter((e) => !chosen || e.terms.some((s) => s.term_id === term.id && s.purpose === chosen));
    return Promise.all(events.map((e) => get<Event>(`/events/${e.id}`).then((a) => a.data)));
  };
  const sent = ({ purpose: typed, ...body }: Body, e?: Event) => {
    if (typed === undefined) return body;
    const others = (e?.terms ?? []).filter((s) => s.term_id !== term.id).map((s) => ({ term_id: s.term_id, purpose: s.purpose }));
    return { ...body, terms: [...others, { term_id: term.id, purpose: typed }] };
  };
  const narrow = (
    <label>{t("term.purpose")} <select value={chosen} onChange={(e) => set({ "muc-dich": e.currentTarget.value, mo: "" })}>
      <option value="">{t("ui.any")}</option>
      {options("event_purpose").map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </select></label>
  );
  return (
    <Listed<Event>
      title={t("term.events")} list={list} read={read} changed={changed}
      of={() => ({
        api: "/events", make: "/events", add: t("term.add_event"), empty: t(chosen ? "ui.none_fit" : "term.no_events"), actions: narrow, mayWrite: rights.write, called, sent,
        record: (e) => ({ ...e, purpose: purpose(e) }),
        columns: [
          { name: "held_on", title: t("term.held_on"), show: (e) => when(e) },
          { name: "purpose", title: t("term.purpose"), show: (e) => label("event_purpose", purpose(e)) },
          { name: "title", title: t("term.event_title"), show: (e) => e.title ?? "—" },
          { name: "place", title: t("term.place"), show: (e) => e.place ?? "—" },
          { name: "organiser", title: t("term.organiser"), show: (e) => <Linked to="/don-vi" of={e.organiser} /> },
          { name: "people", title: t("term.people"), show: (e) => <People of={e} /> },
        ],
        also: (e) => <Link class="button" href={href({ nguoi_cua: e.id, mo: "", nguoi: "" })} aria-label={t("term.people_of", { event: called(e) })}>{t("term.people")}</Link>,
        fields: () => [
          choice("purpose", t("term.purpose"), "event_purpose", { required: true }),
          ...known([
            { name: "title", title: t("term.event_title"), hint: t("term.event_title_hint"), kind: "text" },
            { name: "held_on", title: t("term.held_on"), kind: "date" },
            { name: "ended_on", title: t("term.ended_on"), hint: t("term.ended_on_hint"), kind: "date" },
            choice("part_of_day", t("term.part_of_day"), "part_of_day"),
            { name: "place", title: t("term.place"), kind: "text" },
            { name: "organiser_unit_id", title: t("term.organiser"), kind: "record", from: "/units", as: "organiser_as_written", member: "organiser" },
            { name: "organised_with", title: t("term.organised_with"), kind: "text" },
            { name: "attendance_as_written", title: t("term.attendance"), hint: t("term.attendance_hint"), kind: "long" },
            { name: "papers", title: t("term.papers"), hint: t("term.one_a_line"), kind: "lines" },
            { name: "papers_count", title: t("term.papers_count"), kind: "number" },
            { name: "proposals", title: t("term.proposals"), hint: t("term.one_a_line"), kind: "lines" },
            { name: "outcome", title: t("term.outcome"), kind: "long" },
            { name: "remark", title: t("term.remark"), kind: "long" },
          ]),
        ],
      })}
      below={(rows, again) => {
        const event = rights.write && rows.find((e) => e.id === query.nguoi_cua);
        return event && (
          <Opened key={event.id} title={t("term.people_of", { event: called(event) })}>
            <EditPeople event={event} saved={again} />
            <p class="buttons"><button type="button" onClick={() => set({ nguoi_cua: "", nguoi: "" })}>{t("ui.close")}</button></p>
          </Opened>
        );
      }}
    />
  );
}

function when(e: Event): string {
  const days = e.ended_on && e.ended_on !== e.held_on ? `${showDate(e.held_on)} – ${showDate(e.ended_on)}` : showDate(e.held_on);
  return e.part_of_day ? `${days}, ${label("part_of_day", e.part_of_day).toLowerCase()}` : days;
}

function People({ of: e }: { of: Event }) {
  if (e.people.length === 0) return <>{e.attendance_as_written ?? "—"}</>;
  return (
    <ul class="plain">
      {e.people.map((p, i) => (
        <li key={i}>
          {p.person ? <Linked to="/ca-nhan" of={p.person} /> : <Linked to="/don-vi" of={p.unit} />}
          {p.position_as_written && `, ${p.position_as_written}`}
          {p.role && <span class="muted"> ({label("event_role", p.role)})</span>}
        </li>
      ))}
    </ul>
  );
}

/** What the API takes for somebody it showed, with what was typed since. */
const input = (a: Attendee): Record<string, unknown> => ({
  person_id: a.person?.id ?? null, person_as_written: a.person?.as_written ?? null,
  unit_id: a.unit?.id ?? null, unit_as_written: a.unit?.as_written ?? null,
  position_as_written: a.position_as_written, role: a.role, ...a.typed,
});

const nameOf = (a: Attendee): string => a.person?.name ?? a.person?.as_written ?? a.unit?.name ?? a.unit?.as_written ?? "—";

function EditPeople({ event, saved }: { event: Event; saved: () => void }) {
  return (
    <Parts<Attendee, Event>
      name="nguoi" about={`event/${event.id}`} caption={t("term.people")} add={t("term.add_attendee")} rows={event.people} mayWrite called={nameOf}
      columns={[
        { name: "person", title: t("term.person"), show: (a) => <Linked to="/ca-nhan" of={a.person} /> },
        { name: "unit", title: t("term.unit"), show: (a) => <Linked to="/don-vi" of={a.unit} /> },
        { name: "position", title: t("term.position"), show: (a) => a.position_as_written ?? "—" },
        { name: "role", title: t("term.role"), show: (a) => label("event_role", a.role) },
      ]}
      fields={[
        { name: "person_id", title: t("term.person"), hint: t("term.person_hint"), kind: "record", from: "/persons", as: "person_as_written" },
        { name: "unit_id", title: t("term.unit"), hint: t("term.unit_hint"), kind: "record", from: "/units", as: "unit_as_written" },
        { name: "position_as_written", title: t("term.position"), kind: "text" },
        choice("role", t("term.role"), "event_role"),
      ]}
      made={(row, body) => ({ person: null, unit: null, position_as_written: null, role: null, ...row, typed: body })}
      save={(people) => send<Event>("PATCH", `/events/${event.id}`, { people: people.map(input) }, { etag: etagOf(event) })}
      saved={saved}
    />
  );
}
