// A report as it would be printed now.

import type { Schemas } from "../../api/client";
import { get } from "../../api/raw";
import { useReading } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Chip, ProblemNote, Shown } from "../../ui/state";
import { lang, t } from "../../words";
import { apiPath, chosen, places } from "./kinds";
import { Options } from "./options";
import type { ReportProps } from "./record";
import { Sheet } from "./sheet";

export type Standing = Schemas["PreviewView"]["document_status"];

/** Whether the document is a draft, locked, or of the books as they stand. */
export const StandingChip = ({ of }: { of: Standing }) => <Chip tone={of === "locked" ? "good" : "plain"}>{t(`report.standing.${of}`)}</Chip>;

/** A refusal of a report; where only a draft can be had, with the way to it. */
export function Refusal({ problem }: { problem: Parameters<typeof ProblemNote>[0]["problem"] }) {
  const [, set] = useQuery();
  return (
    <>
      <ProblemNote problem={problem} />
      {problem.errors && <ul>{problem.errors.map((e) => <li key={e.parameter}>{e.message}</li>)}</ul>}
      {problem.code === "decision.unnamed" && <p><button type="button" class="primary" onClick={() => set({ [places.draft]: "1" })}>{t("report.as_draft")}</button></p>}
    </>
  );
}

export function Preview({ kind, id }: ReportProps) {
  const [query] = useQuery();
  const asked = new URLSearchParams(chosen(kind, query)).toString();
  const reading = useReading(() => get<Schemas["PreviewView"]>(`${apiPath(kind, id)}/preview?${asked}`).then((a) => a.data), [kind.name, id, asked, lang()], true);
  return (
    <>
      <Options kind={kind} />
      {reading.problem ? <Refusal problem={reading.problem} /> : (
        <Shown of={reading}>
          {(p) => (
            <>
              <p class="screen"><StandingChip of={p.document_status} /> {p.revision == null ? t("report.not_worded") : t("report.worded", { n: p.revision })} <span class="muted">{p.paper.rule}</span></p>
              {p.paper.unsure.length > 0 && <details class="screen"><summary>{t("report.unsure")}</summary><ul>{p.paper.unsure.map((u) => <li key={u}>{u}</li>)}</ul></details>}
              <Sheet of={p.paper} language={query[places.lang] || lang()} />
            </>
          )}
        </Shown>
      )}
    </>
  );
}
