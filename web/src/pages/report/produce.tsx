// The files of a report: working copies of the books as they are now, and issued ones,
// which stay as they were.

import { useState } from "preact/hooks";
import { Section } from "../../ui/book";
import { useQuery } from "../../ui/query";
import { t } from "../../words";
import { IssueButton, IssuedList } from "./issue";
import { apiPath, chosen } from "./kinds";
import { Options } from "./options";
import { Refusal } from "./preview";
import type { ReportProps } from "./record";
import { formats, useSaving, type Format } from "./save";

export function Produce(props: ReportProps) {
  const { kind, id, may } = props;
  const [query] = useQuery();
  const [turn, setTurn] = useState(0);
  const saving = useSaving();
  const [missing, setMissing] = useState(false);
  const download = (e: Event) => {
    e.preventDefault();
    const picked = new FormData(e.currentTarget as HTMLFormElement).getAll("format") as Format[];
    setMissing(picked.length === 0);
    if (picked.length > 0) saving.start(picked.map((f) => ({ path: `${apiPath(kind, id)}?${new URLSearchParams({ format: f, ...chosen(kind, query) })}`, accept: formats[f] })));
  };
  return (
    <>
      <Options kind={kind} />
      <Section title={t("report.working")}>
        <p class="hint">{t("report.working_hint")}</p>
        <form class="form" onSubmit={download} noValidate>
          <fieldset aria-describedby={missing ? "no-format" : undefined}>
            <legend>{t("report.format")}</legend>
            {(Object.keys(formats) as Format[]).map((f) => (
              <p key={f}><label class="check"><input type="checkbox" name="format" value={f} defaultChecked={f === "docx"} /> <span>{t(`report.${f}`)} <span class="muted">– {t(`report.${f}_for`)}</span></span></label></p>
            ))}
          </fieldset>
          {missing && <p class="mistake" id="no-format" role="alert">{t("report.choose_format")}</p>}
          <div class="buttons"><button class="primary" disabled={saving.busy}>{t("report.download")}</button></div>
          <p role="status">{saving.state}</p>
          {saving.problem && <Refusal problem={saving.problem} />}
        </form>
      </Section>
      <Section title={t("report.issued")}>
        {may && <IssueButton {...props} done={() => setTurn((n) => n + 1)} />}
        <IssuedList key={turn} {...props} />
      </Section>
    </>
  );
}
