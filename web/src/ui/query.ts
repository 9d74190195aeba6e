// The question of a page stands in its address: filters, sort, tab, place.

import { useLocation, useSearch } from "wouter-preact";
import { useCallback, useMemo } from "preact/hooks";

export type Query = Record<string, string>;

/** The parameters of the address, and a way to change some; "" takes one away. */
export function useQuery(): [Query, (change: Query, replace?: boolean) => void, (change: Query) => string] {
  const search = useSearch();
  const [path, go] = useLocation();
  const query = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search]);
  const href = useCallback((change: Query) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) value === "" ? next.delete(name) : next.set(name, value);
    const s = next.toString();
    return s ? `${path}?${s}` : path;
  }, [search, path]);
  const set = useCallback((change: Query, replace = false) => go(href(change), { replace }), [href, go]);
  return [query, set, href];
}
