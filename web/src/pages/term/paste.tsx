// A list of names pasted as members: shown with the unit each may mean before
// anything is saved. What is not certain the reader decides.

import { useEffect, useRef, useState } from "preact/hooks";
import { mistakes, problemFrom, type Problem } from "../../api/client";
import { get, getAll, newKey, send } from "../../api/raw";
import type { Term } from "../../frame/term";
import { Opened } from "../../ui/belongings";
import { Section } from "../../ui/book";
import { useKey, useSlow } from "../../ui/data";
import { Chip, ProblemNote } from "../../ui/state";
import { Table } from "../../ui/table";
import { unsaved } from "../../ui/unsaved";
import { t } from "../../words";
import { called, type Member } from "./list";
import { linesOf, lookFor, plain, type Unit } from "./match";
import { MakeUnknown } from "./unknown";

// What becomes of a line: the id of a unit, or one of these.
const undecided = "", written = "written", skip = "skip";

type Line = { id: string; line: string; units: Unit[]; sure: boolean; choice: string; fresh: boolean; made?: boolean; refused?: string };
type Props = { term: Term; from?: Term; mayMakeUnits: boolean; done: () => void; cancel: () => void };

export function Paste({ term, from, mayMakeUnits, done, cancel }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const whole = useRef<HTMLInputElement>(null);
  const token = useRef({}).current;
  const [lines, setLines] = useState<Line[]>();
  const [present, setPresent] = useState<Member[]>([]);
  const key = useKey();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [mistake, setMistake] = useState("");
  const [state, setState] = useState("");
  const said = useRef<HTMLParagraphElement>(null);
  const slow = useSlow(busy);
  useEffect(() => () => unsaved(token, false), []);

  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    setMistake("");
    try {
      await act();
    } catch (e) {
      setProblem(problemFrom(e));
    } finally {
      setBusy(false);
    }
  };
  const look = (names: { line: string; unit?: Unit }[]) => attempt(async () => {
    const members = await getAll<Member>(`/terms/${term.id}/members?limit=200`);
    const listed = new Set(members.map((m) => m.unit?.id));
    const out: Line[] = [];
    for (const { line, unit } of names) {
      const found = unit ? { exact: unit, units: [unit] } : await lookFor(line);
      const choice = !found.exact ? undecided : listed.has(found.exact.id) || out.some((l) => l.choice === found.exact!.id) ? skip : found.exact.id;
      out.push({ id: newKey(), line, units: found.units, sure: found.exact !== undefined, choice, fresh: false });
    }
    setPresent(members);
    setState("");
    setLines(out);
    unsaved(token, true);
  });
  useEffect(() => {
    if (from) void getAll<Member>(`/terms/${from.id}/members?limit=200`).then((all) => look(all.map((m) => ({ line: called(m), unit: m.unit?.id ? { id: m.unit.id, name: called(m) } : undefined }))), (e) => setProblem(problemFrom(e)));
  }, []);

  const change = (id: string, to: Partial<Line>) => setLines((all) => all?.map((l) => (l.id === id ? { ...l, refused: undefined, ...to } : l)));
  const open = lines?.filter((l) => !l.fresh && l.choice === undecided).length ?? 0;
  // No unit on record is certainly meant, and nobody has said what becomes of them.
  const unknown = lines?.filter((l) => !l.sure && !l.fresh && l.choice === undecided) ?? [];
  const coming = lines?.filter((l) => l.fresh || (l.choice !== undecided && l.choice !== skip)).length ?? 0;

  // Each is made by its line's own key: a second try goes on where the first stopped.
  const makeAll = (ids: string[]) => attempt(async () => {
    const chosen = lines!.filter((l) => ids.includes(l.id));
    said.current?.focus(); // the button goes with the last of them
    let n = 0;
    try {
      for (const l of chosen) {
        setState(t("term.making", { n: n + 1, of: chosen.length }));
        const id = await unitFor(l);
        change(l.id, { choice: id, made: true, units: [...l.units, { id, name: l.line }] });
        n++;
      }
      setState(t("term.made_all", { n }));
    } catch (e) {
      setState(t("term.made_some", { n, of: chosen.length, name: chosen[n]!.line }));
      throw e;
    }
  });

  const add = () => attempt(async () => {
    if (open > 0) return setMistake(t("term.paste_undecided", { n: open }));
    const twice = lines!.filter((l) => l.fresh && twins(l, lines!));
    if (twice.length > 0) return setMistake(t("term.paste_twice", { names: [...new Set(twice.map((l) => l.line))].join("; ") }));
    const chosen = lines!.filter((l) => l.fresh || l.choice !== skip);
    const data: { unit_id?: string; unit_as_written?: string }[] = [];
    for (const l of chosen) {
      const unit = l.fresh ? await unitFor(l) : l.choice;
      if (l.fresh) change(l.id, { fresh: false, choice: unit, units: [...l.units, { id: unit, name: l.line }] });
      data.push(unit === written ? { unit_as_written: l.line } : { unit_id: unit });
    }
    const body = { term_id: term.id, data };
    try {
      await send("POST", "/members/bulk", body, { key: key(body) });
    } catch (e) {
      const wrong = mistakes(problemFrom(e));
      if (wrong.size === 0) throw e;
      chosen.forEach((l, i) => wrong.has(i) && change(l.id, { refused: wrong.get(i) }));
      return setMistake(t("term.paste_refused", { n: wrong.size }));
    }
    if (whole.current?.checked) {
      const { etag } = await get(`/terms/${term.id}`);
      await send("PATCH", `/terms/${term.id}`, { members_state: "listed" }, { etag });
    }
    unsaved(token, false);
    done();
  });

  return (
    <Section title={from ? t("term.copy", { period: from.period.label }) : t("term.paste")}>
      <p class="waiting" aria-live="polite">{slow ? t("ui.loading") : ""}</p>
      {problem && <ProblemNote problem={problem} />}
      {!lines ? (
        <form class="form" onSubmit={(e) => { e.preventDefault(); const names = linesOf(box.current?.value ?? ""); names.length === 0 ? setMistake(t("term.paste_nothing")) : void look(names.map((line) => ({ line }))); }}>
          {!from && (
            <div class={mistake ? "field wrong" : "field"}>
              <label for="paste">{t("term.paste_label")}</label>
              <p class="hint" id="paste-hint">{t("term.paste_hint")}</p>
              {mistake && <p class="mistake" id="paste-mistake" role="alert">{mistake}</p>}
              <textarea id="paste" ref={box} rows={12} aria-describedby={mistake ? "paste-hint paste-mistake" : "paste-hint"} aria-invalid={mistake ? "true" : undefined} onInput={() => unsaved(token, true)} />
            </div>
          )}
          <div class="buttons">{!from && <button class="primary" disabled={busy}>{t("term.preview")}</button>}<button type="button" onClick={cancel}>{t("ui.cancel")}</button></div>
        </form>
      ) : (
        <Opened title={t("term.preview_title", { n: lines.length })}>
          {mayMakeUnits && unknown.length > 0 && <p class="buttons"><MakeUnknown lines={unknown} make={(ids) => void makeAll(ids)} disabled={busy} /></p>}
          <p aria-live="polite" tabIndex={-1} ref={said}>{state}</p>
          <p>{t(open > 0 ? "term.paste_open" : "term.paste_ready", { n: open, add: coming })}</p>
          <Table<Line>
            caption={t("term.preview_title", { n: lines.length })} rows={lines}
            columns={[
              { name: "line", title: t("term.paste_line"), show: (l) => l.line },
              { name: "state", title: t("term.paste_state"), show: (l) => <State line={l} present={present} all={lines} /> },
              { name: "choice", title: t("term.paste_unit"), show: (l) => <Choice line={l} change={(to) => change(l.id, to)} disabled={busy} /> },
              ...(mayMakeUnits ? [{ name: "fresh", title: t("term.paste_fresh"), show: (l: Line) => <Fresh line={l} change={(to) => change(l.id, to)} disabled={busy} /> }] : []),
            ]}
          />
          {term.members_state !== "listed" && <p><label class="check"><input type="checkbox" ref={whole} /> {t("term.paste_whole")}</label></p>}
          {mistake && <p class="mistake" role="alert">{mistake}</p>}
          <div class="buttons">
            <button type="button" class="primary" disabled={busy || coming === 0} onClick={() => void add()}>{t("term.paste_add", { n: coming })}</button>
            {!from && <button type="button" disabled={busy} onClick={() => setLines(undefined)}>{t("term.paste_again")}</button>}
            <button type="button" onClick={cancel}>{t("ui.cancel")}</button>
          </div>
        </Opened>
      )}
    </Section>
  );
}

