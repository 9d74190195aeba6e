// The files of a report: working copies of the books as they are now, and issued ones,
// which stay as they were.

import { useState } from "preact/hooks";
import { Section } from "../../ui/book";
import { useQuery } from "../../ui/query";
import { t } from "../../words";
import { FormatField, picked } from "./formats";
import { bodyOf, IssueButton, IssuedList } from "./issue";
import { OrderState, Packages, useOrder } from "./packages";
import { apiPath, chosen } from "./kinds";
import { Options } from "./options";
import { Refusal } from "./preview";
import type { ReportProps } from "./record";
import { formats, useSaving } from "./save";

export function Produce(props: ReportProps) {
  const { kind, id, may } = props;
  const [query] = useQuery();
  const [turn, setTurn] = useState(0);
  const [withdrawn, setWithdrawn] = useState(0); // what was said of one that was issued holds no more
  const saving = useSaving();
  const [missing, setMissing] = useState(false);
  const order = useOrder();
  const inBackground = kind.name === "award_statistics"; // its lists can be very long
  const make = (e: SubmitEvent) => {
    e.preventDefault();
    const wanted = picked(e.currentTarget as HTMLFormElement);
    setMissing(wanted.length === 0);
    if (wanted.length === 0) return;
    if ((e.submitter as HTMLButtonElement | null)?.value === "background") void order.send({ ...bodyOf(kind.name, id, chosen(kind, query)), formats: wanted });
    else saving.start(wanted.map((f) => ({ path: `${apiPath(kind, id)}?${new URLSearchParams({ format: f, ...chosen(kind, query) })}`, accept: formats[f] })));
  };
  return (
    <>
      <Options kind={kind} />
      <Section title={t("report.working")}>
        <p class="hint">{t("report.working_hint")}</p>
        <form class="form" onSubmit={make} noValidate>
          <FormatField ticked={["docx"]} missing={missing} />
          <div class="buttons">
            <button class="primary" disabled={saving.busy}>{t("report.download")}</button>
            {inBackground && <button value="background" disabled={order.busy}>{t("report.in_background")}</button>}
          </div>
          <OrderState of={order} />
          <p role="status">{saving.state}</p>
          {saving.problem && <Refusal problem={saving.problem} />}
        </form>
      </Section>
      {inBackground && <Packages of={{ kind: kind.name, subject_id: id }} ordered={order.last} />}
      <Section title={t("report.issued")}>
        {may && <IssueButton key={withdrawn} {...props} done={() => setTurn((n) => n + 1)} />}
        <IssuedList key={turn} {...props} gone={() => setWithdrawn((n) => n + 1)} />
      </Section>
    </>
  );
}
