// The commitments and the titles of a registration: as a table to read, and as one to
// type in, where only what is open can be typed.

import { useRef, useState } from "preact/hooks";
import { mistakes, problemFrom, type Problem } from "../../api/client";
import { getAll, send } from "../../api/raw";
import { showDate } from "../../format";
import { Linked, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Empty, ProblemNote } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, options, t } from "../../words";
import { target } from "../agreement/fields";
import { bodyOf, fields, opened, openedRecipient, recipient, typedOf, words, type List, type Promise_, type Registration, type Row, type Title } from "./rows";

const tab: Record<List, string> = { commitments: "chi-tieu", titles: "danh-hieu" };

type Props = { registration: Registration; etag: string; list: List; mayWrite: boolean; saved: () => void };

export function Parts({ registration: r, etag, list, mayWrite, saved }: Props) {
  const [query, set] = useQuery();
  const edits = mayWrite && query.sua === tab[list];
  const any = r.reopened.length === 0 || r.reopened.some((f) => f.list === list);
  return (
    <Section title={t(`registration.${list}`)} actions={mayWrite && any && !query.sua && <button type="button" onClick={() => set({ sua: tab[list] })}>{t(`registration.edit_${list}`)}</button>}>
      {edits ? <Editor key={etag} registration={r} etag={etag} list={list} done={() => { set({ sua: "" }); saved(); }} cancel={() => set({ sua: "" })} /> : list === "commitments" ? <Commitments of={r.commitments} /> : <Titles of={r.titles} />}
    </Section>
  );
}

function Commitments({ of }: { of: Promise_[] }) {
  if (of.length === 0) return <Empty text={t("registration.no_commitments")} />;
  return (
    <Table<Promise_> caption={t("registration.commitments")} rows={of} columns={[
      { name: "order", title: t("commitment.no"), number: true, show: (c) => String(c.order) },
      { name: "text", title: t("registration.text"), show: (c) => c.text },
      { name: "target", title: t("registration.plan"), show: (c) => (c.target == null && c.measure ? label("measure", c.measure) : target(c)) },
      { name: "due_on", title: t("registration.due_on"), show: (c) => showDate(c.due_on) },
      { name: "movement", title: t("registration.movement"), show: (c) => <Linked to="/phong-trao" of={c.movement} /> },
      { name: "note", title: t("registration.note"), show: (c) => c.note ?? "—" },
    ]} />
  );
}

function Titles({ of }: { of: Title[] }) {
  if (of.length === 0) return <Empty text={t("registration.no_titles")} />;
  return (
    <Table<Title> caption={t("registration.titles")} rows={of} columns={[
      { name: "order", title: t("commitment.no"), number: true, show: (x) => String(x.order) },
      { name: "subject", title: t("registration.subject"), show: (x) => label("registration_subject", x.subject) },
      { name: "award_type", title: t("registration.award_type"), show: (x) => words(x.award_type) || "—" },
      { name: "recipient", title: t("registration.recipient"), show: (x) => <>{recipient(x) || "—"}{x.name && x.person && <div class="muted">{words(x.person)}</div>}</> },
      { name: "count", title: t("registration.count"), number: true, show: (x) => (x.count == null ? "—" : String(x.count)) },
      { name: "period", title: t("registration.period"), show: (x) => x.period?.label ?? "—" },
      { name: "note", title: t("registration.note"), show: (x) => x.note ?? "—" },
    ]} />
  );
}

type Named = { id: string; name?: string; local_name?: string | null; vi?: string };

