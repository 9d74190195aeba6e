// The deadlines of a year, the next ones marked.

import type { Schemas } from "../../api/client";
import type { YearProps } from "../../frame/year";
import { daysBetween, showDate, today } from "../../format";
import { Listed } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { choice } from "../../ui/form";
import { Chip } from "../../ui/state";
import { label, t } from "../../words";
import { useRights } from "./rights";

type Deadline = Schemas["DeadlineView"];

const called = (d: Deadline): string => d.title ?? label("deadline_kind", d.kind);

export function Deadlines({ term }: YearProps) {
  const rights = useRights(term);
  return (
    <Listed<Deadline> title={t("term.deadlines")} list={`/terms/${term.id}/deadlines?limit=200`} of={() => ({
      api: "/deadlines", make: `/terms/${term.id}/deadlines`, add: t("term.add_deadline"), empty: t("term.no_deadlines"), mayWrite: rights.write, called,
      columns: [
        { name: "due_on", title: t("term.due_on"), show: (d) => showDate(d.due_on) },
        { name: "kind", title: t("term.deadline_kind"), show: (d) => label("deadline_kind", d.kind) },
        { name: "title", title: t("term.deadline_title"), show: (d) => d.title ?? "—" },
        { name: "left", title: t("term.left"), show: (d) => <Left on={d.due_on} /> },
        { name: "remark", title: t("term.remark"), show: (d) => d.remark ?? "—" },
      ],
      fields: () => known([
        choice("kind", t("term.deadline_kind"), "deadline_kind", { required: true }),
        { name: "due_on", title: t("term.due_on"), hint: t("term.due_on_hint"), kind: "date", required: true },
        { name: "title", title: t("term.deadline_title"), hint: t("term.deadline_title_hint"), kind: "text" },
        { name: "remark", title: t("term.remark"), kind: "long" },
      ]),
    })} />
  );
}

/** How far off a day is. A past one is not called late: what was due is judged elsewhere. */
function Left({ on }: { on: string }) {
  const days = daysBetween(today(), on);
  if (days == null) return <>—</>;
  if (days < 0) return <Chip tone="plain">{t("term.past")}</Chip>;
  return <Chip tone={days <= 14 ? "warn" : "info"}>{days === 0 ? t("term.today") : t("term.days_left", { n: days })}</Chip>;
}
