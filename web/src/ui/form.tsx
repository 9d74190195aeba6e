// Forms: what is typed is never rewritten, everything wrong is told at the top and
// beside its field, nothing typed is lost, and of two who change the same record
// the second sees both versions.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem } from "../api/client";
import type { Versioned } from "../api/raw";
import { readDate, readNumber, showDate, showNumber, showTime } from "../format";
import { lang, options, t } from "../words";
import { BasisInput, inWords, readBasis, written } from "./basis";
import { draftOf, dropDraft, keepDraft, unsaved } from "./unsaved";
import { PasswordInput } from "./password";
import { linked, RecordInput, several, type Found } from "./record-input";
import { ProblemNote } from "./state";

type Base = { name: string; title: string; hint?: string; required?: boolean };

export type Field = Base & (
  | { kind: "text" | "long" | "date" | "number" | "yesno" }
  | { kind: "lines"; item?: { read: (line: string) => unknown; show: (item: never) => string } } // item: what a line is; undefined is none it can be
  | { kind: "password"; present?: boolean } // present: the one in use, not a new one
  | { kind: "choice"; options: { value: string; label: string }[]; none?: string } // none: what choosing nothing means
  // A record found by its name. as is the member that takes words no record bears;
  // member the one that shows it, where that is not the name without _id.
  | { kind: "record"; from: string; as?: string; member?: string; query?: string; show?: (found: Found) => string }
  | { kind: "basis"; of: Field[] } // how these fields are known
  // A control of a page's own, which keeps its value as text in an input of the field's
  // name. said is the text in words; missing whether something is still to be written.
  | { kind: "own"; show: (at: { id: string; name: string; value: string; about?: string }) => ComponentChildren; said: (text: string) => string; missing: (text: string) => boolean }
);

export type Value = string | number | boolean | null | unknown[] | Record<string, string>;
export type Body = Record<string, Value>;

/** A choice among an enumeration's values with the office's labels. */
export const choice = (name: string, title: string, enumeration: string, more: Partial<Base> = {}): Field =>
  ({ name, title, kind: "choice", options: options(enumeration), ...more });

type Mistakes = Record<string, string>; // by field

export type FormProps<T> = {
  name: string; // of the draft
  fields: Field[];
  record?: Record<string, unknown>; // what is changed; without it something is made
  etag?: string;
  whole?: boolean; // all is sent, what was not changed too
  // A change of the record that this form does not show is none of its business: what
  // was typed is sent again over it, without a question.
  apart?: boolean;
  send: (body: Body, etag: string) => Promise<Versioned<T>>;
  again?: () => Promise<{ data: unknown; etag: string }>; // reads the record after somebody else changed it
  saved: (data: T) => void;
  cancel?: () => void;
  button?: string;
  inList?: string; // what is typed is the one row of a list of this name, where mistakes are told
  children?: ComponentChildren;
};

/** What a record shows in a field. */
function shown(field: Field, record: Record<string, unknown> | undefined): string {
  if (!record) return "";
  if (field.kind === "record") {
    const ref = linked(field, record);
    return ref?.name ?? ref?.as_written ?? "";
  }
  const value = record[field.name];
  if (value == null) return "";
  if (field.kind === "date") return showDate(value as string);
  if (field.kind === "number") return showNumber(value as number).replace(/\.(?=\d{3})/g, lang() === "vi" ? "" : ".");
  if (field.kind === "basis") return written(value as Record<string, string>);
  if (field.kind === "lines") return (value as never[]).map(field.item?.show ?? String).join("\n");
  if (typeof value === "object" && "label" in value) return String(value.label); // a period is typed as its label
  return String(value);
}

