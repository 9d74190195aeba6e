// The steps a record can take from one state to the next, with a reason where the
// API asks for one, and the steps it took.

import { useId, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../api/client";
import { call, getAll } from "../api/raw";
import { showTime } from "../format";
import { t } from "../words";
import { useReading } from "./data";
import { Empty, ProblemNote, Shown } from "./state";
import { Table } from "./table";

export type Step = { to: string; text: string; why?: "may" | "must"; more?: Record<string, unknown>; danger?: boolean; sure?: string; named?: string; typed?: string }; // named: the button by what it is about; typed: what must be written to take it

/** A button for each step; each asks once more, since others see it at once. */
export function Steps({ path, etag, steps, done }: { path: string; etag: string; steps: Step[]; done: () => void }) {
  return <>{steps.map((s) => <StepButton key={s.text} path={path} etag={etag} step={s} done={done} />)}</>;
}

function StepButton({ path, etag, step, done }: { path: string; etag: string; step: Step; done: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const take = async (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement), reason = String(form.get("reason") ?? "").trim();
    const wrote = step.typed === undefined || String(form.get("typed") ?? "").trim() === step.typed;
    setWrong(!wrote);
    if (!wrote) return;
    setBusy(true);
    try {
      await call(`${path}/transitions`, { method: "POST", body: { to: step.to, ...step.more, ...(reason && { reason }) }, etag });
      box.current?.close();
      done();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  const id = useId();
  return (
    <>
      <button type="button" class={step.danger ? "danger" : ""} aria-label={step.named} onClick={() => { setProblem(undefined); setWrong(false); box.current?.querySelector("form")?.reset(); box.current?.showModal(); }}>{step.text}</button>
      <dialog ref={box} aria-label={step.named ?? step.text}>
        <h2>{step.named ?? step.text}</h2>
        {step.sure && <p>{step.sure}</p>}
        {problem && <ProblemNote problem={problem} />}
        <form onSubmit={(e) => void take(e)} noValidate>
          {step.typed !== undefined && (
            <div class={wrong ? "field wrong" : "field"}>
              <label for={`${id}t`}>{t("ui.type_to_confirm", { word: step.typed })}</label>
              {wrong && <p class="mistake" id={`${id}m`} role="alert">{t("ui.typed_wrong", { word: step.typed })}</p>}
              <input id={`${id}t`} name="typed" class="short" autocomplete="off" aria-invalid={wrong ? "true" : undefined} aria-describedby={wrong ? `${id}m` : undefined} />
            </div>
          )}
          {step.why && <div class="field"><label for={id}>{t(step.why === "must" ? "ui.reason" : "ui.reason_optional")}</label><textarea id={id} name="reason" rows={2} /></div>}
          <div class="buttons"><button class={step.danger ? "danger" : "primary"} disabled={busy}>{step.text}</button><button type="button" onClick={() => box.current?.close()}>{t("ui.cancel")}</button></div>
        </form>
      </dialog>
    </>
  );
}

/** The steps a record took, the latest first. */
export function Taken({ path, word }: { path: string; word: (state: string) => string }) {
  const reading = useReading(() => getAll<Schemas["TransitionView"]>(`${path}/transitions?limit=200&sort=-at`), [path]);
  return (
    <Shown of={reading}>
      {(rows) => rows.length === 0 ? <Empty text={t("ui.no_steps")} /> : (
        <Table
          caption={t("ui.steps")} rows={rows}
          columns={[
            { name: "at", title: t("ui.when"), show: (r) => showTime(r.at) },
            { name: "from", title: t("ui.from_state"), show: (r) => (r.from ? word(r.from) : "—") },
            { name: "to", title: t("ui.to_state"), show: (r) => word(r.to) },
            { name: "reason", title: t("ui.why"), show: (r) => r.reason ?? "—" },
          ]}
        />
      )}
    </Shown>
  );
}
