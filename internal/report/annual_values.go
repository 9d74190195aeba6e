package report

import (
	"strconv"

	"giaouoc/internal/date"
	"giaouoc/internal/record"
)

// provenances are those of the term and its lists.
func (r *termRows) provenances() []record.Provenance {
	all := []record.Provenance{r.term.Term.Provenance}
	for _, x := range r.members {
		all = append(all, x.Provenance)
	}
	for _, x := range r.leadership {
		all = append(all, x.Provenance)
	}
	for _, x := range r.events {
		all = append(all, x.Provenance)
	}
	for _, x := range r.deadlines {
		all = append(all, x.Provenance)
	}
	return all
}

// provenances are those of all the report is made of.
func (r *annualRows) provenances() []record.Provenance {
	ofTerm := r.termRows.provenances()
	all := ofTerm[:1:1] // the order is under the checksum of what was issued
	add := func(p record.Provenance) { all = append(all, p) }
	for _, a := range r.agreements {
		add(a.Provenance)
	}
	all = append(all, ofTerm[1:]...)
	for _, x := range r.signatures {
		add(x.Provenance)
	}
	for _, x := range r.commitments {
		add(x.Provenance)
	}
	for _, x := range r.awards {
		add(x.Row.Provenance)
	}
	for _, x := range r.names {
		add(x.Row.Provenance)
	}
	return all
}

// sourcesOf collects what records say they were taken from, each once.
func sourcesOf(all []record.Provenance) []record.Source {
	out, seen := []record.Source{}, map[string]bool{}
	for _, p := range all {
		for _, s := range p.Sources.V {
			key := words(s.Title) + "\x00" + words(s.Publisher) + "\x00" + words(s.Author) + "\x00" + words(s.Address) + "\x00" + string(value(s.Published))
			if !seen[key] {
				seen[key] = true
				out = append(out, s)
			}
		}
	}
	return out
}

func words(s *string) string { return value(s) }

// value is what a pointer points to; "" or 0 for unknown.
func value[T any](p *T) T {
	var none T
	if p == nil {
		return none
	}
	return *p
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func partial(d *date.Partial) string { return string(value(d)) }
