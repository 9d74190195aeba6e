// Closing a period, and opening it again.

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem } from "../../api/client";
import { get, send } from "../../api/raw";
import { readDate, showDate, today } from "../../format";
import { useKey } from "../../ui/data";
import { ProblemNote } from "../../ui/state";
import { t } from "../../words";
import type { Board } from "./cells";

type Props = { board: Board; mayClose: boolean; changed: () => void };

export function Closing({ board, mayClose, changed }: Props) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const key = useKey();
  const closing = board.closing;
  const act = async (form: HTMLFormElement) => {
    const typed = new FormData(form), day = readDate(String(typed.get("closed_on") ?? ""));
    setWrong(day === undefined ? t("ui.bad_date") : "");
    if (day === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      if (closing) {
        const path = `/period-closings/${closing.id}`, { etag } = await get(path);
        await send("POST", `${path}/transitions`, { to: "reopened", reason: String(typed.get("reason") ?? "").trim() || undefined }, { etag });
      } else await close({ term_id: board.term_id, period: board.period.label, period_kind: board.period.kind, ...(day && { closed_on: day }) });
      setOpen(false);
      changed();
    } catch (e) {
      setProblem(problemFrom(e));
    }
    setBusy(false);
  };
  /** A period that was closed before is closed again; it has one record. */
  const close = async (body: Record<string, unknown>) => {
    try {
      await send("POST", "/period-closings", body, { key: key(body) });
    } catch (e) {
      const p = problemFrom(e), there = (p as Problem & { existing_id?: string }).existing_id;
      if (p.code !== "duplicate" || !there) throw e;
      const path = `/period-closings/${there}`, { etag } = await get(path);
      await send("POST", `${path}/transitions`, { to: "closed" }, { etag });
    }
  };
  return (
    <>
      {closing && <p class="note info">{t("progress.closed", { period: closing.period, day: showDate(closing.closed_on) })} {!mayClose && t("progress.ask_to_reopen")}</p>}
      {!open && (
        <p class="screen buttons">
          {mayClose && board.status !== "locked" && <button type="button" onClick={() => setOpen(true)}>{t(closing ? "progress.reopen" : "progress.close")}</button>}
          <Link class="button" href={`/bao-cao/so-ket/${board.term_id}`}>{t("progress.review")}</Link>
        </p>
      )}
      {open && (
        <form class="card form" onSubmit={(e) => { e.preventDefault(); void act(e.currentTarget); }} aria-label={t(closing ? "progress.reopen" : "progress.close")}>
          {problem && <ProblemNote problem={problem} />}
          <p>{t(closing ? "progress.reopen_means" : "progress.close_means")}</p>
          {closing ? <div class="field"><label for="reopen-reason">{t("ui.reason")}</label><textarea id="reopen-reason" name="reason" rows={2} required aria-required="true" /></div> : (
            <div class={wrong ? "field wrong" : "field"}>
              <label for="closed-on">{t("progress.closed_on")}</label>
              {wrong && <p class="mistake" id="closed-on-mistake">{wrong}</p>}
              <input class="short" id="closed-on" name="closed_on" defaultValue={showDate(today())} placeholder="dd/mm/yyyy" inputMode="numeric" autocomplete="off" aria-invalid={wrong ? "true" : undefined} aria-describedby={wrong ? "closed-on-mistake" : undefined} />
            </div>
          )}
          <div class="buttons"><button class="primary" disabled={busy}>{t(closing ? "progress.reopen" : "progress.close")}</button><button type="button" onClick={() => setOpen(false)}>{t("ui.cancel")}</button></div>
        </form>
      )}
    </>
  );
}
