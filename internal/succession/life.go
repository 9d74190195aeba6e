package succession

import (
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
	for _, side := range []string{From, To} {
		parties := w.From
		if side == To {
			parties = w.To
		}
		for i, p := range parties {
			for _, o := range others {
				if o.PartyID != deref(p.link()) {
					continue
				}
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

// checkCycle notes parties the act leads to from which recorded acts lead back
// to one it takes from.
func (w whole) checkCycle(bad *fault.Fields, edges []Edge) {
	from := map[string]bool{}
	for _, id := range links(w.From) {
		from[id] = true
	}
	for i, p := range w.To {
		if acts := way(edges, deref(p.link()), from); acts != nil {
			bad.Add(w.pointer(To, i), "cycle", "acts", acts)
		}
	}
}

// way is the acts on a shortest way from one record to any of some, nil when
// none leads there.
func way(edges []Edge, start string, to map[string]bool) []string {
	type step struct {
		id   string
		acts []string
	}
	seen := map[string]bool{start: true}
	for queue := []step{{start, nil}}; len(queue) > 0; queue = queue[1:] {
		for _, e := range edges {
			if e.From != queue[0].id || seen[e.To] {
				continue
			}
			seen[e.To] = true
			acts := append(append([]string{}, queue[0].acts...), e.Act)
			if to[e.To] {
				return acts
			}
			queue = append(queue, step{e.To, acts})
		}
	}
	return nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