export function Form<T>(props: FormProps<T>) {
  const { fields, record, name } = props;
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const [start, setStart] = useState(record);
  const [etag, setEtag] = useState(props.etag ?? "");
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [problem, setProblem] = useState<Problem>();
  const [theirs, setTheirs] = useState<{ data: Record<string, unknown>; etag: string }>();
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0); // of inputs that begin anew, from another record
  const draft = useMemo(() => draftOf(name), [name]);
  const [restored, setRestored] = useState(draft !== null);
  const known = useRef(new Map<string, Map<string, string>>()); // ids by name, of fields that find records
  const token = useRef({}).current;

  const timer = useRef(0);
  const last = useRef<Record<string, string>>(); // typed and not kept as a draft yet
  const keep = () => {
    clearTimeout(timer.current);
    if (last.current && Object.keys(last.current).length === 0) dropDraft(name); // all is as it was
    else if (last.current) keepDraft(name, last.current, Object.fromEntries(fields.map((f) => [f.name, shown(f, start)])));
    last.current = undefined;
  };
  useEffect(() => () => { keep(); unsaved(token, false); }, []);
  useEffect(() => {
    if (Object.keys(mistakes).length > 0 || problem) summary.current?.focus();
  }, [mistakes, problem]);

  const typed = (): Record<string, string> => {
    const data = new FormData(form.current!);
    return Object.fromEntries(fields.map((f) => [f.name, String(data.get(f.name) ?? "")]));
  };

  const changed = () => {
    unsaved(token, true);
    clearTimeout(timer.current);
    last.current = typed(); // when the form is left, it is gone before it is asked
    // What was not changed is not kept: it would come back over what others change.
    for (const f of fields) if (f.kind === "password" || last.current[f.name] === shown(f, start)) delete last.current[f.name];
    timer.current = window.setTimeout(keep, 1000);
  };

  // A draft that was begun on another state of what it changes is shown beside it.
  useEffect(() => {
    const stale = draft?.base && record && fields.some((f) => draft.values[f.name] !== undefined && draft.base![f.name] !== shown(f, record));
    if (stale) setTheirs({ data: record, etag: props.etag ?? "" });
  }, []);

  /** Whether two states of the record look alike in this form. */
  const alike = (a: Record<string, unknown> | undefined, b: Record<string, unknown> | undefined) => fields.every((f) => shown(f, a) === shown(f, b));

  // The page read its record anew, after another of its forms was saved: what is
  // typed here stays, and is a change of the record as it is now.
  useEffect(() => {
    if (!props.etag || props.etag === etag || !start || !record || !form.current) return;
    const now = typed(), shows = (r: Record<string, unknown>) => fields.every((f) => now[f.name] === shown(f, r)), untouched = shows(start);
    if (!untouched && !alike(start, record) && !shows(record)) return;
    setStart(record);
    setEtag(props.etag);
    if (untouched && !alike(start, record)) setTurn((n) => n + 1);
  }, [props.etag]);

  const read = (now: Record<string, string>): { body: Body; wrong: Mistakes } => {
    const body: Body = {}, wrong: Mistakes = {};
    for (const f of fields) {
      const text = f.kind === "password" ? now[f.name]! : now[f.name]!.normalize("NFC");
      if (f.required && text.trim() === "") wrong[f.name] = t("ui.required");
      if (!props.whole && start && text === shown(f, start)) continue;
      if (!start && text.trim() === "") continue;
      fill(f, text, body, wrong, known.current.get(f.name));
    }
    return { body, wrong };
  };

  const send = async (withEtag: string, again = true): Promise<void> => {
    const { body, wrong } = read(typed());
    setMistakes(wrong);
    setProblem(undefined);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    setState(t("ui.saving"));
    try {
      const { data } = await props.send(body, withEtag);
      clearTimeout(timer.current);
      last.current = undefined;
      dropDraft(name);
      unsaved(token, false);
      setState(t("ui.saved_at", { time: showTime(new Date().toISOString()).slice(0, 5) }));
      props.saved(data);
    } catch (e) {
      const p = props.inList ? within(problemFrom(e), `/${props.inList}/0/`) : problemFrom(e);
      setState("");
      if ((p.status === 412 || p.code === "report.wording_overtaken") && props.again) {
        const current = await props.again(), data = current.data as Record<string, unknown>;
        if (again && props.apart && p.status === 412 && alike(start, data)) {
          // Something else of the record changed: nobody is asked about that.
          setEtag(current.etag);
          return await send(current.etag, false);
        }
        setTheirs({ data, etag: current.etag });
      } else {
        setMistakes(placed(p, fields));
        setProblem(p);
      }
    } finally {
      setBusy(false);
    }
  };

  const mine = () => {
    setEtag(theirs!.etag);
    setTheirs(undefined);
    void send(theirs!.etag);
  };
  const take = () => {
    last.current = undefined;
    dropDraft(name);
    setRestored(false);
    setStart(theirs!.data);
    setEtag(theirs!.etag);
    setTurn((n) => n + 1);
    setTheirs(undefined);
    unsaved(token, false);
  };
  const forget = () => {
    last.current = undefined;
    dropDraft(name);
    setRestored(false);
    unsaved(token, false);
  };

  const values = restored && draft ? draft.values : undefined;
  return (
    <form
      key={`${turn}${restored}`} ref={form} class="form" noValidate onInput={changed}
      onSubmit={(e) => { e.preventDefault(); void send(etag); }}
      onKeyDown={(e) => { if ((e.ctrlKey || e.metaKey) && e.key === "s") { e.preventDefault(); void send(etag); } }}
    >
      {(Object.keys(mistakes).length > 0 || problem) && (
        <div class="note error" role="alert" tabIndex={-1} ref={summary}>
          <h2>{t("ui.there_is_a_problem")}</h2>
          {problem && <ProblemWords problem={problem} fields={fields} />}
          <ul>{fields.filter((f) => mistakes[f.name]).map((f) => <li key={f.name}><a href={`#${name}-${f.name}`} onClick={(e) => { e.preventDefault(); document.getElementById(`${name}-${f.name}`)?.focus(); }}>{f.title}: {mistakes[f.name]}</a></li>)}</ul>
        </div>
      )}
      {theirs && <Conflict fields={fields} mine={typed()} theirs={theirs.data} keep={mine} take={take} />}
      {restored && draft && <p class="note info">{t("ui.draft_restored", { time: showTime(draft.at) })} <button type="button" onClick={forget}>{t("ui.drop_draft")}</button></p>}
      {fields.map((f) => (
        <Input key={f.name} id={`${name}-${f.name}`} field={f} value={values?.[f.name] ?? shown(f, start)} mistake={mistakes[f.name]} known={known.current} record={start} />
      ))}
      {props.children}
      <div class="buttons">
        <button class="primary" disabled={busy}>{props.button ?? t("ui.save")}</button>
        {props.cancel && <button type="button" onClick={props.cancel}>{t("ui.cancel")}</button>}
        <span aria-live="polite">{state}</span>
      </div>
    </form>
  );
}

