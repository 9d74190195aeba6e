package httpx

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/text"
)

// statuses is the one table from a kind of refusal to the wire.
var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Malformed: http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.Stale: http.StatusPreconditionFailed, fault.Throttled: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// Refusals of the transport itself, by status.
var transport = map[int]*fault.Error{
	http.StatusBadRequest:            fault.New(fault.Malformed, "bad_request"),
	http.StatusUnauthorized:          fault.New(fault.Unauthenticated, "unauthenticated"),
	http.StatusNotFound:              fault.Missing(),
	http.StatusMethodNotAllowed:      fault.New(fault.Malformed, "method_not_allowed"),
	http.StatusNotAcceptable:         NotAcceptable(typeJSON),
	http.StatusRequestTimeout:        fault.New(fault.Malformed, "request_timeout"),
	http.StatusRequestEntityTooLarge: fault.New(fault.Malformed, "payload_too_large"),
	http.StatusUnsupportedMediaType:  fault.New(fault.Malformed, "unsupported_media_type"),
	http.StatusPreconditionRequired:  fault.New(fault.Malformed, "precondition_required"),
}

// Problem is a refusal on the wire (RFC 9457, application/problem+json).
type Problem struct {
	Type      string         `json:"type" format:"uri" doc:"a page that explains the code"`
	Title     string         `json:"title" doc:"the refusal in a few words, in the caller's language"`
	Status    int            `json:"status" doc:"the HTTP status"`
	Detail    string         `json:"detail" doc:"what to do about it"`
	Instance  string         `json:"instance" doc:"the path that was asked"`
	Code      string         `json:"code" doc:"stable, for programs"`
	RequestID string         `json:"request_id" doc:"quote it when asking for help"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"every field or parameter to mend"`
	_         struct{}       `additionalProperties:"true"`

	fault  *fault.Error
	header http.Header
	lang   text.Lang
}

// ProblemField is one field or parameter to mend.
type ProblemField struct {
	Pointer   *string        `json:"pointer,omitempty" doc:"JSON pointer into the body; empty for the body itself"`
	Parameter string         `json:"parameter,omitempty" doc:"query parameter or header"`
	Code      string         `json:"code"`
	Message   string         `json:"message"`
	Params    map[string]any `json:"params,omitempty"`
}

// Error is for the log.
func (p *Problem) Error() string { return p.fault.Error() }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are the headers that go with the refusal.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType of every refusal.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// MarshalJSON writes the fault's extra members beside the standard ones.
func (p *Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	b, err := json.Marshal((*plain)(p))
	if err != nil || len(p.fault.Extra) == 0 {
		return b, err
	}
	extra, err := json.Marshal(p.fault.Extra)
	if err != nil {
		return nil, err
	}
	return append(append(b[:len(b)-1], ','), extra[1:]...), nil
}

// problem renders a fault for a request. What is not the caller's business (the
// cause) stays behind; the access log keeps it.
func problem(c *Call, f *fault.Error) *Problem {
	status := statuses[f.Kind]
	for s, t := range transport {
		if t.Code == f.Code {
			status = s
		}
	}
	lang := text.Vi
	p := &Problem{Status: status, Code: f.Code, fault: f, header: http.Header{}}
	if c != nil {
		lang = c.Lang
		p.Type, p.Instance, p.RequestID = c.base+"/problems/"+f.Code, c.path, c.ID
		c.refused = f
	}
	p.lang = lang
	params := f.Params
	if f.RetryAfter > 0 {
		p.header.Set("Retry-After", strconv.Itoa(f.RetryAfter))
		params = map[string]any{"seconds": f.RetryAfter}
		for k, v := range f.Params {
			params[k] = v
		}
	}
	if status == http.StatusUnauthorized {
		p.header.Set("WWW-Authenticate", `Bearer realm="giaouoc"`)
	}
	p.header.Set("Content-Language", string(lang))
	p.Title, p.Detail = text.Of(lang, "problem."+f.Code, params), text.Of(lang, "problem."+f.Code+".detail", params)
	shown, more := first(f.Fields, f.More)
	for _, e := range shown {
		f := ProblemField{
			Parameter: e.Parameter, Code: strings.TrimSuffix(e.Code, "_suggest"),
			Message: text.Of(lang, "field."+e.Code, e.Params), Params: e.Params,
		}
		if e.Parameter == "" {
			f.Pointer = &e.Pointer
		}
		p.Errors = append(p.Errors, f)
	}
	if more > 0 {
		whole, params := "", map[string]any{"count": more}
		p.Errors = append(p.Errors, ProblemField{Pointer: &whole, Code: "more_errors", Message: text.Of(lang, "field.more_errors", params), Params: params})
	}
	return p
}

