// What a ranking is, as it is typed and shown.

import type { Schemas } from "../../api/client";
import { known } from "../../ui/basis";
import type { Field } from "../../ui/form";
import type { Found } from "../../ui/record-input";
import { label, t } from "../../words";

export type Ranking = Schemas["RankingDetailView"];
export type RankingRow = Schemas["RankingView"];
export type Place = Ranking["rows"][number];
export type Fact = Ranking["facts"][number];

export const tones: Record<RankingRow["status"], "good" | "info" | "warn" | "plain"> = { draft: "warn", concluded: "info", published: "good", replaced: "plain" };

export const fields = (r: Ranking): Field[] => known([
  ...(r.origin === "computed" ? [{ name: "vote_id", title: t("ranking.vote"), hint: t("ranking.vote_hint"), kind: "record", from: "/votes", query: `term_id=${r.term.id}`, show: (f: Found) => t("ranking.vote_round", { title: f.title ?? "", n: f.round ?? 1 }) } as Field] : [{ name: "scale", title: t("ranking.scale"), kind: "number" } as Field]),
  { name: "event_id", title: t("ranking.event"), kind: "record", from: "/events", query: `term_id=${r.term.id}` },
  { name: "decided_on", title: t("ranking.decided_on"), kind: "date" },
  ...(r.origin === "computed" ? [{ name: "decision_reason", title: t("ranking.decision_reason"), hint: t("ranking.decision_hint"), kind: "long" } as Field] : []),
  ...(r.correction !== null ? [{ name: "correction", title: t("ranking.correction"), kind: "long", required: true } as Field] : []),
  { name: "remark", title: t("ui.remark"), kind: "long" },
]);

/** A key of the cascade in words. */
export const keyWords = (k: { by: string; criterion: string | null }): string => (k.by === "criterion" ? t("ranking.by_criterion", { code: k.criterion ?? "" }) : label("tie_break", k.by).toLowerCase());

export const unitName = (p: Place): string => p.unit?.name ?? p.unit?.as_written ?? "—";
