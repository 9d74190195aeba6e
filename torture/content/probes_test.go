package content_test

import (
	"bytes"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

// probes asks for files of the machine by every address that takes a part of a
// path, raw, and for an attachment whose file was replaced by a link.
func (f *filer) probes(t *testing.T) {
	r := rig.Measure(t, "H6", "probes")
	foreign := map[string]string{"the password file": "root:x:0:0", "the database": "SQLite format 3"}
	for _, name := range []string{"audit.key", "token.key"} {
		raw, err := os.ReadFile(filepath.Join(f.s.Books.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		foreign[name] = strings.TrimSpace(string(raw))
	}
	var paths []string
	for _, base := range []string{"/", "/docs/", "/problems/", "/verify/", prefix + "/", prefix + "/attachments/", prefix + "/attachments/x/", "/docs/style.css/", "/openapi.json/"} {
		for _, up := range []string{"../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", `..\`, "..%252f", "..;/", "..%c0%af", "..%00/", "//"} {
			for _, to := range []string{"etc/passwd", "audit.key", "giaouoc.db"} {
				paths = append(paths, base+strings.Repeat(up, 8)+to, base+up+to)
			}
		}
	}
	served := 0
	for _, p := range paths {
		raw := speak(t, f.s.URL, "GET "+p+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+f.c.Token+"\r\nConnection: close\r\n\r\n")
		for what, s := range foreign {
			if strings.Contains(raw, s) {
				served++
				t.Errorf("%s serves %s", p, what)
			}
		}
	}
	a := f.upload("a.pdf", "", []byte("%PDF-1.7\nthe one to be replaced")).Must(201)
	replaced := 0
	_ = filepath.WalkDir(filepath.Join(f.s.Books.Dir, "attachments"), func(path string, e fs.DirEntry, err error) error {
		if raw, e := os.ReadFile(path); e == nil && strings.HasSuffix(string(raw), "the one to be replaced") {
			replaced++
			if e := os.Remove(path); e != nil {
				t.Fatal(e)
			}
			if e := os.Symlink(filepath.Join(f.s.Books.Dir, "audit.key"), path); e != nil {
				t.Fatal(e)
			}
		}
		return err
	})
	if got, err := f.c.Try(t.Context(), "GET", "/attachments/"+a.ID()+"/content", nil); replaced != 1 || err == nil && strings.Contains(string(got.Raw), foreign["audit.key"]) {
		served++
		t.Errorf("a link out of the store is followed (%d replaced)", replaced)
	}
	r.Saw("addresses", len(paths)+1)
	r.None("foreign files served", served)
}

// speak says a raw request and returns all that is answered.
func speak(t *testing.T, url, request string) string {
	t.Helper()
	c, err := net.DialTimeout("tcp", strings.TrimPrefix(url, "http://"), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	_, _ = b.ReadFrom(c)
	return b.String()
}