/** The unit made for a line that names none on record. The line's own key lets a
 * second try find the one the first made. */
const unitFor = async (l: Line): Promise<string> => (await send<Unit>("POST", "/units", { name: l.line }, { key: `${l.id}u` })).data.id;

/** Whether another line makes the unit that a line makes. */
const twins = (l: Line, all: Line[]): boolean => all.some((o) => o !== l && o.fresh && plain(o.line) === plain(l.line));

function State({ line: l, present, all }: { line: Line; present: Member[]; all: Line[] }) {
  const chosen = l.fresh ? undefined : l.choice;
  if (l.refused) return <Chip tone="bad">{l.refused}</Chip>;
  if (l.fresh) return twins(l, all) ? <Chip tone="warn">{t("term.line_twice")}</Chip> : <Chip tone="info">{t("term.line_new")}</Chip>;
  if (l.units.length === 1 && present.some((m) => m.unit?.id === l.units[0]!.id) && l.sure) return <Chip tone="plain">{t("term.line_member")}</Chip>;
  if (chosen && chosen !== written && chosen !== skip && all.some((o) => o !== l && !o.fresh && o.choice === chosen)) return <Chip tone="warn">{t("term.line_twice")}</Chip>;
  if (chosen === skip) return <Chip tone="plain">{t("term.line_skipped")}</Chip>;
  if (l.made && chosen === l.units.at(-1)!.id) return <Chip tone="good">{t("term.line_made")}</Chip>;
  if (l.sure) return <Chip tone="good">{t("term.line_matched")}</Chip>;
  if (chosen) return <Chip tone="info">{t("term.line_chosen")}</Chip>;
  return <Chip tone="warn">{t(l.units.length > 0 ? "term.line_choose" : "term.line_none")}</Chip>;
}

type Decide = { line: Line; change: (to: Partial<Line>) => void; disabled: boolean };

function Choice({ line: l, change, disabled }: Decide) {
  const option = (value: string, words: string) => <option key={value} value={value} selected={l.choice === value}>{words}</option>;
  return (
    <select aria-label={t("term.paste_unit_of", { line: l.line })} disabled={disabled || l.fresh} onChange={(e) => change({ choice: e.currentTarget.value })}>
      {option(undecided, t("ui.choose"))}
      {l.units.map((u) => option(u.id, u.name))}
      {option(written, t("term.keep_written"))}
      {option(skip, t("term.skip_line"))}
    </select>
  );
}

function Fresh({ line: l, change, disabled }: Decide) {
  return <label class="check"><input type="checkbox" checked={l.fresh} disabled={disabled || l.sure || l.made} aria-label={t("term.paste_fresh_of", { line: l.line })} onChange={(e) => change({ fresh: e.currentTarget.checked })} /> {t("term.make_unit")}</label>;
}
