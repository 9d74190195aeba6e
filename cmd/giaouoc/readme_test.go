package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"giaouoc/internal/app"
	"giaouoc/internal/app/demo"
)

var shellWord = regexp.MustCompile(`"[^"]*"|\S+`)

// The commands of the READMEs work in their order on the demo's books.
func TestReadmeCommands(t *testing.T) {
	for file, heading := range map[string]string{"../../README.md": "## Command line", "../../README.vi.md": "## Dòng lệnh"} {
		t.Run(heading, func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, section, _ := strings.Cut(string(content), heading+"\n")
			_, section, _ = strings.Cut(section, "```bash\n")
			section, _, _ = strings.Cut(section, "```")
			b := books{t, []string{"GIAOUOC_DATA=" + t.TempDir()}}
			b.fillDemo(t)
			ran := 0
			for line := range strings.Lines(section) {
				line, _, _ = strings.Cut(line, "#")
				words := shellWord.FindAllString(line, -1)
				if len(words) == 0 || words[0] != "./bin/giaouoc" {
					t.Fatalf("%s: not the program that was built: %q", file, line)
				}
				for i := range words {
					words[i] = strings.Trim(words[i], `"`)
				}
				b.run("", words[1:]...).is(0)
				ran++
			}
			if ran < 5 {
				t.Errorf("%s: only %d commands", file, ran)
			}
		})
	}
}

// fillDemo makes the books that `serve --demo` makes.
func (b books) fillDemo(t *testing.T) {
	t.Helper()
	c := &cli{environ: b.env, err: &bytes.Buffer{}, demo: true}
	cfg, o, err := c.choose(true)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), cfg, app.Options{Log: o.Log, DataFile: o.DataFile, Ephemeral: true})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := demo.Fill(t.Context(), a, "mật khẩu dài để thử"); err != nil {
		t.Fatal(err)
	}
}
