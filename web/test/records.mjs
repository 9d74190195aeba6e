// One record of every kind, with a text in every field that holds one: which those
// are is read from the contract.

import { base } from "./browser.mjs";

const contract = await (await fetch(`${base}/openapi.json`)).json();
const schemas = contract.components.schemas;
const named = (schema) => (schema.$ref ? schemas[schema.$ref.split("/").at(-1)] : schema);
const free = (s) => [s.type].flat().includes("string") && !s.enum && !s.format && !s.pattern;

/** A body with a text in every free field that is not given; one given as undefined
 * stays out. about says of what. */
function body(schema, text, about, given = {}) {
  const out = { ...given };
  for (const [name, of] of Object.entries(named(schema).properties)) {
    if (name in given || name === "basis" || name === "seen_on") continue; // words of ours; days
    const items = of.items && named(of.items);
    const field = `${about}.${name}`;
    if (free(of)) out[name] = text(field, of.maxLength);
    else if (items?.properties) out[name] = [body(items, text, field)];
    else if (items && free(items)) out[name] = [text(field, items.maxLength)];
  }
  return out;
}

/** Makes them, and tells their ids and the addresses they have. */
export async function fill(api, text) {
  const make = (path, given, at = path) => {
    const schema = contract.paths[`/api/v1${path}`].post.requestBody.content["application/json"].schema;
    return api.post(at, body(schema, text, path.split("/").at(-1).replace(/s$/, ""), given));
  };
  const under = (path, id, given) => make(path, given, path.replace("{id}", id));
  const none = undefined;
  const unit = await make("/units", { parent_id: none, valid_from: "2001", code: text("unit.code", 50) });
  const other = await make("/units", { code: text("unit.code", 50) });
  const version = await under("/units/{id}/versions", unit.id, { valid_from: "1990", valid_to: "2000" });
  const authority = await make("/authorities", { unit_id: unit.id });
  const person = await make("/persons", { unit_as_written: none, unit_id: unit.id });
  const act = await make("/successions", { subject: "unit", kind: "merge", happened_on: "2001", from: [{ as_written: text("succession.from.as_written", 500) }], to: [{ unit_id: unit.id, as_written: none }] });
  const arrangement = await make("/arrangements", { period: "2026", period_kind: "calendar_year" });
  const bloc = await make("/blocs", { kind: "bloc", names: none, organizer_as_written: none, organizer_id: authority.id });
  const term = await make("/terms", { bloc_id: bloc.id, period: "2026", status: "signing", period_kind: none, arrangement_id: arrangement.id, council_member_as_written: none, council_member_id: person.id, theme_of_as_written: none, theme_of_id: authority.id });
  const emptyTerm = await api.post("/terms", { bloc_id: bloc.id, period: "2025" });
  const member = await under("/terms/{id}/members", term.id, { unit_id: unit.id });
  await under("/terms/{id}/members", term.id, {});
  const leader = await under("/terms/{id}/leadership", term.id, { role: "leader", unit_id: unit.id });
  await under("/terms/{id}/leadership", term.id, { role: "deputy" });
  const deadline = await under("/terms/{id}/deadlines", term.id, { kind: "other", due_on: "2026-01-31" });
  const event = await make("/events", { terms: [{ term_id: term.id, purpose: "signing" }], held_on: "2026-01-20" });
  const agreement = await make("/agreements", { term_id: term.id, basis: "original", status: "draft", signing_event_id: none });
  const commitment = await make("/commitments", { agreement_id: agreement.id, scope: "common", measure: "quantity", target: 5, due_on: "2026-01-31", unit_as_written: none, targets: [{ unit_id: unit.id, target: 3 }] });
  const movement = await make("/movements", { launched_by_as_written: none, launched_by_id: authority.id, launched_on: "2025", concludes_on: "2026" });
  const answer = await api.post("/movement-commitments", { movement_id: movement.id, commitment_id: commitment.id });
  const model = await make("/models", { term_id: term.id, event_id: event.id, units: [{ part: "pilot", unit_id: unit.id }, { part: "replicating", unit_as_written: text("model.units.unit_as_written", 500) }] });
  const code = "A.1";
  const scoreTable = await make("/score-tables", {
    term_id: term.id, event_id: event.id, example: none, scale: 100, tie_breaks: [{ by: "criterion", criterion: code }, { by: "ballot" }], classes: [{ name: text("score-table.classes.name", 200), from: 50, level: "good" }],
    criteria: [
      { code: "A", text: text("score-table.criteria.text", 2000), kind: "group" },
      { code, parent: "A", text: text("score-table.criteria.text", 2000), kind: "manual", max: 90, gate: text("score-table.criteria.gate", 1000), guidance: text("score-table.criteria.guidance", 4000), unit_of_measure: text("score-table.criteria.unit_of_measure", 100), options: [{ points: 0 }, { points: 90, text: text("score-table.criteria.options.text", 500) }], evidence_required: true, assigned_to: [{ unit_id: unit.id }] },
      { code: "B", text: text("score-table.criteria.text", 2000), kind: "bonus", max: 5, bands: [{ from: 80, points: 2 }, { from: 90, points: 5 }] },
    ],
  });
  const { id: me } = await api.get("/me"); // an administrator writes neither votes nor rankings
  await api.post("/grants", { user_id: me, role: "council", scope: "authority", scope_id: authority.id });
  const vote = await make("/votes", {
    term_id: term.id, event_id: event.id, follows_id: none, threshold: "90%", quorum: "2/3", choices: none, held_on: "2026-12-20", method: "secret", eligible: 5,
    items: [{ unit_id: unit.id, subject: text("vote.items.subject", 500) }, { unit_as_written: text("vote.items.unit_as_written", 500), subject: text("vote.items.subject", 500), stated: "approved" }],
  });
  await under("/votes/{id}/voters", vote.id, { unit_id: unit.id, part: "recused" });
  const ranking = await make("/rankings", {
    term_id: term.id, event_id: event.id, origin: "stated", facts: none, correction: none, vote_id: none, scale: 100,
    rows: [{ unit_id: unit.id, unit_as_written: text("ranking.rows.unit_as_written", 500), rank: 1, total: 90, class: text("ranking.rows.class", 200), note: text("ranking.rows.note", 1000) }, { unit_as_written: text("ranking.rows.unit_as_written", 500), rank: 1, total: 90, note: text("ranking.rows.note", 1000) }],
  });
  const rule = await make("/rating-rules", { kind: "disunity", cap: "completed" });
  const rating = await make("/ratings", { term_id: term.id, unit_id: unit.id, unit_as_written: none, standing: "recognised", level: "excellent", circumstances: [{ kind: "disunity", note: text("rating.circumstances.note", 1000) }] });
  const counted = await make("/ratings", { term_id: term.id, standing: "recognised", level: "good", circumstances: none });
  const registration = await api.post("/registrations", {
    term_id: term.id, unit_id: unit.id, unit_as_written: text("registration.unit_as_written", 500), head_as_written: text("registration.head_as_written", 300), union_as_written: text("registration.union_as_written", 300),
    head_position_as_written: text("registration.head_position_as_written", 500), document_as_written: text("registration.document_as_written", 1000), remark: text("registration.remark", 5000), registered_on: "2026-01-10",
    commitments: [{ text: text("registration.commitments.text", 10000), note: text("registration.commitments.note", 2000), unit_of_measure: text("registration.commitments.unit_of_measure", 100), target: 5, movement_id: movement.id }],
    titles: [{ subject: "initiative", type_as_written: text("registration.titles.type_as_written", 500), name: text("registration.titles.name", 1000), person_as_written: text("registration.titles.person_as_written", 300), note: text("registration.titles.note", 2000) }],
  });
  const promise = await make("/commitments", { agreement_id: agreement.id, scope: "unit", targets: none });
  for (const to of ["consulting", "signing"]) await api.step(`/agreements/${agreement.id}`, to, text("agreement.reason", 500));
  const signature = await api.first(`/agreements/${agreement.id}/signatures?unit_id=${unit.id}`);
  await api.patch(`/signatures/${signature.id}`, { person_as_written: text("signature.person_as_written", 300), position_as_written: text("signature.position_as_written", 500) });
  await under("/agreements/{id}/signatures", agreement.id, { annex_id: none, status: "pending" });
  const signed = await api.post("/terms", { bloc_id: bloc.id, period: "2023" }); // of its agreement nothing but what was added later
  const old = await api.post("/agreements", { term_id: signed.id, basis: "reported", status: "in_force", title: text("agreement.title", 500) });
  const annex = await under("/agreements/{id}/annexes", old.id, {});
  const type = await make("/award-types", { code: `own.${Date.now()}`, family: none, class: "form", vote_base: none, subjects: ["collective", "individual"] });
  const decision = await make("/decisions", { bloc_id: bloc.id, kind: "award", status: "draft" });
  const award = await make("/awards", { bloc_id: bloc.id, bloc_as_written: none, period: "2026", period_kind: none, decision_id: decision.id, recipient_kind: none, count: 9, recipients: none });
  const recipients = [];
  for (const side of ["unit_as_written", "person_as_written", "household", "honoured_bloc_as_written"]) {
    const rest = Object.fromEntries(["unit_as_written", "person_as_written", "household", "honoured_bloc_as_written"].filter((s) => s !== side && !(side === "person_as_written" && s === "unit_as_written")).map((s) => [s, none]));
    recipients.push(await under("/awards/{id}/recipients", award.id, side === "household" || side.startsWith("honoured") ? { ...rest, sub_unit: none } : rest));
  }
  const won = await make("/awards", { bloc_id: bloc.id, bloc_as_written: none, period: "2025", period_kind: none, recipient_kind: "collective", count: 1, decision_as_written: none, recipients: [{ unit_id: unit.id, sub_unit: text("award.recipients.sub_unit", 500) }] });
  const file = await api.upload({ owner_kind: "unit", owner_id: unit.id, remark: text("unit.remark", 5000), name: "&lt;b&gt; javascript-alert(6).txt" });
  const user = await make("/users", { username: `khach.${Date.now()}`, password: "mật khẩu để thử 1", language: "vi" });
  await api.post("/grants", { user_id: user.id, role: "clerk", scope: "unit", scope_id: unit.id });
  const token = await make("/tokens", { scope: "read" });
  const feed = await make("/calendar-feeds", { scope: "bloc", bloc_id: bloc.id });
  const wording = await make("/report-wordings", { kind: "annual", subject_id: term.id, sections: [{ section: "strengths", text: text("report-wording.sections.text", 2000) }, { section: "weaknesses", omitted: true }] });
  const issued = await api.post("/issued-reports", { kind: "annual", subject_id: term.id });
  await api.patch(`/units/${unit.id}`, { remark: text("unit.remark", 5000) });
  return { unit, other, version, authority, person, act, arrangement, bloc, term, emptyTerm, member, leader, deadline, event, agreement, commitment, movement, answer, registration, model, scoreTable, vote, ranking, rule, rating, counted, promise, signature, annex, type, decision, award, won, recipients, file, user, token, feed, wording, issued };
}
