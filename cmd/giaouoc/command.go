package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"giaouoc/internal/text"
)

// group makes a command that only leads to others. Its texts stand in the
// catalogue under its words: short, example.
func (c *cli) group(words string, children ...*cobra.Command) *cobra.Command {
	cmd := c.command(words)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return c.unknownCommand(cmd, args[0])
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.AddCommand(children...)
	return cmd
}

// leaf makes a command that does something. takes names its arguments, each of
// which must be there.
func (c *cli) leaf(words string, takes []string, do func(cmd *cobra.Command, args []string) error) *cobra.Command {
	cmd := c.command(words)
	for _, name := range takes {
		cmd.Use += " <" + c.say("arg."+name) + ">"
	}
	cmd.Args = func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < len(takes):
			return usage(c.say("missing_argument", "name", "<"+c.say("arg."+takes[len(args)])+">"))
		case len(args) > len(takes):
			return usage(c.say("extra_argument", "value", args[len(takes)]))
		}
		return nil
	}
	cmd.RunE = do
	return cmd
}

func (c *cli) command(words string) *cobra.Command {
	key := strings.ReplaceAll(words, " ", ".") + "."
	if words == "" {
		key = ""
	}
	return &cobra.Command{
		Use: words[strings.LastIndexByte(words, ' ')+1:], Short: c.say(key + "short"), Example: c.say(key + "example"),
		SuggestFor: strings.Fields(meant[words]),
	}
}

// meant are the words people try for a command.
var meant = map[string]string{
	"serve": "start run server", "migrate": "upgrade db schema", "migrate status": "list show", "migrate up": "run upgrade",
	"user": "users account accounts", "user list": "ls show", "user add": "create new", "user reset-password": "password passwd reset", "user disable": "delete remove rm lock", "user enable": "unlock",
	"user grant": "role permit", "user revoke-grant": "revoke ungrant", "token": "tokens pat", "token list": "ls show", "token add": "create new", "token revoke": "delete remove rm",
	"audit": "log", "audit verify": "check", "config": "settings env", "config print": "show list", "openapi": "spec swagger contract", "healthcheck": "health ready", "completion": "complete",
}

// unknownCommand says which command was most likely meant.
func (c *cli) unknownCommand(under *cobra.Command, word string) error {
	near := ""
	var names []string
	for _, child := range under.Commands() {
		if !child.Hidden {
			names = append(names, child.Name())
			if slices.Contains(child.SuggestFor, strings.ToLower(word)) {
				near = child.Name()
			}
		}
	}
	if near == "" {
		near = text.Closest(strings.ToLower(word), names)
	}
	if near == "" {
		return usage(c.say("unknown_command", "word", word, "names", strings.Join(names, ", ")))
	}
	return usage(c.say("unknown_command_suggest", "word", word, "near", strings.TrimSpace(under.CommandPath()+" "+near)))
}
