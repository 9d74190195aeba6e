import type { Schemas } from "../../api/client";
import { known } from "../../ui/basis";
import { choice, type Field } from "../../ui/form";
import { t } from "../../words";

export type Model = Schemas["ModelView"];

export const tones: Record<Model["status"], "good" | "warn" | "bad" | "info"> = { proposed: "info", piloting: "warn", reviewed: "info", replicated: "good", stopped: "bad" };

/** What is told of a model; without one it is made, in the state a source tells. */
export function fields(term: string, bloc: string, model?: Model): Field[] {
  return known([
    { name: "title", title: t("model.title"), kind: "text", required: true },
    ...(model ? [] : [choice("status", t("ui.status"), "model_status", { hint: t("model.status_hint") })]),
    { name: "proposed_on", title: t("model.proposed_on"), kind: "date" },
    { name: "event_id", title: t("model.event"), kind: "record", from: "/events", query: `term_id=${term}` },
    { name: "continues_id", title: t("model.continues"), hint: t("model.continues_hint"), kind: "record", from: "/models", query: `bloc_id=${bloc}` },
    { name: "description", title: t("model.description"), kind: "long" },
    { name: "results", title: t("model.results"), kind: "long" },
    { name: "lessons", title: t("model.lessons"), kind: "long" },
    { name: "document_as_written", title: t("model.document"), kind: "text" },
    { name: "remark", title: t("ui.remark"), kind: "long" },
  ]);
}
