// Who received an award: names in the order of the document, those told in words
// only with a way to say who is meant.

import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { send } from "../../api/raw";
import { t } from "../../words";
import { Belongings } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Linked, Section } from "../../ui/book";
import { useReading } from "../../ui/data";
import type { Field } from "../../ui/form";
import { useQuery } from "../../ui/query";
import { Chip, ProblemNote, Shown } from "../../ui/state";
import { match, sideOf, type Candidate } from "./match";
import { NameMore } from "./names";
import { howMany, nameOf, type AwardDetail, type Kind, type Named } from "./book";

type Recipient = Schemas["RecipientView"];

/** The side of a recipient that tells who it is, and its kind. */
function identity(r: Recipient): { kind: Kind; ref: Named | null } {
  if (r.person) return { kind: "individual", ref: r.person };
  if (r.honoured_bloc) return { kind: "bloc", ref: r.honoured_bloc };
  if (r.household) return { kind: "household", ref: null };
  return { kind: "collective", ref: r.unit };
}

/** Whether a recipient is told in words that no record stands behind. */
export function unresolved(r: Recipient): boolean {
  const { ref } = identity(r);
  return !!ref && !ref.id;
}

function Who({ of: r }: { of: Recipient }) {
  const { kind, ref } = identity(r);
  if (kind === "household") return <>{r.household}</>;
  return (
    <>
      {ref && <Linked to={sideOf(kind).page} of={ref} />}
      {ref?.id && ref.as_written && ref.as_written !== ref.name && <span class="muted"> ({t("award.written", { words: ref.as_written })})</span>}
      {kind === "collective" && r.name_then && r.name_then !== ref?.name && <span class="muted"> ({t("ui.name_then", { name: r.name_then })})</span>}
      {kind === "individual" && r.unit && <>, <Linked to="/don-vi" of={r.unit} /></>}
      {r.sub_unit && <>{ref ? ", " : ""}{r.sub_unit}</>}
    </>
  );
}

/** What can be told of one recipient; who it is depends on the kind. */
function fields(r: Recipient | undefined): Field[] {
  const kind = r ? identity(r).kind : "collective";
  const { id, words, from } = sideOf(kind);
  const who: Field = kind === "household" ? { name: "household", title: t("award.recipient"), kind: "text", required: true }
    : { name: id, title: t("award.recipient"), hint: t("award.find_hint"), kind: "record", from, as: words };
  const unit: Field = { name: "unit_id", title: t("ui.unit"), hint: t("award.find_hint"), kind: "record", from: "/units", as: "unit_as_written" };
  const part: Field = { name: "sub_unit", title: t("award.sub_unit"), hint: t("award.sub_unit_hint"), kind: "text" };
  return known([who, ...(kind === "individual" ? [unit] : []), ...(kind === "collective" || kind === "individual" ? [part] : []), { name: "remark", title: t("ui.remark"), kind: "long" }]);
}

export function Recipients({ award, may, again }: { award: AwardDetail; may: boolean; again: () => void }) {
  const [query, set, href] = useQuery();
  const open = award.recipients.find((r) => r.id === query.gan);
  const naming = query.ten === "1" && may;
  return (
    <Section title={t("award.recipients")} actions={may && !naming && <Link class="button" href={href({ ten: "1", gan: "" })}>{t("award.add_names")}</Link>}>
      <p>{howMany(award)}{award.count_as_written && <span class="muted"> – {t("award.written", { words: award.count_as_written })}</span>}</p>
      {naming && <NameMore award={award} saved={again} cancel={() => set({ ten: "" })} />}
      {open && unresolved(open) && may && <Resolve key={open.id} of={open} done={() => { set({ gan: "" }); again(); }} cancel={() => set({ gan: "" })} />}
      <Belongings<Recipient>
        rows={award.recipients} again={again}
        of={{
          name: "nguoi", api: "/recipients", caption: t("award.recipients"), add: t("award.add_names"), empty: t("award.nobody_named"), mayWrite: may, fields,
          also: (r) => unresolved(r) && <Link class="button" href={href({ gan: r.id, ten: "" })} aria-label={t("award.link_of", { name: nameOf(identity(r).ref) })}>{t("award.link")}</Link>,
          called: (r) => (identity(r).ref ? nameOf(identity(r).ref) : (r.household ?? r.sub_unit ?? "")),
          columns: [
            { name: "place", title: t("award.place"), number: true, show: (r) => r.place },
            { name: "who", title: t("award.recipient"), show: (r) => <Who of={r} /> },
            { name: "state", title: t("ui.status"), show: (r) => (unresolved(r) ? <Chip tone="warn">{t("award.not_linked")}</Chip> : identity(r).ref?.id ? <Chip tone="good">{t("award.linked")}</Chip> : "—") },
            { name: "remark", title: t("ui.remark"), show: (r) => r.remark ?? "—" },
          ],
        }}
      />
    </Section>
  );
}

/** Says which record words mean: those found for the words are offered at once. */
function Resolve({ of: r, done, cancel }: { of: Recipient; done: () => void; cancel: () => void }) {
  const { kind, ref } = identity(r);
  const words = ref?.as_written ?? "";
  const [asked, ask] = useState(words);
  const [problem, setProblem] = useState<Problem>();
  const found = useReading(() => match(kind, asked), [kind, asked], true);
  const timer = useRef(0);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), []);
  const look = (e: InputEvent) => {
    const text = (e.currentTarget as HTMLInputElement).value.trim();
    clearTimeout(timer.current);
    if (!e.isComposing && text.length > 1) timer.current = window.setTimeout(() => ask(text), 300);
  };
  const link = async (c: Candidate) => {
    setProblem(undefined);
    try {
      await send("PATCH", `/recipients/${r.id}`, { [sideOf(kind).id]: c.id }, { etag: `"${r.version}"` });
      done();
    } catch (e) {
      setProblem(problemFrom(e));
    }
  };
  return (
    <div class="note info">
      <div class="field"><label for="resolve">{t("award.who_is", { name: words })}</label><p class="hint" id="resolve-hint">{t("award.who_is_hint")}</p><input id="resolve" ref={box} defaultValue={words} onInput={(e) => look(e as InputEvent)} autocomplete="off" aria-describedby="resolve-hint" /></div>
      {problem && <ProblemNote problem={problem} />}
      <Shown of={found}>
        {({ candidates }) => (candidates.length === 0 ? <p>{t("award.none_found", { name: asked })}</p> : <p class="buttons">{candidates.map((c) => <button key={c.id} type="button" onClick={() => void link(c)}>{t("award.link_to", { name: c.name })}</button>)}</p>)}
      </Shown>
      <div class="buttons"><button type="button" onClick={cancel}>{t("ui.cancel")}</button></div>
    </div>
  );
}
