package crash_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// room is the size of the disk that is filled.
const room = 64 << 20

// The disk fills up, again and again: the program says so and goes on reading,
// and writes again as soon as there is room, with nothing lost and nothing torn.
func TestDiskFull(t *testing.T) {
	beside(t)
	t.Run("sqlite", func(t *testing.T) {
		row := rig.Measure(t, "D5", "disk full, sqlite")
		diskFull(t, row, rig.Books{Dir: disk(t, row)})
	})
	t.Run("postgres", func(t *testing.T) {
		row := rig.Measure(t, "D5", "disk full, postgres")
		b := rig.Postgres(t)
		diskFull(t, row, elsewhere(t, b, disk(t, row)))
	})
}

// disk is a small disk of the test's own.
func disk(t *testing.T, row *rig.Row) string {
	t.Helper()
	if os.Geteuid() != 0 {
		row.NotRun("a disk of its own needs root")
	}
	dir, err := os.MkdirTemp("/tmp", "giaouoc-full")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0755", room)); err != nil {
		row.NotRun("a disk of its own cannot be mounted: " + err.Error())
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// elsewhere puts the tables of PostgreSQL books and their files on a disk. The
// write-ahead log stays where it was: a PostgreSQL that cannot write that one
// ends by itself, and is away (D4).
func elsewhere(t *testing.T, b rig.Books, dir string) rig.Books {
	t.Helper()
	tables, files := filepath.Join(dir, "tables"), filepath.Join(dir, "files")
	for _, d := range []string{tables, files} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(tables, uid, gid); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"CREATE TABLESPACE small LOCATION '" + tables + "'", "CREATE DATABASE small TABLESPACE small"} {
		if err := b.Cluster.Exec("postgres", sql); err != nil {
			t.Fatal(err)
		}
	}
	// The server goes before the disk does.
	t.Cleanup(func() { b.Cluster.Stop("immediate") })
	return rig.Books{Dir: files, Cluster: b.Cluster, URL: strings.Replace(b.URL, "/books?", "/small?", 1)}
}

