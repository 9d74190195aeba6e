// One merger, split, transfer, re-establishment or dissolution: the units before
// and after are found by their names, each in a line of its own.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { Refused, type Problem, type Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { known } from "../../ui/basis";
import { useKey } from "../../ui/data";
import { choice, Form, type Body, type Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { options, t } from "../../words";

export type Act = Schemas["SuccessionView"];
type Ref = Schemas["Ref"];
type Party = Schemas["PartyInput"];
type Side = "from" | "to";

const sides: Side[] = ["from", "to"];
const more: Record<Side, string> = { from: "truoc", to: "sau" }; // parameters that hold how many lines there are

/** An act as the form has it: each of its units a member of its own, unknown merit left blank. */
const flat = (act: Partial<Act>): Record<string, unknown> =>
  ({ ...act, merit_inherited: act.merit_inherited === "unknown" ? null : act.merit_inherited, ...Object.fromEntries(sides.flatMap((s) => (act[s] ?? []).map((r, i) => [`${s}_${i}`, r]))) });

/** The units of a side by line; lines left empty are none. */
function parties(side: Side, before: Ref[], typed: Body, lines: number): (Party | null)[] {
  return Array.from({ length: lines }, (_, i) => {
    const old = before[i], name = `${side}_${i}_id`, id = typed[name] as string | null | undefined;
    if (id === undefined) return old ? { unit_id: old.id, as_written: old.as_written } : null;
    const words = (typed[`${side}_${i}_as_written`] ?? null) as string | null;
    // The words of the source stay beside the unit they are now linked to.
    if (id) return { unit_id: id, as_written: old && !old.id ? old.as_written : null };
    return words ? { as_written: words } : null;
  });
}

/** A refusal that points to the lines of the form rather than to the members of the body. */
function placed(p: Problem, told: Record<Side, (Party | null)[]>): Problem {
  const errors = p.errors?.map((e) => {
    const found = /^\/(from|to)(?:\/(\d+))?/.exec(e.pointer ?? "");
    if (!found) return e;
    const side = found[1] as Side, lines = told[side].flatMap((party, i) => (party ? [i] : []));
    return { ...e, pointer: `/${side}_${lines[Number(found[2] ?? 0)] ?? 0}_id` };
  });
  return { ...p, errors };
}

const line = (side: Side, i: number): Field => ({
  name: `${side}_${i}_id`, title: t(`act.${side}_n`, { n: i + 1 }), hint: i === 0 ? t(`act.${side}_hint`) : undefined,
  kind: "record", from: "/units", as: `${side}_${i}_as_written`,
});

/** Makes an act, or changes it where one is given. unit stands on the side it is about. */
export function ActForm({ act, unit, side, close, done }: { act?: { data: Act; etag: string }; unit: Ref; side: Side; close: () => void; done: () => void }) {
  const [query, set] = useQuery();
  const key = useKey();
  const start = useMemo<Partial<Act>>(() => act?.data ?? { [side]: [unit] }, [act?.data, side, unit.id]);
  const record = useMemo(() => flat(start), [start]);
  const lines = (s: Side) => Math.max(Number(query[more[s]]) || 0, start[s]?.length ?? 0, 1);
  const name = act ? `/successions/${act.data.id}` : `/successions/new/${unit.id}/${side}`;

  const added = useRef("");
  useEffect(() => {
    if (added.current) document.getElementById(`${name}-${added.current}`)?.focus();
    added.current = "";
  });
  const add = (s: Side) => {
    added.current = `${s}_${lines(s)}_id`;
    set({ [more[s]]: String(lines(s) + 1) }, true);
  };

  const save = async (typed: Body, etag: string) => {
    const told = { from: parties("from", start.from ?? [], typed, lines("from")), to: parties("to", start.to ?? [], typed, lines("to")) };
    const body: Record<string, unknown> = Object.fromEntries(Object.entries(typed).filter(([member]) => !/^(from|to)_/.test(member)));
    if (!act) body.subject = "unit";
    if (typed.merit_inherited === null) body.merit_inherited = "unknown";
    for (const s of sides) if (!act || Object.keys(typed).some((member) => member.startsWith(`${s}_`))) body[s] = told[s].filter((x) => x !== null);
    try {
      return await (act ? send<Act>("PATCH", `/successions/${act.data.id}`, body, { etag }) : send<Act>("POST", "/successions", body, { key: key(body) }));
    } catch (e) {
      throw e instanceof Refused ? new Refused(placed(e.problem, told)) : e;
    }
  };

  return (
    <Form<Act>
      name={name} record={record} etag={act?.etag} cancel={close} send={save} saved={done}
      again={act && (() => get<Act>(`/successions/${act.data.id}`).then((a) => ({ data: flat(a.data), etag: a.etag })))}
      fields={known([
        choice("kind", t("act.kind"), "succession_kind", { required: true }),
        ...sides.flatMap((s) => Array.from({ length: lines(s) }, (_, i) => line(s, i))),
        { name: "happened_on", title: t("act.happened_on"), kind: "date" },
        { name: "earliest_on", title: t("act.earliest_on"), hint: t("act.between_hint"), kind: "date" },
        { name: "latest_on", title: t("act.latest_on"), kind: "date" },
        { name: "decision_id", title: t("award.decision"), hint: t("act.decision_hint"), kind: "record", from: "/decisions", as: "decision_as_written", show: (d) => d.number ?? d.title ?? d.id },
        { name: "merit_inherited", title: t("act.merit"), hint: t("act.merit_hint"), kind: "choice", options: options("merit_inherited").filter((o) => o.value !== "unknown") },
        { name: "remark", title: t("ui.remark"), kind: "long" },
      ])}
    >
      <p class="buttons">{sides.map((s) => <button key={s} type="button" onClick={() => add(s)}>{t(`act.add_${s}`)}</button>)}</p>
    </Form>
  );
}
