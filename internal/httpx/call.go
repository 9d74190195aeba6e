package httpx

import (
	"context"
	"net/url"

	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// Call is what is known of the request being answered.
type Call struct {
	ID        string    // request id, on every answer and log line
	Lang      text.Lang // language of the answer
	Operation string    // operation id, once routed
	Address   string    // of the client
	Subject   string    // login name that was tried, where it is not the actor's
	base      string    // scheme and host for absolute links
	path      string
	query     url.Values
	ifMatch   string
	ifNone    string
	refused   *fault.Error
	fields    map[string][]string // members the body may have, by pointer
	file      *received           // of an upload
	langFixed bool
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
