package main

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"giaouoc/internal/audit"
	"giaouoc/internal/text"
)

func (c *cli) audit() *cobra.Command {
	var checkpoints []string
	verify := c.leaf("audit verify", nil, func(cmd *cobra.Command, _ []string) error { return c.verify(cmd, checkpoints) })
	verify.Flags().StringArrayVar(&checkpoints, "checkpoint", nil, c.say("flag.checkpoint"))
	checkpoint := c.leaf("audit checkpoint", nil, func(cmd *cobra.Command, _ []string) error {
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			return err
		}
		defer a.Close()
		cp, err := a.Accounts.Checkpoint(ctx)
		if err != nil {
			return err
		}
		return c.printJSON(cp) // for people too: it is kept as it is
	})
	return c.booksFlag(c.group("audit", verify, checkpoint))
}

func (c *cli) checkpoints(files []string) (out []audit.Checkpoint, err error) {
	for _, f := range files {
		b, err := c.readFile("--checkpoint", f)
		if err != nil {
			return nil, err
		}
		var cp audit.Checkpoint
		if err := json.Unmarshal(b, &cp); err != nil {
			return nil, errors.New(c.say("audit.no_checkpoint", "path", f))
		}
		out = append(out, cp)
	}
	return out, nil
}

func (c *cli) verify(cmd *cobra.Command, files []string) error {
	checkpoints, err := c.checkpoints(files)
	if err != nil {
		return err
	}
	a, ctx, err := c.open(cmd, false)
	if err != nil {
		return err
	}
	defer a.Close()
	v, _, err := a.Accounts.VerifyAudit(ctx, checkpoints, func(n int64) { c.note("audit.progress", "n", strconv.FormatInt(n, 10)) })
	if err != nil {
		return err
	}
	n, found := v.Events, v.Findings
	if found == nil {
		found = []audit.Finding{}
	}
	line := c.say("audit.intact", "n", strconv.FormatInt(n, 10))
	if len(found) > 0 {
		line = c.say("audit.broken", "n", strconv.Itoa(len(found)))
		for _, f := range found {
			line += "\n  " + text.Of(c.lang, "cli.finding", map[string]any{"chain": f.Chain, "seq": f.Seq, "reason": text.Value{Enum: "audit_finding", Of: f.Code}})
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
