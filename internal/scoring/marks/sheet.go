package marks

import "giaouoc/internal/amount"

// Sheet is what one unit has on a table.
type Sheet struct {
	Marks map[string]Mark // by criterion
	Total Mark            // of the whole table
}

// Compute finds the marks of all units of a table that Check finds no flaw in. The
// entries of a unit are by criterion; what is not there is unknown. The result does not
// depend on any order.
func (t Table) Compute(units map[string]map[string]Entry) map[string]Sheet {
	of := map[string]peers{}
	for _, c := range t.Criteria {
		if c.Kind != RelativeToBest {
			continue
		}
		var entries []Entry
		for _, unit := range units {
			if !t.left(c, unit) {
				entries = append(entries, unit[c.ID])
			}
		}
		of[c.ID] = c.compare(entries)
	}
	parts := map[string][]Criterion{}
	for _, c := range t.Criteria {
		parts[c.ParentID] = append(parts[c.ParentID], c)
	}
	out := map[string]Sheet{}
	for id, entries := range units {
		s := Sheet{Marks: map[string]Mark{}}
		s.Total = t.sum(Criterion{Kind: Group}, parts, entries, of, s.Marks)
		out[id] = s
	}
	return out
}

// left holds for a criterion that is not assigned to a unit, or within a group that is
// not.
func (t Table) left(c Criterion, entries map[string]Entry) bool {
	for range t.Criteria {
		if entries[c.ID].Left {
			return true
		}
		if c.ParentID == "" {
			return false
		}
		for _, p := range t.Criteria {
			if p.ID == c.ParentID {
				c = p
				break
			}
		}
	}
	return false
}

// sum adds the parts of a group. It can be told when all of them can; its own ceiling
// holds for both directions.
func (t Table) sum(group Criterion, parts map[string][]Criterion, entries map[string]Entry, of map[string]peers, into map[string]Mark) Mark {
	m := Mark{Rule: RuleSum}
	whole := true
	for _, c := range parts[group.ID] {
		e := entries[c.ID]
		var part Mark
		switch {
		case e.Left:
			part = c.mark(e, peers{}, t.Rounding)
		case c.Kind == Group:
			part = t.sum(c, parts, entries, of, into)
		default:
			part = c.mark(e, of[c.ID], t.Rounding)
			if c.Kind != Bonus && c.Kind != Penalty {
				part.Full = c.Max
			}
		}
		into[c.ID] = part
		m.Full += part.Full
		m.Provisional = m.Provisional || part.Provisional
		if part.Points == nil {
			whole = false
			m.Known += part.Known
		} else {
			m.Known += *part.Points
		}
	}
	if group.Max > 0 {
		held := max(min(m.Known, group.Max), -group.Max)
		m.Cut, m.Known, m.Full = held != m.Known, held, min(m.Full, group.Max)
	}
	if whole {
		known := m.Known
		m.Points = &known
	}
	return m
}

// Share is a total in percent of what the unit could reach, in hundredths of a percent
// rounded half up; nil where it cannot be told.
func (s Sheet) Share() *amount.Points {
	if s.Total.Points == nil || s.Total.Full <= 0 {
		return nil
	}
	x := times(100*100, pointsRat(*s.Total.Points), pointsRat(s.Total.Full))
	p := Rounding{1, HalfUp}.round(x)
	return &p
}
