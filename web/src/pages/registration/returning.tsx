// Returning a registration: why, and what the unit may change. Everything else stays
// as it was sent.

import { useState } from "preact/hooks";
import { problemFrom, type Problem } from "../../api/client";
import { call } from "../../api/raw";
import { Section } from "../../ui/book";
import { ProblemNote } from "../../ui/state";
import { t } from "../../words";
import { members, recipient, words, type Flag, type List, type Promise_, type Registration, type Title } from "./rows";

type Chosen = Map<string, { flag: Flag; remark: string }>;

const nameOf = (f: Flag): string => [f.list, f.id, f.member].join(" ");

/** What a flag opens, in words. */
export function flagWords(r: Registration, f: Flag): string {
  if (f.list === null) return t(`registration.${f.member}`);
  if (f.id === null) return t(`registration.whole_${f.list}`);
  const item = (r[f.list] as (Promise_ | Title)[]).find((x) => x.id === f.id);
  const line = item ? t(`registration.line_${f.list}`, { n: item.order }) : t(`registration.gone_${f.list}`);
  return f.member ? `${line}: ${t(`registration.${f.member}`)}` : line;
}

export function Returning({ registration: r, etag, done, cancel }: { registration: Registration; etag: string; done: () => void; cancel: () => void }) {
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const set = (flag: Flag, on: boolean, remark = "") => { const next = new Map(chosen); if (on) next.set(nameOf(flag), { flag, remark }); else next.delete(nameOf(flag)); setChosen(next); };
  const take = async (e: Event) => {
    e.preventDefault();
    setWrong(reason.trim() === "" ? t("registration.need_reason") : chosen.size === 0 ? t("registration.need_fields") : "");
    if (reason.trim() === "" || chosen.size === 0) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const fields = [...chosen.values()].map(({ flag, remark }) => ({ list: flag.list, id: flag.id, member: flag.member, remark: remark.trim() || null }));
      await call(`/registrations/${r.id}/transitions`, { method: "POST", body: { to: "returned", reason: reason.trim(), fields }, etag });
      done();
    } catch (error) {
      setProblem(problemFrom(error));
      setBusy(false);
    }
  };
  const box = (flag: Flag, text: string) => {
    const at = chosen.get(nameOf(flag));
    return (
      <div key={nameOf(flag)} class="check">
        <label><input type="checkbox" checked={at !== undefined} onChange={(e) => set(flag, e.currentTarget.checked)} /> {text}</label>
        {at && <input aria-label={t("registration.remark_of", { what: flagWords(r, flag) })} placeholder={t("registration.flag_remark")} value={at.remark} onInput={(e) => set(flag, true, e.currentTarget.value)} />}
      </div>
    );
  };
  const flag = (list: List | null, id: string | null, member: string | null): Flag => ({ list, id, member, remark: null });
  return (
    <Section title={t("registration.return")}>
      <form class="form" onSubmit={(e) => void take(e)} noValidate>
        {problem && <ProblemNote problem={problem} />}
        {wrong && <p class="mistake" role="alert">{wrong}</p>}
        <div class="field"><label for="return-reason">{t("ui.reason")}</label><textarea id="return-reason" rows={3} value={reason} onInput={(e) => setReason(e.currentTarget.value)} /></div>
        <p>{t("registration.choose_fields")}</p>
        <fieldset><legend>{t("registration.about")}</legend>{members.own.map((m) => box(flag(null, null, m), t(`registration.${m}`)))}</fieldset>
        {(["commitments", "titles"] as const).map((list) => (
          <fieldset key={list}>
            <legend>{t(`registration.${list}`)}</legend>
            {box(flag(list, null, null), t(`registration.whole_${list}`))}
            {!chosen.has(nameOf(flag(list, null, null))) && (r[list] as (Promise_ | Title)[]).map((x) => (
              <details key={x.id}>
                <summary>{t(`registration.line_${list}`, { n: x.order })}: {"text" in x ? x.text : [words(x.award_type), recipient(x)].filter(Boolean).join(" – ")}</summary>
                {box(flag(list, x.id, null), t("registration.whole_line"))}
                {members[list].map((m) => box(flag(list, x.id, m), t(`registration.${m}`)))}
              </details>
            ))}
          </fieldset>
        ))}
        <div class="buttons"><button class="primary" disabled={busy}>{t("registration.do_return", { n: chosen.size })}</button><button type="button" onClick={cancel}>{t("ui.cancel")}</button></div>
      </form>
    </Section>
  );
}
