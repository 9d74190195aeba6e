// The member units of a year in protocol order.

import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import type { YearProps } from "../../frame/year";
import { count } from "../../format";
import { etagOf, Listed } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Linked } from "../../ui/book";
import { useQuery } from "../../ui/query";
import { ProblemNote } from "../../ui/state";
import { label, t } from "../../words";
import { Paste } from "./paste";
import { useRights } from "./rights";

export type Member = Schemas["MemberView"];

export const called = (m: { unit: Schemas["Ref"] | null }): string => m.unit?.name ?? m.unit?.as_written ?? "—";

export function Members({ term, terms, again }: YearProps) {
  const [query, set, href] = useQuery();
  const rights = useRights(term);
  const before = terms.find((x) => x.period.starts_on < term.period.starts_on && x.member_count > 0);
  const state = label("members_state", term.members_state).toLowerCase();
  const pasting = rights.write && query.dan !== undefined;
  return (
    <>
      <p class="muted">
        {term.member_count > 0 ? t("term.members_known", { state, n: count(term.member_count) }) : t("term.members_none", { state })}
        {term.stated_member_count != null && ` ${t("term.members_stated", { n: count(term.stated_member_count) })}`}
      </p>
      {pasting ? (
        <Paste key={query.dan} term={term} from={terms.find((x) => x.period.label === query.dan)} mayMakeUnits={rights.units} done={() => { set({ dan: "" }); again(); }} cancel={() => set({ dan: "" })} />
      ) : (
        <Listed<Member> title={t("term.members")} list={`/terms/${term.id}/members?limit=200`} changed={again} of={(rows, reread) => ({
          api: "/members", make: `/terms/${term.id}/members`, add: t("term.add_member"), empty: t("term.no_members"), mayWrite: rights.write, called,
          actions: rights.write && (
            <>
              <Link class="button" href={href({ dan: "moi", mo: "" })}>{t("term.paste")}</Link>
              {term.member_count === 0 && before && <Link class="button" href={href({ dan: before.period.label, mo: "" })}>{t("term.copy", { period: before.period.label })}</Link>}
            </>
          ),
          columns: [
            { name: "order", title: t("term.order"), number: true, show: (m) => m.order },
            { name: "unit", title: t("term.unit"), show: (m) => <Unit of={m} /> },
            { name: "remark", title: t("term.remark"), show: (m) => m.remark ?? "—" },
            ...(rights.write && rows.length > 1 ? [{ name: "move", title: t("term.move"), screen: true, show: (m: Member) => <Moves member={m} last={m.order === rows.length} again={reread} /> }] : []),
          ],
          fields: (m) => known([
            { name: "unit_id", title: t("term.unit"), hint: t("term.unit_hint"), kind: "record", from: "/units", as: "unit_as_written", required: true },
            { name: "order", title: t("term.order"), hint: t(m ? "term.order_hint" : "term.order_last"), kind: "number" },
            { name: "remark", title: t("term.remark"), kind: "long" },
          ]),
        })} />
      )}
    </>
  );
}

/** The unit by its present name, and by the one it bore then where that differs. */
function Unit({ of: m }: { of: Member }) {
  const written = m.unit?.name != null && m.unit.as_written != null && m.unit.as_written !== m.unit.name ? m.unit.as_written : null;
  return (
    <>
      <Linked to="/don-vi" of={m.unit} />
      {m.name_then && m.name_then !== m.unit?.name && <span class="muted"> ({t("term.name_then", { name: m.name_then })})</span>}
      {written && written !== m.name_then && <span class="muted"> ({t("term.as_written", { name: written })})</span>}
      {m.unit && !m.unit.id && <span class="muted"> ({t("term.not_linked")})</span>}
    </>
  );
}

/** Moves a member one place up or down. The button keeps the focus, so that it can
 * be pressed again, and the new place is spoken. */
function Moves({ member: m, last, again }: { member: Member; last: boolean; again: () => void }) {
  const up = useRef<HTMLButtonElement>(null), down = useRef<HTMLButtonElement>(null);
  const pressed = useRef<"up" | "down">();
  const [said, say] = useState("");
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (!pressed.current) return;
    const wanted = pressed.current === "up" ? up.current : down.current;
    (wanted?.disabled ? (wanted === up.current ? down.current : up.current) : wanted)?.focus();
    pressed.current = undefined;
    say(t("term.moved", { name: called(m), n: m.order }));
  }, [m.order]);
  const move = (to: "up" | "down") => {
    if (pressed.current) return;
    pressed.current = to;
    setProblem(undefined);
    send("PATCH", `/members/${m.id}`, { order: m.order + (to === "up" ? -1 : 1) }, { etag: etagOf(m) }).then(again, (e) => {
      pressed.current = undefined;
      setProblem(problemFrom(e));
    });
  };
  return (
    <div class="buttons">
      <button type="button" ref={up} disabled={m.order === 1} aria-label={t("term.up_of", { name: called(m) })} onClick={() => move("up")}><span aria-hidden="true">▲</span> {t("term.up")}</button>
      <button type="button" ref={down} disabled={last} aria-label={t("term.down_of", { name: called(m) })} onClick={() => move("down")}><span aria-hidden="true">▼</span> {t("term.down")}</button>
      <span class="unseen" aria-live="polite">{said}</span>
      {problem && <ProblemNote problem={problem} again={again} />}
    </div>
  );
}
