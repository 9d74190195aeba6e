// Who is signed in. The access token lives in memory; the refresh token in a
// cookie no script can read. Tabs take turns at trading it, since it works once.

import { lang } from "./words";

export type Right = { role: string; scope: string; scope_id: string | null };
export type Me = {
  id: string; version: number; username: string; display_name: string; language: string | null;
  must_change_password: boolean; grants: Right[];
};

type Tokens = { access_token: string; expires_in: number; must_change_password: boolean };

const mark = "session";
const wordsKept = "said";
let token = "";
let expires = 0; // ms since the page was opened
let changed: () => void = () => {};

/** Whenever sets what is called when the session begins or ends. */
export const whenever = (f: () => void): void => void (changed = f);

async function post(path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { "Content-Type": "application/json", "Accept-Language": lang() };
  // A token that has run out is refused everywhere, even where none is needed.
  if (token && path === "logout") headers.Authorization = `Bearer ${token}`;
  return fetch(`/api/v1/auth/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

function keep(t: Tokens): void {
  token = t.access_token;
  expires = performance.now() + t.expires_in * 1000;
}

/** Signs in; on refusal gives the problem of the API. */
export async function signIn(username: string, password: string, lasting: boolean): Promise<unknown> {
  const r = await post("login", { username, password, cookie: lasting ? "lasting" : "session" });
  const body: unknown = await r.json();
  if (!r.ok) return body;
  keep(body as Tokens);
  localStorage.setItem(mark, "1");
  changed();
  return null;
}

/** Whether this browser may hold a session: what it does hold no script can see. */
export const mayBeSignedIn = (): boolean => localStorage.getItem(mark) !== null;

/** Trades the cookie for a new access token; false where there is none. */
export async function renew(): Promise<boolean> {
  const before = token;
  return navigatorLock("giaouoc-refresh", async () => {
    if (token !== before) return true; // another call of this tab was first
    const r = await post("refresh", {});
    if (r.status === 401) {
      token = "";
      localStorage.removeItem(mark);
      return false;
    }
    if (!r.ok) throw new Error("unavailable");
    keep((await r.json()) as Tokens);
    return true;
  });
}

async function navigatorLock<T>(name: string, f: () => Promise<T>): Promise<T> {
  // Only offered on https and localhost; without it tabs may have to sign in anew.
  return "locks" in navigator ? (navigator.locks.request(name, f) as Promise<T>) : f();
}

/** The access token, renewed where it is about to expire; "" where nobody is signed in. */
export async function access(): Promise<string> {
  if (token && performance.now() > expires - 20_000 && !(await renew())) changed();
  return token;
}

/** The API refused the token before its time: where it cannot be renewed, the session
 * was ended elsewhere, and the page asks to sign in again. */
export function refusedToken(): void {
  expires = 0;
  access().catch(() => undefined);
}

/** Whether somebody is signed in, as far as this page knows. */
export const signedIn = (): boolean => token !== "";

export async function signOut(): Promise<void> {
  await access();
  await post("logout", {}).catch(() => undefined);
  token = "";
  localStorage.removeItem(mark);
  changed();
}

/** The API ended the session; says so on the page to sign in, in the words of a key. */
export function endedHere(words = ""): void {
  token = "";
  localStorage.removeItem(mark);
  if (words) sessionStorage.setItem(wordsKept, words);
  location.assign("/");
}

/** The words left for the page to sign in, once. */
export function leftWords(): string | null {
  const words = sessionStorage.getItem(wordsKept);
  sessionStorage.removeItem(wordsKept);
  return words;
}
