import { useState } from "preact/hooks";
import { problemFrom, type Problem } from "../../api/client";
import { save } from "../../api/raw";
import { showTime } from "../../format";
import { t } from "../../words";

/** The forms a report can be had in. */
export const formats = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "application/zip",
  json: "application/json",
} as const;
export type Format = keyof typeof formats;

export type Wanted = { path: string; accept: string };

export type Saving = {
  start: (files: Wanted[], done?: (time: string) => string) => void;
  busy: boolean;
  state: string; // in words
  problem: Problem | undefined;
};

/** Saves files one after another and tells in words how far it is. */
export function useSaving(): Saving {
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const all = async (files: Wanted[]) => {
    for (const f of files) await save(f.path, f.accept);
  };
  const start: Saving["start"] = (files, done = (time) => t("report.saved", { time })) => {
    setBusy(true);
    setProblem(undefined);
    setState(t("report.making"));
    all(files).then(
      () => setState(done(showTime(new Date().toISOString()).slice(0, 5))),
      (e) => { setState(""); setProblem(problemFrom(e)); },
    ).finally(() => setBusy(false));
  };
  return { start, busy, state, problem };
}
