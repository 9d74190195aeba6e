// What a reader may do with the agreement of a year, as far as their roles tell;
// the API has the last word.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";

export type Rights = {
  write: boolean; // the agreement, its commitments and annexes
  attend: boolean; // events and files
  sign: (unit: string | null | undefined) => boolean; // the row of a unit
};

export function useRights(term: Pick<Term, "status">): Rights {
  const who = useWho();
  const open = term.status !== "locked";
  const leads = open && (who.may("leader") || who.may("deputy"));
  const own = new Set(who.grants.filter((g) => g.role === "clerk" && g.scope === "unit").map((g) => g.scope_id));
  return {
    write: leads,
    attend: leads || (open && who.may("council")),
    sign: (unit) => leads || (open && unit != null && own.has(unit)),
  };
}
