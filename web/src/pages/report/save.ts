import { useState } from "preact/hooks";
import { problemFrom, type Problem } from "../../api/client";
import { save } from "../../api/raw";
import { showTime } from "../../format";
import { t } from "../../words";

export type Saving = {
  start: (path: string, accept: string, done?: (time: string) => string) => void;
  busy: boolean;
  state: string; // in words
  problem: Problem | undefined;
};

/** Saves files one at a time and tells in words how far it is. */
export function useSaving(): Saving {
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const start: Saving["start"] = (path, accept, done = (time) => t("report.saved", { time })) => {
    setBusy(true);
    setProblem(undefined);
    setState(t("report.making"));
    save(path, accept).then(
      () => setState(done(showTime(new Date().toISOString()).slice(0, 5))),
      (e) => { setState(""); setProblem(problemFrom(e)); },
    ).finally(() => setBusy(false));
  };
  return { start, busy, state, problem };
}
