package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"giaouoc/internal/text"
)

// The first help shows the commands in this order; minor ones share one line.
var (
	major = []string{"serve", "user", "token", "migrate", "audit", "config"}
	minor = []string{"openapi", "healthcheck", "completion", "version", "help"}
)

// help prints what a command is, then examples, commands and flags.
func (c *cli) help(cmd *cobra.Command) {
	var b strings.Builder
	b.WriteString(cmd.Short + "\n\n" + c.say("help.examples") + "\n")
	for _, line := range strings.Split(cmd.Example, "\n") {
		b.WriteString("  " + line + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\n" + c.say("help.commands") + "\n" + c.commandLines(cmd))
	} else {
		b.WriteString("\n" + c.say("help.usage") + "\n  " + strings.TrimSuffix(cmd.CommandPath(), cmd.Name()) + cmd.Use + " " + c.say("help.options") + "\n")
	}
	b.WriteString("\n" + c.say("help.flags") + "\n" + c.flagLines(cmd))
	if !cmd.HasParent() {
		b.WriteString("\n" + c.say("help.exit") + "\n")
	}
	fmt.Fprint(cmd.OutOrStdout(), b.String())
}

func (c *cli) commandLines(cmd *cobra.Command) string {
	var rows [][]string
	var rest []string
	for _, child := range cmd.Commands() {
		switch {
		case child.Hidden || strings.HasPrefix(child.Name(), "__"):
		case !cmd.HasParent() && slices.Contains(minor, child.Name()):
			rest = append(rest, child.Name())
		default:
			rows = append(rows, []string{"  " + child.Name(), child.Short})
		}
	}
	if !cmd.HasParent() {
		slices.SortStableFunc(rows, func(a, b []string) int { return place(a[0]) - place(b[0]) })
	}
	lines := align(rows)
	if len(rest) > 0 {
		lines += "  " + c.say("help.also", "names", strings.Join(rest, ", ")) + "\n"
	}
	return lines
}

func place(name string) int {
	if i := slices.Index(major, strings.TrimSpace(name)); i >= 0 {
		return i
	}
	return len(major)
}

// flags are those a command takes, its parents' among them.
func flags(cmd *cobra.Command) (all []*pflag.Flag) {
	seen := map[string]bool{}
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !seen[f.Name] {
				seen[f.Name] = true
				all = append(all, f)
			}
		})
	}
	return all
}

func (c *cli) flagLines(cmd *cobra.Command) string {
	var rows [][]string
	for _, f := range flags(cmd) {
		value, words := pflag.UnquoteUsage(f)
		if strings.HasPrefix(f.Usage, "`") { // a value's name in front is not part of the words
			words = strings.TrimPrefix(words, value+" ")
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " <" + value + ">"
		}
		if f.DefValue != "" && f.DefValue != "[]" && f.Value.Type() != "bool" {
			words += " " + c.say("help.default", "value", f.DefValue)
		}
		rows = append(rows, []string{name, words})
	}
	return align(rows)
}

// helpCommand is `help`, of commands and of the exit codes.
func (c *cli) helpCommand() *cobra.Command {
	cmd := c.command("help")
	cmd.Use += " [" + c.say("arg.command") + "]"
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && args[0] == "exit-codes" {
			_, err := fmt.Fprintln(c.out, c.say("help.exit_codes"))
			return err
		}
		at := cmd.Root()
		for _, word := range args {
			next := slices.IndexFunc(at.Commands(), func(x *cobra.Command) bool { return x.Name() == word })
			if next < 0 {
				return c.unknownCommand(at, word)
			}
			at = at.Commands()[next]
		}
		c.help(at)
		return nil
	}
	return cmd
}

// completion prints the script that lets a shell complete our commands.
func (c *cli) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	cmd := c.leaf("completion", []string{"shell"}, func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(c.out, true)
		case "zsh":
			return root.GenZshCompletion(c.out)
		case "fish":
			return root.GenFishCompletion(c.out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(c.out)
		}
		if near := text.Closest(strings.ToLower(args[0]), shells); near != "" {
			return usage(c.say("unknown_shell_suggest", "shell", args[0], "near", near))
		}
		return usage(c.say("unknown_shell", "shell", args[0], "names", strings.Join(shells, ", ")))
	})
	cmd.ValidArgs = []cobra.Completion{"bash", "zsh", "fish", "powershell"}
	return cmd
}
