package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/config"
)

// choose reads the configuration and decides whose books are meant; only
// `migrate up` may make a database that is not there.
func (c *cli) choose(mayMake bool) (cfg config.Config, o app.Options, err error) {
	if cfg, err = c.config(); err != nil {
		return cfg, o, err
	}
	o.Log = slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if c.demo {
		if cfg.DatabaseURL != "" {
			return cfg, o, errors.New(c.say("demo.no_database_url"))
		}
		o.DataFile = demo.File
	}
	if mayMake || cfg.DatabaseURL != "" {
		return cfg, o, nil
	}
	path := filepath.Join(cfg.Data, cmp.Or(o.DataFile, app.DataFile))
	if _, err := os.Stat(path); err != nil {
		return cfg, o, errors.New(c.say("no_database", "path", path))
	}
	return cfg, o, nil
}

// open opens the books for a command, as the operator of this machine; with
// --demo those of the demo. What is done is recorded under the command's name.
func (c *cli) open(cmd *cobra.Command, migrate bool) (*app.App, context.Context, error) {
	ctx := cmd.Context()
	cfg, o, err := c.choose(migrate)
	if err != nil {
		return nil, ctx, err
	}
	cfg.AutoMigrate = migrate
	if !migrate && cfg.DatabaseURL == "" && cfg.AuditKey == nil {
		// A command must not make a key that fits nothing.
		if key := filepath.Join(cfg.Data, "audit.key"); !exists(key) {
			return nil, ctx, errors.New(c.say("no_audit_key", "path", key))
		}
	}
	a, err := app.New(ctx, cfg, o)
	name := strings.Replace(cmd.CommandPath(), "giaouoc", "cli", 1)
	return a, actor.WithCall(actor.With(ctx, actor.System(operator())), actor.Call{Operation: name}), err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// operator is who sits at the machine, for the record of acts.
func operator() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid()) // a container knows no names
}

// booksFlag lets a command work on the demo's books.
func (c *cli) booksFlag(cmd *cobra.Command) *cobra.Command {
	cmd.PersistentFlags().BoolVar(&c.demo, "demo", false, c.say("flag.demo_books"))
	return cmd
}
