// The record of acts in words: what was done, to what, in which field.

import { has, label, t } from "../../words";

export const entities = [
  "agreement", "annex", "commitment", "signature", "award", "recipient", "decision", "award_type", "unit", "unit_version", "person",
  "authority", "bloc", "term", "member", "leadership", "deadline", "event", "movement", "movement_commitment", "registration", "model", "score_table", "score_sheet", "vote", "voter", "ranking", "rating", "rating_rule", "progress_entry", "period_closing", "arrangement", "succession", "attachment", "user", "grant", "token", "calendar_feed", "session",
];

export const verbs = ["create", "update", "delete", "transition", "account"];

const camel = (entity: string) => entity.replace(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase());

const several: Record<string, string[]> = { create: ["createMembers", "createCommitments"], update: ["saveProgressEntries", "judgeProgressEntry", "saveScores"], transition: ["transitionSignatures"] };

/** The operations of the API a verb stands for, parted by commas. */
export function operations(verb: string): string {
  if (verb === "account") return "login,logout,setUp,updateMe,changePassword,endUserSessions";
  return [...entities.map((e) => verb + camel(e)), ...(several[verb] ?? [])].join(",");
}

/** What was done; an operation without words of its own shows its name. */
export function actWords(action: string): string {
  if (has(`changes.act.${action}`)) return t(`changes.act.${action}`);
  const verb = /^(create|update|delete|transition)[A-Z]/.exec(action)?.[1];
  return verb ? t(`changes.verb.${verb}`) : action;
}

export const entityWords = (entity: string): string => (has(`changes.entity.${entity}`) ? t(`changes.entity.${entity}`) : entity);

export const fieldWords = (field: string): string => (has(`changes.field.${field}`) ? t(`changes.field.${field}`) : field);

/** The enumeration a field of a record takes its values from. */
const enumerations: Record<string, string> = {
  "unit.kind": "unit_kind", "bloc.kind": "bloc_kind", "decision.kind": "decision_kind", "deadline.kind": "deadline_kind", "succession.kind": "succession_kind",
  "term.status": "term_status", "agreement.status": "agreement_status", "signature.status": "signature_status", "decision.status": "decision_status", "award.status": "award_status",
  "registration.status": "registration_status", "model.status": "model_status", "score_table.status": "score_table_status", "score_table.mode": "score_table_mode", "score_table.rounding_mode": "rounding", "score_table.by": "tie_break", "score_table.kind": "criterion_kind", "score_table.scored_by": "scored_by", "score_table.level": "rating_level", "score_sheet.status": "score_sheet_status", "score_sheet.stage": "score_stage", "vote.status": "vote_status", "vote.method": "vote_method", "vote.base": "vote_base", "vote.stated": "vote_stated", "voter.part": "voter_part", "ranking.status": "ranking_status", "ranking.origin": "ranking_origin", "ranking.by": "tie_break", "ranking.rule": "score_rule", items_state: "items_state", "rating.level": "rating_level", "rating.standing": "rating_standing", "model.units.part": "model_part", "rating.circumstances.kind": "circumstance", "rating_rule.kind": "circumstance", "rating_rule.cap": "rating_level", "movement.scope": "movement_scope", "movement.form": "movement_form", "leadership.role": "leadership_role", "signature.role": "signature_role", "grant.role": "role", "grant.scope": "scope", "calendar_feed.scope": "calendar_scope", "commitment.scope": "commitment_scope",
  "authority.level": "authority_level", "authority.system": "authority_system", "succession.subject": "succession_subject",
  "award.level": "award_level", "award_type.level": "award_level", "award_type.class": "award_class", "award_type.subjects": "recipient_kind",
  "decision.annuls.status": "decision_status", "decision.restores.status": "decision_status", "event.purpose": "event_purpose", "event.role": "event_role",
  document_layout: "document_layout", period_kind: "period_kind", members_state: "members_state", deputies_state: "deputies_state", chosen: "chosen",
  part_of_day: "part_of_day", basis_of_text: "agreement_basis", measure: "measure", method: "signature_method", recipient_kind: "recipient_kind",
  level: "progress_level", verdict: "progress_verdict", "progress_entry.scope": "progress_scope", "period_closing.status": "closing_status",
  bloc_state: "bloc_state", commendation_type: "commendation_type", merit_inherited: "merit_inherited",
};

export function enumWords(entity: string, field: string, value: string): string {
  const name = enumerations[`${entity}.${field}`] ?? enumerations[field];
  return name ? label(name, value) : value;
}

const pages: Record<string, string> = {
  unit: "/don-vi", bloc: "/khoi", agreement: "/giao-uoc", commitment: "/noi-dung", decision: "/quyet-dinh", award: "/khen-thuong", person: "/ca-nhan",
  authority: "/co-quan", arrangement: "/to-chuc", movement: "/phong-trao", registration: "/dang-ky", model: "/mo-hinh", score_table: "/bang-diem", score_sheet: "/phieu-diem", vote: "/bo-phieu", ranking: "/xep-hang", rating_rule: "/quy-tac-xep-loai", award_type: "/danh-muc", user: "/quan-tri/nguoi-dung",
};

/** The page of a record an act was on; undefined where it has none of its own. */
export const pageOfEntity = (entity: string, id: string): string | undefined => pages[entity] && `${pages[entity]}/${id}`;
