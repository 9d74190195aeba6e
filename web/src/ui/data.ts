// Reading from the API in a component.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { problemFrom, type Problem } from "../api/client";
import { isAnswered, newKey } from "../api/raw";

export type Reading<T> = {
  data: T | undefined; // stays while the same is read anew
  problem: Problem | undefined;
  busy: boolean;
  again: () => void;
};

type Kept<T> = { about: string; data?: T; problem?: Problem; busy: boolean };

/** Reads what about names, and anew when that changes; an answer that comes too late
 * is dropped. With keep, what was read before stays until the new is there. */
export function useReading<T>(read: () => Promise<T>, about: unknown[], keep = false): Reading<T> {
  const name = JSON.stringify(about);
  const [state, set] = useState<Kept<T>>({ about: name, busy: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  useEffect(() => {
    const mine = ++latest.current;
    set((s) => ({ ...s, busy: true }));
    read().then(
      (data) => mine === latest.current && set({ about: name, data, busy: false }),
      (e) => mine === latest.current && set((s) => ({ about: name, data: s.about === name || keep ? s.data : undefined, problem: problemFrom(e), busy: false })),
    );
    return () => void latest.current++;
  }, [name, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const same = state.about === name;
  return { data: same || keep ? state.data : undefined, problem: same ? state.problem : undefined, busy: !same || state.busy, again };
}

/** True after a second of waiting: what is quick flashes nothing. */
export function useSlow(busy: boolean): boolean {
  const [slow, set] = useState(false);
  useEffect(() => {
    if (!busy) return set(false);
    const id = setTimeout(() => set(true), 1000);
    return () => clearTimeout(id);
  }, [busy]);
  return slow;
}

/** Keys for what is sent: the same body keeps its key until it is answered, so that a
 * second try after a broken line does nothing twice. */
export function useKey(): (body: unknown) => string {
  const last = useRef({ body: "", key: "" });
  return useCallback((body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text || isAnswered(last.current.key)) last.current = { body: text, key: newKey() };
    return last.current.key;
  }, []);
}
