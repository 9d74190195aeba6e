// The signing conference in full, and the other conferences of the year.

import { useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, getAll, send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { count, showDate } from "../../format";
import { Facts, Linked, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Files } from "../../ui/files";
import { ProblemNote, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, t } from "../../words";
import { Sources } from "../../ui/sources";
import { Events } from "../term/events";
import { useRights } from "./rights";
import type { Agreement } from "./year";

type Event = Schemas["EventDetailView"];
type Summary = Schemas["EventSummaryView"];
type Props = { year: YearProps; agreement: Agreement; etag: string; changed: () => void };

const called = (e: { title: string | null; held_on: string | null }): string => [e.title ?? label("event_purpose", "signing"), showDate(e.held_on)].filter((s) => s !== "—").join(", ");

export function Conference(p: Props) {
  const [turn, setTurn] = useState(0);
  const id = p.agreement.signing_event?.id;
  return (
    <>
      <Section title={t("agreement.event")}>{id ? <Held key={`${id}${turn}`} id={id} {...p} /> : <Choose key={turn} {...p} />}</Section>
      <Events {...p.year} changed={() => setTurn((n) => n + 1)} />
    </>
  );
}

function Held({ id, year, agreement, etag, changed }: Props & { id: string }) {
  const reading = useReading(() => get<Event>(`/events/${id}`).then((a) => a.data), [id]);
  const rights = useRights(year.term);
  return (
    <Shown of={reading}>
      {(e) => (
        <>
          <Facts of={[
            [t("event.title"), e.title],
            [t("event.held_on"), [e.ended_on && e.ended_on !== e.held_on ? `${showDate(e.held_on)} – ${showDate(e.ended_on)}` : showDate(e.held_on), e.part_of_day && label("part_of_day", e.part_of_day)].filter(Boolean).join(", ")],
            [t("event.place"), e.place],
            [t("event.organiser"), <Linked to="/don-vi" of={e.organiser} />],
            [t("event.organised_with"), e.organised_with],
            [t("event.attendance"), e.attendance_as_written],
            [e.papers_count == null ? t("event.papers") : t("event.papers_count", { n: count(e.papers_count) }), <Lines of={e.papers} />],
            [t("event.proposals"), <Lines of={e.proposals} />],
            [t("event.outcome"), e.outcome],
            [t("ui.remark"), e.remark],
          ]} />
          {e.people.length > 0 && (
            <>
              <h3>{t("event.people")}</h3>
              <Table
                caption={t("event.people")} rows={e.people.map((p) => ({ ...p, id: undefined }))}
                columns={[
                  { name: "role", title: t("event.role"), show: (p) => label("event_role", p.role) },
                  { name: "person", title: t("event.person"), show: (p) => <Linked to="/ca-nhan" of={p.person} /> },
                  { name: "position", title: t("signature.position"), show: (p) => p.position_as_written ?? "—" },
                  { name: "unit", title: t("ui.unit"), show: (p) => <Linked to="/don-vi" of={p.unit} /> },
                ]}
              />
            </>
          )}
          <Sources of={e.sources} edit={rights.write ? { path: `/events/${e.id}`, etag: `"${e.version}"`, saved: reading.again } : undefined} />
          <h3>{t("event.files")}</h3>
          <Files kind="event" id={e.id} mayWrite={rights.attend} />
          {rights.write && <Link agreement={agreement} etag={etag} event={null} text={t("event.unlink")} done={changed} />}
        </>
      )}
    </Shown>
  );
}

function Lines({ of }: { of: string[] }) {
  return of.length === 0 ? <>—</> : <ul class="plain">{of.map((line, i) => <li key={i}>{line}</li>)}</ul>;
}

/** Which of the year's signing conferences the agreement was signed at. */
function Choose({ year, agreement, etag, changed }: Props) {
  const rights = useRights(year.term);
  const reading = useReading(() => getAll<Summary>(`/events?term_id=${year.term.id}&purpose=signing&limit=200`), [year.term.id]);
  return (
    <Shown of={reading}>
      {(events) => (
        <>
          <p>{t(events.length > 0 ? "event.not_linked" : "event.no_signing")}</p>
          {rights.write && events.map((e) => <Link key={e.id} agreement={agreement} etag={etag} event={e.id} text={t("event.link", { name: called(e) })} done={changed} />)}
        </>
      )}
    </Shown>
  );
}

function Link({ agreement, etag, event, text, done }: { agreement: Agreement; etag: string; event: string | null; text: string; done: () => void }) {
  const [problem, setProblem] = useState<Problem>();
  const link = () => send("PATCH", `/agreements/${agreement.id}`, { signing_event_id: event }, { etag }).then(done, (e) => setProblem(problemFrom(e)));
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <p class="buttons"><button type="button" onClick={() => void link()}>{text}</button></p>
    </>
  );
}
