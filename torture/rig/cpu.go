package rig

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit the kernel counts processor time in.
const tick = 10 * time.Millisecond

// CPU is the processor time a process has used; 0 when it is gone.
func CPU(pid int) time.Duration {
	own, _, _ := times(pid)
	return own
}

// CPU is the processor time of the server.
func (s *Server) CPU() time.Duration { return CPU(s.Pid()) }

// CPU is the processor time of the database server with all its processes,
// those that ended included.
func (c *Cluster) CPU() time.Duration {
	root := c.Pid()
	own, ended, _ := times(root)
	sum := own + ended
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if own, ended, parent := times(pid); parent == root {
			sum += own + ended
		}
	}
	return sum
}

// times reads a process's own time, that of its children that ended, and its
// parent.
func times(pid int) (own, ended time.Duration, parent int) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, 0, 0
	}
	// The name in parentheses may hold spaces; what follows does not.
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	at := func(i int) time.Duration {
		n, _ := strconv.ParseInt(f[i], 10, 64)
		return time.Duration(n) * tick
	}
	parent, _ = strconv.Atoi(f[1])
	return at(11) + at(12), at(13) + at(14), parent
}
