package app

import (
	"runtime/debug"

	"giaouoc/internal/report"
)

// development is the version of a program no release was linked into.
const development = "dev"

// Revision is what the program's source was taken from, and whether it differed;
// "" where the build does not tell.
func Revision() (revision string, changed bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	return revision, changed && revision != ""
}

// program is what reports name as their maker.
func program() report.Program {
	if Version != development {
		return report.Program{Version: Version}
	}
	revision, changed := Revision()
	const told = 12
	return report.Program{Revision: revision[:min(len(revision), told)], Changed: changed}
}