func diskFull(t *testing.T, row *rig.Row, b rig.Books) {
	f := &filling{s: rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h"), statuses: map[int]int{}}
	f.admin = f.s.User("quantri", true)
	f.award = award(f.admin)
	pid, times := f.s.Pid(), rig.Times(2, 20)
	for n := range times {
		f.once(t, n)
	}
	row.Saw("times", times)
	row.Saw("answers by status while there was no room", f.statuses)
	row.Must("refusals for lack of room", len(f.refused), "some each time", len(f.refused) >= times)
	row.Must("refused files among them", f.files, "some", f.files > 0)
	row.None("answers but 2xx, 503 and 507, or none", len(f.odd))
	if len(f.odd) > 0 {
		t.Log(shorter(f.odd))
	}
	row.None("reads that failed", f.unread)
	row.None("times it did not write again", f.never)
	row.MustTime("first write after there was room", f.again.Round(time.Millisecond), "5s", f.again <= 5*time.Second)
	row.Must("the program was never restarted", f.s.Running() && f.s.Pid() == pid, "true", f.s.Running() && f.s.Pid() == pid)
	// What the running program knows must also be what a new one finds.
	for _, when := range []string{"", " after a restart"} {
		lost, torn, sneaked := f.compare()
		row.Must("writes acknowledged"+when, len(f.kept), "some each time", len(f.kept) >= times)
		row.None("acknowledged and lost"+when, lost)
		row.None("files torn"+when, torn)
		row.None("refused and yet done"+when, sneaked)
		if when == "" {
			f.s.Kill()
			if b.URL == "" {
				row.None("integrity failures of the file", intact(t, b))
			}
			f.s.Start()
		}
	}
	holds := verified(t, f.s)
	row.Must("audit chain verifies", holds, "true", holds)
}

// award is a record that files can hang on.
func award(admin *apptest.Client) string {
	return admin.Post("/awards", map[string]any{"bloc_id": newLibrary(admin).bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "period": "2026"}).Must(201).ID()
}

// filling are clients at a disk without room, and what they got.
type filling struct {
	s     *rig.Server
	admin *apptest.Client
	award string

	mu             sync.Mutex
	statuses       map[int]int
	odd            []string
	kept           []written
	refused        []written
	files          int // of the refused
	unread, never  int
	again          time.Duration
	writes, enough int
}

// written is a record or a file as it was sent.
type written struct {
	name, id string
	bytes    []byte // of a file
}

// once fills the disk, writes and reads, makes room, and waits for a write.
func (f *filling) once(t *testing.T, n int) {
	t.Helper()
	filler := filepath.Join(f.s.Books.Dir, "filler")
	fill(t, filler)
	f.mu.Lock()
	f.enough = len(f.refused) + 12
	f.mu.Unlock()
	var wg sync.WaitGroup
	for c := range 4 {
		wg.Go(func() {
			for i := 0; i < 400 && !f.full(); i++ {
				f.write(fmt.Sprintf("đầy-%d-%d-%d", n, c, i), (c+i)%2 == 0)
			}
		})
	}
	for range 2 {
		wg.Go(func() {
			for !f.full() {
				f.read()
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	wg.Wait()
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	began, wrote := time.Now(), false
	for i := 0; !wrote && time.Since(began) < patience; i++ {
		before := len(f.kept)
		f.write(fmt.Sprintf("lại-%d-%d", n, i), false)
		f.write(fmt.Sprintf("lại tệp-%d-%d", n, i), true)
		wrote = len(f.kept) == before+2
	}
	if f.again = max(f.again, time.Since(began)); !wrote {
		f.never++
	}
}

// full reports that enough was refused, or that nothing more will be.
func (f *filling) full() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.refused) >= f.enough || f.writes > 20000
}

// fill leaves no room beside a file.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; {
		if _, err = file.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if !strings.Contains(err.Error(), "no space") {
		t.Fatal(err)
	}
}

// write sends one record, or a file.
func (f *filling) write(name string, file bool) {
	a := &act{id: "full-" + strconv.FormatInt(time.Now().UnixNano(), 36) + "-" + strconv.Itoa(rand.IntN(1000)), method: http.MethodPost, path: "/persons"}
	w := written{name: name}
	if file {
		w.bytes = bytes.Repeat([]byte(name+"\n"), 3000)
		body, kind := f.admin.Form(map[string]string{"owner_kind": "award", "owner_id": f.award}, name+".txt", "", w.bytes)
		a.path, a.form, a.headers = "/attachments", body, []string{"Content-Type", kind}
	} else {
		a.body = map[string]any{"name": name, "remark": strings.Repeat("Ghi chú dài. ", 300)}
	}
	a.send(f.admin)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writes++
	switch {
	case a.answer == nil:
		f.statuses[0]++
		f.odd = append(f.odd, a.path+": "+a.err.Error())
		return
	case a.answer.Status/100 == 2:
		w.id = a.answer.ID()
		f.kept = append(f.kept, w)
	case a.answer.Status == http.StatusServiceUnavailable || a.answer.Status == http.StatusInsufficientStorage:
		f.refused = append(f.refused, w)
		if file {
			f.files++
		}
	default:
		f.odd = append(f.odd, fmt.Sprintf("%s: %d %s", a.path, a.answer.Status, a.answer.Raw))
	}
	f.statuses[a.answer.Status]++
}

func (f *filling) read() {
	a := &act{id: "full-read", method: http.MethodGet, path: "/persons?limit=20&sort=-name"}
	a.send(f.admin)
	f.mu.Lock()
	defer f.mu.Unlock()
	if a.end != done {
		f.unread++
		f.odd = append(f.odd, fmt.Sprintf("%s: %v %v", a.path, a.answer, a.err))
	}
}

// compare reads back all that was acknowledged, and looks for what was refused.
func (f *filling) compare() (lost, torn, sneaked int) {
	there := map[string]bool{}
	for _, list := range []string{"/persons?limit=200", "/attachments?limit=200&owner_kind=award&owner_id=" + f.award} {
		for path := list; path != ""; {
			a := f.admin.Get(path).Must(200)
			for i := range a.Data() {
				there[strings.TrimSuffix(a.Str(fmt.Sprintf("data.%d.name", i)), ".txt")] = true
			}
			path = a.Str("page.next")
		}
	}
	for _, w := range f.kept {
		switch {
		case !there[w.name]:
			lost++
		case w.bytes != nil:
			if a := f.admin.Get("/attachments/" + w.id + "/content"); a.Status != http.StatusOK || !bytes.Equal(a.Raw, w.bytes) {
				torn++
			}
		}
	}
	for _, w := range f.refused {
		if there[w.name] {
			sneaked++
		}
	}
	return lost, torn, sneaked
}
