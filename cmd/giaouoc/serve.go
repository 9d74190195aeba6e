package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"

	"github.com/spf13/cobra"

	"giaouoc/internal/app"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/config"
)

func (c *cli) serve() *cobra.Command {
	cmd := c.leaf("serve", nil, func(cmd *cobra.Command, _ []string) error {
		cfg, err := c.config()
		if err != nil {
			return err
		}
		if c.demo {
			return c.serveDemo(cmd.Context(), cfg)
		}
		return c.serveBooks(cmd.Context(), cfg)
	})
	cmd.Flags().BoolVar(&c.demo, "demo", false, c.say("flag.demo"))
	return cmd
}

func (c *cli) logger(cfg config.Config, level slog.Leveler) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == config.LogText {
		return slog.New(slog.NewTextHandler(c.err, o))
	}
	return slog.New(slog.NewJSONHandler(c.err, o))
}

// serveBooks serves the real books.
func (c *cli) serveBooks(ctx context.Context, cfg config.Config) error {
	log := c.logger(cfg, cfg.LogLevel)
	l, err := c.listen(cfg.Addr)
	if err != nil {
		return err
	}
	defer l.Close()
	a, err := app.New(ctx, cfg, app.Options{Log: log})
	if err != nil {
		return err
	}
	defer a.Close()
	if weak, err := a.DB.Durable(ctx); err != nil {
		return err
	} else if weak != "" {
		return errors.New(c.say("serve.not_durable", "settings", weak))
	}
	code, err := a.Accounts.SetupCode(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("serve.address", "url", address(l)))
	if code != "" {
		fmt.Fprintln(c.out, c.say("serve.setup", "code", code, "url", address(l)))
	}
	return a.Run(ctx, l)
}

// serveDemo serves books of its own, filled with public facts and a fictional
// bloc, to this machine alone.
func (c *cli) serveDemo(ctx context.Context, cfg config.Config) error {
	if cfg.DatabaseURL != "" {
		return errors.New(c.say("demo.no_database_url"))
	}
	host, err := netip.ParseAddrPort(cfg.Addr)
	if err != nil || !host.Addr().IsLoopback() {
		return errors.New(c.say("demo.loopback", "addr", cfg.Addr))
	}
	l, err := c.listen(cfg.Addr) // before anything is written: another demo may be running
	if err != nil {
		return err
	}
	defer l.Close()
	var level slog.LevelVar
	level.Set(slog.LevelWarn) // filling the books is not worth a line a request
	a, err := app.New(ctx, cfg, app.Options{Log: c.logger(cfg, &level), DataFile: demo.File, Ephemeral: true})
	if err != nil {
		return err
	}
	defer a.Close()
	password, err := demo.Fill(ctx, a, cfg.DemoPassword)
	if err != nil {
		return err
	}
	level.Set(cfg.LogLevel)
	c.welcome(address(l), password)
	return a.Run(ctx, l)
}

// welcome says where to go, as whom, and one command that works.
func (c *cli) welcome(url, password string) {
	fmt.Fprintln(c.out, c.say("demo.welcome", "url", url, "password", password))
	for _, u := range demo.Users() {
		fmt.Fprintf(c.out, "    %-12s %s\n", u.Name, c.say("demo.user."+u.Name))
	}
	fmt.Fprintln(c.out, c.say("demo.try", "url", url, "password", password))
}

func (c *cli) listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, errors.New(c.say("serve.port", "addr", addr, "reason", err.Error()))
	}
	return l, nil
}

// address is where a browser or curl on this machine finds the listener.
func address(l net.Listener) string {
	a, err := netip.ParseAddrPort(l.Addr().String())
	if err == nil && a.Addr().IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", a.Port())
	}
	return "http://" + l.Addr().String()
}
