package report

import "giaouoc/internal/text"

// Program is the program that runs, as files name it.
type Program struct {
	Version  string // the release; "" for a development build
	Revision string // of the source of a development build; "" unknown
	Changed  bool   // the source differed from the revision
}

// String names it for programs: "Giaouoc 1.0.0", "Giaouoc dev+654e3ad4b630".
func (p Program) String() string {
	if p.Version != "" {
		return "Giaouoc " + p.Version
	}
	name := "Giaouoc dev"
	if p.Revision != "" {
		name += "+" + p.Revision
	}
	if p.Changed {
		name += ".changed"
	}
	return name
}

// said names it for people.
func (p Program) said(lang text.Lang) string {
	key := "report.program.development"
	switch {
	case p.Version != "":
		return p.String()
	case p.Revision == "":
	case p.Changed:
		key = "report.program.changed"
	default:
		key = "report.program.revision"
	}
	return text.Of(lang, key, map[string]any{"revision": p.Revision})
}
