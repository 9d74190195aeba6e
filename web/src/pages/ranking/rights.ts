// What a reader may do with the votes and rankings of a year, as far as their roles
// tell; the API has the last word.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";

export function useRankingRights(term: Pick<Term, "status">): { write: boolean; early: boolean } {
  const has = (roles: string[]) => who.grants.some((g) => roles.includes(g.role)), who = useWho();
  return { write: term.status !== "locked" && has(["leader", "deputy", "council"]), early: has(["admin", "leader", "deputy", "council"]) };
}
