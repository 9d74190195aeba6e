// Who may say how well a unit did, as far as their roles tell; the API has the last
// word.

import type { Term } from "../../frame/term";
import { useRights as ofAgreement } from "../agreement/rights";
import { useRights as ofProgress } from "../progress/rights";

export type Standing = "self" | "proposed" | "recognised";

export function useRights(term: Pick<Term, "status">): (standing: Standing, unit: string) => boolean {
  const progress = ofProgress(term), { attend } = ofAgreement(term);
  return (standing, unit) => ({ self: progress.write(unit), proposed: progress.review, recognised: attend })[standing];
}
