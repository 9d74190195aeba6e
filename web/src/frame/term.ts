// The bloc and the year a page is about, told by its address.

import { all, api, ask, type Schemas } from "../api/client";
import { useReading, type Reading } from "../ui/data";

export type Bloc = Schemas["BlocView"];
export type Term = Schemas["TermView"];

/** How a bloc is named in an address: its code, or its id where it has none. */
export const slug = (b: Bloc): string => encodeURIComponent(b.code || b.id);

export const yearPath = (b: Bloc, label: string, page: string): string => `/khoi/${slug(b)}/nam/${encodeURIComponent(label)}/${page}`;

/** Every bloc the reader may see. */
export const readBlocs = (): Promise<Bloc[]> =>
  all((cursor) => ask(api.GET("/api/v1/blocs", { params: { query: { limit: 200, cursor } } })));

/** The terms of a bloc, the newest first. */
export const readTerms = (blocId: string): Promise<Term[]> =>
  all((cursor) => ask(api.GET("/api/v1/terms", { params: { query: { limit: 200, cursor, bloc_id: blocId, sort: "-period" } } })));

export const useBlocs = (session: unknown): Reading<Bloc[]> => useReading(readBlocs, [session]);

export const useTerms = (blocId: string | undefined): Reading<Term[]> =>
  useReading(() => (blocId ? readTerms(blocId) : Promise.resolve([])), [blocId]);