/** Puts what was typed in a field into the body, or says what is wrong with it. */
function fill(f: Field, text: string, body: Body, wrong: Mistakes, known: Map<string, string> | undefined): void {
  const trimmed = text.trim();
  switch (f.kind) {
    case "date": {
      const date = readDate(trimmed);
      date === undefined ? (wrong[f.name] = t("ui.bad_date")) : (body[f.name] = date);
      return;
    }
    case "number": {
      const n = readNumber(trimmed);
      n === undefined ? (wrong[f.name] = t(/^-?\d{1,3}[.,]\d{3}$/.test(trimmed) ? "ui.unclear_number" : "ui.bad_number", { typed: trimmed })) : (body[f.name] = n);
      return;
    }
    case "yesno":
      body[f.name] = trimmed === "" ? null : trimmed === "true";
      return;
    case "lines": {
      const lines = text.split("\n").map((l) => l.trim()).filter(Boolean), items = lines.map(f.item?.read ?? ((l) => l)), bad = items.indexOf(undefined);
      bad < 0 ? (body[f.name] = items) : (wrong[f.name] = t("ui.bad_line", { line: lines[bad]! }));
      return;
    }
    case "record": {
      if (trimmed === "") {
        body[f.name] = null;
        if (f.as) body[f.as] = null;
        return;
      }
      const id = known?.get(trimmed);
      if (id === several) wrong[f.name] = t("ui.several_so_called", { typed: trimmed });
      else if (id) body[f.name] = id;
      else if (f.as) Object.assign(body, { [f.name]: null, [f.as]: trimmed });
      else wrong[f.name] = t("ui.choose_from_list", { typed: trimmed });
      return;
    }
    case "basis":
      body[f.name] = readBasis(text);
      return;
    case "own":
      if (f.missing(text)) wrong[f.name] = t("ui.required");
      body[f.name] = text;
      return;
    case "password":
      body[f.name] = text;
      return;
    default:
      body[f.name] = trimmed === "" ? null : trimmed;
  }
}

/** A problem whose mistakes in one row of a list are those of the row's own fields. */
export const within = (problem: Problem, row: string): Problem =>
  ({ ...problem, errors: problem.errors?.map((e) => (e.pointer?.startsWith(row) ? { ...e, pointer: e.pointer.slice(row.length - 1) } : e)) });

/** The field errors of a problem, by the field they belong to. */
function placed(p: Problem, fields: Field[]): Mistakes {
  const out: Mistakes = {};
  for (const e of p.errors ?? []) {
    const member = (e.pointer ?? "").split("/")[1] ?? "";
    const field = fields.find((f) => f.name === member || (f.kind === "record" && f.as === member));
    if (field) out[field.name] ??= e.message;
  }
  return out;
}

