// Naming recipients: names typed or pasted, one a line, shown with the records they
// mean before anything is saved.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MutableRef } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { newKey, send } from "../../api/raw";
import { count } from "../../format";
import { t } from "../../words";
import { Chip, ProblemNote } from "../../ui/state";
import { Table } from "../../ui/table";
import { unsaved } from "../../ui/unsaved";
import { linesOf } from "../term/match";
import { match, recipientBody, type Candidate } from "./match";
import { kinds, type Award, type Kind } from "./book";

type Row = { id: string; name: string; kind: Kind; candidates: Candidate[]; chosen: string };
export type Typed = { id: string; body: Schemas["RecipientBody"] };

/** take.current gives what is typed, as the API takes it; done.current forgets the one
 * that is saved, or all of them. */
export function NameEditor({ kind, take, done }: { kind: () => Kind; take: MutableRef<() => Typed[]>; done: MutableRef<(id?: string) => void> }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [rows, setRows] = useState<Row[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const shownFor = useRef("");
  const token = useRef({}).current;
  useEffect(() => () => unsaved(token, false), []);

  const plain = (): Row[] => linesOf(area.current!.value).map((name) => ({ id: newKey(), name, kind: kind(), candidates: [], chosen: "" }));
  take.current = () => {
    const current = shownFor.current === area.current!.value ? rows : plain();
    return current.map((r) => ({ id: r.id, body: recipientBody(r.kind, r.name, r.chosen) }));
  };
  done.current = (id) => {
    if (id === undefined) return unsaved(token, false);
    setRows((all) => {
      const rest = all.filter((r) => r.id !== id);
      area.current!.value = shownFor.current = rest.map((r) => r.name).join("\n");
      if (rest.length === 0) unsaved(token, false);
      return rest;
    });
  };
  const look = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const found: Row[] = [];
      for (const row of plain()) {
        const { candidates, sure } = await match(row.kind, row.name);
        found.push({ ...row, candidates, chosen: sure });
      }
      shownFor.current = area.current!.value;
      setRows(found);
    } catch (e) {
      setProblem(problemFrom(e));
    }
    setBusy(false);
  };
  const choose = (id: string, chosen: string) => setRows((all) => all.map((r) => (r.id === id ? { ...r, chosen } : r)));
  const twice = (r: Row) => rows.some((o) => o !== r && (r.chosen ? o.chosen === r.chosen : o.name === r.name && !o.chosen));
  return (
    <div class="field">
      <label for="names">{t("award.names")}</label>
      <p class="hint" id="names-hint">{t("award.names_hint")}</p>
      <textarea id="names" ref={area} rows={5} aria-describedby="names-hint" onInput={() => unsaved(token, area.current!.value.trim() !== "")} />
      <p class="buttons"><button type="button" disabled={busy} onClick={() => void look()}>{t("paste.preview")}</button> <span aria-live="polite">{busy ? t("ui.loading") : rows.length > 0 ? t("award.previewed", { n: count(rows.length), linked: count(rows.filter((r) => r.chosen).length) }) : ""}</span></p>
      {problem && <ProblemNote problem={problem} />}
      {rows.length > 0 && (
        <Table caption={t("paste.preview")} rows={rows} columns={[
          { name: "place", title: t("award.place"), number: true, show: (r) => rows.indexOf(r) + 1 },
          { name: "typed", title: t("award.typed"), show: (r) => r.name },
          { name: "means", title: t("award.recorded_as"), show: (r) => (
            <select aria-label={t("award.recorded_as_of", { name: r.name })} value={r.chosen} onChange={(e) => choose(r.id, e.currentTarget.value)}>
              <option value="">{t("award.keep_words")}</option>
              {r.candidates.map((c) => <option key={c.id} value={c.id}>{c.name}</option>)}
            </select>
          ) },
          { name: "state", title: t("ui.status"), show: (r) => (twice(r) ? <Chip tone="warn">{t("award.twice")}</Chip> : r.chosen ? <Chip tone="good">{t("award.linked")}</Chip> : <Chip tone="plain">{t("award.not_linked")}</Chip>) },
        ]} />
      )}
    </div>
  );
}

/** Adds recipients to an award that is on record. */
export function NameMore({ award, saved, cancel }: { award: Award; saved: () => void; cancel: () => void }) {
  const take = useRef<() => Typed[]>(() => []);
  const done = useRef<(id?: string) => void>(() => undefined);
  const [kind, setKind] = useState<Kind>(award.recipient_kind);
  const keys = useRef(new Map<string, string>()).current;
  // A name keeps its key for as long as it says the same: a refusal is kept with it.
  const key = (id: string, body: unknown) => {
    const what = id + JSON.stringify(body);
    if (!keys.has(what)) keys.set(what, newKey());
    return keys.get(what)!;
  };
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (e: Event) => {
    e.preventDefault();
    const names = take.current();
    setProblem(undefined);
    if (names.length === 0) return setSaid(t("award.no_names"));
    setBusy(true);
    let n = 0;
    try {
      for (const { id, body } of names) {
        await send("POST", `/awards/${award.id}/recipients`, body, { key: key(id, body) });
        done.current(id);
        setSaid(t("award.names_saved", { n: ++n, of: names.length }));
      }
      cancel();
    } catch (e) {
      setProblem(problemFrom(e));
    }
    setBusy(false);
    saved();
  };
  return (
    <form class="form" onSubmit={(e) => void submit(e)} noValidate>
      {problem && <ProblemNote problem={problem} />}
      {!award.recipient_kind && (
        <div class="field">
          <label for="names-kind">{t("award.recipient_kind")}</label>
          <select id="names-kind" value={kind ?? ""} onChange={(e) => setKind((e.currentTarget.value || null) as Kind)}>
            <option value="">{t("ui.choose")}</option>
            {kinds().map((k) => <option key={k.value} value={k.value}>{k.label}</option>)}
          </select>
        </div>
      )}
      <NameEditor kind={() => kind} take={take} done={done} />
      <div class="buttons"><button class="primary" disabled={busy}>{t("award.save_names")}</button><button type="button" onClick={cancel}>{t("ui.cancel")}</button><span aria-live="polite">{said}</span></div>
    </form>
  );
}
