package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"giaouoc/internal/app"
	"giaouoc/internal/config"
	"giaouoc/internal/db"
)

func (c *cli) openapi() *cobra.Command {
	format := ""
	cmd := c.leaf("openapi", nil, func(*cobra.Command, []string) error {
		render := map[string]func() ([]byte, error){"yaml": app.Contract, "json": app.ContractJSON}[format]
		if render == nil {
			return usage(c.say("openapi.format", "value", format))
		}
		if c.json {
			render = app.ContractJSON
		}
		b, err := render()
		if err == nil {
			_, err = c.out.Write(append([]byte(strings.TrimRight(string(b), "\n")), '\n'))
		}
		return err
	})
	cmd.Flags().StringVar(&format, "format", "yaml", c.say("flag.format"))
	return cmd
}

type settingLine struct {
	Name   string        `json:"name"`
	Value  string        `json:"value"`
	Origin config.Origin `json:"origin"`
}

func (c *cli) configCommand() *cobra.Command {
	return c.group("config", c.leaf("config print", nil, func(*cobra.Command, []string) error {
		cfg, err := c.config()
		if err != nil {
			return err
		}
		var data []settingLine
		var rows [][]string
		for _, s := range cfg.Settings() {
			data = append(data, settingLine(s))
			value := s.Value
			if value == "" {
				value = "–"
			}
			rows = append(rows, []string{s.Name, value, c.say("origin." + string(s.Origin))})
		}
		return c.table(data, "config.headings", rows)
	}))
}

// healthcheck asks the service on this machine whether it can answer; container
// engines call it.
func (c *cli) healthcheck() *cobra.Command {
	return c.leaf("healthcheck", nil, func(cmd *cobra.Command, _ []string) error {
		cfg, err := c.config()
		if err != nil {
			return err
		}
		url, err := health(cmd.Context(), cfg)
		if err != nil {
			return errors.New(c.say("healthcheck.failed", "url", url, "reason", err.Error()))
		}
		return c.print(map[string]string{"status": "ok", "url": url}, c.say("healthcheck.ok", "url", url))
	})
}

func health(ctx context.Context, cfg config.Config) (url string, err error) {
	at := cfg.Addr
	if a, err := netip.ParseAddrPort(at); err == nil && a.Addr().IsUnspecified() {
		at = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), a.Port()).String()
	}
	url = "http://" + at + "/readyz"
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return url, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return url, errors.Unwrap(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		b, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return url, errors.New(res.Status + ": " + strings.TrimSpace(string(b)))
	}
	return url, nil
}

// build is what is known of how this program was made; nil: unknown.
type build struct {
	Version string  `json:"version"`
	Source  *string `json:"commit"`
	Built   *string `json:"built"`
	Go      string  `json:"go"`
	Schema  int64   `json:"schema"`
}

func (c *cli) version() *cobra.Command {
	return c.leaf("version", nil, func(*cobra.Command, []string) error {
		schema, err := db.LatestSchema()
		if err != nil {
			return err
		}
		b := build{Version: app.Version, Go: runtime.Version(), Schema: schema, Source: commit()}
		if app.Built != "" {
			b.Built = &app.Built
		}
		unknown := c.say("unknown")
		line := c.say("version.line", "version", b.Version, "commit", or(b.Source, unknown), "built", or(b.Built, unknown), "go", b.Go, "schema", strconv.FormatInt(schema, 10))
		return c.print(b, line)
	})
}

// commit is the revision the program was built from, marked when files differed.
func commit() *string {
	revision, changed := app.Revision()
	if revision == "" {
		return nil
	}
	if changed {
		revision += "+changes"
	}
	return &revision
}

func or(s *string, otherwise string) string {
	if s == nil {
		return otherwise
	}
	return *s
}
