// The bloc and the year a page is about, told by its address.

import { all, api, ask, type Schemas } from "../api/client";
import { t } from "../words";
import { useReading, type Reading } from "../ui/data";
import type { Crumb } from "../ui/page";

/** A bloc; of all of them each knows what it is called in an address (slug). */
export type Bloc = Schemas["BlocView"] & { slug?: string };
export type Term = Schemas["TermView"];

export const blocPath = (b: Bloc): string => `/khoi/${encodeURIComponent(b.slug ?? b.id)}`;

export const yearPath = (b: Bloc, label: string, page: string): string => `${blocPath(b)}/nam/${encodeURIComponent(label)}/${page}`;

/** Where the pages of a year stand: in the bloc, in its year. */
export const yearCrumbs = (b: Bloc, label: string): Crumb[] => [
  { href: blocPath(b), text: b.name },
  { href: yearPath(b, label, "tong-quan"), text: t("ui.year_of", { year: label }) },
];

/** A bloc's name; of one that has ended with its years, since another may be called the same. */
export const called = (b: Bloc): string => (b.valid_to ? `${b.name} (${b.valid_from?.slice(0, 4) ?? "…"}–${b.valid_to.slice(0, 4)})` : b.name);

/** Every bloc the reader may see. A code names the one bloc that bears it; where
 * it may mean several, or the page of a new bloc, their ids do. */
export async function readBlocs(): Promise<Bloc[]> {
  const blocs: Bloc[] = await all((cursor) => ask(api.GET("/api/v1/blocs", { params: { query: { limit: 200, cursor } } })));
  const bearers = new Map<string | null, number>([["moi", 2]]);
  for (const b of blocs) bearers.set(b.code, (bearers.get(b.code) ?? 0) + 1);
  return blocs.map((b) => ({ ...b, slug: b.code && bearers.get(b.code) === 1 ? b.code : b.id }));
}

/** The bloc a part of an address names. */
export const blocAt = (blocs: Bloc[], part: string): Bloc | undefined => {
  const name = decodeURIComponent(part);
  return blocs.find((b) => b.id === name || b.slug === name);
};

/** The terms of a bloc, the newest first. */
export const readTerms = (blocId: string): Promise<Term[]> =>
  all((cursor) => ask(api.GET("/api/v1/terms", { params: { query: { limit: 200, cursor, bloc_id: blocId, sort: "-period" } } })));

export const useBlocs = (session: unknown): Reading<Bloc[]> => useReading(readBlocs, [session]);

/** The bloc to begin with: the one looked at last, else that of the latest year under
 * way, else any. */
export async function firstBloc(blocs: Bloc[]): Promise<Bloc | undefined> {
  const last = localStorage.getItem("bloc");
  const known = blocs.find((b) => b.id === last);
  if (known || blocs.length < 2) return known ?? blocs[0];
  const { data } = await ask(api.GET("/api/v1/terms", { params: { query: { limit: 1, status: "planning,signing,in_force,reviewing", sort: "-period" } } }));
  return blocs.find((b) => b.id === data.data[0]?.bloc?.id) ?? blocs[0];
}

export const useTerms = (blocId: string | undefined): Reading<Term[]> =>
  useReading(() => (blocId ? readTerms(blocId) : Promise.resolve([])), [blocId]);
