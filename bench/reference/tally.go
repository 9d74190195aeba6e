package main

import (
	"slices"
	"strconv"
	"strings"
)

// tallySQL sums a province's awards in one reading of its blocs' awards.
const tallySQL = `SELECT g.year, g.type, COALESCE(t.local_name, t.vi), t.code, t.is_verified, COALESCE(g.level, t.level), g.authority, g.status, g.kind, g.count, g.awards, g.unknown, g.named, g.unnamed
	FROM (SELECT a.listing_year AS year, a.award_type_id AS type, a.level AS level, COALESCE(a.authority_id, a.authority_as_written, d.authority_id, d.authority_as_written) IS NOT NULL AS authority,
			a.status AS status, a.recipient_kind AS kind, COALESCE(SUM(a.count), 0) AS count, COUNT(*) AS awards, COALESCE(SUM(CASE WHEN a.count IS NULL THEN 1 END), 0) AS unknown,
			COALESCE(SUM(CASE WHEN a.count IS NOT NULL THEN a.named END), 0) AS named, COALESCE(SUM(CASE WHEN a.count > a.named THEN a.count - a.named END), 0) AS unnamed
		FROM awards a LEFT JOIN decisions d ON d.id = a.decision_id
		WHERE a.bloc_id IN (SELECT id FROM blocs WHERE provinces LIKE $1) AND COALESCE(a.bloc_state, '') <> 'outside'
		GROUP BY 1, 2, 3, 4, 5, 6) g LEFT JOIN award_types t ON t.id = g.type
	ORDER BY g.year DESC, t.name_sort, g.type, g.authority DESC`

// unclearSQL sums the awards in force whose bloc, or whose bloc's province, nobody
// told.
const unclearSQL = `SELECT a.recipient_kind, COALESCE(SUM(a.count), 0), COUNT(*), COALESCE(SUM(CASE WHEN a.count IS NULL THEN 1 END), 0),
		COALESCE(SUM(CASE WHEN a.count IS NOT NULL THEN a.named END), 0), COALESCE(SUM(CASE WHEN a.count > a.named THEN a.count - a.named END), 0)
	FROM awards a WHERE (a.bloc_id IS NULL OR a.bloc_id IN (SELECT id FROM blocs WHERE provinces = '[]')) AND COALESCE(a.bloc_state, '') <> 'outside' AND a.status = 'in_force'
	GROUP BY 1`

func tallyPattern(province string) string {
	return "%" + strings.TrimSpace(string(text(nil, province))) + "%"
}

// sums are what a tally counts.
type sums struct {
	byKind                          [5]int64
	awards, unknown, named, unnamed int64
}

var kindNames = [5]string{"collectives", "individuals", "households", "blocs", "unclassified"}

func (s *sums) add(kind *string, count, awards, unknown, named, unnamed int64) {
	i := 4
	if kind != nil {
		i = slices.Index([]string{"collective", "individual", "household", "bloc"}, *kind)
	}
	s.byKind[i] += count
	s.awards, s.unknown, s.named, s.unnamed = s.awards+awards, s.unknown+unknown, s.named+named, s.unnamed+unnamed
}

func (s *sums) append(b []byte) []byte {
	field := func(name string, n int64) {
		b = strconv.AppendInt(append(append(append(b, '"'), name...), `":`...), n, 10)
		b = append(b, ',')
	}
	for i, name := range kindNames {
		field(name, s.byKind[i])
	}
	field("awards", s.awards)
	field("count_unknown", s.unknown)
	field("named", s.named)
	field("unnamed", s.unnamed)
	return b[:len(b)-1]
}

// tallyRow is one line of a tally.
type tallyRow struct {
	year               *int64
	typeID, name, code *string
	verified           *bool
	level              *string
	authority          bool
	sums               sums
}

// tally gathers a province's awards.
type tally struct {
	rows                             []tallyRow
	totals, unclear, annulled, draft sums
}

func (t *tally) read(found rows) error {
	for found.Next() {
		var r tallyRow
		var status string
		var kind *string
		var count, awards, unknown, named, unnamed int64
		if err := found.Scan(&r.year, &r.typeID, &r.name, &r.code, &r.verified, &r.level, &r.authority, &status, &kind, &count, &awards, &unknown, &named, &unnamed); err != nil {
			return err
		}
		into := &t.totals
		switch status {
		case "annulled":
			into = &t.annulled
		case "draft":
			into = &t.draft
		}
		into.add(kind, count, awards, unknown, named, unnamed)
		if status != "in_force" {
			continue
		}
		last := len(t.rows) - 1
		if last < 0 || !t.rows[last].alike(r) {
			t.rows, last = append(t.rows, r), last+1
		}
		t.rows[last].sums.add(kind, count, awards, unknown, named, unnamed)
	}
	return found.Err()
}

func (r tallyRow) alike(o tallyRow) bool {
	return (r.year == nil) == (o.year == nil) && (r.year == nil || *r.year == *o.year) && same(r.typeID, o.typeID) && same(r.level, o.level) && r.authority == o.authority
}

func (t *tally) readUnclear(found rows) error {
	for found.Next() {
		var kind *string
		var count, awards, unknown, named, unnamed int64
		if err := found.Scan(&kind, &count, &awards, &unknown, &named, &unnamed); err != nil {
			return err
		}
		t.unclear.add(kind, count, awards, unknown, named, unnamed)
	}
	return found.Err()
}

func (t *tally) append(b []byte) []byte {
	l := list{b: append(b, `{"rows":[`...)}
	for _, r := range t.rows {
		l.add(func(b []byte) []byte {
			b = append(b, `{"year":`...)
			if r.year == nil {
				b = append(b, "null"...)
			} else {
				b = strconv.AppendInt(b, *r.year, 10)
			}
			b = optional(append(b, `,"period":null,"type":{"id":`...), r.typeID)
			b = optional(append(b, `,"as_written":null,"name":`...), r.name)
			b = append(optional(append(b, `,"code":`...), r.code), `,"needs_check":`...)
			if r.verified == nil {
				b = append(b, "null"...)
			} else {
				b = strconv.AppendBool(b, !*r.verified)
			}
			b = append(optional(append(b, `},"level":`...), r.level), `,"has_authority":`...)
			return append(r.sums.append(append(strconv.AppendBool(b, r.authority), ',')), '}')
		})
	}
	b = t.totals.append(append(l.b, `],"totals":{`...))
	b = t.unclear.append(append(b, `},"unclear":{`...))
	b = t.annulled.append(append(b, `},"annulled":{`...))
	b = t.draft.append(append(b, `},"draft":{`...))
	return append(b, "}}"...)
}
