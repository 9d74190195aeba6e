// Package fault is the error every rule, service and query returns: a kind
// that says what sort of refusal it is, a stable code a program can switch on,
// and the fields to mend. It knows nothing of HTTP and holds no text; the words
// for a code live in the one catalogue of package text.
package fault

import (
	"errors"
	"strings"
)

// Kind is the sort of refusal. Each has exactly one meaning for every caller.
type Kind string

// The kinds.
const (
	Invalid         Kind = "invalid"         // the input cannot be accepted as it is
	Malformed       Kind = "malformed"       // the question itself is not well formed
	Unauthenticated Kind = "unauthenticated" // nobody, or nobody we can verify
	Forbidden       Kind = "forbidden"       // known, may read the thing, may not do this
	NotFound        Kind = "not_found"       // absent, or not for this caller to know
	Conflict        Kind = "conflict"        // right in itself, wrong in the present state
	Stale           Kind = "stale"           // somebody else changed the record first
	Throttled       Kind = "throttled"       // too many tries
	Unavailable     Kind = "unavailable"     // a part we depend on is away; try again
	Internal        Kind = "internal"        // our own mistake
)

// Field names one thing to mend. Pointer is a JSON pointer into the body,
// Parameter a query parameter or header; one of the two is set.
type Field struct {
	Pointer   string
	Parameter string
	Code      string
	Params    map[string]any
}

// Error is a refusal. Extra members are shown to the caller beside the code
// (allowed steps, what is missing, the present version); the cause never is.
type Error struct {
	Kind   Kind
	Code   string
	Params map[string]any
	Fields []Field
	More   int // findings beside Fields that were only counted
	Extra  map[string]any
	// RetryAfter is in seconds; 0 means the caller gets no hint.
	RetryAfter int
	cause      error
}

// Error is for the log; a caller is shown the catalogue's words for Code.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, f := range e.Fields {
		b.WriteString(" [" + f.Pointer + f.Parameter + " " + f.Code + "]")
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is holds when both have the same code, so that a declared fault can be
// compared with errors.Is even after details were added to a copy.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// New makes a fault of a kind with a stable code.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// With returns a copy that also tells the caller name = value.
func (e *Error) With(name string, value any) *Error {
	c := *e
	c.Extra = make(map[string]any, len(e.Extra)+1)
	for k, v := range e.Extra {
		c.Extra[k] = v
	}
	c.Extra[name] = value
	return &c
}

// Param returns a copy whose text is filled with name = value.
func (e *Error) Param(name string, value any) *Error {
	c := *e
	c.Params = make(map[string]any, len(e.Params)+1)
	for k, v := range e.Params {
		c.Params[k] = v
	}
	c.Params[name] = value
	return &c
}

// Because returns a copy that logs the cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// From returns err as a fault; anything that is not one is Internal with err as
// its cause. It returns nil for nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var f *Error
	if errors.As(err, &f) {
		return f
	}
	return New(Internal, "internal").Because(err)
}

// At is a field of the body to mend; params come in name, value pairs.
func At(pointer, code string, params ...any) Field {
	return Field{Pointer: pointer, Code: code, Params: pairs(params)}
}

// In is a query parameter or header to mend.
func In(parameter, code string, params ...any) Field {
	return Field{Parameter: parameter, Code: code, Params: pairs(params)}
}

func pairs(p []any) map[string]any {
	if len(p) == 0 {
		return nil
	}
	m := make(map[string]any, len(p)/2)
	for i := 0; i+1 < len(p); i += 2 {
		m[p[i].(string)] = p[i+1]
	}
	return m
}

// Validation is the refusal of a body: every field that needs mending at once.
func Validation(fields ...Field) *Error {
	return &Error{Kind: Invalid, Code: "validation_failed", Fields: fields, Params: map[string]any{"count": len(fields)}}
}

// Duplicate is the refusal that names the record there already is; nil for none.
func Duplicate(id string) error {
	if id == "" {
		return nil
	}
	return New(Conflict, "duplicate").With("existing_id", id)
}

// Referenced says of a record named in a body that it does not exist, whether it
// is absent or not for the caller to know; other errors stay what they are.
func Referenced(err error, pointer string) error {
	if errors.Is(err, Missing()) {
		return Validation(At(pointer, "reference_not_found"))
	}
	return err
}

// Query is the refusal of a question: unknown_parameter when any name in it is
// unknown, since then the rest may not have been understood as meant;
// cursor_mismatch for a cursor; otherwise invalid_parameter.
func Query(fields ...Field) *Error {
	code := "invalid_parameter"
	for _, f := range fields {
		switch {
		case strings.HasPrefix(f.Code, "unknown_parameter"):
			code = "unknown_parameter"
		case f.Code == "cursor_mismatch":
			code = f.Code
		}
	}
	return &Error{Kind: Malformed, Code: code, Fields: fields, Params: map[string]any{"count": len(fields)}}
}

// Fields collects what is wrong with an input, so that all of it is said at once.
type Fields []Field

// Add notes one more field to mend.
func (f *Fields) Add(pointer, code string, params ...any) {
	*f = append(*f, At(pointer, code, params...))
}

// Under notes what is wrong with a part of the input, found at a pointer.
func (f *Fields) Under(pointer string, part Fields) {
	for _, p := range part {
		p.Pointer = pointer + p.Pointer
		*f = append(*f, p)
	}
}

// Err is nil when nothing was noted.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return Validation(f...)
}

// Missing is the answer for a thing that is absent or not the caller's to know.
func Missing() *Error { return New(NotFound, "not_found") }

// Denied is the answer for a thing the caller may read but not treat so.
func Denied() *Error { return New(Forbidden, "forbidden") }
