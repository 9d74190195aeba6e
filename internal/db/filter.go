package db

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"giaouoc/internal/actor"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

func (l List) parseFilter(r *Request, name, v string) []fault.Field {
	for _, op := range operators {
		base, ok := strings.CutSuffix(name, op)
		if !ok {
			continue
		}
		i := slices.IndexFunc(l.Fields, func(f Field) bool { return !f.SortOnly && f.Name == base })
		if i >= 0 && l.Fields[i].takes(op) {
			return l.Fields[i].filter(r, name, op, v)
		}
	}
	return l.unknown(name)
}

func (f Field) filter(r *Request, name, op, v string) []fault.Field {
	if op == "_exists" {
		b, err := parseBool(v)
		if err != nil {
			return []fault.Field{fault.In(name, "not_allowed", "allowed", []string{"true", "false"})}
		}
		if b {
			r.and(f.SQL + " IS NOT NULL")
		} else {
			r.and(f.SQL + " IS NULL")
		}
		return nil
	}
	values := []string{v}
	if op == "" || op == "_ne" {
		values = splitValues(v)
	}
	if len(values) > maxValues {
		return []fault.Field{fault.In(name, "max_items", "max", maxValues)}
	}
	args := make([]any, len(values))
	for i, s := range values {
		a, bad := f.value(name, s)
		if bad != nil {
			return []fault.Field{*bad}
		}
		args[i] = a
		if stored, ok := a.(string); ok {
			values[i] = stored
		}
	}
	f.compare(r, op, values, args)
	return nil
}

func (f Field) compare(r *Request, op string, values []string, args []any) {
	switch {
	case f.Within != nil:
		r.conds = append(r.conds, func(who actor.Actor) (string, []any) { return f.Within(who, values) })
	case f.Match != nil:
		cond, args := f.Match(values)
		r.and(cond, args...)
		if f.Near != nil {
			cond, args := f.Near(values)
			r.near, r.nearArgs = append(r.near, cond), append(r.nearArgs, args...)
		}
	case f.Type == Date:
		f.compareDates(r, op, values)
	case op == "":
		r.and(f.SQL+" IN ("+holes(len(args))+")", args...)
	case op == "_ne":
		// What is unknown is not known to be the excluded value.
		r.and("("+f.SQL+" IS NULL OR "+f.SQL+" NOT IN ("+holes(len(args))+"))", args...)
	default:
		r.and(f.SQL+" "+symbols[op]+" ?", args...)
	}
}

var symbols = map[string]string{"_gt": ">", "_gte": ">=", "_lt": "<", "_lte": "<="}

// compareDates treats "2021" as the whole year and "2021-02" as the month: a
// value matches when the two intervals can meet the comparison.
func (f Field) compareDates(r *Request, op string, values []string) {
	floor, ceil := "substr("+f.SQL+" || '-00-00', 1, 10)", "substr("+f.SQL+" || '-99-99', 1, 10)"
	p := date.Partial(values[0])
	switch op {
	case "_gt":
		r.and(ceil+" > ?", last(p))
	case "_gte":
		r.and(ceil+" >= ?", p.Floor())
	case "_lt":
		r.and(floor+" < ?", first(p))
	case "_lte":
		r.and(floor+" <= ?", p.Ceil())
	default:
		var either []string
		var args []any
		for _, v := range values {
			either = append(either, "("+floor+" <= ? AND "+ceil+" >= ?)")
			args = append(args, date.Partial(v).Ceil(), date.Partial(v).Floor())
		}
		cond := "(" + strings.Join(either, " OR ") + ")"
		if op == "_ne" {
			cond = "(" + f.SQL + " IS NULL OR NOT " + cond + ")"
		}
		r.and(cond, args...)
	}
}

// first is the lower bound, as text, of the widest interval that begins on the
// day p begins: nothing known to begin then is before p.
func first(p date.Partial) string {
	day := string(p.First())
	switch {
	case strings.HasSuffix(day, "-01-01"):
		return day[:4] + "-00-00"
	case strings.HasSuffix(day, "-01"):
		return day[:7] + "-00"
	}
	return day
}

// last is the upper bound of the widest interval that ends on the day p ends.
func last(p date.Partial) string {
	day := string(p.Last())
	switch next := string(p.Last().AddDays(1)); {
	case strings.HasSuffix(day, "-12-31"):
		return day[:4] + "-99-99"
	case strings.HasSuffix(next, "-01"):
		return day[:7] + "-99"
	}
	return day
}

// value reads one given value as the field's type.
func (f Field) value(name, s string) (any, *fault.Field) {
	wrong := func(code string, params ...any) (any, *fault.Field) {
		b := fault.In(name, code, params...)
		return nil, &b
	}
	if s == "" {
		return wrong("invalid_parameter", "expected", f.Expected())
	}
	switch f.Type {
	case ID:
		id, err := uuid.Parse(s)
		if err != nil || len(s) != 36 {
			return wrong("invalid_id")
		}
		return id.String(), nil
	case Enum:
		if !slices.Contains(f.Enum, s) {
			return wrong("not_allowed", "allowed", f.Enum)
		}
		return s, nil
	case Bool:
		b, err := parseBool(s)
		if err != nil {
			return wrong("not_allowed", "allowed", []string{"true", "false"})
		}
		return b, nil
	case Int:
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil {
			return wrong("invalid_parameter", "expected", f.Expected())
		}
		return n, nil
	case Date:
		if _, err := date.ParsePartial(s); err != nil {
			return wrong("invalid_date")
		}
		return s, nil
	case Instant:
		t, err := time.Parse(time.RFC3339, s)
		if err != nil || t.Year() < 1900 || t.Year() > 2199 {
			return wrong("invalid_parameter", "expected", f.Expected())
		}
		if f.Layout != "" {
			return t.UTC().Format(f.Layout), nil
		}
		return t.UTC().Truncate(time.Microsecond), nil
	}
	clean, bad := viet.Clean(s, false)
	if bad != nil {
		return wrong("forbidden_character", "character", strconv.QuoteRuneToASCII(bad.Rune), "position", bad.Index+1)
	}
	return clean, nil
}

// Expected says in a few signs what values a field takes.
func (f Field) Expected() string {
	switch f.Type {
	case ID:
		return "UUID"
	case Enum:
		return strings.Join(f.Enum, ", ")
	case Bool:
		return "true, false"
	case Int:
		return "1, 2, 3 …"
	case Date:
		return "YYYY-MM-DD, YYYY-MM, YYYY"
	case Instant:
		return "YYYY-MM-DDThh:mm:ssZ"
	}
	return "abc…"
}

// splitValues splits at commas; \, is a comma in a value.
func splitValues(v string) []string {
	parts := []string{""}
	for rest := v; rest != ""; {
		last := &parts[len(parts)-1]
		switch {
		case strings.HasPrefix(rest, `\,`):
			*last, rest = *last+",", rest[2:]
		case rest[0] == ',':
			parts, rest = append(parts, ""), rest[1:]
		default:
			*last, rest = *last+rest[:1], rest[1:]
		}
	}
	return parts
}

func parseBool(v string) (bool, error) {
	if v == "true" || v == "false" {
		return v == "true", nil
	}
	return false, strconv.ErrSyntax
}

func holes(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
