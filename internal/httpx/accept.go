package httpx

import (
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/fault"
)

// Media types of answers.
const (
	typeJSON    = "application/json"
	typeCSV     = "text/csv"
	typeProblem = "application/problem+json"
)

// Accepted picks the type of an answer from those on offer, the usual one
// first, for the caller's Accept headers (RFC 9110 §12.5.1): the highest weight
// wins, of equal ones the type that is named over one a wildcard covers, then
// the usual one. Without a range that can be read it is the usual one; "" when
// the caller takes none of them.
func Accepted(headers []string, offers ...string) string {
	ranges := mediaRanges(headers)
	if len(ranges) == 0 {
		return offers[0]
	}
	best, weight, exactness := "", 0.0, 0
	for _, offer := range offers {
		q, exact := weigh(offer, ranges)
		if q > weight || q > 0 && q == weight && exact > exactness {
			best, weight, exactness = offer, q, exact
		}
	}
	// Who only names the type of refusals takes JSON.
	if q, exact := weigh(typeProblem, ranges); best == "" && q > 0 && exact == 3 && slices.Contains(offers, typeJSON) {
		best = typeJSON
	}
	return best
}

// NotAcceptable is the refusal that names what is on offer.
func NotAcceptable(offers ...string) *fault.Error {
	return fault.New(fault.Malformed, "not_acceptable").Param("offered", strings.Join(offers, ", ")).With("offered", offers)
}

type mediaRange struct {
	name   string
	weight float64
}

func mediaRanges(headers []string) []mediaRange {
	var out []mediaRange
	for _, part := range strings.Split(strings.Join(headers, ","), ",") {
		name, params, _ := strings.Cut(part, ";")
		r := mediaRange{strings.ToLower(strings.TrimSpace(name)), 1}
		if kind, sub, ok := strings.Cut(r.name, "/"); !ok || kind == "" || sub == "" {
			continue
		}
		readable := true
		for _, p := range strings.Split(params, ";") {
			if q, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(p)), "q="); ok {
				f, err := strconv.ParseFloat(q, 64)
				if readable = err == nil && f >= 0 && f <= 1; readable {
					r.weight = f
				}
			}
		}
		if readable {
			out = append(out, r)
		}
	}
	return out
}

// weigh is the weight the most exact range gives a type: 3 for its name, 2 for
// its kind, 1 for any type at all, 0 when no range covers it.
func weigh(offer string, ranges []mediaRange) (weight float64, exact int) {
	kind, _, _ := strings.Cut(offer, "/")
	for _, r := range ranges {
		e := slices.Index([]string{"", "*/*", kind + "/*", offer}, r.name)
		if e > exact {
			weight, exact = r.weight, e
		}
	}
	return weight, exact
}
