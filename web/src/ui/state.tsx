// What stands in place of content: waiting, refused, empty.

import type { ComponentChildren } from "preact";
import type { Problem } from "../api/client";
import { t } from "../words";
import { useSlow, type Reading } from "./data";

/** A problem of the API in its own words, with what to do and what to quote. */
export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <div class="note error" role="alert">
      <p><strong>{problem.title}</strong></p>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.status >= 500 && problem.request_id && <p>{t("ui.request_id")}: <code>{problem.request_id}</code></p>}
      {again && problem.status !== 403 && <button type="button" onClick={again}>{t("ui.retry")}</button>}
    </div>
  );
}

/** Shows what was read, or why it is not there. Nothing flashes: what was read
 * before stays while it is read anew. */
export function Shown<T>({ of, children }: { of: Reading<T>; children: (data: T) => ComponentChildren }) {
  const slow = useSlow(of.busy);
  if (of.problem && of.data === undefined) return <ProblemNote problem={of.problem} again={of.again} />;
  return (
    <>
      <p class="waiting" aria-live="polite">{slow ? t("ui.loading") : ""}</p>
      {of.problem && <ProblemNote problem={of.problem} again={of.again} />}
      {of.data !== undefined && children(of.data)}
    </>
  );
}

/** One sentence and what to do about it. */
export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{text}</p>
      {children}
    </div>
  );
}

export type Tone = "good" | "warn" | "bad" | "info" | "plain";

const signs: Record<Tone, string> = { good: "✔", warn: "▲", bad: "✖", info: "●", plain: "○" };

/** A state as a sign and a word; colour alone says nothing. */
export function Chip({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`chip ${tone}`}><span aria-hidden="true">{signs[tone]}</span> {children}</span>;
}
