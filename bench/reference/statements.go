package main

import (
	"strconv"
)

// rows are what both drivers give back.
type rows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// pageSQL is the statement of a page; holes are $1, $2 …, which both engines take.
func pageSQL(q pageQuery) (string, []any) {
	limit := strconv.Itoa(q.limit + 1)
	if q.bloc == "" {
		if q.afterID == "" {
			return "SELECT " + commitmentColumns + commitmentFrom + " ORDER BY c.position, c.id LIMIT " + limit, nil
		}
		return "SELECT " + commitmentColumns + commitmentFrom + " WHERE (c.position, c.id) > ($1, $2) ORDER BY c.position, c.id LIMIT " + limit, []any{q.afterPosition, q.afterID}
	}
	year, _ := strconv.Atoi(q.year)
	return "SELECT " + commitmentColumns + commitmentFrom + ` WHERE t.bloc_id = $1 AND t.listing_year = $2
		AND c.agreement_id IN (SELECT id FROM agreements WHERE status = $3) ORDER BY c.position, c.id LIMIT ` + limit, []any{q.bloc, year, q.status}
}

// appendPage appends a page of commitments as the service shows it, but for the
// addresses of pages.
func appendPage(b []byte, found rows, limit int) ([]byte, error) {
	l, c := list{b: append(b, `{"data":[`...)}, commitment{}
	more := false
	for found.Next() {
		if l.n == limit {
			more = true
			break
		}
		if err := found.Scan(c.into()...); err != nil {
			return b, err
		}
		l.add(c.append)
	}
	b = append(append(append(l.b, `],"page":{"limit":`...), strconv.Itoa(limit)...), `,"has_more":`...)
	return append(strconv.AppendBool(b, more), "}}"...), found.Err()
}

const searchColumns = "c.id, c.text, c.theme, c.bloc_id, b.name, c.term_id, t.period_label, c.unit_id, u.name"

const searchJoins = " JOIN commitments c ON c.id = e.id JOIN terms t ON t.id = c.term_id JOIN blocs b ON b.id = c.bloc_id LEFT JOIN units u ON u.id = c.unit_id ORDER BY e.seq DESC"

// appendHits appends the commitments a search found.
func appendHits(b []byte, found rows) ([]byte, error) {
	l := list{b: append(b, `{"hits":[`...)}
	for found.Next() {
		var id, words, bloc, blocName, termID, label string
		var theme, unit, unitName *string
		if err := found.Scan(&id, &words, &theme, &bloc, &blocName, &termID, &label, &unit, &unitName); err != nil {
			return b, err
		}
		l.add(func(b []byte) []byte {
			b = text(append(text(append(b, `{"id":`...), id), `,"text":`...), words)
			b = optional(append(b, `,"theme":`...), theme)
			b = reference(append(b, `,"bloc":`...), &bloc, nil, &blocName)
			b = text(append(text(append(b, `,"term_id":`...), termID), `,"period":`...), label)
			return append(reference(append(b, `,"unit":`...), unit, nil, unitName), '}')
		})
	}
	return append(l.b, "]}"...), found.Err()
}

const agreementSQL = `SELECT a.id, a.version, a.created_at, a.updated_at, a.created_by, a.term_id, t.period_label, t.period_kind, a.bloc_id, b.name, a.title, a.preamble, a.legal_bases,
	a.basis_of_text, a.status, (SELECT count(*) FROM signatures s WHERE s.agreement_id = a.id AND s.annex_id IS NULL AND s.status = 'signed'),
	(SELECT count(*) FROM commitments c WHERE c.agreement_id = a.id), (SELECT count(*) FROM annexes x WHERE x.agreement_id = a.id), a.sources, a.basis, a.remark
	FROM agreements a JOIN terms t ON t.id = a.term_id JOIN blocs b ON b.id = a.bloc_id WHERE a.id = $1`

const membersSQL = "SELECT m.position, m.unit_id, m.unit_as_written, u.name FROM members m LEFT JOIN units u ON u.id = m.unit_id WHERE m.term_id = $1 ORDER BY m.position, m.id"

const signaturesSQL = `SELECT s.id, s.version, s.created_at, s.updated_at, s.created_by, s.agreement_id, s.annex_id, s.term_id, t.period_label, t.period_kind, s.position,
	s.unit_id, s.unit_as_written, u.name, COALESCE((SELECT v.name FROM unit_versions v WHERE v.unit_id = s.unit_id AND COALESCE(v.valid_from, '') <= s.signed_on ORDER BY COALESCE(v.valid_from, '') DESC LIMIT 1), u.name),
	s.role, s.person_id, s.person_as_written, p.name, s.position_as_written, s.signed_on, s.method, s.status, s.reason, s.sources, s.basis, s.remark
	FROM signatures s JOIN terms t ON t.id = s.term_id LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN persons p ON p.id = s.person_id
	WHERE s.agreement_id = $1 AND s.status <> 'annulled' ORDER BY s.position, s.id`

const partsSQL = "SELECT " + commitmentColumns + commitmentFrom + " WHERE c.agreement_id = $1 ORDER BY c.position, c.id"

