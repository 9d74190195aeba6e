// Who may say how well a unit did, as far as their roles tell; the API has the last
// word.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";
import { useRights as ofAgreement } from "../agreement/rights";

export type Standing = "self" | "proposed" | "recognised";

export function useRights(term: Pick<Term, "status">): (standing: Standing, unit: string) => boolean {
  const who = useWho(), rights = ofAgreement(term);
  const leads = term.status !== "locked" && (who.grants.some((g) => g.role === "leader" || g.role === "deputy"));
  return (standing, unit) => ({
    self: leads || (rights.sign(unit) && !who.grants.some((g) => g.role === "admin")),
    proposed: leads,
    recognised: rights.attend,
  })[standing];
}
