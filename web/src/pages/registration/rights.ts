// What a reader may do with registrations of a year, as far as their roles tell; the
// API has the last word.

import { useWho } from "../../frame/app";

export type Rights = {
  write: (unit: string | null | undefined) => boolean; // that of a unit
  review: boolean; // accept and return
};

export function useRights(locked: boolean): Rights {
  const who = useWho();
  const review = !locked && (who.may("leader") || who.may("deputy"));
  const own = new Set(who.grants.filter((g) => g.role === "clerk" && g.scope === "unit").map((g) => g.scope_id));
  return { review, write: (unit) => review || (!locked && unit != null && own.has(unit)) };
}
