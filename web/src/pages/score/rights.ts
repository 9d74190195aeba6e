// What a reader may do with the scores of a year, as far as their roles tell; the API
// has the last word.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";
import type { Stage } from "./cells";
import type { Criterion } from "./fields";

export type ScoreRights = {
  self: (unit: string | null | undefined) => boolean; // what a unit says of itself
  review: boolean;
  gives: (stage: Stage, unit: string, of: Criterion) => boolean;
};

/** Nothing is scored in a locked term, nor while a concluded ranking rests on the scores. */
export function useScoreRights(term: Pick<Term, "status">, ranked: boolean): ScoreRights {
  const who = useWho(), open = term.status !== "locked" && !ranked, has = (role: string) => who.grants.some((g) => g.role === role);
  const leads = open && (has("leader") || has("deputy")), council = open && has("council");
  const own = new Set(who.grants.filter((g) => g.role === "clerk" && g.scope === "unit").map((g) => g.scope_id));
  const self = (unit: string | null | undefined) => leads || (open && unit != null && own.has(unit));
  return {
    self, review: leads,
    gives: (stage, unit, of) => {
      if (stage === "self") return of.scored_by === "unit" && self(unit);
      if (stage === "verified" && of.scored_by === "council") return council;
      return leads || (stage === "final" && council);
    },
  };
}
