// What was promised: a list to look through and put in order, a form for one more,
// and a way to paste many.

import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { showDate, today } from "../../format";
import { Remove } from "../../ui/book";
import { useKey } from "../../ui/data";
import { Form } from "../../ui/form";
import { useQuery, type Query } from "../../ui/query";
import { Chip, Empty, ProblemNote } from "../../ui/state";
import { List, type Column } from "../../ui/table";
import { label, options, t } from "../../words";
import { commitmentFields, target } from "./fields";
import { Paste } from "./paste";
import type { Agreement, Whole } from "./year";

export type Commitment = Schemas["CommitmentView"];

const filterNames = ["q", "theme", "scope", "measure", "qua-han"];

/** What the address asks, as the API is asked: a comma inside a theme parts no
 * values, and what is past due was due before today. */
function asked(query: Query): Query {
  const { "qua-han": late, theme, ...rest } = Object.fromEntries([...filterNames, "sort", "cursor"].flatMap((n) => (query[n] ? [[n, query[n]]] : []))) as Query;
  return { ...rest, ...(theme && { theme: theme.replace(/[\\,]/g, "\\$&") }), ...(late && { due_on_lt: today() }) };
}

export const pastDue = (on: string | null): boolean => on !== null && on.length === 10 && on < today();

type Props = { agreement: Agreement; whole: Whole | undefined; mayWrite: boolean; changed: () => void };

export function Commitments({ agreement, whole, mayWrite, changed }: Props) {
  const [query, set, href] = useQuery();
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [state, setState] = useState("");
  const key = useKey();
  const close = () => set({ them: "" });
  const again = () => { setTurn((n) => n + 1); changed(); };
  const themes = [...new Set(whole?.themes.flatMap((x) => (x.theme ? [x.theme] : [])))];
  // Only the whole text in its own order can be put in another.
  const inOrder = !query.sort && filterNames.every((n) => !query[n]);

  const move = async (c: Commitment, by: number) => {
    setProblem(undefined);
    try {
      await send("PATCH", `/commitments/${c.id}`, { order: c.order + by }, { etag: `"${c.version}"` });
      setState(t("commitment.moved", { n: c.order + by }));
    } catch (e) {
      setProblem(problemFrom(e));
    }
    again();
  };
  const acts: Column<Commitment> = {
    name: "acts", title: t("ui.acts"), screen: true,
    show: (c) => {
      const what = t("commitment.nth", { n: c.order });
      return (
        <div class="buttons">
          {inOrder && <button type="button" disabled={c.order === 1} aria-label={t("commitment.up_of", { name: what })} onClick={() => void move(c, -1)}><span aria-hidden="true">↑</span></button>}
          {inOrder && <button type="button" disabled={c.order === agreement.commitment_count} aria-label={t("commitment.down_of", { name: what })} onClick={() => void move(c, 1)}><span aria-hidden="true">↓</span></button>}
          <Link class="button" href={`/noi-dung/${c.id}?sua=1`} aria-label={t("ui.edit_of", { name: what })}>{t("ui.edit")}</Link>
          <Remove what={c.text} path={`/commitments/${c.id}`} etag={`"${c.version}"`} gone={again} named />
        </div>
      );
    },
  };
  const add = mayWrite && <><Link class="button primary" href={href({ them: "mot" })}>{t("commitment.add")}</Link> <Link class="button" href={href({ them: "dan" })}>{t("commitment.paste")}</Link></>;
  return (
    <>
      {mayWrite && query.them === "mot" && (
        <section class="card" aria-label={t("commitment.add")}>
          <h2>{t("commitment.add")}</h2>
          <Form
            name={`commitment/${agreement.id}`} fields={commitmentFields()} cancel={close}
            send={(typed) => { const body = { agreement_id: agreement.id, ...typed }; return send("POST", "/commitments", body, { key: key(body) }); }}
            saved={() => { close(); again(); }}
          />
        </section>
      )}
      {mayWrite && query.them === "dan" && <Paste agreement={agreement.id} close={close} changed={again} />}
      {add && !query.them && agreement.commitment_count > 0 && <p class="buttons">{add}</p>}
      {problem && <ProblemNote problem={problem} />}
      <p class="unseen" aria-live="polite">{state}</p>
      <List<Commitment>
        key={turn} path="/commitments" caption={t("commitment.all")} fixed={{ agreement_id: agreement.id }} asked={asked}
        filters={agreement.commitment_count === 0 ? [] : [
          { name: "q", title: t("commitment.find"), wide: true },
          { name: "theme", title: t("commitment.theme"), options: themes.map((x) => ({ value: x, label: x })) },
          { name: "scope", title: t("commitment.scope"), options: options("commitment_scope") },
          { name: "measure", title: t("commitment.measure"), options: options("measure") },
          { name: "qua-han", title: t("commitment.due_on"), options: [{ value: "1", label: t("commitment.only_late") }] },
        ]}
        columns={[
          { name: "order", title: t("commitment.no"), number: true, sort: true, show: (c) => String(c.order) },
          { name: "text", title: t("commitment.text"), show: (c) => <><Link href={`/noi-dung/${c.id}`}>{c.text}</Link>{c.theme && <div class="muted">{c.theme}</div>}</> },
          { name: "measure", title: t("commitment.measure"), show: (c) => label("measure", c.measure) },
          { name: "target", title: t("commitment.target"), number: true, show: target },
          { name: "due_on", title: t("commitment.due_on"), sort: true, show: (c) => <>{showDate(c.due_on)}{pastDue(c.due_on) && <div><Chip tone="warn">{t("commitment.past")}</Chip></div>}</> },
          { name: "scope", title: t("commitment.scope"), show: (c) => (c.scope === "unit" ? (c.unit?.name ?? c.unit?.as_written ?? label("commitment_scope", c.scope)) : label("commitment_scope", c.scope)) },
          ...(mayWrite ? [acts] : []),
        ]}
        empty={<Empty text={t(mayWrite ? "commitment.none" : "commitment.none_yet")}>{!query.them && add}</Empty>}
      />
    </>
  );
}
