// Issuing a report: it is kept as it stands and gets a code that anybody can verify;
// and what was issued of it.

import { useEffect, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { showDate, showTime } from "../../format";
import { Facts } from "../../ui/book";
import { useKey } from "../../ui/data";
import { useQuery } from "../../ui/query";
import { Chip, Empty, ProblemNote } from "../../ui/state";
import { Steps } from "../../ui/steps";
import { List } from "../../ui/table";
import { label, lang, t } from "../../words";
import { apiPath, chosen } from "./kinds";
import { languages } from "./options";
import { Refusal, StandingChip } from "./preview";
import type { ReportProps } from "./record";
import { formats, useSaving, type Format } from "./save";

type Issued = Schemas["IssuedView"];

/** What was chosen, as the body takes it: a draft cannot be issued as anything else. */
export function bodyOf(kind: string, subject: string, picked: Record<string, string>): Record<string, unknown> {
  const { draft: _, lang: language = lang(), only_awarded: awarded, from_year: from, to_year: to, ...rest } = picked;
  return {
    kind, subject_id: subject, language, ...rest,
    ...(awarded && { only_awarded: awarded === "true" }), ...(from && { from_year: Number(from) }), ...(to && { to_year: Number(to) }),
  };
}

export function IssueButton({ done, ...props }: ReportProps & { done: () => void }) {
  const [query] = useQuery();
  const box = useRef<HTMLDialogElement>(null);
  const told = useRef<HTMLHeadingElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [issued, setIssued] = useState<Issued>();
  const [look, setLook] = useState<Look>();
  const key = useKey();
  const open = async () => {
    setProblem(undefined);
    setLook(undefined);
    box.current?.showModal();
    try {
      setLook((await get<Look>(`${apiPath(props.kind, props.id)}/preview?${new URLSearchParams(chosen(props.kind, query))}`)).data);
    } catch (e) {
      setProblem(problemFrom(e));
    }
  };
  useEffect(() => { if (issued) told.current?.focus(); }, [issued]);
  const issue = async () => {
    // An issued report is an act of its own each time: the code before tells them apart.
    const body = bodyOf(props.kind.name, props.id, chosen(props.kind, query));
    setBusy(true);
    try {
      const { data } = await send<Issued>("POST", "/issued-reports", body, { key: key({ ...body, after: issued?.code }) });
      box.current?.close();
      setIssued(data);
      done();
    } catch (e) {
      setProblem(problemFrom(e));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p class="hint">{t("report.issue_hint")}</p>
      <p class="buttons"><button type="button" class="primary" onClick={() => void open()}>{t("report.issue")}</button></p>
      <dialog ref={box} aria-label={t("report.issue_title")}>
        <h2>{t("report.issue_title")}</h2>
        <p>{t("report.issue_means")}</p>
        {look && (look.writable ? <Before of={look} language={chosen(props.kind, query).lang ?? lang()} /> : <p class="note info">{t("report.not_yours")}</p>)}
        {problem && <Refusal problem={problem} />}
        <div class="buttons"><button type="button" class="primary" disabled={busy || !look?.writable} onClick={() => void issue()}>{t("report.do_issue")}</button><button type="button" onClick={() => box.current?.close()}>{t("ui.cancel")}</button></div>
      </dialog>
      {issued && (
        <div class="note good">
          <h3 ref={told} tabIndex={-1}>{t("report.issued_as", { code: issued.code })}</h3>
          <p>{t("report.verify_at")} <a href={`/verify/${issued.code}`}>{`${location.origin}/verify/${issued.code}`}</a></p>
          <Files of={issued} />
        </div>
      )}
    </>
  );
}

type Look = Schemas["PreviewView"];

/** What is about to be issued, and what is still blank in it. */
function Before({ of: p, language }: { of: Look; language: string }) {
  const w = p.wording;
  const blank = p.sections.filter((s) => s.open).map((s) => s.title);
  const facts: [string, string | null | undefined][] = [
    [t("report.head.number"), w?.number], [t("report.head.place"), w?.place], [t("report.head.day"), w?.day && showDate(w.day)], [t("report.head.signer"), w?.signer ?? (p.paper.signatory.name || null)],
  ];
  return (
    <>
      <Facts of={[
        [t("report.figures_state"), <StandingChip of={p.document_status} />], [t("bloc.layout"), label("document_layout", p.paper.layout)], [t("report.language"), languages.find((l) => l.value === language)?.label ?? language],
        ...facts.map(([name, value]): [string, string] => [name, value || t("report.left_blank")]),
      ]} />
      {p.document_status === "draft" && <p>{t("report.issue_draft")}</p>}
      {blank.length > 0 && <p class="note warn">{t("report.blank_sections", { names: blank.join("; ") })}</p>}
    </>
  );
}

/** The files of an issued report, a button each. */
function Files({ of: i }: { of: Issued }) {
  const saving = useSaving();
  return (
    <>
      <div class="buttons">
        {(Object.keys(formats) as Format[]).map((f) => (
          <button key={f} type="button" disabled={saving.busy} aria-label={t("report.download_of", { format: t(`report.${f}`), code: i.code })} onClick={() => saving.start([{ path: `/issued-reports/${i.id}/file?format=${f}`, accept: formats[f] }])}>{t(`report.short.${f}`)}</button>
        ))}
      </div>
      <p role="status" class="hint">{saving.state}</p>
      {saving.problem && <ProblemNote problem={saving.problem} />}
    </>
  );
}

export function IssuedList({ kind, id, may, gone }: ReportProps & { gone: () => void }) {
  const [turn, setTurn] = useState(0);
  return (
    <List<Issued>
      key={turn} path="/issued-reports" caption={t("report.issued")} fixed={{ kind: kind.name, subject_id: id }} empty={<Empty text={t("report.none_issued")} />}
      columns={[
        { name: "created_at", title: t("ui.when"), sort: true, show: (i) => showTime(i.created_at) },
        { name: "author", title: t("report.author"), show: (i) => i.author ?? t("report.operator") },
        { name: "code", title: t("report.code"), show: (i) => <a href={`/verify/${i.code}`}><code class="kept">{i.code}</code></a> },
        { name: "document_status", title: t("report.figures_state"), show: (i) => <StandingChip of={i.document_status} /> },
        { name: "status", title: t("ui.status"), show: (i) => <><Chip tone={i.status === "issued" ? "good" : "bad"}>{label("issued_report_status", i.status)}</Chip>{i.reason && <div class="muted">{i.reason}</div>}</> },
        { name: "files", title: t("report.files"), screen: true, show: (i) => <Files of={i} /> },
        ...(may ? [{
          name: "acts", title: t("ui.acts"), screen: true,
          show: (i: Issued) => i.status === "issued" && <Steps path={`/issued-reports/${i.id}`} etag={`"${i.version}"`} done={() => { setTurn((n) => n + 1); gone(); }} steps={[{ to: "withdrawn", text: t("report.withdraw"), named: t("report.withdraw_of", { code: i.code }), why: "must", danger: true, sure: t("report.withdraw_sure") }]} />,
        }] : []),
      ]}
    />
  );
}
