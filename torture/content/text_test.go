package content_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

// formulas are what spreadsheets run when a cell begins so.
func formulas() []string {
	return []string{
		"=1+1", "+1", "-1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=HYPERLINK(\"http://127.0.0.1/\",\"x\")", "=cmd|' /C calc'!A0", "＝1+1", "x,=1+1;=1+1\t=1+1",
	}
}

// markup is what readers of HTML and XML would make elements of.
func markup() []string {
	return []string{`<torture-1 onload="torture()">`, `"><torture-2 onerror='torture()'>`, `]]></t><torture-3/>&lt;&#x3c;torture-4>`}
}

// closed are texts that are not people's own: what is put there is refused unless
// it has the form it says.
var closed = map[string]string{
	"createArrangement /period": "a period", "createTerm /period": "a period", "createTermCopy /period": "a period", "createAward /period": "a period",
	"createUser /username":                  "small letters, digits, dot, dash",
	"createLeadership /persons/0/seen_on/0": "dates",
	"createVote /quorum":                    "a share", "createVote /threshold": "a share",
}

// Everything people may write goes in hostile, through every operation that takes
// text, and comes out of everything the program exports as it was written, as
// text and nothing else.
func TestText(t *testing.T) {
	rig.Each(t, func(t *testing.T, books rig.Books) {
		s := rig.Serve(t, books)
		b := open(t, s.User("quantri", true))
		w := &sweeper{book: b, kinds: map[string]string{}, engine: books.Engine()}
		fs, ms, hs, ns := formulas(), markup(), hostileStrings(), names()
		for i := range fs {
			// What writes files does not know the engine: one pass there will do.
			if books.Engine() == "sqlite" || rig.Long() || i == 0 {
				w.pass(formulaText, func(member int) string { return fs[(i+w.over(member, 0))%len(fs)] })
			}
		}
		for i := range ms {
			w.pass(markupText, func(int) string { return ms[i] })
		}
		for i := range rig.Times(1, 10) {
			w.pass(hostileText, func(member int) string { return hs[(61*i+member)%len(hs)] })
			w.pass(nameText, func(member int) string { return ns[(7*i+member)%len(ns)].given })
		}
		w.pass(hostileText, func(int) string { return escapes })
		w.rest()
		t.Run("fields", w.fields)
		all := b.downloads()
		t.Run("exports", func(t *testing.T) { w.exported(t, all) })
		t.Run("reached", func(t *testing.T) { reached(t, b) })
		t.Run("forms", func(t *testing.T) { refusedForms(t, b) })
		t.Run("strings", w.strings)
		t.Run("names", func(t *testing.T) { namesFound(t, b, w.engine) })
		t.Run("characters", func(t *testing.T) { invisible(t, b, w.engine) })
		t.Run("accounts", func(t *testing.T) { lookAlikes(t, s, b, w.engine) })
		if books.Engine() == "sqlite" {
			t.Run("pages", func(t *testing.T) { pages(t, b, s.URL) })
			t.Run("office", func(t *testing.T) { officeOpens(t, all) })
		}
	})
}

// sweeper writes texts of some kind into all members.
type sweeper struct {
	*book
	kinds         map[string]string // mark → kind of text
	engine        string
	bodies, wrong int
}

// over is member where all payloads of a kind go through one pass.
func (w *sweeper) over(member, otherwise int) int {
	if w.engine == "sqlite" || rig.Long() {
		return otherwise
	}
	return member
}

// pass writes into every member of every frame; text is told the how-manieth
// member it is.
func (w *sweeper) pass(kind string, text func(member int) string) {
	member := 0
	for _, f := range w.everything() {
		w.one(f, kind, func() string { member++; return text(member) })
	}
}

func (w *sweeper) one(f framed, kind string, text func() string) {
	a := w.send(f, func(string) string {
		m := "#" + w.tag() + "#"
		w.kinds[m] = kind
		return text() + " " + m
	})
	w.bodies++
	w.wrong += w.told(a)
}

// rest sends the strings that only came where something else was refused.
func (w *sweeper) rest() {
	for _, s := range w.unsent() {
		for _, f := range w.everything() {
			if f.op.OperationID == "createDeadline" {
				w.one(f, hostileText, func() string { return s })
			}
		}
	}
}

const (
	formulaText = "formula"
	markupText  = "markup"
	hostileText = "hostile"
	nameText    = "name"
)