// appendAgreement appends an agreement; termID is what it belongs to.
func appendAgreement(b []byte, scan func(into ...any) error) (out []byte, termID string, err error) {
	var m meta
	var label, kind, bloc, blocName, title, legalBases, basisOfText, sources, basis string
	var preamble, status, remark *string
	var signed, commitments, annexes int64
	if err := scan(&m.id, &m.version, &m.createdAt, &m.updatedAt, &m.createdBy, &termID, &label, &kind, &bloc, &blocName, &title, &preamble, &legalBases,
		&basisOfText, &status, &signed, &commitments, &annexes, &sources, &basis, &remark); err != nil {
		return b, "", err
	}
	b = term(append(m.append(append(b, `{"agreement":{`...)), `,"term":`...), termID, label, kind)
	b = text(append(reference(append(b, `,"bloc":`...), &bloc, nil, &blocName), `,"title":`...), title)
	b = append(append(optional(append(b, `,"preamble":`...), preamble), `,"legal_bases":`...), legalBases...)
	b = optional(append(text(append(b, `,"basis":`...), basisOfText), `,"status":`...), status)
	b = append(b, `,"signing_event":null,"frozen_at":null,"content_hash":null,"signatures":{"signed":`...)
	b = append(strconv.AppendInt(b, signed, 10), `,"pending":0,"absent":0,"late":0,"annulled":0},"commitment_count":`...)
	b = strconv.AppendInt(append(strconv.AppendInt(b, commitments, 10), `,"annex_count":`...), annexes, 10)
	b = append(append(append(append(b, `,"sources":`...), sources...), `,"basis_of_fields":`...), basis...)
	return append(optional(append(b, `,"remark":`...), remark), '}'), termID, nil
}

func appendMembers(b []byte, found rows) ([]byte, error) {
	l := list{b: append(b, `,"members":[`...)}
	for found.Next() {
		var position int64
		var unit, words, name *string
		if err := found.Scan(&position, &unit, &words, &name); err != nil {
			return b, err
		}
		l.add(func(b []byte) []byte {
			b = strconv.AppendInt(append(b, `{"order":`...), position, 10)
			return append(reference(append(b, `,"unit":`...), unit, words, name), '}')
		})
	}
	return append(l.b, ']'), found.Err()
}

func appendSignatures(b []byte, found rows) ([]byte, error) {
	l := list{b: append(b, `,"signatures":[`...)}
	for found.Next() {
		var m meta
		var agreement, termID, label, kind, status, sources, basis string
		var annex, unit, words, name, then, role, person, personWords, personName, post, signed, method, reason, remark *string
		var position int64
		if err := found.Scan(&m.id, &m.version, &m.createdAt, &m.updatedAt, &m.createdBy, &agreement, &annex, &termID, &label, &kind, &position,
			&unit, &words, &name, &then, &role, &person, &personWords, &personName, &post, &signed, &method, &status, &reason, &sources, &basis, &remark); err != nil {
			return b, err
		}
		l.add(func(b []byte) []byte {
			b = text(append(m.append(append(b, '{')), `,"agreement_id":`...), agreement)
			b = term(append(optional(append(b, `,"annex_id":`...), annex), `,"term":`...), termID, label, kind)
			b = reference(append(strconv.AppendInt(append(b, `,"order":`...), position, 10), `,"unit":`...), unit, words, name)
			b = optional(append(optional(append(b, `,"name_then":`...), then), `,"role":`...), role)
			b = optional(append(reference(append(b, `,"person":`...), person, personWords, personName), `,"position_as_written":`...), post)
			b = optional(append(optional(append(b, `,"signed_on":`...), signed), `,"method":`...), method)
			b = optional(append(text(append(b, `,"status":`...), status), `,"reason":`...), reason)
			return append(provenance(b, sources, basis, remark), '}')
		})
	}
	return append(l.b, ']'), found.Err()
}

func appendThemes(b []byte, found rows) ([]byte, error) {
	b = append(b, `,"themes":[`...)
	var c commitment
	var theme *string
	n := 0
	for found.Next() {
		if err := found.Scan(c.into()...); err != nil {
			return b, err
		}
		switch {
		case n == 0 || !same(theme, c.theme):
			if n > 0 {
				b = append(b, "]},"...)
			}
			theme = c.theme
			b = append(optional(append(b, `{"theme":`...), theme), `,"commitments":[`...)
		default:
			b = append(b, ',')
		}
		b = c.append(b)
		n++
	}
	if n > 0 {
		b = append(b, "]}"...)
	}
	return append(b, `],"annexes":[]}`...), found.Err()
}

func same(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// parts are the statements of a whole agreement after its own, and how each is
// shown.
var parts = []struct {
	sql    string
	of     func(agreement, term string) string
	append func([]byte, rows) ([]byte, error)
}{
	{membersSQL, func(_, term string) string { return term }, appendMembers},
	{signaturesSQL, func(agreement, _ string) string { return agreement }, appendSignatures},
	{partsSQL, func(agreement, _ string) string { return agreement }, appendThemes},
}