function ProblemWords({ problem, fields }: { problem: Problem; fields: Field[] }) {
  const names = new Set(fields.flatMap((f) => (f.kind === "record" && f.as ? [f.name, f.as] : [f.name])));
  const rest = (problem.errors ?? []).filter((e) => !names.has((e.pointer ?? "").split("/")[1] ?? ""));
  if (problem.errors?.length && rest.length === 0) return null;
  return (
    <>
      <ProblemNote problem={problem} />
      {rest.length > 0 && <ul>{rest.map((e) => <li key={e.pointer}>{e.message}</li>)}</ul>}
    </>
  );
}

function Conflict({ fields, mine, theirs, keep, take }: { fields: Field[]; mine: Record<string, string>; theirs: Record<string, unknown>; keep: () => void; take: () => void }) {
  const said = (f: Field, text: string) => (f.kind === "basis" ? inWords(f.of, text) : f.kind === "own" ? f.said(text) : text) || "—";
  const differ = fields.filter((f) => f.kind !== "password" && mine[f.name] !== shown(f, theirs));
  return (
    <div class="note warn" role="alert">
      <h2>{t("ui.conflict")}</h2>
      <table>
        <thead><tr><th scope="col">{t("ui.conflict_field")}</th><th scope="col">{t("ui.conflict_mine")}</th><th scope="col">{t("ui.conflict_theirs")}</th></tr></thead>
        <tbody>{differ.map((f) => <tr key={f.name}><th scope="row">{f.title}</th><td>{said(f, mine[f.name]!)}</td><td>{said(f, shown(f, theirs))}</td></tr>)}</tbody>
      </table>
      <button type="button" class="primary" onClick={keep}>{t("ui.keep_mine")}</button> <button type="button" onClick={take}>{t("ui.take_theirs")}</button>
    </div>
  );
}

function Input({ id, field, value, mistake, known, record }: { id: string; field: Field; value: string; mistake?: string; known: Map<string, Map<string, string>>; record?: Record<string, unknown> }) {
  const about = [field.hint && `${id}-hint`, mistake && `${id}-mistake`].filter(Boolean).join(" ") || undefined;
  const shared = { id, name: field.name, "aria-describedby": about, "aria-invalid": mistake ? ("true" as const) : undefined, "aria-required": field.required ? ("true" as const) : undefined };
  return (
    <div class={mistake ? "field wrong" : "field"}>
      {field.kind !== "basis" && field.kind !== "own" && <label for={id}>{field.title}{field.required && <span class="star" aria-hidden="true"> *</span>}</label>}
      {field.hint && <p class="hint" id={`${id}-hint`}>{field.hint}</p>}
      {mistake && <p class="mistake" id={`${id}-mistake`}>{mistake}</p>}
      <Control field={field} value={value} shared={shared} known={known} record={record} />
    </div>
  );
}

type Shared = JSX.HTMLAttributes<HTMLElement> & { id: string; name: string };

function Control({ field, value, shared, known, record }: { field: Field; value: string; shared: Shared; known: Map<string, Map<string, string>>; record?: Record<string, unknown> }) {
  const any = shared as unknown as Record<string, unknown>;
  switch (field.kind) {
    case "long":
    case "lines":
      return <textarea {...any} rows={field.kind === "lines" ? 4 : 3} defaultValue={value} />;
    case "choice":
    case "yesno": {
      const all = field.kind === "choice" ? field.options : [{ value: "true", label: t("ui.yes") }, { value: "false", label: t("ui.no") }];
      return (
        <select {...any}>
          <option value="">{field.kind === "choice" && field.none ? field.none : field.required ? t("ui.choose") : t("ui.unknown")}</option>
          {all.map((o) => <option key={o.value} value={o.value} selected={o.value === value}>{o.label}</option>)}
        </select>
      );
    }
    case "record":
      return <RecordInput field={field} value={value} any={any} known={known} record={record} />;
    case "own":
      return <>{field.show({ id: shared.id, name: shared.name, value, about: shared["aria-describedby"] as string | undefined })}</>;
    case "basis":
      return <BasisInput of={field.of} value={value} name={shared.name} id={shared.id} />;
    case "password":
      return <PasswordInput {...any} id={shared.id} autocomplete={field.present ? "current-password" : "new-password"} />;
    case "date":
      return <input {...any} defaultValue={value} placeholder="dd/mm/yyyy" inputMode="numeric" class="short" autocomplete="off" />;
    case "number":
      return <input {...any} defaultValue={value} inputMode="decimal" class="short" autocomplete="off" />;
    default:
      return <input {...any} defaultValue={value} />;
  }
}
