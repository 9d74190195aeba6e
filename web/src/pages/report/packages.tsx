// Packages of files that are made in the background: ordering one, and those that one
// has ordered, which are asked for again while any is unfinished.

import { useEffect, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem, type Schemas } from "../../api/client";
import { get, send } from "../../api/raw";
import { showNumber, showTime } from "../../format";
import { useWho } from "../../frame/app";
import { Section } from "../../ui/book";
import { useKey, useReading } from "../../ui/data";
import { Chip, Empty, ProblemNote, Shown, type Tone } from "../../ui/state";
import { Table } from "../../ui/table";
import { label, lang, t } from "../../words";
import { useSaving } from "./save";

type Job = Schemas["JobView"];

export type Order = { send: (body: Record<string, unknown>) => Promise<void>; busy: boolean; last: Job | undefined; problem: Problem | undefined };

/** Orders packages. Each order is an act of its own: the job before tells them apart. */
export function useOrder(): Order {
  const [last, setLast] = useState<Job>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const key = useKey();
  const order = async (body: Record<string, unknown>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      setLast((await send<Job>("POST", "/report-jobs", body, { key: key({ ...body, after: last?.id }) })).data);
    } catch (e) {
      setProblem(problemFrom(e));
    } finally {
      setBusy(false);
    }
  };
  return { send: order, busy, last, problem };
}

export function OrderState({ of: o }: { of: Order }) {
  return (
    <>
      <p role="status">{!o.busy && !o.problem && o.last && t("report.ordered", { time: showTime(o.last.created_at).slice(0, 5) })}</p>
      {o.problem && <ProblemNote problem={o.problem} />}
    </>
  );
}

const unfinished = (j: Job): boolean => j.state === "queued" || j.state === "running";
const tones: Record<Job["state"], Tone> = { queued: "plain", running: "info", done: "good", failed: "bad", expired: "plain" };
const latest = 100; // are shown
const pause = 2000; // ms until they are asked for again

function stateOf(j: Job): string {
  const state = label("report_job_state", j.state);
  if (j.state === "running" && j.total != null) return t("report.job_progress", { state, done: showNumber(j.done), total: showNumber(j.total) });
  return j.failure ? t("report.job_failed", { state, why: j.failure.title }) : state;
}

const nameOf = (j: Job): string => t("report.one", { kind: label("report_kind", j.kind), name: [j.name, j.period].filter(Boolean).join(", ") });

/** One's own packages that the API finds by of. */
export function Packages({ of, ordered }: { of: Record<string, string>; ordered: Job | undefined }) {
  const me = useWho();
  const question = new URLSearchParams({ ...of, created_by: me.id, limit: String(latest) }).toString();
  const reading = useReading(
    () => get<Schemas["ListingJobView"]>(`/report-jobs?${question}`).then((a) => a.data.data),
    [question, ordered?.id, lang()], true,
  );
  const waits = reading.data?.some(unfinished) ?? false;
  useEffect(() => {
    if (!waits || reading.busy) return;
    const ask = () => { if (!document.hidden) reading.again(); };
    const id = setTimeout(ask, pause);
    document.addEventListener("visibilitychange", ask); // who comes back sees at once
    return () => {
      clearTimeout(id);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [waits, reading.busy]);
  return (
    <Section title={t("report.packages")}>
      <p class="hint">{t("report.packages_hint")}</p>
      <Spoken jobs={reading.data ?? []} ordered={ordered?.id} />
      <Shown of={reading}>
        {(jobs) => jobs.length === 0 ? <Empty text={t("report.no_packages")} /> : (
          <Table<Job>
            caption={t("report.packages")} rows={jobs}
            columns={[
              { name: "created_at", title: t("ui.when"), show: (j) => showTime(j.created_at) },
              { name: "name", title: t("report.package"), show: nameOf },
              { name: "formats", title: t("report.package_formats"), show: (j) => j.formats.map((f) => t(`report.short.${f}`)).join(", ") },
              { name: "state", title: t("ui.status"), show: (j) => <Chip tone={tones[j.state]}>{stateOf(j)}</Chip> },
              { name: "size", title: t("ui.size"), number: true, show: (j) => (j.file ? `${showNumber(Math.ceil(j.file.size / 1000))} kB` : "—") },
              { name: "expires_at", title: t("report.kept_until"), show: (j) => showTime(j.file?.expires_at) },
              { name: "acts", title: t("ui.acts"), screen: true, show: (j) => <Acts of={j} /> },
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

/** Tells how the unfinished ones and the one just ordered go on, by their states
 * alone: not each file of many. */
function Spoken({ jobs, ordered }: { jobs: Job[]; ordered: string | undefined }) {
  const followed = useRef(new Set<string>());
  for (const j of jobs) if (unfinished(j) || j.id === ordered) followed.current.add(j.id);
  return (
    <p class="unseen" aria-live="polite">
      {jobs.filter((j) => followed.current.has(j.id)).map((j) => t("report.job_now", { name: nameOf(j), state: j.state === "running" ? label("report_job_state", j.state) : stateOf(j) })).join(" ")}
    </p>
  );
}

function Acts({ of: j }: { of: Job }) {
  const saving = useSaving();
  const named = { name: nameOf(j), time: showTime(j.created_at) };
  if (!j.file) return null;
  return (
    <>
      <button type="button" disabled={saving.busy} aria-label={t("report.download_package", named)} onClick={() => saving.start([{ path: `/report-jobs/${j.id}/file`, accept: "application/zip" }])}>{t("report.files")}</button>
      <p role="status" class="hint">{saving.state}</p>
      {saving.problem && <ProblemNote problem={saving.problem} />}
    </>
  );
}