// fields judges that every text of every operation was written to.
func (w *sweeper) fields(t *testing.T) {
	b := w.book
	r := rig.Measure(t, "H3", "texts of the contract, "+w.engine)
	unwritten := 0
	for _, name := range slices.Sorted(maps.Keys(b.field)) {
		if f := b.field[name]; f.took == 0 && closed[name] == "" {
			unwritten++
			t.Errorf("%s takes no text: %v", name, f.refused)
		}
	}
	for name := range closed {
		if b.field[name] == nil {
			t.Errorf("there is no %s any more", name)
		}
	}
	for _, name := range b.k.unmade() {
		unwritten++
		t.Errorf("%s can be changed and is not written to here", name)
	}
	r.Saw("text members", len(b.field))
	r.Saw("bodies sent", w.bodies)
	r.None("text members never written to", unwritten)
	r.None("texts answered otherwise than they are to be kept", w.wrong)
}

// reached judges that every text that was written turned up in an export.
func reached(t *testing.T, b *book) {
	r := rig.Measure(t, "H3", "fields in exports")
	missing := 0
	for _, name := range slices.Sorted(maps.Keys(b.field)) {
		if f := b.field[name]; f.took > 0 && f.shown == 0 && unshown[name] == "" {
			missing++
			t.Errorf("%s is written (%d times) and in no export", name, f.took)
		}
	}
	r.None("fields written and never reached through an export", missing)
	r.Saw("fields in no export for a reason", len(unshown))
}

var unshown = map[string]string{}

// exported judges every cell of everything exported that holds what was written.
func (w *sweeper) exported(t *testing.T, all []download) {
	b, kinds := w.book, w.kinds
	seen, wrong, bare, runs, untyped, broken, unsafe := map[string]int{}, 0, 0, 0, 0, 0, 0
	for _, d := range all {
		if d.media == "text/html" || strings.Join(d.head["X-Content-Type-Options"], "") != "nosniff" {
			unsafe++
			t.Errorf("%s comes as %s %v", d.from, d.media, d.head)
		}
		cells, err := d.cells()
		if err != nil {
			broken++
			t.Errorf("%s cannot be opened: %v", d.from, err)
		}
		for _, c := range cells {
			if c.formula != "" && mark.MatchString(c.formula) {
				untyped++
				t.Errorf("%s: a formula of what people wrote: %q", c.from, c.formula)
			}
			first := true
			for _, m := range mark.FindAllString(c.text, -1) {
				w := b.wrote[m]
				if w == nil {
					continue
				}
				seen[kinds[m]+" in "+c.kind]++
				op, pointer, _ := strings.Cut(w.field, " ")
				b.field[op+" "+pointer].shown++
				if !c.holds(w.kept) {
					wrong++
					t.Errorf("%s: %+q is shown as %+q", c.from, w.kept, c.text)
				}
				switch {
				case !first:
				case c.kind == office && starts(c.text):
					runs++
					t.Errorf("%s: %q runs", c.from, c.text)
				case c.kind == sheet && (c.typed != "inlineStr" && c.typed != "s" || c.formula != ""):
					untyped++
					t.Errorf("%s: %q is a cell of type %q", c.from, c.text, c.typed)
				case (c.kind == listCSV || c.kind == machine) && starts(c.text):
					bare++
				}
				first = false
			}
		}
	}
	what := "exports, " + w.engine
	h3, h4, h5 := rig.Measure(t, "H3", what), rig.Measure(t, "H4", what), rig.Measure(t, "H5", what)
	for _, k := range slices.Sorted(maps.Keys(seen)) {
		h3.Saw(k, seen[k])
	}
	h3.None("cells of workbooks that are not text", untyped)
	h3.None("cells of office CSV that run", runs)
	h3.Saw("cells of CSV for programs that begin like a formula, as ADR 9 says they may", bare)
	h3.None("cells that show another text", wrong)
	h4.None("exports a browser might take for a page", unsafe)
	h4.None("files with a part no XML parser reads", broken)
	h5.Saw("files", len(all))
	h5.None("files that cannot be opened", broken)
	for _, k := range []string{formulaText, markupText, hostileText, nameText} {
		for _, way := range []string{listCSV, machine, office, sheet} {
			h3.Must("cells with "+k+" text in "+way, seen[k+" in "+way], "> 0", seen[k+" in "+way] > 0)
		}
	}
}

// starts reports what a spreadsheet might run.
func starts(s string) bool {
	s = strings.TrimLeft(s, " \u00a0\u3000")
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0])
}
