package actor

import "strings"

// An Extent becomes SQL through three relations only: which authority
// organises a bloc (blocs.organizer_id), which units belong to a term (the view
// belongings), and which lead it (leaderships). The texts here are plain SQL
// that both engines read; no value ever becomes part of them.

// TermRows is the condition on rows that carry a bloc and a term.
func (e Extent) TermRows(blocColumn, termColumn string) (string, []any) {
	return e.condition(func(b *either) { b.terms(e, blocColumn, termColumn) })
}

// PartRows is TermRows for rows that carry the unit whose own they are, too. The column
// of the unit is not named unless some grant reaches its own rows only.
func (e Extent) PartRows(blocColumn, termColumn, unitColumn string) (string, []any) {
	return e.condition(func(b *either) {
		b.terms(e, blocColumn, termColumn)
		b.in(unitColumn+" IN (", e.Owns, ")")
	})
}

// BlocRows is the condition on rows that carry a bloc but no term: a unit reaches
// the blocs it belongs to in any term.
func (e Extent) BlocRows(blocColumn string) (string, []any) {
	return e.condition(func(b *either) {
		b.blocs(e, blocColumn)
		b.in(blocColumn+" IN (SELECT bloc_id FROM belongings WHERE unit_id IN (", e.Units, "))")
		b.in(blocColumn+" IN (SELECT bloc_id FROM leaderships WHERE role = 'leader' AND unit_id IN (", e.Leads, "))")
		b.in(blocColumn+" IN (SELECT bloc_id FROM leaderships WHERE role = 'deputy' AND unit_id IN (", e.Deputises, "))")
	})
}

func (e Extent) condition(fill func(*either)) (string, []any) {
	if e.Everything {
		return "1 = 1", nil
	}
	var b either
	fill(&b)
	if len(b.conds) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(b.conds, " OR ") + ")", b.args
}

type either struct {
	conds []string
	args  []any
}

func (b *either) terms(e Extent, blocColumn, termColumn string) {
	b.blocs(e, blocColumn)
	b.in(termColumn+" IN (SELECT term_id FROM belongings WHERE unit_id IN (", e.Units, "))")
	b.in(termColumn+" IN (SELECT term_id FROM leaderships WHERE role = 'leader' AND unit_id IN (", e.Leads, "))")
	b.in(termColumn+" IN (SELECT term_id FROM leaderships WHERE role = 'deputy' AND unit_id IN (", e.Deputises, "))")
}

func (b *either) in(before string, ids []string, after string) {
	if len(ids) == 0 {
		return
	}
	b.conds = append(b.conds, before+strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",")+after)
	for _, id := range ids {
		b.args = append(b.args, id)
	}
}

func (b *either) blocs(e Extent, column string) {
	b.in(column+" IN (SELECT id FROM blocs WHERE organizer_id IN (", e.Authorities, "))")
	b.in(column+" IN (", e.Blocs, ")")
}
