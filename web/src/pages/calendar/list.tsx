// What is due and when conferences are, in every bloc one may read, by month.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { getAll } from "../../api/raw";
import { called, readBlocs, type Bloc } from "../../frame/term";
import { daysBetween, showDate, today } from "../../format";
import { label, lang, t } from "../../words";
import { Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { Page } from "../../ui/page";
import { useQuery } from "../../ui/query";
import { Chip, Empty, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { Feeds } from "./feeds";
import { CopyReminder, distance, type Entry } from "./reminder";

type Deadline = Schemas["DeadlineView"];
type Event = Schemas["EventSummaryView"];

const entryOf = (d: Deadline): Entry => ({
  id: d.id, on: d.due_on, until: null, what: d.title ? (d.kind === "other" ? d.title : `${label("deadline_kind", d.kind)}: ${d.title}`) : label("deadline_kind", d.kind),
  place: null, blocs: [{ id: d.bloc_id, name: d.bloc_name, period: d.period }], due: true,
});

const conferenceOf = (e: Event): Entry => ({
  id: e.id, on: e.held_on ?? "", until: e.ended_on && e.ended_on !== e.held_on ? e.ended_on : null, what: e.title ?? label("event_purpose", e.terms[0]?.purpose),
  place: [e.part_of_day && label("part_of_day", e.part_of_day), e.place].filter(Boolean).join(", ") || null, due: false,
  blocs: e.terms.flatMap((s) => (s.bloc?.id ? [{ id: s.bloc.id, name: s.bloc.name ?? "", period: s.period }] : [])),
});

/** Of years under way also what is past; of others, whose books say nothing of what
 * was done, only what is ahead. A locked year waits for nothing. */
async function read(): Promise<{ past: Entry[]; ahead: Entry[]; blocs: Bloc[] }> {
  const [late, due, events, blocs] = await Promise.all([
    getAll<Deadline>(`/deadlines?due_on_lt=${today()}&term_status=planning,signing,in_force,reviewing&sort=due_on&limit=200`),
    getAll<Deadline>(`/deadlines?due_on_gte=${today()}&term_status_ne=locked&sort=due_on&limit=200`),
    getAll<Event>(`/events?held_on_gte=${today()}&sort=held_on&limit=200`),
    readBlocs(),
  ]);
  const ahead = [...due.map(entryOf), ...events.map(conferenceOf)].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return { past: late.map(entryOf), ahead, blocs };
}

export default function Calendar() {
  const [query, set] = useQuery();
  const reading = useReading(read, [lang()]);
  return (
    <Page title={t("calendar.title")}>
      <Shown of={reading}>
        {({ past, ahead, blocs }) => {
          const chosen = query.khoi ?? "";
          const fits = (e: Entry) => !chosen || e.blocs.some((b) => b.id === chosen);
          const groups: [string, Entry[]][] = [[t("calendar.past"), past.filter(fits)], ...byMonth(ahead.filter(fits))];
          const shown = groups.filter(([, rows]) => rows.length > 0);
          return (
            <>
              {blocs.length > 1 && (
                <p class="filters"><label>{t("ui.bloc")} <select value={chosen} onChange={(e) => set({ khoi: e.currentTarget.value })}>
                  <option value="">{t("calendar.all_blocs")}</option>
                  {blocs.map((b) => <option key={b.id} value={b.id}>{called(b)}</option>)}
                </select></label></p>
              )}
              {shown.length === 0 && <Empty text={t(chosen ? "ui.none_fit" : "calendar.empty")} />}
              {shown.map(([title, rows]) => <Section key={title} title={title}><Entries caption={title} rows={rows} /></Section>)}
              <Feeds blocs={blocs} />
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function byMonth(entries: Entry[]): [string, Entry[]][] {
  const months = new Map<string, Entry[]>();
  for (const e of entries) {
    const month = e.on.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), e]);
  }
  return [...months].map(([month, rows]) => [month.length === 7 ? t("calendar.month", { month: showDate(month) }) : t("ui.year_of", { year: month }), rows]);
}

function Entries({ caption, rows }: { caption: string; rows: Entry[] }) {
  return (
    <Table<Entry>
      caption={caption} rows={rows}
      columns={[
        { name: "on", title: t("calendar.day"), show: (e) => (e.until ? `${showDate(e.on)} – ${showDate(e.until)}` : showDate(e.on)) },
        { name: "what", title: t("calendar.what"), show: (e) => <>{!e.due && <><Chip tone="info">{t("calendar.conference_chip")}</Chip> </>}{e.what}{e.place && <div class="muted">{e.place}</div>}</> },
        { name: "of", title: t("calendar.of"), show: (e) => <ul class="plain">{e.blocs.map((b) => <li key={b.id + b.period}><Link href={`/khoi/${b.id}/nam/${encodeURIComponent(b.period)}/thanh-vien?tab=${e.due ? "thoi-han" : "hoi-nghi"}`}>{b.name}, {b.period}</Link></li>)}</ul> },
        { name: "left", title: t("calendar.left"), show: (e) => <Left of={e} /> },
        { name: "remind", title: t("calendar.remind"), screen: true, show: (e) => e.due && <CopyReminder of={e} /> },
      ]}
    />
  );
}

function Left({ of: e }: { of: Entry }) {
  const days = daysBetween(today(), e.on);
  if (days == null) return <>—</>;
  return <Chip tone={!e.due ? "plain" : days < 0 ? "bad" : days <= 14 ? "warn" : "info"}>{distance(e.on)}</Chip>;
}
