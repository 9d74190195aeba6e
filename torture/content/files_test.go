package content_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// What is uploaded is kept as bytes or refused: whatever it is called and says it
// is, nothing of it is read beyond its kind, unpacked, fetched or put anywhere
// else. The database takes no part in this, so one engine will do; the rules of
// names and kinds are shown on both in package attachment.
func TestFiles(t *testing.T) {
	canary := listen(t)
	proxy := "http://" + canary.address
	books := rig.SQLite(t)
	s := rig.Serve(t, books, "HTTP_PROXY="+proxy, "HTTPS_PROXY="+proxy, "http_proxy="+proxy, "https_proxy="+proxy)
	f := &filer{book: open(t, s.User("quantri", true)), s: s, before: outside(t, books.Dir)}
	t.Run("attachments", f.attachments)
	t.Run("sheets", f.sheets)
	t.Run("reading", f.reading)
	t.Run("names", f.hostileNames)
	t.Run("probes", f.probes)
	t.Run("calls", func(t *testing.T) { f.calls(t, canary) })
}

// filer uploads to a program and looks where the bytes go.
type filer struct {
	*book
	s      *rig.Server
	before map[string]bool // files outside the store
	kept   int             // files taken so far
}

var (
	stored   = regexp.MustCompile(`^attachments/[a-z2-7]{2}/[a-z2-7]{2}/[a-z2-7]{32}$`)
	doubtful = regexp.MustCompile(`^attachments/in-doubt/[a-z2-7]{32}$`)
)

