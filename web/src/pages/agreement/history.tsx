// The steps an agreement takes, and whether its signed text is still what was signed.

import { useState } from "preact/hooks";
import { problemFrom, Refused, type Problem } from "../../api/client";
import { count, showTime } from "../../format";
import { Facts, Section } from "../../ui/book";
import { Chip, ProblemNote } from "../../ui/state";
import { Taken, type Step } from "../../ui/steps";
import { label, lang, options, t } from "../../words";
import type { Agreement } from "./year";

/** The steps to a next state; those back, and those past somebody who has not
 * signed, need a reason. */
export function stepsOf(a: Agreement): Step[] {
  const to = (state: string, more: Partial<Step> = {}): Step => ({ to: state, text: t(`agreement.to_${state}`), ...more });
  const cancel = to("cancelled", { danger: true, why: a.status === "draft" || a.status === "consulting" || a.status === "signing" ? "may" : "must" });
  const text = !a.frozen_at && a.signatures.signed === 0; // may still be worked on
  const waiting = a.signatures.pending;
  switch (a.status) {
    case "draft": return [to("consulting"), cancel];
    case "consulting": return [to("signing", { sure: t("agreement.signing_sure") }), ...(text ? [to("draft", { why: "must" })] : []), cancel];
    case "signing": return [to("in_force", waiting > 0 ? { why: "must", sure: t("agreement.waiting", { n: count(waiting) }) } : {}), ...(text ? [to("consulting", { why: "must" })] : []), cancel];
    case "in_force": return [to("concluded"), cancel];
    case null: return ["signing", "in_force", "concluded"].map((state) => to(state, { why: "must", sure: t("agreement.state_unknown") }));
    default: return [];
  }
}

export function History({ agreement: a, path }: { agreement: Agreement; path: string }) {
  return (
    <>
      <Section title={t("ui.steps")}><Taken key={a.status} path={path} word={(state) => label("agreement_status", state)} /></Section>
      <Section title={t("verify.title")}>{a.content_hash ? <Verify hash={a.content_hash} /> : <p>{t(a.basis === "original" ? "verify.not_yet" : "verify.never")}</p>}</Section>
    </>
  );
}

/** What anybody who holds the hash may read. */
type Verified = { intact: boolean; title: string; bloc: string; period: string; frozen_at: string; signatures: Record<string, number> };

/** The check is public: it needs no session and has an address of its own. */
async function verify(hash: string): Promise<Verified> {
  const r = await fetch(`/verify/${hash}`, { headers: { "Accept-Language": lang() } });
  if (!r.ok) throw new Refused({ ...((await r.json()) as Problem), status: r.status });
  return (await r.json()) as Verified;
}

function Verify({ hash }: { hash: string }) {
  const [found, setFound] = useState<Verified>();
  const [problem, setProblem] = useState<Problem>();
  const look = () => {
    setProblem(undefined);
    verify(hash).then(setFound, (e) => setProblem(problemFrom(e)));
  };
  return (
    <>
      <p>{t("verify.about")}</p>
      <p><code>{hash}</code></p>
      {problem && <ProblemNote problem={problem} />}
      <div aria-live="polite">
        {found && (
          <>
            <p><Chip tone={found.intact ? "good" : "bad"}>{t(found.intact ? "verify.intact" : "verify.broken")}</Chip></p>
            <Facts of={[
              [t("agreement.name"), found.title],
              [t("agreement.frozen_at"), showTime(found.frozen_at)],
              [t("agreement.signatures"), options("signature_status").flatMap((o) => (found.signatures[o.value] ? [`${o.label}: ${count(found.signatures[o.value]!)}`] : [])).join("; ")],
            ]} />
          </>
        )}
      </div>
      <p class="buttons"><button type="button" onClick={look}>{t("verify.do")}</button><a href={`/verify/${hash}`}>{t("verify.public")}</a></p>
    </>
  );
}
