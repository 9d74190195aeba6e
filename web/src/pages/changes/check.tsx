// Whether the record of acts is as it was written: the service reads all of it and
// tells the first thing wrong in each chain.

import { useEffect, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, saveBlob } from "../../api/raw";
import { showNumber, showTime } from "../../format";
import { label, t } from "../../words";
import { Section } from "../../ui/book";
import { ProblemNote } from "../../ui/state";
import { Table } from "../../ui/table";
import { Named } from "./value";

type Checked = Schemas["VerificationView"];
type Finding = Schemas["FindingView"] & { id?: string };

export function Check() {
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState<Checked>();
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setBusy(true);
    setChecked(undefined);
    setProblem(undefined);
    await get<Checked>("/audit-verification").then((a) => setChecked(a.data), (e) => setProblem(problemFrom(e)));
    setBusy(false);
  };
  return (
    <Section title={t("check.title")} actions={<button type="button" disabled={busy} onClick={() => void run()}>{t("check.run")}</button>}>
      <p class="hint">{t("check.hint")}</p>
      <p class="waiting" aria-live="polite">{busy && t("check.running")}</p>
      {problem && <ProblemNote problem={problem} />}
      {checked && <Outcome of={checked} />}
    </Section>
  );
}

function Outcome({ of: c }: { of: Checked }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const chains = t("check.chains", { n: showNumber(c.chains) });
  const read = c.first_at && c.last_at
    ? t("check.read", { n: showNumber(c.events), chains, from: showTime(c.first_at), to: showTime(c.last_at) })
    : t("check.nothing");
  return (
    <div ref={box} tabIndex={-1} class={c.intact ? "note good" : "note error"}>
      <h3>{t(c.intact ? "check.intact" : "check.broken")}</h3>
      <p>{read}</p>
      {!c.intact && <p>{t("check.what_now")}</p>}
      {!c.intact && (
        <Table<Finding>
          caption={t("check.findings")} rows={c.findings}
          columns={[
            { name: "chain", title: t("check.chain"), show: (f) => <Chain of={f.chain} /> },
            { name: "seq", title: t("check.seq"), number: true, show: (f) => showNumber(f.seq) },
            { name: "code", title: t("check.finding"), show: (f) => label("audit_finding", f.code) },
          ]}
        />
      )}
      {c.intact && (
        <p>{t("check.keep")} <button type="button" onClick={() => saveBlob(new Blob([`${JSON.stringify(c.checkpoint)}\n`], { type: "application/json" }), `${t("check.file")}-${c.checkpoint.at.slice(0, 10)}.json`)}>{t("check.save")}</button></p>
      )}
    </div>
  );
}

/** A chain by what its acts were on: a bloc, or all that is outside blocs. */
function Chain({ of: chain }: { of: string }) {
  const bloc = /^bloc:(.+)$/.exec(chain)?.[1];
  return bloc ? <>{t("ui.bloc")}: <Named from="/blocs" id={bloc} /></> : <>{t("check.general")}</>;
}