// outside lists what lies in a directory and is not in the place of an
// attachment, and what lies beside the directory.
func outside(t *testing.T, dir string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, top := range []string{dir, filepath.Dir(dir)} {
		if err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
			rel, _ := filepath.Rel(dir, path)
			if err == nil && e.Type().IsRegular() && !stored.MatchString(rel) && !doubtful.MatchString(rel) && !strings.HasPrefix(rel, "giaouoc.db") {
				out[rel] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// strays are files that appeared outside the store, and stored files nobody
// was told of.
func (f *filer) strays(t *testing.T) (n int) {
	t.Helper()
	for path := range outside(t, f.s.Books.Dir) {
		if !f.before[path] {
			n++
			t.Errorf("a file appeared at %s", path)
		}
	}
	for _, path := range []string{"/tmp/giaouoc-torture", "/etc/cron.d/giaouoc"} {
		if _, err := os.Lstat(path); err == nil {
			n++
			t.Errorf("a file appeared at %s", path)
		}
	}
	there := 0
	_ = filepath.WalkDir(f.s.Books.Dir, func(path string, _ fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(f.s.Books.Dir, path); stored.MatchString(rel) {
			there++
		}
		return err
	})
	if there != f.kept {
		n += max(there-f.kept, f.kept-there)
		t.Errorf("%d files are in the store, %d were taken", there, f.kept)
	}
	return n
}

func (f *filer) upload(name, claim string, content []byte) *apptest.Answer {
	a := f.c.Upload("/attachments", map[string]string{"owner_kind": "award", "owner_id": f.ids["award"]}, name, claim, content)
	if a.Status == 201 {
		f.kept++
	}
	return a
}

// attachments sends 47 names and kinds.
func (f *filer) attachments(t *testing.T) {
	r := rig.Measure(t, "H2", "47 names and kinds")
	pdf, png, text := []byte("%PDF-1.7\nx"), []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"), []byte("Giao ước\n")
	word := zipOf(entry{"[Content_Types].xml", wordTypes}, entry{"word/document.xml", "<a/>"})
	exe := append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"), make([]byte, 300)...)
	outsider, nobody := f.s.User("nguoila", false), f.s.Nobody()
	cases := []struct {
		name, claim string
		content     []byte
	}{
		{"a.pdf", "application/pdf", pdf},
		{"A.PDF", "", pdf},
		{"Giao ước năm 2021 (đã ký).pdf", "", pdf},
		{norm.NFD.String("Giao ước.pdf"), "", pdf},
		{"  a\u00a0b.pdf", "", pdf},
		{"=1+1.pdf", "", pdf},
		{"a'b\".pdf", "", pdf},
		{"a;b=c.pdf", "", pdf},
		{"a%0d%0aX: y.pdf", "", pdf},
		{"%2e%2e%2fa.pdf", "", pdf},
		{"a.tar.pdf", "", pdf},
		{"-rf.pdf", "", pdf},
		{"~.pdf", "", pdf},
		{"$HOME.pdf", "", pdf},
		{"😀.pdf", "", pdf},
		{strings.Repeat("ư", 196) + ".pdf", "", pdf},
		{strings.Repeat("ư", 300) + ".pdf", "", pdf},
		{"a.png", "image/png", png},
		{"a.txt", "text/plain", text},
		{"a.csv", "", text},
		{"a.docx", "", word},
		{"a.xlsx", "", bookOf(rows(""))},
		{"a\r\nX-Injected: y.pdf", "", pdf},
		{"a\x00.pdf", "", pdf},
		{"a\u202efdp.exe", "", pdf},
		{"a\u200b.pdf", "", pdf},
		{"", "", pdf},
		{" ", "", pdf},
		{".pdf", "", pdf},
		{"a.pdf.", "", pdf},
		{"CON.pdf", "", pdf},
		{"LPT1.pdf", "", pdf},
		{"a.pdf:b", "", pdf},
		{"<b>.pdf", "", pdf},
		{"a.exe", "", exe},
		{"a.pdf", "", exe},
		{"a.html", "text/html", []byte("<html><script>1</script></html>")},
		{"a.pdf", "text/html", pdf},
		{"a.svg", "image/svg+xml", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>`)},
		{"a.txt", "", []byte("<html><body onload=x>")},
		{"a.js", "text/javascript", []byte("alert(1)")},
		{"a.docm", "", zipOf(entry{"[Content_Types].xml", wordTypes}, entry{"word/document.xml", ""}, entry{"word/vbaProject.bin", "x"})},
		{"a.zip", "", zipOf(entry{"a", "b"})},
		{"a.pdf", "", nil},
		{"a.png", "", append(bytes.Clone(png), "<script>alert(1)</script>"...)},
		{"TUYỆT MẬT.pdf", "", pdf},
		{"a", "", pdf},
	}
	taken, unclean, unequal, unsafe, leaked := 0, 0, 0, 0, 0
	for _, c := range cases {
		a := f.upload(c.name, c.claim, c.content)
		if a.Status != 201 {
			if a.Status != 422 && a.Status != 400 {
				unclean++
				t.Errorf("%+q: %d %s", c.name, a.Status, a.Raw)
			}
			continue
		}
		taken++
		name, path := a.Str("name"), "/attachments/"+a.ID()+"/content"
		if !cleanName(name) {
			unclean++
			t.Errorf("%+q is kept as %+q", c.name, name)
		}
		got := f.c.Get(path)
		if !bytes.Equal(got.Raw, c.content) {
			unequal++
			t.Errorf("%+q comes back as other bytes", c.name)
		}
		h := got.Header
		if !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; ") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || strings.Contains(h.Get("Content-Type"), "html") || h.Get("X-Injected") != "" {
			unsafe++
			t.Errorf("%+q is sent with %v", c.name, h)
		}
		if n, o := nobody.Get(path), outsider.Get(path); n.Status != 401 || o.Status != 403 && o.Status != 404 {
			leaked++
			t.Errorf("%+q: without a token %d, without rights %d", c.name, n.Status, o.Status)
		}
	}
	r.Saw("names and kinds", len(cases))
	r.Saw("taken", taken)
	r.None("names kept unclean, answers other than taken or refused", unclean)
	r.None("files that come back as other bytes", unequal)
	r.None("files a browser might run", unsafe)
	r.None("files shown to who may not see them", leaked)
	r.None("files in other places, or kept though refused", f.strays(t))
	over := f.quota(t)
	r.Must("a file over the quota", over, "quota_exceeded", over == "quota_exceeded")
}

// quota asks a program with room for two files for a third.
func (f *filer) quota(t *testing.T) (code string) {
	s := rig.Serve(t, rig.SQLite(t), "GIAOUOC_ATTACHMENT_MAX_BYTES=4KiB", "GIAOUOC_ATTACHMENT_QUOTA_BYTES=8KiB")
	b := open(t, s.User("quantri", true))
	for range 4 {
		a := b.c.Upload("/attachments", map[string]string{"owner_kind": "award", "owner_id": b.ids["award"]}, "a.pdf", "", append([]byte("%PDF-1.7\n"), make([]byte, 3500)...))
		if code, _ = a.Body["code"].(string); a.Status != 201 {
			return code
		}
	}
	return "none"
}

func cleanName(s string) bool {
	for _, r := range s {
		if !unicode.IsGraphic(r) || strings.ContainsRune(`/\<>:"|?*`, r) || unicode.Is(unicode.Zs, r) && r != ' ' {
			return false
		}
	}
	return s != "" && utf8.RuneCountInString(s) <= 200 && strings.Trim(s, " .") == s && norm.NFC.IsNormalString(s)
}

// sheets uploads workbooks and CSV files that are traps for who reads them.
func (f *filer) sheets(t *testing.T) {
	r := rig.Measure(t, "H1", "48 + 24 hostile files as attachments")
	files, failures, unequal, slowest, before := hostileSheets(), 0, 0, time.Duration(0), f.s.Memory()
	peak, taken := before, 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		began := time.Now()
		a := f.upload(strings.ReplaceAll(name, "../", "dots "), "", files[name])
		slowest, peak = max(slowest, time.Since(began)), max(peak, f.s.Memory())
		switch a.Status {
		case 201:
			taken++
			if !bytes.Equal(f.c.Get("/attachments/"+a.ID()+"/content").Raw, files[name]) {
				unequal++
				t.Errorf("%s comes back as other bytes", name)
			}
		case 413, 422:
		default:
			failures++
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
	}
	r.Saw("files", len(files))
	r.Saw("taken as attachments", taken)
	r.None("answers other than taken or refused", failures)
	r.None("files that come back as other bytes", unequal)
	r.None("files in other places", f.strays(t))
	r.MustTime("slowest", slowest.Round(time.Millisecond), "<= 5 s", slowest <= 5*time.Second)
	r.Must("memory grew by MB", (peak-before)>>20, "<= 256", peak-before <= 256<<20)
}

// reading finds what reads the insides of workbooks and CSV files. Nothing does
// as long as the only operation that takes a file keeps it as it came.
func (f *filer) reading(t *testing.T) {
	r := rig.Measure(t, "H1", "reading of workbooks and CSV")
	readers := 0
	for _, op := range f.k.ops {
		for media := range op.RequestBody.Content {
			if media != "application/json" && media != "application/merge-patch+json" && op.OperationID != "createAttachment" {
				readers++
				t.Errorf("%s takes %s: send it the hostile files", op.OperationID, media)
			}
		}
	}
	r.None("operations that read files and are not sent the hostile ones", readers)
	if readers == 0 {
		r.NotRun("nothing in the program reads workbooks or CSV files; they are kept as they come")
	}
}

// hostileNames puts 37 names that are paths where a name is expected.
func (f *filer) hostileNames(t *testing.T) {
	r := rig.Measure(t, "H6", "37 hostile names")
	names := []string{}
	for _, up := range []string{"../", `..\`, "....//", `....\\`, "%2e%2e/", "..%2f", "..%5c", "..%c0%af", "..%252f", ".\u2024/", "\uff0e\uff0e\uff0f", "..\u2215", "..\u29f5"} {
		names = append(names, strings.Repeat(up, 6)+"tmp/giaouoc-torture.pdf")
	}
	names = append(names, "/etc/passwd.pdf", "//server/share/a.pdf", `\\server\share\a.pdf`, `C:\a.pdf`, "C:a.pdf", "file:///etc/passwd.pdf", "/proc/self/environ.pdf", "/dev/null.pdf", "~/.ssh/a.pdf", "..", ".", "../", "/", `\`,
		"a/../../b.pdf", "a/b.pdf", "a\\b.pdf", "giaouoc.db", "../giaouoc.db", "../audit.key", "audit.key\x00.pdf", "in-doubt/a.pdf", "a.pdf/", "..;/a.pdf", "nul", "aux.pdf")
	taken, wrong := 0, 0
	for _, name := range names {
		for _, how := range []func() *apptest.Answer{
			func() *apptest.Answer { return f.upload(name, "", []byte("%PDF-1.7\n")) },
			func() *apptest.Answer {
				a := f.c.Upload("/attachments", map[string]string{"owner_kind": "award", "owner_id": f.ids["award"], "name": name}, "a.pdf", "", []byte("%PDF-1.7\n"))
				if a.Status == 201 {
					f.kept++
				}
				return a
			},
		} {
			switch a := how(); a.Status {
			case 201:
				if taken++; !cleanName(a.Str("name")) {
					wrong++
					t.Errorf("%+q is kept as %+q", name, a.Str("name"))
				}
			case 400, 422:
			default:
				wrong++
				t.Errorf("%+q: %d %s", name, a.Status, a.Raw)
			}
		}
	}
	r.Saw("names", len(names))
	r.Saw("harmless ones taken", taken)
	r.None("paths kept as names, answers other than taken or refused", wrong)
	r.None("files outside the store", f.strays(t))
}

// watched is a listener that nobody should ever call.
type watched struct {
	address string
	calls   atomic.Int64
}

func listen(t *testing.T) *watched {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{address: l.Addr().String()}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.calls.Add(1)
			_ = c.Close()
		}
	}()
	return w
}

// calls uploads files that point at the listener, writes its address into every
// text there is, exports and searches everything: nobody calls. The program is
// told that the listener is its proxy, so that other addresses lead there too.
func (f *filer) calls(t *testing.T, canary *watched) {
	r := rig.Measure(t, "H7", "canary")
	taken := 0
	for _, url := range []string{"http://" + canary.address, "http://canary.example", `\\127.0.0.1\share`} {
		files := calling(url)
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if a := f.upload(name, "", files[name]); a.Status == 201 {
				taken++
				f.c.Get("/attachments/" + a.ID() + "/content").Must(200)
			} else if a.Status != 422 {
				t.Errorf("%s: %d %s", name, a.Status, a.Raw)
			}
		}
		for _, x := range f.everything() {
			f.send(x, func(string) string { return fmt.Sprintf("%s/%s", url, f.tag()) })
		}
	}
	for _, d := range f.downloads() {
		if _, err := d.cells(); err != nil {
			t.Error(err)
		}
	}
	f.c.Get("/search?q=http").Must(200)
	time.Sleep(200 * time.Millisecond)
	r.Saw("files with addresses taken", taken)
	r.None("connections out", int(canary.calls.Load()))
	c, err := net.Dial("tcp", canary.address)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	for range 100 {
		if canary.calls.Load() > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.Must("the listener hears a call", canary.calls.Load(), "1", canary.calls.Load() == 1)
}
