import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem } from "../../api/client";
import { t } from "../../words";
import { ProblemNote } from "../../ui/state";

/** A button whose act is asked about first, in a question that names what it is about. */
export function Confirm({ button, name, question, danger, act, children }: {
  button: string; name?: string; question: string; danger?: boolean; act: (form: FormData) => Promise<unknown>; children?: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const asked = useId();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const sure = (e: Event) => {
    e.preventDefault();
    setBusy(true);
    act(new FormData(e.currentTarget as HTMLFormElement)).then(() => box.current?.close(), (refused) => setProblem(problemFrom(refused))).finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class={danger ? "danger" : ""} aria-label={name} onClick={() => { setProblem(undefined); box.current?.showModal(); }}>{button}</button>
      <dialog ref={box} aria-labelledby={asked}>
        <form onSubmit={sure}>
          <p id={asked}>{question}</p>
          {children}
          {problem && <ProblemNote problem={problem} />}
          <div class="buttons"><button class={danger ? "danger" : "primary"} disabled={busy}>{button}</button><button type="button" onClick={() => box.current?.close()}>{t("access.keep")}</button></div>
        </form>
      </dialog>
    </>
  );
}
