package main

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"giaouoc/internal/account"
)

// passwordFlags say where a password comes from. It is never the value of a
// flag: the list of processes and the shell's history would keep it.
type passwordFlags struct {
	stdin  bool
	file   string
	change bool // the user must change it at the first login
}

func (c *cli) passwordFlags(cmd *cobra.Command) *passwordFlags {
	p := &passwordFlags{}
	cmd.Flags().BoolVar(&p.stdin, "password-stdin", false, c.say("flag.password_stdin"))
	cmd.Flags().StringVar(&p.file, "password-file", "", c.say("flag.password_file"))
	cmd.Flags().BoolVar(&p.change, "must-change", false, c.say("flag.must_change"))
	return p
}

// password reads the password, or makes one. One that was made is to be changed
// by its user unless the operator says otherwise.
func (c *cli) password(cmd *cobra.Command, p *passwordFlags) (password string, made bool, err error) {
	switch {
	case p.stdin && p.file != "":
		return "", false, usage(c.say("password.two_sources"))
	case p.stdin:
		password, err = bufio.NewReader(c.in).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
	case p.file != "":
		var b []byte
		b, err = c.readFile("--password-file", p.file)
		password = string(b)
	default:
		if !cmd.Flags().Changed("must-change") {
			p.change = true
		}
		return account.NewPassword(), true, nil
	}
	if err != nil {
		return "", false, err
	}
	if password = strings.TrimRight(password, "\r\n"); password == "" {
		return "", false, usage(c.say("password.empty"))
	}
	return password, false, nil
}
