package marks

import "giaouoc/internal/amount"

// Class is a class of results (xếp loại): the totals from which on it is given, and
// whether no criterion may have ended at nothing.
type Class struct {
	Code   string
	From   amount.Points
	NoZero bool
}

// Classify finds the first of some classes, given from the highest, that a sheet
// reaches; "" where it reaches none, or its total cannot be told.
func (t Table) Classify(s Sheet, classes []Class) string {
	if s.Total.Points == nil {
		return ""
	}
	for _, c := range classes {
		if *s.Total.Points >= c.From && !(c.NoZero && t.zero(s)) {
			return c.Code
		}
	}
	return ""
}

// zero holds when something the unit is asked for ended at nothing; bonuses and
// penalties are not asked for.
func (t Table) zero(s Sheet) bool {
	for _, c := range t.Criteria {
		m := s.Marks[c.ID]
		if c.Kind != Group && c.Kind != Bonus && c.Kind != Penalty && c.Kind != Figure && m.Rule != RuleLeft && m.Points != nil && *m.Points == 0 {
			return true
		}
	}
	return false
}
