// Who writes reports and judges them, as far as their roles tell; the API has the
// last word. Administrators do neither.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";

export type Rights = {
  review: boolean; // what is of the whole bloc, verdicts, closing a period
  write: (unit: string | null | undefined) => boolean; // what a unit reports
};

export function useRights(term: Pick<Term, "status">): Rights {
  const { grants } = useWho(), open = term.status !== "locked";
  const review = open && grants.some((g) => g.role === "leader" || g.role === "deputy");
  const own = new Set(grants.filter((g) => g.role === "clerk" && g.scope === "unit").map((g) => g.scope_id));
  return { review, write: (unit) => review || (open && unit != null && own.has(unit)) };
}
