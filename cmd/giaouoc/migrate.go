package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"giaouoc/internal/app"
	"giaouoc/internal/db"
)

func (c *cli) migrate() *cobra.Command {
	return c.booksFlag(c.group("migrate", c.leaf("migrate status", nil, c.migrateStatus), c.leaf("migrate up", nil, c.migrateUp)))
}

func (c *cli) migrateUp(cmd *cobra.Command, _ []string) error {
	a, ctx, err := c.open(cmd, true)
	if err != nil {
		return err
	}
	defer a.Close()
	have, _, err := a.DB.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	return c.print(map[string]int64{"schema": have}, c.say("migrate.done", "version", strconv.FormatInt(have, 10)))
}

type migrationLine struct {
	Version   int64      `json:"version"`
	Name      string     `json:"name"`
	AppliedAt *time.Time `json:"applied_at"`
}

type schemaLine struct {
	Engine  db.Engine       `json:"engine"`
	Have    int64           `json:"have"`
	Want    int64           `json:"want"`
	State   string          `json:"state"` // current, behind, newer
	Waiting []migrationLine `json:"waiting"`
	Applied []migrationLine `json:"applied"`
}

// migrateStatus tells what waits; a database from a later release is a finding.
func (c *cli) migrateStatus(cmd *cobra.Command, _ []string) error {
	cfg, o, err := c.choose(false)
	if err != nil {
		return err
	}
	s, err := app.ReadSchema(cmd.Context(), cfg, o)
	if err != nil {
		return err
	}
	line := schemaLine{s.Engine, s.Have, s.Want, "current", []migrationLine{}, []migrationLine{}}
	numbers := []string{"have", strconv.FormatInt(s.Have, 10), "want", strconv.FormatInt(s.Want, 10)}
	lines := c.say("migrate.current", numbers...)
	for _, m := range s.Migrations {
		l := migrationLine{m.Version, m.Name, m.Applied}
		if m.Applied != nil {
			line.Applied = append(line.Applied, l)
			continue
		}
		if line.State == "current" {
			line.State, lines = "behind", c.say("schema.behind", numbers...)
		}
		line.Waiting = append(line.Waiting, l)
		lines += fmt.Sprintf("\n  %05d %s", m.Version, m.Name)
	}
	if s.Have > s.Want {
		line.State, lines = "newer", c.say("schema.newer", numbers...)
	}
	if err := c.print(line, lines); err != nil {
		return err
	}
	if line.State == "newer" {
		return errFound
	}
	return nil
}
