package main

import (
	"strconv"
	"time"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// text appends a JSON string.
func text(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

func optional(b []byte, s *string) []byte {
	if s == nil {
		return append(b, "null"...)
	}
	return text(b, *s)
}

// amount appends millionths as a number.
func amount(b []byte, n *int64) []byte {
	if n == nil {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, float64(*n)/1e6, 'f', -1, 64)
}

// meta is what every record begins with.
type meta struct {
	id        string
	version   int
	createdAt time.Time
	updatedAt time.Time
	createdBy string
}

func (m meta) append(b []byte) []byte {
	b = append(text(append(b, `"id":`...), m.id), `,"version":`...)
	b = append(strconv.AppendInt(b, int64(m.version), 10), `,"created_at":"`...)
	b = append(m.createdAt.UTC().AppendFormat(b, time.RFC3339Nano), `","updated_at":"`...)
	b = append(m.updatedAt.UTC().AppendFormat(b, time.RFC3339Nano), `","created_by":`...)
	return text(b, m.createdBy)
}

// reference appends what a record points to.
func reference(b []byte, id, asWritten, name *string) []byte {
	if id == nil && asWritten == nil {
		return append(b, "null"...)
	}
	b = append(optional(append(b, `{"id":`...), id), `,"as_written":`...)
	b = append(optional(b, asWritten), `,"name":`...)
	return append(optional(b, name), '}')
}

// term appends a term.
func term(b []byte, id, label, kind string) []byte {
	b = append(text(append(b, `{"id":`...), id), `,"period":`...)
	b = append(text(b, label), `,"period_kind":`...)
	return append(text(b, kind), '}')
}

// provenance appends stored JSON as it is.
func provenance(b []byte, sources, basis string, remark *string) []byte {
	b = append(append(append(b, `,"sources":`...), sources...), `,"basis":`...)
	return optional(append(append(b, basis...), `,"remark":`...), remark)
}

// commitment is a row of commitments with what is shown beside it.
type commitment struct {
	meta
	agreement, term, label, kind string
	position                     int
	theme                        *string
	text, scope                  string
	unit, unitWords, unitName    *string
	measure                      *string
	target                       *int64
	unitOfMeasure                *string
	baseline                     *int64
	due                          *string
	legalBasis                   string
	weight                       *int64
	targets, sources, basis      string
	remark                       *string
}

const commitmentColumns = `c.id, c.version, c.created_at, c.updated_at, c.created_by, c.agreement_id, c.term_id, t.period_label, t.period_kind, c.position, c.theme, c.text, c.scope,
	c.unit_id, c.unit_as_written, u.name, c.measure, c.target, c.unit_of_measure, c.baseline, c.due_on, c.legal_basis, c.weight, c.targets, c.sources, c.basis, c.remark`

const commitmentFrom = " FROM commitments c JOIN terms t ON t.id = c.term_id LEFT JOIN units u ON u.id = c.unit_id"

func (c *commitment) into() []any {
	return []any{
		&c.id, &c.version, &c.createdAt, &c.updatedAt, &c.createdBy, &c.agreement, &c.term, &c.label, &c.kind, &c.position, &c.theme, &c.text, &c.scope,
		&c.unit, &c.unitWords, &c.unitName, &c.measure, &c.target, &c.unitOfMeasure, &c.baseline, &c.due, &c.legalBasis, &c.weight, &c.targets, &c.sources, &c.basis, &c.remark,
	}
}

func (c *commitment) append(b []byte) []byte {
	b = c.meta.append(append(b, '{'))
	b = term(append(text(append(b, `,"agreement_id":`...), c.agreement), `,"term":`...), c.term, c.label, c.kind)
	b = strconv.AppendInt(append(b, `,"order":`...), int64(c.position), 10)
	b = optional(append(b, `,"theme":`...), c.theme)
	b = text(append(b, `,"text":`...), c.text)
	b = text(append(b, `,"scope":`...), c.scope)
	b = reference(append(b, `,"unit":`...), c.unit, c.unitWords, c.unitName)
	b = optional(append(b, `,"measure":`...), c.measure)
	b = amount(append(b, `,"target":`...), c.target)
	b = optional(append(b, `,"unit_of_measure":`...), c.unitOfMeasure)
	b = amount(append(b, `,"baseline":`...), c.baseline)
	b = optional(append(b, `,"due_on":`...), c.due)
	b = append(append(b, `,"legal_basis":`...), c.legalBasis...)
	b = amount(append(b, `,"weight":`...), c.weight)
	b = append(append(b, `,"targets":`...), c.targets...)
	return append(provenance(b, c.sources, c.basis, c.remark), '}')
}

// list appends rows parted by commas.
type list struct {
	b []byte
	n int
}

func (l *list) add(row func([]byte) []byte) {
	if l.n++; l.n > 1 {
		l.b = append(l.b, ',')
	}
	l.b = row(l.b)
}
