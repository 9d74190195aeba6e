package attachment

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func openDisk(t *testing.T, clock func() time.Time) (*Disk, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "attachments")
	d, err := OpenDisk(dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d, dir
}

// Nothing outside the directory is opened, whatever a key or a link says.
func TestDiskStaysInItsDirectory(t *testing.T) {
	d, dir := openDisk(t, time.Now)
	outside := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(outside, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"../secret", "../../secret", outside, "", ".", "..", "in-doubt", "ab/cd/" + newKey(), newKey() + "/", newKey() + "\x00", strings.ToUpper(newKey()), "..%2fsecret", `..\secret`,
	} {
		if _, err := d.Open(key); err == nil {
			t.Errorf("%q was opened", key)
		}
		if err := d.Doubt(key); err == nil {
			t.Errorf("%q was put in doubt", key)
		}
		if err := d.Remove(key); err == nil {
			t.Errorf("%q was removed", key)
		}
	}
	key := newKey()
	if err := os.MkdirAll(filepath.Join(dir, key[:2], key[2:4]), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, key[:2], key[2:4], key)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Open(key); err == nil {
		t.Error("a link led out of the directory")
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

func TestDiskKeepsDoubtsApart(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	d, _ := openDisk(t, func() time.Time { return now })
	doubtful := func(before time.Time) int {
		keys, err := d.Doubtful(before)
		if err != nil {
			t.Fatal(err)
		}
		return len(keys)
	}
	b, err := d.Put(strings.NewReader("bytes"))
	if err != nil || b.Size != 5 || b.SHA256 != "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9" {
		t.Fatalf("%+v %v", b, err)
	}
	if doubtful(now) != 0 || doubtful(now.Add(time.Second)) != 1 {
		t.Error("a new key is in doubt from now on")
	}
	for range 2 {
		if err := d.Keep(b.Key); err != nil || doubtful(now.Add(time.Hour)) != 0 {
			t.Errorf("kept, and still in doubt (%v)", err)
		}
	}
	f, err := d.Open(b.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || string(got) != "bytes" {
		t.Errorf("%q %v", got, err)
	}
	for range 2 {
		if err := d.Remove(b.Key); err != nil {
			t.Error(err)
		}
	}
	if _, err := d.Open(b.Key); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("removed, and opened: %v", err)
	}
}

// A source that breaks off leaves nothing.
func TestDiskDropsWhatBreaksOff(t *testing.T) {
	d, dir := openDisk(t, time.Now)
	broken := io.MultiReader(strings.NewReader("half"), errReader{})
	if _, err := d.Put(broken); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	_ = filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("%s stayed", path)
		}
		return err
	})
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
