// The year at a glance: where we are, who has not signed, what is late, what comes
// next, what was won.

import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../api/client";
import { Timeline, type Mark } from "../charts/timeline";
import { useWho } from "../frame/app";
import { yearPath } from "../frame/term";
import type { YearProps } from "../frame/year";
import { count, daysBetween, showDate, showTime, today } from "../format";
import { label, t, withMoreWords } from "../words";
import { useReading } from "../ui/data";
import { Page } from "../ui/page";
import { Chip, Shown, type Tone } from "../ui/state";
import { actWords, entityWords } from "./changes/words";

type View = Schemas["OverviewView"];

export const termTone: Record<string, Tone> = { planning: "plain", signing: "info", in_force: "info", reviewing: "info", concluded: "good", locked: "good" };

const name = (r: { name: string | null; as_written: string | null } | null): string => r?.name ?? r?.as_written ?? "—";

export default function Overview({ bloc, term }: YearProps) {
  const reading = useReading(() => ask(api.GET("/api/v1/terms/{id}/overview", { params: { path: { id: term.id } } })).then((a) => a.data), [term.id]);
  const who = useWho();
  const mayRead = ["council", "leader", "deputy", "auditor"].some(who.may);
  const changes = useReading(() => (mayRead ? ask(api.GET("/api/v1/audit-events", { params: { query: { term_id: term.id, limit: 3, sort: "-at" } } })).then((a) => a.data.data) : Promise.resolve([])), [term.id, mayRead]);
  const link = (page: string) => yearPath(bloc, term.period.label, page);
  return (
    <Page title={t("overview.title", { period: term.period.label, bloc: bloc.name })} actions={<><button type="button" onClick={() => print()}>{t("overview.print")}</button><Link class="button" href={link("bao-cao")}>{t("ui.nav.reports")}</Link></>}>
      <Shown of={reading}>
        {(v) => (
          <div class="overview">
            <p><Chip tone={termTone[v.status ?? ""] ?? "plain"}>{v.status ? label("term_status", v.status) : t("ui.status_unknown")}</Chip> {v.leaders.length > 0 && t("overview.led_by", { units: v.leaders.map(name).join(", ") })}</p>
            <Cycle v={v} />
            <Counters v={v} link={link} running={running.has(v.status ?? "")} />
            <div class="grid">
              <Tasks v={v} link={link} />
              <Coming v={v} link={link} />
              {mayRead && <section class="card">
                <h2>{t("overview.changes")}</h2>
                {changes.problem ? <p class="muted">{changes.problem.title}</p> : changes.data && changes.data.length > 0 ? (
                  <ul class="plain">{changes.data.map((c) => <li key={c.id}><span class="muted">{showTime(c.at)}</span> {c.actor_name}: {actWords(c.action)} {entityWords(c.entity).toLowerCase()}</li>)}</ul>
                ) : <p class="muted">{t("overview.no_changes")}</p>}
              </section>}
            </div>
          </div>
        )}
      </Shown>
    </Page>
  );
}

function Cycle({ v }: { v: View }) {
  const now = today();
  // That a day is over tells of an event that it was held; of a deadline only that it is past.
  const state = (on: string, held = false): Mark["state"] => (on >= now ? "coming" : held ? "done" : "past");
  const marks: Mark[] = [
    ...v.events.flatMap((e) => (e.held_on && e.held_on.length === 10 ? [{ id: e.id, on: e.held_on, text: label("event_purpose", e.purpose), state: state(e.held_on, true) }] : [])),
    ...[...v.past_deadlines, ...v.upcoming_deadlines].flatMap((d) => (d.due_on.length === 10 ? [{ id: d.id, on: d.due_on, text: d.title ?? label("deadline_kind", d.kind), state: state(d.due_on) }] : [])),
  ];
  const next = v.upcoming_deadlines.find((d) => d.due_on.length === 10);
  const left = next && daysBetween(now, next.due_on);
  const message = next && left != null ? t("overview.next", { n: left, what: next.title ?? label("deadline_kind", next.kind) })
    : now > v.period.ends_on ? t("overview.over", { date: showDate(v.period.ends_on) }) : t("overview.no_deadlines");
  return <section class="card"><h2>{t("overview.cycle")}</h2>{marks.length > 0 ? <Timeline marks={marks} from={v.period.starts_on} to={v.period.ends_on} today={now} message={message} /> : <p>{message}</p>}</section>;
}

const running = new Set(["in_force", "reviewing", "concluded", "locked"]);

/** What a running year has reported, fetched once it is one; until it is here, and where
 * nothing is to be reported, children stand in its place. */
