// Command giaouoc keeps the books of emulation blocs: it serves the API and
// looks after its database.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"giaouoc/internal/config"
	"giaouoc/internal/text"
)

func main() { os.Exit(run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole command: data goes to out, messages to errOut; the result is
// the exit code.
func run(args, environ []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &cli{args: args, environ: environ, in: in, out: out, err: errOut, lang: language(args, environ)}
	root := c.root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errOut)
	cmd, err := root.ExecuteContextC(ctx)
	return c.end(cmd, err)
}

// cli is what every command works with.
type cli struct {
	args, environ []string
	in            io.Reader
	out, err      io.Writer
	lang          text.Lang
	json          bool
	demo          bool // the demo's books instead of the real ones
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
	root := c.group("", c.serve(), c.migrate(), c.user(), c.token(), c.audit(), c.configCommand(), c.openapi(), c.healthcheck(), c.version(), c.completion())
	root.Use = "giaouoc"
	root.SilenceErrors, root.SilenceUsage = true, true
	lang := string(c.lang)
	root.PersistentFlags().BoolP("help", "h", false, c.say("flag.help"))
	root.PersistentFlags().BoolVar(&c.json, "json", false, c.say("flag.json"))
	root.PersistentFlags().StringVar(&lang, "lang", lang, c.say("flag.lang"))
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if lang != string(text.Vi) && lang != string(text.En) {
			return usage(c.say("bad_lang"))
		}
		return nil
	}
	root.SetFlagErrorFunc(c.flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { c.help(cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { c.help(cmd); return nil })
	root.SetHelpCommand(c.helpCommand())
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}
