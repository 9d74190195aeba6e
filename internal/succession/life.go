package succession

import (
	"slices"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

// life is what is known of the time a party existed; an end that is nil is
// unknown, or still open.
type life struct{ From, To *date.Partial }

// touch is one party of another act that shares a party with the act looked at.
type touch struct {
	Succession `gorm:"embedded"`
	PartyID    string
	Side       string
}

// checkLives notes parties the act is certainly outside the life of: it takes
// from what had begun and not ended (the day after the last is still fair), and
// leads to what exists by the day after. What is lived again may have ended.
func (w whole) checkLives(bad *fault.Fields, lives map[string]life) {
	when := w.span()
	for i, p := range w.From {
		born, dead := lives[deref(p.link())].days()
		if when.before(span{first: born}) {
			bad.Add(w.pointer(From, i), "before_beginning", "day", born)
		} else if w.Kind != ReEstablished && (span{last: next(dead)}).before(when) {
			bad.Add(w.pointer(From, i), "after_end", "day", dead)
		}
	}
	for i, p := range w.To {
		born, dead := lives[deref(p.link())].days()
		if (span{last: next(when.last)}).before(span{first: born}) {
			bad.Add(w.pointer(To, i), "before_beginning", "day", born)
		} else if (span{last: dead}).before(when) {
			bad.Add(w.pointer(To, i), "after_end", "day", dead)
		}
	}
}

// days are the first day a life may have begun and the last it may have ended;
// "" for unknown.
func (l life) days() (born, dead date.Day) {
	s := between(l.From, l.To)
	return s.first, s.last
}

func next(d date.Day) date.Day { return d.AddDays(1) }

// checkEnds notes parties that would end twice, or act after their end: what
// merged or dissolved comes back only by being re-established.
func (w whole) checkEnds(bad *fault.Fields, others []touch) {
	on := map[string][]touch{}
	for _, o := range others {
		on[o.PartyID] = append(on[o.PartyID], o)
	}
	for _, side := range []string{From, To} {
		parties := w.From
		if side == To {
			parties = w.To
		}
		for i, p := range parties {
			for _, o := range on[deref(p.link())] {
				if code := w.clash(side, o); code != "" {
					bad.Add(w.pointer(side, i), code, "act", o.ID)
					break
				}
			}
		}
	}
}

// clash is what stands between the act and another one on the same party.
func (w whole) clash(side string, o touch) string {
	here, there := side == From && ends(w.Kind), o.Side == From && ends(o.Kind)
	switch {
	case here && there:
		return "ended_already"
	case there && o.span().before(w.span()) && !(side == From && w.Kind == ReEstablished):
		return "ended_before"
	case here && w.span().before(o.span()) && !(o.Side == From && o.Kind == ReEstablished):
		return "acts_after_end"
	}
	return ""
}

// deed is an act's linked parties.
type deed struct {
	ID       string
	From, To []string
}

// checkCycle notes parties the act leads to from which recorded acts lead back
// to one it takes from, with the acts on a shortest way.
func (w whole) checkCycle(bad *fault.Fields, deeds []deed) {
	back := waysBack(deeds, links(w.From))
	for i, p := range w.To {
		var acts []string
		for h, ok := back[deref(p.link())]; ok; h, ok = back[h.next] {
			acts = append(acts, h.act)
		}
		if acts != nil {
			bad.Add(w.pointer(To, i), "cycle", "acts", acts)
		}
	}
}

// hop is the first step of a way: the act, and whom it leads to.
type hop struct{ act, next string }

// waysBack finds for every record from which acts lead to any of some the first
// step of a shortest way. One search for all, against the time: each act and
// each party is looked at once.
func waysBack(deeds []deed, goals []string) map[string]hop {
	into := map[string][]*deed{}
	for i := range deeds {
		for _, id := range deeds[i].To {
			into[id] = append(into[id], &deeds[i])
		}
	}
	back, seen, done := map[string]hop{}, map[string]bool{}, map[*deed]bool{}
	for _, id := range goals {
		seen[id] = true
	}
	for queue := slices.Clone(goals); len(queue) > 0; queue = queue[1:] {
		for _, d := range into[queue[0]] {
			if done[d] {
				continue
			}
			done[d] = true
			for _, id := range d.From {
				if !seen[id] {
					seen[id], back[id] = true, hop{d.ID, queue[0]}
					queue = append(queue, id)
				}
			}
		}
	}
	return back
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
