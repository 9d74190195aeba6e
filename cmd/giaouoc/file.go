package main

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"

	"giaouoc/internal/app"
)

// readFile reads a file that a flag names.
func (c *cli) readFile(flag, path string) ([]byte, error) {
	b, err := os.ReadFile(path) // #nosec G304 -- the operator names it on the command line
	if err != nil {
		return nil, errors.New(c.say("file.unreadable", "flag", flag, "path", path, "reason", c.refusal(err)))
	}
	return b, nil
}

// fileReason words what is wrong with a file or directory of the service; "" when
// the error is about none.
func (c *cli) fileReason(err error) string {
	var d *app.DataError
	if errors.As(err, &d) {
		return c.say("data."+d.Code, "path", d.Path, "variable", d.Variable, "reason", c.refusal(err))
	}
	var file *fs.PathError
	if errors.As(err, &file) {
		return c.say("file.elsewhere", "path", file.Path, "reason", c.refusal(err))
	}
	return ""
}

// refusal words why the operating system refused a file.
func (c *cli) refusal(err error) string {
	for _, r := range []struct {
		cause error
		key   string
	}{
		{fs.ErrNotExist, "missing"},
		{fs.ErrPermission, "denied"},
		{syscall.EISDIR, "directory"},
		{syscall.ENOTDIR, "not_directory"},
		{syscall.EROFS, "read_only"},
		{syscall.ENOSPC, "full"},
	} {
		if errors.Is(err, r.cause) {
			return c.say("os." + r.key)
		}
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		return c.say("os.other") + " (" + strconv.Itoa(int(number)) + ")"
	}
	return c.say("os.other")
}