// mostFindings bounds how many mistakes one answer lists, the rest is counted: a body
// of a megabyte has room for a hundred thousand.
const mostFindings = 100

// first are those that are listed; more is how many are not.
func first[T any](all []T, before int) (listed []T, more int) {
	if len(all) <= mostFindings {
		return all, before
	}
	return all[:mostFindings], before + len(all) - mostFindings
}

// Example is the document a fault is answered with and its HTTP status, for the
// pages that explain the codes.
func Example(lang text.Lang, base string, f *fault.Error) (document *Problem, status int) {
	p := problem(&Call{ID: "EXAMPLE7K4T2QXWM", Lang: lang, base: base, path: Prefix + "/units"}, f)
	return p, p.Status
}

var hooks sync.Once

// installHooks sets the framework's global settings, once: its errors become
// our problems, in the caller's language, without echoing what was sent.
func installHooks() {
	hooks.Do(func() {
		huma.DefaultArrayNullable = false
		huma.ValidateStrictCasing = true
		huma.ErrorFormatter = func(format string, args ...any) string {
			b, _ := json.Marshal(finding{format, args})
			return string(b)
		}
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return problem(nil, frameworkFault(status, msg, errs))
		}
		huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
			c := CallFrom(ctx.Context())
			listed, more := first(errs, 0)
			f := c.explain(frameworkFault(status, msg, listed), given(listed))
			if len(f.Fields) > 0 {
				f.More = more
			}
			p := problem(c, f)
			for k, vs := range p.header {
				ctx.SetHeader(k, vs[0])
			}
			return p
		}
	})
}

// finding is a validation message kept apart from its numbers until the
// caller's language is known.
type finding struct {
	Key  string
	Args []any
}

// pointer is where a value stands that no field can hold, if that is the finding.
func (m finding) pointer() (string, bool) {
	if m.Key != undecodable || len(m.Args) == 0 {
		return "", false
	}
	at, ok := m.Args[0].(string)
	return at, ok
}

// frameworkFault reads what the framework found wrong.
func frameworkFault(status int, msg string, errs []error) *fault.Error {
	var fields []fault.Field
	for _, err := range errs {
		var f *fault.Error
		if errors.As(err, &f) {
			return f
		}
		var d *huma.ErrorDetail
		if !errors.As(err, &d) {
			continue
		}
		if strings.HasPrefix(d.Location, "path.") {
			return fault.Missing()
		}
		fields = append(fields, field(d))
	}
	if msg == "cannot read request body" { // it broke off, or its pieces were not framed
		return transport[http.StatusBadRequest].Because(errors.Join(errs...))
	}
	if status >= 500 || status == 0 {
		return fault.New(fault.Internal, "internal").Because(errors.Join(append(errs, errors.New(msg))...))
	}
	if i := slices.IndexFunc(fields, func(f fault.Field) bool { return f.Code == "invalid_number" }); status == http.StatusBadRequest && i >= 0 {
		return fault.Validation(fields[i])
	}
	if status == http.StatusUnprocessableEntity && len(fields) > 0 {
		for _, f := range fields {
			if f.Parameter != "" {
				return fault.Query(fields...)
			}
		}
		return fault.Validation(fields...)
	}
	if status == http.StatusBadRequest {
		return fault.New(fault.Malformed, "malformed_json").Because(errors.Join(errs...))
	}
	if f := transport[status]; f != nil {
		return f
	}
	return fault.New(fault.Malformed, "bad_request").Because(errors.New(msg))
}

// pointerEscapes write the name of a member as part of a JSON pointer (RFC 6901),
// pointerTexts read it.
var (
	pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
	pointerTexts   = strings.NewReplacer("~1", "/", "~0", "~")
)

var brackets = regexp.MustCompile(`\[(\d+)\]`)

