// What the pages of awards share: how an award is told in words, who may write.

import { Link } from "wouter-preact";
import type { Schemas } from "../../api/client";
import { useWho } from "../../frame/app";
import { count, showDate } from "../../format";
import { label, options, t } from "../../words";
import { Chip, type Tone } from "../../ui/state";
import type { Column } from "../../ui/table";

export type Award = Schemas["AwardView"];
export type AwardDetail = Schemas["AwardDetailView"];
export type Kind = Award["recipient_kind"];
export type Named = { id: string | null; name: string | null; as_written: string | null };

export const statusTone: Record<string, Tone> = { draft: "plain", in_force: "good", annulled: "bad" };

export const nameOf = (ref: Named | null | undefined): string => ref?.name ?? ref?.as_written ?? "—";

/** Who may record awards and decisions somewhere; the API decides in each case. */
export function useMayAward(): boolean {
  const who = useWho();
  return ["council", "leader", "deputy"].some((role) => who.may(role));
}

/** How many and of what kind: "05 tập thể (chưa nêu tên)"; an unknown count is never 0. */
export function howMany(a: Pick<Award, "count" | "count_as_written" | "named" | "unnamed" | "recipient_kind">): string {
  const kind = a.recipient_kind ? label("recipient_kind", a.recipient_kind).toLowerCase() : t("award.kind_unknown");
  const many = a.count != null ? t(`award.many.${a.recipient_kind ?? "unknown"}`, { n: count(a.count) }) : t("award.count_unknown", { kind });
  if (a.named === 0) return `${many} (${t("award.not_named")})`;
  return a.unnamed === 0 ? many : `${many} (${t("award.some_named", { n: count(a.named) })})`;
}

/** An award's type; one whose norm needs checking says so. */
export function TypeName({ of }: { of: Schemas["AwardTypeRef"] }) {
  return <>{nameOf(of)}{of.needs_check && <> <Chip tone="warn">{t("award.needs_check")}</Chip></>}{!of.id && <> <span class="muted">({t("award.as_written")})</span></>}</>;
}

export const Status = ({ of }: { of: Award["status"] }) => <Chip tone={statusTone[of] ?? "plain"}>{label("award_status", of)}</Chip>;

export const awardColumns = (): Column<Award>[] => [
  { name: "type", title: t("award.type"), show: (a) => <><Link href={`/khen-thuong/${a.id}`}>{nameOf(a.type)}</Link>{a.type.needs_check && <> <Chip tone="warn">{t("award.needs_check")}</Chip></>}</> },
  { name: "level", title: t("award.level"), show: (a) => (a.level ? label("award_level", a.level) : a.level_as_written ?? "—") },
  { name: "count", title: t("award.recipients"), show: howMany },
  { name: "period", title: t("award.period"), show: (a) => a.period?.label ?? "—", sort: true },
  { name: "decision", title: t("award.decision"), show: (a) => (a.decision_id ? <Link href={`/quyet-dinh/${a.decision_id}`}>{nameOf(a.decision)}</Link> : nameOf(a.decision)) },
  { name: "presented_on", title: t("award.presented_on"), show: (a) => showDate(a.presented_on), sort: true },
  { name: "status", title: t("ui.status"), show: (a) => <Status of={a.status} /> },
];

/** What the API finds odd about a record, without refusing it. */
export function Warnings({ of }: { of: Schemas["AwardWarning"][] }) {
  if (of.length === 0) return null;
  return <div class="note warn"><ul>{of.map((w) => <li key={w.code}>{label("award_warning", w.code)}</li>)}</ul></div>;
}

/** Reads as "Tập thể, Cá nhân". */
export const subjects = (of: string[]): string => of.map((s) => label("recipient_kind", s)).join(", ") || "—";

export const kinds = () => options("recipient_kind");
