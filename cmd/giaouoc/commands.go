package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/audit"
	"giaouoc/internal/config"
)

func goVersion() string { return runtime.Version() }

// print writes data as JSON where asked for, else the line for people.
func (c *cli) print(data any, line string) error {
	if c.json {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(data)
	}
	_, err := fmt.Fprintln(c.out, line)
	return err
}

// open opens the books for a command, as the operator of this machine; with
// --demo those of the demo.
func (c *cli) open(ctx context.Context, migrate bool) (*app.App, context.Context, error) {
	cfg, err := c.config()
	if err != nil {
		return nil, ctx, err
	}
	cfg.AutoMigrate = migrate
	o := app.Options{Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	if c.demo {
		if cfg.DatabaseURL != "" {
			return nil, ctx, errors.New(c.say("demo.no_database_url"))
		}
		o.DataFile = demo.File
	}
	if !migrate && cfg.DatabaseURL == "" {
		if err := c.mustExist(filepath.Join(cfg.Data, cmp.Or(o.DataFile, app.DataFile)), filepath.Join(cfg.Data, "audit.key")); err != nil {
			return nil, ctx, err
		}
	}
	a, err := app.New(ctx, cfg, o)
	return a, actor.With(ctx, actor.System(operator())), err
}

// mustExist keeps a command that only looks from making an empty database, or a
// key that fits nothing.
func (c *cli) mustExist(database, key string) error {
	if _, err := os.Stat(database); err != nil {
		return errors.New(c.say("no_database", "path", database))
	}
	if cfg, err := c.config(); err == nil && cfg.AuditKey == nil {
		if _, err := os.Stat(key); err != nil {
			return errors.New(c.say("no_audit_key", "path", key))
		}
	}
	return nil
}

func operator() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

func (c *cli) migrate() *cobra.Command {
	cmd := &cobra.Command{Use: "migrate", Short: c.say("migrate.short")}
	cmd.AddCommand(&cobra.Command{
		Use: "up", Short: c.say("migrate.up"), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, ctx, err := c.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer a.Close()
			have, _, err := a.DB.SchemaVersion(ctx)
			if err != nil {
				return err
			}
			return c.print(map[string]int64{"schema": have}, c.say("migrate.done", "version", strconv.FormatInt(have, 10)))
		},
	})
	return cmd
}

func (c *cli) audit() *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: c.say("audit.short")}
	cmd.PersistentFlags().BoolVar(&c.demo, "demo", false, c.say("flag.demo_books"))
	var checkpoints []string
	verify := &cobra.Command{
		Use: "verify", Short: c.say("audit.verify"), Args: cobra.NoArgs, Example: "  giaouoc audit verify --checkpoint 2026-12-31.json",
		RunE: func(cmd *cobra.Command, _ []string) error { return c.verify(cmd.Context(), checkpoints) },
	}
	verify.Flags().StringArrayVar(&checkpoints, "checkpoint", nil, c.say("flag.checkpoint"))
	checkpoint := &cobra.Command{
		Use: "checkpoint", Short: c.say("audit.checkpoint"), Args: cobra.NoArgs, Example: "  giaouoc audit checkpoint > 2026-12-31.json",
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, ctx, err := c.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer a.Close()
			cp, err := a.Accounts.Checkpoint(ctx)
			if err != nil {
				return err
			}
			c.json = true
			return c.print(cp, "")
		},
	}
	cmd.AddCommand(verify, checkpoint)
	return cmd
}

func (c *cli) verify(ctx context.Context, files []string) error {
	var checkpoints []audit.Checkpoint
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var cp audit.Checkpoint
		if err := json.Unmarshal(b, &cp); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		checkpoints = append(checkpoints, cp)
	}
	a, ctx, err := c.open(ctx, false)
	if err != nil {
		return err
	}
	defer a.Close()
	n, found, err := a.Audit.Verify(a.DB.Read(ctx), checkpoints, func(n int64) { fmt.Fprintln(c.err, c.say("audit.progress", "n", strconv.FormatInt(n, 10))) })
	if err != nil {
		return err
	}
	if found == nil {
		found = []audit.Finding{}
	}
	line := c.say("audit.intact", "n", strconv.FormatInt(n, 10))
	if len(found) > 0 {
		line = c.say("audit.broken", "n", strconv.Itoa(len(found)))
		for _, f := range found {
			line += "\n  " + f.String()
		}
	}
	if err := c.print(map[string]any{"events": n, "findings": found}, line); err != nil {
		return err
	}
	if len(found) > 0 {
		return errFound
	}
	return nil
}

func (c *cli) openapi() *cobra.Command {
	return &cobra.Command{
		Use: "openapi", Short: c.say("openapi.short"), Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b, err := app.Contract()
			if err == nil {
				_, err = c.out.Write(b)
			}
			return err
		},
	}
}

func (c *cli) configCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: c.say("config.short")}
	cmd.AddCommand(&cobra.Command{
		Use: "print", Short: c.say("config.print"), Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := c.config()
			if err != nil {
				return err
			}
			lines := ""
			for _, s := range cfg.Settings() {
				lines += fmt.Sprintf("%-28s %-12s %s\n", s.Name, s.Origin, s.Value)
			}
			return c.print(cfg.Settings(), lines[:len(lines)-1])
		},
	})
	return cmd
}

// healthcheck asks the service on this machine whether it can answer; container
// engines call it.
func (c *cli) healthcheck() *cobra.Command {
	return &cobra.Command{
		Use: "healthcheck", Short: c.say("healthcheck.short"), Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := c.config()
			if err != nil {
				return err
			}
			return health(cmd.Context(), cfg)
		},
	}
}

func health(ctx context.Context, cfg config.Config) error {
	at := cfg.Addr
	if a, err := netip.ParseAddrPort(at); err == nil && a.Addr().IsUnspecified() {
		at = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), a.Port()).String()
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+at+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return errors.New(res.Status + ": " + string(b))
	}
	return nil
}
