import { useState } from "preact/hooks";
import { daysBetween, showDate, today } from "../../format";
import { copy } from "../../ui/copy";
import { t } from "../../words";

/** One line: a deadline, or a conference in one of the terms it serves. */
export type Entry = { id: string; on: string; until: string | null; what: string; place: string | null; blocs: { id: string; name: string; period: string }[]; due: boolean };

/** How far off a day is, in words. */
export function distance(on: string): string {
  const days = daysBetween(today(), on);
  if (days == null) return "—";
  if (days === 0) return t("calendar.today");
  return days > 0 ? t("calendar.days_left", { n: days }) : t("calendar.days_late", { n: -days });
}

/** A reminder of a deadline, ready to be sent by message or mail. */
export function reminder(e: Entry): string {
  const [of] = e.blocs;
  const late = (daysBetween(today(), e.on) ?? 0) < 0;
  return t(late ? "calendar.reminder_late" : "calendar.reminder", { what: e.what, bloc: of!.name, period: of!.period, date: showDate(e.on), left: distance(e.on) });
}

export function CopyReminder({ of: e }: { of: Entry }) {
  const [said, say] = useState("");
  const act = () => void copy(reminder(e)).then((done) => say(t(done ? "access.copied" : "calendar.not_copied")));
  return <><button type="button" aria-label={t("calendar.copy_reminder_of", { what: e.what, bloc: e.blocs[0]!.name })} onClick={act} onBlur={() => say("")}>{t("calendar.copy_reminder")}</button> <span role="status">{said}</span></>;
}
