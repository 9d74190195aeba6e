package httpx

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// Call is what is known of the request being answered.
type Call struct {
	ID        string    // request id, on every answer and log line
	Lang      text.Lang // language of the answer
	Operation string    // operation id, once routed
	Address   string    // of the client
	Subject   string    // login name or token that was tried, where it is not the actor's
	base      string    // scheme and host for absolute links
	path      string
	query     url.Values
	ifMatch   string
	ifNone    string
	accept    []string
	media     string // type of the answer, once routed
	head      bool   // only the headers are wanted
	refused   *fault.Error
	cut       error               // why a body ended early, after its headers were sent
	ours      bool                // the cut was our fault, not the caller's
	fields    map[string][]string // members the body may have, by pointer
	file      *received           // of an upload
	langFixed bool
	token     string    // that the caller showed
	known     time.Time // when it was last looked at
	secret    bool      // the answer is not to be kept
	request   *http.Request
	header    http.Header // of the answer

	collection string // last fixed segment of the route, once routed
}

type callKey struct{}

func withCall(ctx context.Context, c *Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// CallFrom takes the call out of a context; an empty one outside HTTP.
func CallFrom(ctx context.Context) *Call {
	if c, ok := ctx.Value(callKey{}).(*Call); ok {
		return c
	}
	return &Call{Lang: text.Vi}
}

// AskedLang is the language the address asks for; another where it asks for none.
func (c *Call) AskedLang(other text.Lang) text.Lang {
	if c.query.Has("lang") {
		return c.Lang
	}
	return other
}

// Base is the scheme and host that links to this service begin with.
func (c *Call) Base() string { return c.base }

// Has reports whether the caller has what a tag stands for (If-None-Match).
func (c *Call) Has(tag string) bool { return noneMatch(c.ifNone, tag) }
