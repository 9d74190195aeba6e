// How the daily tasks are done, step by step, in the words of the buttons.

import { Page } from "../ui/page";
import { t } from "../words";

// Tasks with the names their steps call, as keys of the catalogue.
const tasks: [task: string, steps: number, names: Record<string, string>][] = [
  ["year", 3, { blocs: "ui.nav.blocs", open: "bloc.open_year", members: "ui.nav.members", paste: "term.paste", all: "term.make_all" }],
  ["next", 2, { open: "bloc.open_year", carry: "term.do_carry_on", agreement: "ui.nav.agreement", compare: "compare.tab" }],
  ["agreement", 3, { agreement: "ui.nav.agreement", make: "agreement.make", paste: "commitment.paste", open: "agreement.to_signing" }],
  ["registration", 3, { registrations: "ui.nav.registrations", begin: "registration.begin", submit: "registration.submit", return: "registration.return", accept: "registration.accept", copy: "registration.board" }],
  ["calendar", 3, { calendar: "ui.nav.calendar", copy: "calendar.copy_reminder", subscribe: "calendar.subscribe", make: "calendar.make" }],
  ["movement", 2, { movements: "ui.nav.movements", add: "movement.add_answered" }],
  ["progress", 3, { progress: "ui.nav.progress", late: "progress.tab_late", remind: "progress.remind", close: "progress.close", open: "progress.open" }],
  ["model", 2, { models: "ui.nav.models", add: "model.add", pilot: "model.to_pilot", replicate: "model.to_replicate" }],
  ["rating", 3, { ratings: "ui.nav.ratings", give: "rating.give", circumstance: "rating.add_circumstance", rules: "ui.nav.rating_rules" }],
  ["score", 3, { scoring: "ui.nav.scoring", tables: "score.tab_tables", example: "score.from_example", earlier: "score.from_earlier", apply: "score.apply", submit: "score.submit", rest: "score.verify_rest", finish: "score.finish", gap: "score.tab_gap" }],
  ["rank", 3, { ranking: "ui.nav.ranking", votes: "ranking.tab_votes", now: "ranking.tab_now", add: "vote.add", open: "vote.open", count: "vote.count", draw: "ranking.draw_up", record: "ranking.record", conclude: "ranking.conclude", publish: "ranking.publish", correct: "ranking.correct" }],
  ["sign", 2, { overview: "ui.nav.overview", note: "signature.sign", choose: "signature.choose_waiting" }],
  ["award", 3, { decisions: "ui.nav.decisions", add: "decision.add", awards: "ui.nav.awards", new: "award.new" }],
  ["report", 3, { reports: "ui.nav.reports", texts: "report.tab_texts", produce: "report.tab_produce", download: "report.download", handbook: "report.handbook", make: "report.make_package", mine: "report.packages" }],
  ["issue", 3, { texts: "report.tab_texts", revisions: "report.revisions", produce: "report.tab_produce", issue: "report.do_issue", withdraw: "report.withdraw" }],
  ["find", 3, { changes: "ui.nav.changes" }],
  ["users", 2, { admin: "ui.nav.admin", give: "admin.give" }],
];

export default function Help() {
  return (
    <Page title={t("help.title")}>
      <p>{t("help.intro")}</p>
      {tasks.map(([task, steps, names]) => (
        <section key={task} class="card">
          <h2>{t(`help.${task}`)}</h2>
          <ol>{Array.from({ length: steps }, (_, i) => <li key={i}>{t(`help.${task}.${i + 1}`, Object.fromEntries(Object.entries(names).map(([name, key]) => [name, t(key)])))}</li>)}</ol>
        </section>
      ))}
      <p><a href="/docs">{t("help.api")}</a></p>
    </Page>
  );
}
