// Calls whose path is a parameter: what the generic lists and forms use. The same
// session, language and refusals as the typed client.

import { refusal, Refused, type Problem } from "./client";
import { access } from "../session";
import { lang, t } from "../words";

type Options = { method?: string; accept?: string; body?: unknown; etag?: string; key?: string; form?: FormData };

/** One call of the API; a refusal is thrown. */
export async function call(path: string, o: Options = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: o.accept ?? "application/json", "Accept-Language": lang() };
  const token = await access();
  if (token) headers.Authorization = `Bearer ${token}`;
  if (o.etag) headers["If-Match"] = o.etag;
  if (o.key) headers["Idempotency-Key"] = o.key;
  if (o.body !== undefined) headers["Content-Type"] = o.method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const r = await fetch(`/api/v1${path}`, { method: o.method ?? "GET", headers, body: o.form ?? (o.body === undefined ? undefined : JSON.stringify(o.body)) })
    .catch(() => { throw new Refused({ code: "offline", title: t("ui.offline"), status: 0 }); });
  if (o.key && r.ok) answered.add(o.key);
  if (!r.ok) {
    const said = (await r.json().catch(() => null)) as Problem | null;
    if (o.key && r.status < 500 && r.status !== 429 && said?.code !== "request_in_progress") answered.add(o.key);
    throw refusal({ code: "internal", title: t("ui.server_error"), request_id: r.headers.get("X-Request-Id") ?? undefined, ...said, status: r.status });
  }
  return r;
}

// Keys whose act was answered: the same act sent anew is another one.
const answered = new Set<string>();

/** Whether the server has answered what was sent under a key, well or not; while it is
 * not reached, or still at it, the same key finds what became of the first try. */
export const isAnswered = (key: string): boolean => answered.has(key);

export type Versioned<T> = { data: T; etag: string };

export async function get<T>(path: string): Promise<Versioned<T>> {
  const r = await call(path);
  return { data: (await r.json()) as T, etag: r.headers.get("ETag") ?? "" };
}

/** Every row of a list at a path that has a question, page by page. */
export async function getAll<T>(path: string): Promise<T[]> {
  const rows: T[] = [];
  let at: string | undefined = path;
  while (at) {
    const { data }: Versioned<{ data: T[]; page: { next?: string } }> = await get(at);
    rows.push(...data.data);
    const cursor: string | null | undefined = data.page.next && new URL(data.page.next).searchParams.get("cursor");
    at = cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : undefined;
  }
  return rows;
}

/** Sends a body: POST makes, PATCH changes the version that was read. */
export async function send<T>(method: "POST" | "PATCH" | "PUT", path: string, body: unknown, o: { etag?: string; key?: string } = {}): Promise<Versioned<T>> {
  const r = await call(path, { method, body, ...o });
  return { data: (await r.json()) as T, etag: r.headers.get("ETag") ?? "" };
}

export async function remove(path: string, etag: string): Promise<void> {
  await call(path, { method: "DELETE", etag });
}

/** A key that marks one act, so that a second try does not do it twice. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Saves a file the API gives, under the name it gives. */
export async function save(path: string, accept: string): Promise<void> {
  const r = await call(path, { accept });
  const told = r.headers.get("Content-Disposition") ?? "";
  const named = /filename\*=UTF-8''([^;]+)/.exec(told)?.[1], plain = /filename="([^"]+)"/.exec(told)?.[1];
  saveBlob(await r.blob(), named ? decodeURIComponent(named) : (plain ?? ""));
}

/** Saves bytes under a name. */
export function saveBlob(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
