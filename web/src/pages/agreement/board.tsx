// The signing board: every member of the year, whether it has signed, who signed,
// and buttons to note it, for one unit or for many at once.

import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { mistakes, problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import type { Term } from "../../frame/term";
import { count, readDate, showDate, showTime, today } from "../../format";
import { useKey, useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Chip, Empty, ProblemNote } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, options, t } from "../../words";
import { useRights } from "./rights";
import { answersOf, hasSigned, lineOf, nameOf, seatsOf, signatureTone, takesAnswers, unitOf, waitingFirst, type Seat } from "./seats";
import { SignatureDetails } from "./signature";
import type { Agreement, Whole } from "./year";

type Props = { agreement: Agreement; whole: Whole; term: Term; annex?: string; changed: () => void };

export function Board({ agreement: a, whole, term, annex, changed }: Props) {
  const [query, set, href] = useQuery();
  const rights = useRights(term);
  const form = useRef<HTMLFormElement>(null);
  const box = useRef<HTMLDialogElement>(null);
  const waiting = useRef<{ seats: Seat[]; to: string }>();
  const [chosen, setChosen] = useState(new Set<string>());
  const [refused, setRefused] = useState(new Map<string, string>());
  const [state, setState] = useState("");
  const [wrong, setWrong] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const said = useRef<HTMLParagraphElement>(null);
  const key = useKey();
  const all = seatsOf(whole, annex ?? null);
  const signed = all.filter(hasSigned).length;
  const open = takesAnswers(a);
  const mine = (s: Seat) => open && rights.sign(s.unit?.id);
  const some = all.some((s) => mine(s) && answersOf(s).length > 0);
  const frozen = annex ? whole.annexes.find((x) => x.id === annex)?.frozen_at : a.frozen_at;

  /** Notes an answer of units, of all or of none; who is refused, and why, stands in
   * the table, and all stay chosen. */
  const note = async (seats: Seat[], to: string) => {
    const typed = new FormData(form.current!);
    const on = readDate(String(typed.get("signed_on") ?? ""));
    setWrong(on === undefined ? t("ui.bad_date") : "");
    if (on === undefined) return;
    const method = String(typed.get("method"));
    const how = to === "signed" ? { ...(on && { signed_on: on }), ...(method && { method }) } : {};
    const body = { agreement_id: a.id, ...(annex && { annex_id: annex }), to, ...how, data: seats.map(lineOf) };
    setBusy(true);
    setProblem(undefined);
    setState(t("signature.noting", { n: count(seats.length) }));
    try {
      await send<Schemas["SeveralSignatureView"]>("POST", "/signatures/bulk", body, { key: key(body) });
      setRefused(new Map());
      setChosen(new Set());
      setState(t("signature.noted", { n: count(seats.length), what: label("signature_status", to), time: showTime(new Date().toISOString()).slice(0, 5) }));
      said.current?.focus(); // the button that was pressed has nobody left to note
    } catch (e) {
      const p = problemFrom(e), why = mistakes(p), day = p.errors?.find((x) => x.pointer === "/signed_on")?.message ?? "";
      setRefused(new Map([...why].map(([i, words]) => [seats[i]!.id, words])));
      setWrong(day);
      setState(why.size > 0 ? t("signature.none_noted", { n: count(why.size) }) : "");
      if (why.size === 0 && !day) setProblem(p);
    }
    setBusy(false);
    changed();
  };
  /** The first signature fixes the text for good: that is asked about once. */
  const begin = (seats: Seat[], to: string) => {
    if (to !== "signed" || frozen || a.basis === "reported") return void note(seats, to);
    waiting.current = { seats, to };
    box.current?.showModal();
  };
  const sure = () => {
    box.current?.close();
    if (waiting.current) void note(waiting.current.seats, waiting.current.to);
  };

  if (all.length === 0) return <Empty text={t("signature.none")} />;
  const rows = query.xep === "thu-tu" ? all : waitingFirst(all);
  const picked = all.filter((s) => chosen.has(s.id));
  const opened = all.find((s) => s.id === query.ky);
  return (
    <>
      <p aria-live="polite">{t("signature.board", { signed: count(signed), of: count(all.length), missing: count(all.length - signed) })} {query.xep === "thu-tu" ? <Link href={href({ xep: "" })}>{t("signature.waiting_first")}</Link> : <Link href={href({ xep: "thu-tu" })}>{t("signature.in_order")}</Link>}</p>
      {!open && <p class="note info">{t(a.status === "cancelled" ? "signature.cancelled" : "signature.not_open")}</p>}
      {some && !frozen && a.basis === "original" && <p class="note warn">{t("signature.fixes")}</p>}
      {some && (
        <Bar form={form} agreement={a} last={all.map((s) => s.signature?.signed_on ?? "").sort().at(-1)} wrong={wrong}>
          <button type="button" disabled={busy} onClick={() => setChosen(new Set(picked.length > 0 ? [] : all.filter((s) => mine(s) && answersOf(s).length > 0).map((s) => s.id)))}>{picked.length > 0 ? t("signature.choose_none") : t("signature.choose_waiting")}</button>
          {["signed", "absent", "late"].map((to) => <button type="button" key={to} class={to === "signed" ? "primary" : ""} disabled={busy || !picked.some((s) => answersOf(s).includes(to))} onClick={() => begin(picked.filter((s) => answersOf(s).includes(to)), to)}>{t(`signature.note_${to}`, { n: picked.filter((s) => answersOf(s).includes(to)).length })}</button>)}
        </Bar>
      )}
      <p aria-live="polite" tabIndex={-1} ref={said}>{state}</p>
      {problem && <ProblemNote problem={problem} />}
      <dialog ref={box} aria-label={t("signature.first")}>
        <h2>{t("signature.first")}</h2>
        <p>{t("signature.fixes")}</p>
        <div class="buttons"><button type="button" class="primary" onClick={sure}>{t("signature.sign")}</button><button type="button" onClick={() => box.current?.close()}>{t("ui.cancel")}</button></div>
      </dialog>
      {opened && <SignatureDetails key={opened.id} agreement={a} annex={annex} seat={opened} mayWrite={a.status !== "cancelled" && rights.sign(opened.unit?.id)} leads={rights.write} close={() => set({ ky: "" })} done={() => { set({ ky: "" }); changed(); }} />}
      <Table<Seat>
        caption={t("signature.all")} rows={rows} csv={`/signatures?${annex ? `annex_id=${annex}` : `agreement_id=${a.id}&annex_id_exists=false`}`}
        columns={[
          ...(some ? [{ name: "take", title: t("paste.take"), screen: true, show: (s: Seat) => mine(s) && answersOf(s).length > 0 && <input type="checkbox" checked={chosen.has(s.id)} disabled={busy} aria-label={t("signature.choose_of", { name: unitOf(s) })} onChange={(e) => { const next = new Set(chosen); if (e.currentTarget.checked) next.add(s.id); else next.delete(s.id); setChosen(next); }} /> }] : []),
          { name: "order", title: t("commitment.no"), number: true, show: (s) => String(s.order) },
          { name: "unit", title: t("ui.unit"), show: (s) => (s.unit?.id ? <Link href={`/don-vi/${s.unit.id}`}>{unitOf(s)}</Link> : unitOf(s)) },
          { name: "status", title: t("ui.status"), show: (s) => <><Chip tone={s.signature ? signatureTone[s.signature.status]! : "plain"}>{s.signature ? label("signature_status", s.signature.status) : t("signature.not_asked")}</Chip>{refused.has(s.id) && <p class="mistake">{refused.get(s.id)}</p>}</> },
          { name: "person", title: t("signature.person"), show: (s) => <>{s.signature?.person?.id ? <Link href={`/ca-nhan/${s.signature.person.id}`}>{nameOf(s.signature.person)}</Link> : nameOf(s.signature?.person)}{s.signature?.position_as_written && <div class="muted">{s.signature.position_as_written}</div>}</> },
          { name: "signed_on", title: t("signature.signed_on"), show: (s) => <>{showDate(s.signature?.signed_on)}{s.signature?.method && <div class="muted">{label("signature_method", s.signature.method)}</div>}</> },
          {
            name: "acts", title: t("ui.acts"), screen: true, show: (s) => (
              <div class="buttons">
                {mine(s) && answersOf(s).map((to) => <button type="button" key={to} class={to === "signed" ? "primary" : ""} disabled={busy} aria-label={t(`signature.${to}_of`, { name: unitOf(s) })} onClick={() => begin([s], to)}>{t(`signature.${to}`)}</button>)}
                {(s.signature || rights.sign(s.unit?.id)) && <Link class="button" href={href({ ky: s.id })} aria-label={t("signature.details_of", { name: unitOf(s) })}>{t("signature.details")}</Link>}
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

/** The day and the way the buttons note: those of the signing conference, as long
 * as nothing else is typed. */
function Bar({ form, agreement, last, wrong, children }: { form: { current: HTMLFormElement | null }; agreement: Agreement; last: string | undefined; wrong: string; children: preact.ComponentChildren }) {
  const event = agreement.signing_event?.id;
  const held = useReading(() => (event ? get<{ held_on: string | null }>(`/events/${event}`).then((a) => a.data.held_on) : Promise.resolve(null)), [event]);
  const field = useRef<HTMLInputElement>(null);
  const start = useRef(last || today()).current;
  useEffect(() => {
    if (held.data && field.current && !last && field.current.value === showDate(start)) field.current.value = showDate(held.data);
  }, [held.data]);
  return (
    <form ref={form} class="card" onSubmit={(e) => e.preventDefault()} aria-label={t("signature.noting_bar")}>
      <div class="filters">
        <label>{t("signature.signed_on")}<input ref={field} name="signed_on" defaultValue={showDate(start)} placeholder="dd/mm/yyyy" inputMode="numeric" autocomplete="off" aria-invalid={wrong ? "true" : undefined} aria-describedby={wrong ? "signed-on-wrong" : undefined} /></label>
        <label>{t("signature.method")}<select name="method"><option value="">{t("ui.unknown")}</option>{options("signature_method").map((o) => <option key={o.value} value={o.value} selected={o.value === "in_person"}>{o.label}</option>)}</select></label>
      </div>
      {wrong && <p class="mistake" id="signed-on-wrong" role="alert">{wrong}</p>}
      <div class="buttons">{children}</div>
    </form>
  );
}
