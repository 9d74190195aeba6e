package httpx

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

// A correction may say why: the reason goes into the record of the act, beside
// what was changed. It is a parameter, since a merge-patch holds only members of
// the record and a removal has no body.
const (
	reasonName = "reason"
	maxReason  = 2000 // characters
)

func takesReason(method string) bool {
	return method == http.MethodPatch || method == http.MethodPut || method == http.MethodDelete
}

func reasonParameter() *huma.Param {
	length := maxReason
	return &huma.Param{
		Name: reasonName, In: "query", Description: "why it is corrected, for the record of acts; one line, at most 2000 characters",
		Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &length}, Example: "Nhập nhầm ngày",
	}
}

// reasonOf reads the reason given with a call in its stored form; nil for none.
func reasonOf(c *Call) (*string, *fault.Error) {
	if !c.query.Has(reasonName) {
		return nil, nil
	}
	s, bad := viet.Clean(c.query.Get(reasonName), false)
	switch {
	case bad != nil:
		return nil, fault.Query(fault.In(reasonName, "forbidden_character", "character", strconv.QuoteRuneToASCII(bad.Rune), "position", bad.Index+1))
	case s == "":
		return nil, fault.Query(fault.In(reasonName, "blank"))
	case utf8.RuneCountInString(s) > maxReason:
		return nil, fault.Query(fault.In(reasonName, "max_length", "max", maxReason))
	}
	return &s, nil
}