function Editor({ registration: r, etag, list, done, cancel }: { registration: Registration; etag: string; list: List; done: () => void; cancel: () => void }) {
  const next = useRef(0);
  const begun = (was?: Promise_ | Title): Row => ({ key: next.current++, was, typed: typedOf(list, was) });
  const [rows, setRows] = useState<Row[]>(() => { const all: Row[] = r[list].map(begun); return all.length > 0 ? all : [begun()]; });
  const [wrong, setWrong] = useState(new Map<number, string>());
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const names = useReading(() => getAll<Named>(list === "commitments" ? "/movements?limit=200" : "/award-types?limit=200"), [list]);
  const whole = opened(r.reopened, list);
  // What is typed before the page is drawn anew is not lost: rows may be old here.
  const change = (i: number, name: string, value: string) => setRows((now) => now.map((row, j) => (i === j ? { ...row, typed: { ...row.typed, [name]: value } } : row)));
  const move = (i: number, by: number) => { const to = [...rows]; const [row] = to.splice(i, 1); to.splice(i + by, 0, row!); setRows(to); };
  const save = async (e: Event) => {
    e.preventDefault();
    const known = {
      types: new Map((names.data ?? []).map((x) => [x.local_name ?? x.vi ?? "", x.id])),
      units: new Map(r.unit?.id && r.unit.name ? [[r.unit.name, r.unit.id]] : []),
    };
    const read = rows.map((row) => bodyOf(list, row, known));
    const bad = new Map(read.flatMap((x, i) => (x.wrong.length > 0 ? [[i, t("registration.unreadable", { what: x.wrong.map((m) => t(`registration.${m}`)).join(", ") })] as [number, string]] : [])));
    setWrong(bad);
    setProblem(undefined);
    if (bad.size > 0) return;
    setBusy(true);
    try {
      await send<Registration>("PATCH", `/registrations/${r.id}`, { [list]: read.map((x) => x.body) }, { etag });
      done();
    } catch (error) {
      const p = problemFrom(error);
      setWrong(rowMistakes(p, list));
      setProblem(p);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(e) => void save(e)} noValidate aria-label={t(`registration.edit_${list}`)}>
      {r.reopened.length > 0 && <p class="note info">{t("registration.only_reopened")}</p>}
      {problem && <ProblemNote problem={problem} />}
      {list === "titles" && <datalist id="award-types">{(names.data ?? []).map((x) => <option key={x.id} value={x.local_name ?? x.vi} />)}</datalist>}
      <div class="scroll" role="region" aria-label={t(`registration.${list}`)} tabIndex={0}>
        <table class="typed">
          <caption class="unseen">{t(`registration.${list}`)}</caption>
          <thead><tr><th scope="col" class="number">{t("commitment.no")}</th>{fields[list].map((f) => <th key={f} scope="col">{t(`registration.${f}`)}</th>)}<th scope="col">{t("ui.acts")}</th></tr></thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={row.key}>
                <td class="number" data-title={t("commitment.no")}>{i + 1}{wrong.has(i) && <p class="mistake" role="alert">{wrong.get(i)}</p>}</td>
                {fields[list].map((f) => (
                  <td key={f} data-title={t(`registration.${f}`)}>
                    <Cell field={f} name={t("paste.cell", { field: t(`registration.${f}`), n: i + 1 })} value={row.typed[f]!} movements={names.data ?? []}
                      disabled={!(f === "recipient" ? openedRecipient(r.reopened, row.was?.id) : opened(r.reopened, list, row.was?.id, f))} change={(value) => change(i, f, value)} />
                  </td>
                ))}
                <td data-title={t("ui.acts")}>
                  <div class="buttons">
                    {whole && <button type="button" disabled={i === 0} aria-label={t("registration.up_of", { n: i + 1 })} onClick={() => move(i, -1)}>↑</button>}
                    {whole && <button type="button" disabled={i === rows.length - 1} aria-label={t("registration.down_of", { n: i + 1 })} onClick={() => move(i, 1)}>↓</button>}
                    {(whole || r.reopened.some((f) => f.list === list && f.id === row.was?.id && f.member === null)) && <button type="button" class="danger" aria-label={t("registration.drop_of", { n: i + 1 })} onClick={() => setRows(rows.filter((o) => o !== row))}>{t("ui.delete")}</button>}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="buttons">
        <button class="primary" disabled={busy}>{t("ui.save")}</button>
        {whole && <button type="button" onClick={() => setRows([...rows, begun()])}>{t(`registration.add_${list}`)}</button>}
        <button type="button" onClick={cancel}>{t("ui.cancel")}</button>
      </div>
    </form>
  );
}

/** What is wrong with each row of a refused list. */
function rowMistakes(p: Problem, list: List): Map<number, string> {
  const out = new Map<number, string>();
  for (const e of p.errors ?? []) {
    const [, of, i] = (e.pointer ?? "").split("/");
    if (of === list && i !== undefined) out.set(Number(i), [out.get(Number(i)), e.message].filter(Boolean).join(" "));
  }
  return out.size > 0 ? out : mistakes(p);
}

function Cell({ field, name, value, movements, disabled, change }: { field: string; name: string; value: string; movements: Named[]; disabled: boolean; change: (value: string) => void }) {
  const of = { "aria-label": name, value, disabled };
  const chosen = (choices: { value: string; label: string }[], none?: string) => (
    <select {...of} onChange={(e) => change(e.currentTarget.value)}>{none !== undefined && <option value="">{none}</option>}{choices.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}</select>
  );
  if (field === "measure") return chosen(options("measure"), t("ui.unknown"));
  if (field === "subject") return chosen(options("registration_subject"));
  if (field === "movement") return chosen(movements.map((m) => ({ value: m.id, label: m.name ?? "" })), "—");
  if (field === "text" || field === "note" || field === "recipient") return <textarea {...of} rows={2} onInput={(e) => change(e.currentTarget.value)} />;
  return <input {...of} list={field === "award_type" ? "award-types" : undefined} placeholder={field === "due_on" ? "dd/mm/yyyy" : undefined} inputMode={field === "count" || field === "target" ? "decimal" : undefined} autocomplete="off" onInput={(e) => change(e.currentTarget.value)} />;
}
