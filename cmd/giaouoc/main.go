// Command giaouoc keeps the books of emulation blocs: it serves the API and
// looks after its database.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"giaouoc/internal/app"
	"giaouoc/internal/config"
	"giaouoc/internal/text"
)

// Exit codes.
const (
	exitFailure = 1
	exitUsage   = 2
	exitFound   = 3 // a check ran and found something wrong
)

// errFound is returned after findings were printed.
var errFound = errors.New("findings")

func main() { os.Exit(run(os.Args[1:], os.Environ(), os.Stdout, os.Stderr)) }

func run(args, environ []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &cli{environ: environ, out: out, err: errOut, lang: language(args, environ)}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFound):
		return exitFound
	}
	fmt.Fprintln(errOut, c.say("error", "reason", err.Error()))
	if isUsage(err) {
		fmt.Fprintln(errOut, c.say("see_help"))
		return exitUsage
	}
	return exitFailure
}

// cli is what every command works with.
type cli struct {
	environ  []string
	out, err io.Writer
	lang     text.Lang
	json     bool
	demo     bool // the demo's books instead of the real ones
}

// say is the catalogue's text for a key of the command line.
func (c *cli) say(key string, params ...string) string {
	m := map[string]any{}
	for i := 0; i+1 < len(params); i += 2 {
		m[params[i]] = params[i+1]
	}
	return text.Of(c.lang, "cli."+key, m)
}

func (c *cli) config() (config.Config, error) { return config.Load(c.environ, os.ReadFile) }

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use: "giaouoc", Short: c.say("short"), Long: c.say("long"), Example: c.say("examples"),
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	lang := string(c.lang)
	root.PersistentFlags().StringVar(&lang, "lang", lang, c.say("flag.lang"))
	root.PersistentFlags().BoolVar(&c.json, "json", false, c.say("flag.json"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if lang != string(text.Vi) && lang != string(text.En) {
			return usageError{errors.New(c.say("bad_lang"))}
		}
		c.lang = text.Lang(lang)
		return nil
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(c.serve(), c.migrate(), c.audit(), c.openapi(), c.configCommand(), c.healthcheck(), c.version())
	return root
}

type usageError struct{ error }

func isUsage(err error) bool {
	var u usageError
	return errors.As(err, &u) || strings.HasPrefix(err.Error(), "unknown command") || strings.Contains(err.Error(), "arg(s)")
}

// language is the operator's: what --lang says, else English where the locale
// says so, Vietnamese otherwise. Help is worded before flags are parsed.
func language(args, environ []string) text.Lang {
	for i, a := range args {
		v, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok && (v == string(text.Vi) || v == string(text.En)) {
			return text.Lang(v)
		}
	}
	for _, name := range []string{"LC_ALL=", "LC_MESSAGES=", "LANG="} {
		for _, e := range environ {
			if v, ok := strings.CutPrefix(e, name); ok && v != "" {
				if strings.HasPrefix(v, "en") {
					return text.En
				}
				return text.Vi
			}
		}
	}
	return text.Vi
}

func (c *cli) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: c.say("version.short"), Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return c.print(map[string]string{"version": app.Version, "go": goVersion()}, "giaouoc "+app.Version+" ("+goVersion()+")")
		},
	}
}
