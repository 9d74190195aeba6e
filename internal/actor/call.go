package actor

import "context"

// Call names the act being done, for the record of it: the operation, the
// request it came with, and the reason given with it.
type Call struct {
	Operation string
	RequestID string
	Reason    *string // why, in the caller's words
}

type callKey struct{}

// WithCall puts the act's name into a context.
func WithCall(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// CallFrom takes the act's name out of a context.
func CallFrom(ctx context.Context) Call {
	c, _ := ctx.Value(callKey{}).(Call)
	return c
}
