package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"giaouoc/internal/config"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// Exit codes.
const (
	exitOK       = 0
	exitFailure  = 1
	exitUsage    = 2 // what was typed cannot be accepted
	exitFound    = 3 // a check ran and found something wrong
	exitConflict = 4 // right in itself, wrong in the present state
)

// errFound is returned after findings were printed.
var errFound = errors.New("findings")

// usageError is a mistake in what was typed.
type usageError struct{ error }

func usage(reason string) error { return usageError{errors.New(reason)} }

// conflictError is a conflict in the command line's own words.
type conflictError struct{ error }

// orConflict words a refusal with a code; other errors pass.
func (c *cli) orConflict(err error, code, key string, params ...string) error {
	if f := fault.From(err); f == nil || f.Code != code {
		return err
	}
	return conflictError{errors.New(c.say(key, params...))}
}

// end words what went wrong, says what to do next, and gives the exit code.
func (c *cli) end(cmd *cobra.Command, err error) int {
	var wrong usageError
	var conflict conflictError
	f := new(fault.Error)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFound):
		return exitFound
	case errors.As(err, &wrong):
		c.complain(err.Error())
		fmt.Fprintln(c.err, c.say("see_help", "command", cmd.CommandPath()))
		return exitUsage
	case errors.As(err, &conflict):
		c.complain(err.Error())
		return exitConflict
	case errors.As(err, &f) && f.Kind != fault.Internal:
		return c.refused(f)
	}
	if list := config.Problems(err); list != nil {
		for _, p := range list {
			c.complain(p.Variable + ": " + c.say("variable."+p.Code, "value", p.Value))
		}
		return exitFailure
	}
	c.complain(c.reason(err))
	return exitFailure
}

func (c *cli) complain(reason string) { fmt.Fprintln(c.err, c.say("error", "reason", reason)) }

// reason words the errors the operator can do something about.
func (c *cli) reason(err error) string {
	var m *db.SchemaMismatch
	if errors.As(err, &m) {
		key := "schema.behind"
		if errors.Is(err, db.ErrNewer) {
			key = "schema.newer"
		}
		return c.say(key, "have", strconv.FormatInt(m.Have, 10), "want", strconv.FormatInt(m.Want, 10))
	}
	if reason := c.fileReason(err); reason != "" {
		return reason
	}
	return err.Error()
}

// refused prints a refusal in the words the API has for it.
func (c *cli) refused(f *fault.Error) int {
	if len(f.Fields) > 0 {
		for _, at := range f.Fields {
			c.complain(strings.TrimPrefix(at.Pointer, "/") + at.Parameter + ": " + text.Of(c.lang, "field."+at.Code, at.Params))
		}
	} else {
		c.complain(text.Of(c.lang, "problem."+f.Code, f.Params) + ". " + text.Of(c.lang, "problem."+f.Code+".detail", f.Params))
	}
	switch f.Kind {
	case fault.Invalid, fault.Malformed:
		return exitUsage
	case fault.Conflict, fault.Stale:
		return exitConflict
	}
	return exitFailure
}

// flagError words what the parser found wrong with a flag.
func (c *cli) flagError(cmd *cobra.Command, err error) error {
	if word := c.strayWord(cmd); word != "" {
		return c.unknownCommand(cmd, word)
	}
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return c.unknownFlag(cmd, unknown)
	case errors.As(err, &empty):
		return usage(c.say("flag_needs_value", "flag", "--"+empty.GetFlag().Name))
	case errors.As(err, &invalid):
		return usage(c.say("flag_invalid", "flag", "--"+invalid.GetFlag().Name, "value", invalid.GetValue()))
	}
	return usage(c.say("flag_syntax"))
}

func (c *cli) unknownFlag(cmd *cobra.Command, e *pflag.NotExistError) error {
	name := e.GetSpecifiedName()
	if e.GetSpecifiedShortnames() != "" {
		return usage(c.say("unknown_flag", "flag", "-"+name))
	}
	var names []string
	for _, f := range flags(cmd) {
		names = append(names, f.Name)
	}
	if near := text.Closest(name, names); near != "" {
		return usage(c.say("unknown_flag_suggest", "flag", "--"+name, "near", "--"+near))
	}
	return usage(c.say("unknown_flag", "flag", "--"+name))
}

// strayWord is the word a group was given that is none of its commands: when
// its flags make no sense either, the word is the mistake.
func (c *cli) strayWord(cmd *cobra.Command) string {
	if !cmd.HasSubCommands() {
		return ""
	}
	depth := len(strings.Fields(cmd.CommandPath())) - 1
	for i, a := range c.args {
		switch {
		case strings.HasPrefix(a, "-") || i > 0 && c.args[i-1] == "--lang":
		case depth > 0:
			depth--
		default:
			return a
		}
	}
	return ""
}
