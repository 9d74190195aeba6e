// What was typed and not saved: asked about before it is left, and kept as a draft.

import { navigate as go } from "wouter-preact/use-browser-location";
import { useBrowserLocation } from "wouter-preact/use-browser-location";
import { t } from "../words";

const open = new Set<object>();

/** Marks a form as having unsaved changes, or no more. */
export function unsaved(form: object, is: boolean): void {
  is ? open.add(form) : open.delete(form);
}

/** Whether the page may be left: nothing unsaved, or the reader agrees. */
export function mayLeave(): boolean {
  if (open.size === 0) return true;
  if (!confirm(t("ui.leave_unsaved"))) return false;
  open.clear();
  return true;
}

addEventListener("beforeunload", (e) => {
  if (open.size > 0) e.preventDefault();
});

/** Moving about within the dashboard, with the question before unsaved changes are left. */
export function useGuardedLocation(...args: Parameters<typeof useBrowserLocation>): ReturnType<typeof useBrowserLocation> {
  const [path] = useBrowserLocation(...args);
  return [path, guarded];
}

const guarded: typeof go = (to, options) => {
  const leaves = new URL(String(to), location.href).pathname !== location.pathname;
  if (!leaves || mayLeave()) go(to, options);
};

const key = (name: string) => `draft:${name}`;

/** What was typed in fields that were changed, and what stood there before. */
export type Draft = { at: string; values: Record<string, string>; base?: Record<string, string> };

export function keepDraft(name: string, values: Record<string, string>, base?: Record<string, string>): void {
  localStorage.setItem(key(name), JSON.stringify({ at: new Date().toISOString(), values, base } satisfies Draft));
}

export function draftOf(name: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

export const dropDraft = (name: string): void => localStorage.removeItem(key(name));

/** Nobody who uses this machine next sees what was typed. */
export function dropDrafts(): void {
  for (const k of Object.keys(localStorage)) if (k.startsWith("draft:")) localStorage.removeItem(k);
}