function Work({ term, link, children }: { term: string; link: (page: string) => string; children: ComponentChildren }) {
  const [Brief, set] = useState<ComponentType<{ term: string; link: (page: string) => string; children: ComponentChildren }>>();
  useEffect(() => { withMoreWords(import("./progress/brief")).then((m) => set(() => m.default), () => {}); }, []);
  return Brief ? <Brief term={term} link={link}>{children}</Brief> : <>{children}</>;
}

function Counters({ v, link, running }: { v: View; link: (page: string) => string; running: boolean }) {
  const s = v.agreement?.signatures;
  const asked = s ? s.signed + s.pending + s.absent + s.late : null;
  const late = v.commitments.past_due;
  const plain = (
    <>
      <section class="counter"><h2>{t("overview.late")}</h2><p class="big">{v.commitments.with_due_date === 0 ? "—" : late > 0 ? count(late) : "0"}</p><p>{t("overview.late_of", { with: v.commitments.with_due_date, total: v.commitments.total })}</p></section>
      <section class="counter"><h2>{t("overview.members")}</h2><p class="big">{v.members.state === "unknown" ? "—" : count(v.members.listed)}</p><p><Link href={link("thanh-vien")}>{v.members.stated != null ? t("overview.stated", { n: v.members.stated }) : label("members_state", v.members.state)}</Link></p></section>
    </>
  );
  return (
    <div class="counters">
      <section class="counter"><h2>{t("overview.signed")}</h2><p class="big">{s && asked !== null ? `${count(s.signed)}/${count(asked)}` : "—"}</p><p><Link href={link("giao-uoc?tab=chu-ky")}>{s ? t("overview.units") : t("overview.no_agreement")}</Link></p></section>
      {running ? <Work term={v.term_id} link={link}>{plain}</Work> : plain}
      <section class="counter"><h2>{t("overview.awards")}</h2><p class="big">{sums(v.previous_awards)}</p><p><Link href={link("khen-thuong")}>{t("overview.awards_this", { what: sums(v.awards) })}</Link></p></section>
    </div>
  );
}

function sums(s: Schemas["Sums"]): string {
  if (s.awards === 0) return t("overview.none_on_record");
  const parts = [s.collectives && t("overview.collectives", { n: count(s.collectives) }), s.individuals && t("overview.individuals", { n: count(s.individuals) })].filter(Boolean);
  return parts.join(" · ") || t("overview.records", { n: count(s.awards) });
}

function Tasks({ v, link }: { v: View; link: (page: string) => string }) {
  const waiting = v.not_signed.length;
  const none = waiting === 0 && v.past_deadlines.length === 0 && v.commitments.past_due === 0;
  return (
    <section class="card">
      <h2>{t("overview.tasks")}</h2>
      {none && <p>{t("overview.no_tasks")}</p>}
      {waiting > 0 && (
        <>
          <p><Chip tone="warn">{t("overview.not_signed", { n: count(waiting) })}</Chip></p>
          <ul>{v.not_signed.map((n, i) => <li key={n.signature_id ?? i}><Link href={link("giao-uoc?tab=chu-ky")}>{name(n.unit)}</Link> <span class="muted">{n.status ? label("signature_status", n.status) : t("overview.no_signatory")}</span></li>)}</ul>
        </>
      )}
      {v.past_deadlines.length > 0 && <ul>{v.past_deadlines.map((d) => <li key={d.id}><Chip tone="warn">{t("chart.past")}</Chip> <Due of={d} link={link} />: {showDate(d.due_on)}</li>)}</ul>}
      {v.commitments.past_due > 0 && <p><Link href={link("giao-uoc?qua-han=1")}>{t("overview.past_due", { n: count(v.commitments.past_due) })}</Link></p>}
    </section>
  );
}

/** What is due; of registrations it leads to who has sent them. */
function Due({ of: d, link }: { of: View["past_deadlines"][number]; link: (page: string) => string }) {
  const words = d.title ?? label("deadline_kind", d.kind);
  return d.kind === "registration" ? <Link href={link("dang-ky")}>{words}</Link> : <>{words}</>;
}

function Coming({ v, link }: { v: View; link: (page: string) => string }) {
  return (
    <section class="card">
      <h2>{t("overview.coming")}</h2>
      {v.upcoming_deadlines.length === 0 ? <p class="muted">{t("overview.nothing_due")}</p> : (
        <ul>{v.upcoming_deadlines.slice(0, 5).map((d) => <li key={d.id}>{showDate(d.due_on)}: <Due of={d} link={link} /></li>)}</ul>
      )}
    </section>
  );
}