// field turns a location like body.a[0].b into /a/0/b and a message into a code.
func field(d *huma.ErrorDetail) fault.Field {
	var m finding
	if json.Unmarshal([]byte(d.Message), &m) != nil {
		m.Key = d.Message
	}
	if at, ok := m.pointer(); ok {
		return fault.At(at, "invalid_number")
	}
	code, params, name := messageCode(m)
	if p, ok := strings.CutPrefix(d.Location, "query."); ok {
		return fault.Field{Parameter: p, Code: code, Params: params}
	}
	if p, ok := strings.CutPrefix(d.Location, "header."); ok {
		return fault.Field{Parameter: p, Code: code, Params: params}
	}
	pointer := pointerEscapes.Replace(strings.TrimPrefix(d.Location, "body"))
	pointer = brackets.ReplaceAllString(strings.ReplaceAll(pointer, ".", "/"), "/$1")
	if name != "" {
		pointer += "/" + pointerEscapes.Replace(name)
	}
	return fault.Field{Pointer: pointer, Code: code, Params: params}
}

// messageCode maps the framework's message to our code and parameters; name is
// the missing member where the message is about one.
func messageCode(m finding) (code string, params map[string]any, name string) {
	arg := func(key string) map[string]any {
		if len(m.Args) == 0 {
			return nil
		}
		return map[string]any{key: m.Args[0]}
	}
	expected := func(what string) map[string]any { return map[string]any{"expected": what} }
	switch m.Key {
	case validation.MsgExpectedRequiredProperty:
		if len(m.Args) > 0 {
			name, _ = m.Args[0].(string)
		}
		return "required", nil, name
	case validation.MsgUnexpectedProperty:
		return "unknown_field", nil, ""
	case validation.MsgExpectedOneOf:
		if len(m.Args) == 0 {
			return "not_allowed", nil, ""
		}
		values, _ := m.Args[0].(string)
		return "not_allowed", map[string]any{"allowed": strings.Split(values, ", ")}, ""
	case validation.MsgExpectedMinLength:
		return "min_length", arg("min"), ""
	case validation.MsgExpectedMaxLength:
		return "max_length", arg("max"), ""
	case validation.MsgExpectedMinItems:
		return "min_items", arg("min"), ""
	case validation.MsgExpectedMaxItems:
		return "max_items", arg("max"), ""
	case validation.MsgExpectedArrayItemsUnique:
		return "unique_items", nil, ""
	case validation.MsgExpectedMinimumNumber:
		return "minimum", arg("min"), ""
	case validation.MsgExpectedMaximumNumber:
		return "maximum", arg("max"), ""
	case validation.MsgExpectedNumberBeMultipleOf:
		return "multiple_of", arg("step"), ""
	case validation.MsgExpectedBePattern, validation.MsgExpectedMatchPattern:
		if len(m.Args) > 0 && m.Args[0] == period.Pattern {
			return "invalid_period", nil, "" // in words
		}
		return "pattern", arg("pattern"), ""
	case validation.MsgExpectedRFC4122UUID:
		return "invalid_id", nil, ""
	case validation.MsgExpectedRFC3339Date:
		return "invalid_date", nil, ""
	case validation.MsgExpectedRFC3339DateTime:
		return "invalid_format", expected("YYYY-MM-DDThh:mm:ssZ"), ""
	case validation.MsgExpectedRFC3986URI, validation.MsgExpectedRFC3986AbsoluteURI:
		return "invalid_format", expected("https://…"), ""
	case validation.MsgExpectedBoolean:
		return "wrong_type", expected("true, false"), ""
	case validation.MsgExpectedInteger:
		return "wrong_type", expected("1, 2, 3 …"), ""
	case validation.MsgExpectedNumber:
		return "wrong_type", expected("12.5"), ""
	case validation.MsgExpectedString:
		return "wrong_type", expected(`"…"`), ""
	case validation.MsgExpectedArray:
		return "wrong_type", expected("[…]"), ""
	case validation.MsgExpectedObject:
		return "wrong_type", expected("{…}"), ""
	}
	switch {
	case strings.Contains(m.Key, "uuid"):
		return "invalid_id", nil, ""
	case m.Key == "required query parameter is missing":
		return "required", nil, ""
	case m.Key == "invalid integer":
		return "wrong_type", expected("1, 2, 3 …"), ""
	case m.Key == "invalid boolean":
		return "wrong_type", expected("true, false"), ""
	}
	return "invalid_value", nil, ""
}
