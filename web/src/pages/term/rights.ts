// What a reader may do in a bloc's year, as far as their roles tell; the API has
// the last word.

import type { Term } from "../../frame/term";
import { useWho } from "../../frame/app";

export type Rights = {
  write: boolean; // members, deadlines, events, facts
  lead: boolean; // who leads
  lock: boolean;
  units: boolean; // new units
};

export function useRights(term: Term): Rights {
  const { may } = useWho();
  const council = may("council");
  const open = term.status !== "locked";
  return { write: open && (council || may("leader") || may("deputy")), lead: open && council, lock: council, units: council };
}

/** Whether the reader's roles would let them write here, were the year not locked. */
export function useMightWrite(): boolean {
  const { may } = useWho();
  return may("council") || may("leader") || may("deputy");
}
