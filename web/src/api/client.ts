// The API, typed by the contract, signed in, in the reader's language. What has the
// path as a parameter uses raw.ts.

import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";
import { access, refusedToken } from "../session";
import { lang, t } from "../words";

export type Schemas = components["schemas"];

/** A refusal of the API (RFC 9457), or one of our own where nothing answered. */
export type Problem = {
  code: string;
  title: string;
  detail?: string;
  status: number;
  request_id?: string;
  errors?: { pointer?: string; parameter?: string; code: string; message: string }[];
  params?: Record<string, unknown>;
};

/** Refused carries a problem to whoever asked. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

const signed: Middleware = {
  async onRequest({ request }) {
    request.headers.set("Accept-Language", lang());
    const token = await access();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    return request;
  },
  async onError() {
    return new Refused({ code: "offline", title: t("ui.offline"), status: 0 });
  },
};

export const api = createClient<paths>({ baseUrl: location.origin });
api.use(signed);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of an answer with its version; a refusal is thrown. Lists may come as
 * text (CSV), which is not asked for here. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<{ data: Exclude<T, string>; etag: string }> {
  const { data, error, response } = await answer;
  if (!response.ok) throw refusal(problemOf(error, response));
  return { data: data as Exclude<T, string>, etag: response.headers.get("ETag") ?? "" };
}

/** A refusal to throw; one of the token itself ends the session. */
export function refusal(p: Problem): Refused {
  if (p.code === "unauthenticated") refusedToken();
  return new Refused(p);
}

function problemOf(error: unknown, response: Response): Problem {
  if (error && typeof error === "object" && "code" in error) return { ...(error as Problem), status: response.status };
  return { code: "internal", title: t("ui.server_error"), status: response.status, request_id: response.headers.get("X-Request-Id") ?? undefined };
}

export const problemFrom = (e: unknown): Problem =>
  e instanceof Refused ? e.problem : { code: "offline", title: t("ui.offline"), status: 0 };

/** What a refusal says of the rows of a list that was sent as data: by row, in words. */
export function mistakes(p: Problem): Map<number, string> {
  const out = new Map<number, string>();
  for (const e of p.errors ?? []) {
    const row = /^\/data\/(\d+)/.exec(e.pointer ?? "");
    if (row) out.set(Number(row[1]), [out.get(Number(row[1])), e.message].filter(Boolean).join(" "));
  }
  return out;
}

/** The records of a list, page by page, until all are there. */
export async function all<T>(page: (cursor?: string) => Promise<{ data: { data: T[]; page: { next?: string } } }>): Promise<T[]> {
  const out: T[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await page(cursor);
    out.push(...data.data);
    cursor = data.page.next ? (new URL(data.page.next).searchParams.get("cursor") ?? undefined) : undefined;
  } while (cursor);
  return out;
}
