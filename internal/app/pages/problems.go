package pages

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// kindsFile says of every problem code what kind of refusal it is, read from the
// code that refuses; make generate writes it anew.
//
//go:embed kinds.json
var kindsFile []byte

func problemKinds() map[string]fault.Kind {
	var kinds map[string]fault.Kind
	if err := json.Unmarshal(kindsFile, &kinds); err != nil {
		panic("pages: kinds.json: " + err.Error()) // embedded; a test reads it
	}
	return kinds
}

func statusOf(kind fault.Kind, code string) int {
	_, status := httpx.Example(text.En, "", fault.New(kind, code))
	return status
}

// explained is a problem code in one language.
type explained struct {
	page
	Code, Title, Status, Means, Mend, Example string
}

// problemPage explains one code, the reader's language first.
type problemPage struct {
	page
	Code  string
	Texts []explained
}

// problemsPage lists the codes of refusals and of fields.
type problemsPage struct {
	page
	Problems []explained
	Fields   []fieldCode
}

type fieldCode struct {
	Code     string
	Messages []string
}

// codes are the problem codes of the catalogue.
func codes() []string {
	var out []string
	for _, key := range text.Keys("problem.") {
		if text.Has(key + ".detail") {
			out = append(out, strings.TrimPrefix(key, "problem."))
		}
	}
	return out
}

// fieldCodes are the codes that errors[] can have. A message with a suggestion
// belongs to the same code as the one without.
func (p page) fieldCodes() []fieldCode {
	var out []fieldCode
	for _, key := range text.Keys("field.") {
		code, suggests := strings.CutSuffix(strings.TrimPrefix(key, "field."), "_suggest")
		if suggests && len(out) > 0 && out[len(out)-1].Code == code {
			out[len(out)-1].Messages = append(out[len(out)-1].Messages, p.T(key))
			continue
		}
		out = append(out, fieldCode{code, []string{p.T(key)}})
	}
	return out
}

func (w *site) problems(c *gin.Context) {
	p, media := w.open(c, asText)
	if p == nil {
		return
	}
	p.Title = p.T("page.problems")
	data := problemsPage{page: *p, Fields: p.fieldCodes()}
	for _, code := range codes() {
		data.Problems = append(data.Problems, w.explain(*p, code))
	}
	if media == asText {
		w.send(c, p, asText, []byte(data.plain()))
		return
	}
	w.show(c, p, "problems", data)
}

func (w *site) problem(c *gin.Context) {
	code := c.Param("code")
	if !text.Has("problem."+code) || !text.Has("problem."+code+".detail") {
		w.server.Refuse(c, fault.Missing())
		return
	}
	p, media := w.open(c, asText)
	if p == nil {
		return
	}
	p.Title = w.explain(*p, code).Title
	data := problemPage{page: *p, Code: code}
	for _, lang := range p.languages() {
		in := *p
		in.Lang = lang
		data.Texts = append(data.Texts, w.explain(in, code))
	}
	if media == asText {
		w.send(c, p, asText, []byte(data.plain()))
		return
	}
	w.show(c, p, "problem", data)
}

func (w *site) explain(p page, code string) explained {
	document, status := httpx.Example(p.Lang, p.Base, w.sample(code))
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(document) // plain members; a test reads every page
	mend := document.Detail
	if key := "page.mend." + code; text.Has(key) { // the document counts; the page explains
		mend = p.T(key)
	}
	return explained{
		p, code, document.Title, strconv.Itoa(status) + " " + http.StatusText(status), p.T("page.status." + strconv.Itoa(status)), mend, b.String(),
	}
}

var hole = regexp.MustCompile(`\{([a-z_]+)\}`)

// sample is a fault of a code as it could be met.
func (w *site) sample(code string) *fault.Error {
	f := sampleOf(code)
	if f == nil {
		f = fault.New(w.kinds[code], code)
	}
	for _, m := range hole.FindAllStringSubmatch(text.Of(text.En, "problem."+code+".detail", nil), -1) {
		if _, filled := f.Params[m[1]]; !filled && (m[1] != "seconds" || f.RetryAfter == 0) {
			f = f.Param(m[1], "…")
		}
	}
	return f
}

// sampleOf is a fault of the codes that say more than their code; nil for the
// others.
func sampleOf(code string) *fault.Error {
	waits := func(kind fault.Kind, seconds int) *fault.Error {
		f := fault.New(kind, code)
		f.RetryAfter = seconds
		return f
	}
	switch code {
	case "validation_failed":
		return fault.Validation(fault.At("/name", "required"), fault.At("/remrak", "unknown_field_suggest", "did_you_mean", "remark"))
	case "unknown_parameter":
		return fault.Query(fault.In("srot", "unknown_parameter_suggest", "did_you_mean", "sort"))
	case "invalid_parameter":
		return fault.Query(fault.In("limit", "out_of_range", "min", 1, "max", 200))
	case "cursor_mismatch":
		return fault.Query(fault.In("cursor", "cursor_mismatch"))
	case "not_acceptable":
		return httpx.NotAcceptable(typeJSON, typeCSV)
	case "invalid_transition":
		return record.InvalidTransition("agreement_status", "draft", []string{"consulting"}, []string{"cancelled"}, nil)
	case "stale_version":
		return fault.New(fault.Stale, code).With("current_etag", `"8"`).With("changed_fields", []string{"remark"})
	case "duplicate":
		return fault.New(fault.Conflict, code).With("existing_id", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
	case "rate_limited":
		return waits(fault.Throttled, 30)
	case "unavailable":
		return waits(fault.Unavailable, 2)
	case "request_in_progress":
		return waits(fault.Conflict, 1)
	}
	return nil
}

func (d problemPage) plain() string {
	out := d.Code + "\n"
	for _, t := range d.Texts {
		out += "\n" + t.Title + "\n" + t.T("page.status") + ": " + t.Status + "\n" + t.T("page.means") + ": " + t.Means + "\n" + t.T("page.mend") + ": " + t.Mend + "\n\n" + t.Example
	}
	return out
}

func (d problemsPage) plain() string {
	out := d.Title + "\n\n"
	for _, t := range d.Problems {
		out += t.Code + " · " + t.Status + " · " + t.Title + "\n"
	}
	out += "\n" + d.T("page.fields") + "\n\n"
	for _, f := range d.Fields {
		out += f.Code + " · " + strings.Join(f.Messages, " / ") + "\n"
	}
	return out
}
