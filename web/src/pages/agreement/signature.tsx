// One unit's signature in full: who signs, as what, when and how; and taking back
// what was noted by mistake.

import { call, get, newKey, send, type Versioned } from "../../api/raw";
import { showDate } from "../../format";
import { Opened } from "../../ui/belongings";
import { known } from "../../ui/basis";
import { Facts, Linked } from "../../ui/book";
import { choice, Form, type Body, type Field } from "../../ui/form";
import { Steps } from "../../ui/steps";
import { label, t } from "../../words";
import { answersOf, nameOf, takesAnswers, unitOf, type Seat, type Signature } from "./seats";
import type { Agreement } from "./year";

type Props = { agreement: Agreement; annex?: string; seat: Seat; mayWrite: boolean; leads: boolean; close: () => void; done: () => void };

export function SignatureDetails(p: Props) {
  const s = p.seat.signature;
  // A signature under an original is never edited: it is annulled, and given anew.
  // Once the agreement bears signatures, none is for the unit to take back.
  const settled = p.agreement.frozen_at !== null || p.agreement.status === "in_force" || p.agreement.status === "concluded";
  const given = s?.status === "signed";
  const mayChange = p.mayWrite && (p.leads || !given || !settled);
  const fixed = !mayChange || (given && p.agreement.basis === "original");
  return (
    <div class="card">
      <Opened level={p.annex ? "h3" : "h2"} title={t("signature.details_of", { name: unitOf(p.seat) })}>
        {fixed ? <Read of={s} /> : <Edit {...p} />}
        {mayChange && given && <div class="buttons"><Steps path={`/signatures/${s.id}`} etag={`"${s.version}"`} steps={[{ to: "annulled", text: t("signature.annul"), why: "must", danger: true, sure: t("signature.annul_sure", { name: unitOf(p.seat) }) }]} done={p.done} /></div>}
        {fixed && <p class="buttons"><button type="button" onClick={p.close}>{t("ui.close")}</button></p>}
      </Opened>
    </div>
  );
}

function Read({ of: s }: { of: Signature | undefined }) {
  return (
    <Facts of={[
      [t("ui.status"), s ? label("signature_status", s.status) : t("signature.not_asked")],
      [t("signature.person"), <Linked to="/ca-nhan" of={s?.person} />],
      [t("signature.position"), s?.position_as_written],
      [t("signature.role"), label("signature_role", s?.role)],
      [t("signature.signed_on"), showDate(s?.signed_on)],
      [t("signature.method"), label("signature_method", s?.method)],
      [t("ui.reason"), s?.reason],
      [t("ui.remark"), s?.remark],
    ]} />
  );
}

function Edit({ agreement, annex, seat, close, done }: Props) {
  const s = seat.signature;
  const answers = takesAnswers(agreement) ? answersOf(seat) : [];
  const fields: Field[] = [
    ...(answers.length > 0 ? [{ name: "to", title: t("signature.answer"), kind: "choice", none: t("signature.no_answer"), options: answers.map((value) => ({ value, label: label("signature_status", value) })) } satisfies Field] : []),
    ...known([
      { name: "person_id", title: t("signature.person"), hint: t("signature.person_hint"), kind: "record", from: "/persons", as: "person_as_written" },
      { name: "position_as_written", title: t("signature.position"), kind: "text" },
      choice("role", t("signature.role"), "signature_role"),
      { name: "signed_on", title: t("signature.signed_on"), kind: "date" },
      choice("method", t("signature.method"), "signature_method"),
    ]),
  ];
  const post = async ({ to, ...body }: Body, etag: string): Promise<Versioned<Signature>> => {
    if (!s) return send<Signature>("POST", `/agreements/${agreement.id}/signatures`, { ...(annex && { annex_id: annex }), ...(seat.unit?.id ? { unit_id: seat.unit.id } : { unit_as_written: nameOf(seat.unit) }), ...(to && { status: to }), ...body }, { key: newKey() });
    if (!to) return send<Signature>("PATCH", `/signatures/${s.id}`, body, { etag });
    // A step takes no basis: that is noted before it, since a given signature may not change.
    const { basis, ...step } = body;
    const tag = basis === undefined ? etag : (await send<Signature>("PATCH", `/signatures/${s.id}`, { basis }, { etag })).etag;
    await call(`/signatures/${s.id}/transitions`, { method: "POST", body: { to, ...step }, etag: tag, key: newKey() });
    return get<Signature>(`/signatures/${s.id}`);
  };
  return (
    <Form<Signature>
      name={`signature/${annex ?? agreement.id}/${seat.id}`} fields={fields} record={s} etag={s && `"${s.version}"`}
      send={post} again={s && (() => get(`/signatures/${s.id}`))} saved={done} cancel={close}
    />
  );
}
