// Who has sent the registration for the year and who has not, unit by unit.

import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { yearCrumbs } from "../../frame/term";
import type { YearProps } from "../../frame/year";
import { count, showDate, showTime } from "../../format";
import { copy } from "../../ui/copy";
import { useKey, useReading } from "../../ui/data";
import { Page } from "../../ui/page";
import { Chip, Empty, ProblemNote, Shown } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, options, t } from "../../words";
import { useRights } from "../agreement/rights";
import { tone, words, type Registration } from "./rows";

type Board = Schemas["RegistrationBoardView"];
type Row = Board["units"][number] & { id: string; order: number };

export default function RegistrationBoard({ bloc, term }: YearProps) {
  const [, go] = useLocation();
  const reading = useReading(() => get<Board>(`/terms/${term.id}/registration-board`).then((a) => a.data), [term.id]);
  const rights = useRights(term);
  const [problem, setProblem] = useState<Problem>();
  const key = useKey();
  const begin = (unit: string) => {
    const body = { term_id: term.id, unit_id: unit };
    send<Registration>("POST", "/registrations", body, { key: key(body) }).then((made) => go(`/dang-ky/${made.data.id}`), (e) => setProblem(problemFrom(e)));
  };
  return (
    <Page title={t("registration.board_of", { period: term.period.label, bloc: bloc.name })} crumbs={yearCrumbs(bloc, term.period.label)} actions={<button type="button" onClick={() => print()}>{t("registration.print")}</button>}>
      {problem && <ProblemNote problem={problem} />}
      <Shown of={reading}>
        {(b) => (
          <>
            <p>{b.deadline ? t("registration.deadline", { date: showDate(b.deadline.due_on) }) : t("registration.no_deadline")}</p>
            <div class="counters">
              {options("registration_state").map((o) => <section key={o.value} class="counter"><h2>{o.label}</h2><p class="big">{count(b.counts[o.value as keyof Board["counts"]])}</p></section>)}
              <section class="counter"><h2>{t("registration.late")}</h2><p class="big">{b.deadline ? count(b.counts.late) : "—"}</p></section>
            </div>
            <Remind board={b} year={term.period.label} />
            {b.units.length === 0 ? <Empty text={t("registration.no_units")} /> : (
              <Table<Row>
                caption={t("registration.board")} rows={b.units.map((u, i) => ({ ...u, id: u.unit?.id ?? String(i), order: i + 1 }))}
                columns={[
                  { name: "order", title: t("commitment.no"), number: true, show: (r) => String(r.order) },
                  { name: "unit", title: t("ui.unit"), show: (r) => (r.unit?.id ? <Link href={`/don-vi/${r.unit.id}`}>{words(r.unit)}</Link> : words(r.unit)) },
                  { name: "state", title: t("ui.status"), show: (r) => <><Chip tone={tone[r.state]!}>{label("registration_state", r.state)}</Chip> <Late row={r} /></> },
                  { name: "since", title: t("registration.since_when"), show: (r) => (r.since ? showTime(r.since) : "—") },
                  { name: "commitments", title: t("registration.commitments"), number: true, show: (r) => (r.registration_id ? String(r.commitment_count) : "—") },
                  { name: "titles", title: t("registration.titles"), number: true, show: (r) => (r.registration_id ? String(r.title_count) : "—") },
                  {
                    name: "acts", title: t("ui.acts"), screen: true, show: (r) => (r.registration_id
                      ? <Link class="button" href={`/dang-ky/${r.registration_id}`} aria-label={t("registration.see_of", { unit: words(r.unit) })}>{t("registration.see")}</Link>
                      : rights.sign(r.unit?.id) && r.unit?.id ? <button type="button" class="primary" aria-label={t("registration.begin_of", { unit: words(r.unit) })} onClick={() => begin(r.unit!.id!)}>{t("registration.begin")}</button> : null),
                  },
                ]}
              />
            )}
          </>
        )}
      </Shown>
    </Page>
  );
}

/** By how many days a unit missed the deadline: a word and a sign. */
const Late = ({ row }: { row: Row }) => (row.days_late ? <Chip tone={row.state === "submitted" || row.state === "accepted" ? "warn" : "bad"}>{t(row.state === "submitted" || row.state === "accepted" ? "registration.sent_late" : "registration.days_late", { n: row.days_late })}</Chip> : null);

/** The words that remind those who have not sent. */
function Remind({ board: b, year }: { board: Board; year: string }) {
  const [said, say] = useState("");
  const waiting = b.units.filter((u) => u.state !== "submitted" && u.state !== "accepted");
  if (waiting.length === 0) return null;
  const text = [
    t(b.deadline ? "registration.remind" : "registration.remind_undated", { year, date: showDate(b.deadline?.due_on) }),
    ...waiting.map((u, i) => `${i + 1}. ${words(u.unit)}${u.state === "returned" ? ` (${label("registration_state", u.state).toLowerCase()})` : ""}`),
  ].join("\n");
  return (
    <p class="screen">
      <button type="button" onClick={() => void copy(text).then((done) => say(t(done ? "registration.reminder_copied" : "ui.link_not_copied")))} onBlur={() => say("")}>{t("registration.copy_reminder", { n: count(waiting.length) })}</button> <span role="status">{said}</span>
    </p>
  );
}
