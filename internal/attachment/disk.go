package attachment

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"giaouoc/internal/date"
)

// Disk is the store in a local directory. A file ab/cd/<key> holds the bytes of
// a key; an empty file in-doubt/<key> says that it is in doubt. No name that a
// user gave is ever part of a path, and nothing outside the directory can be
// opened.
type Disk struct {
	root  *os.Root
	clock date.Clock
}

const doubtDir = "in-doubt"

// keyForm is the form of our keys: 160 random bits in base 32.
var keyForm = regexp.MustCompile(`^[a-z2-7]{32}$`)

// OpenDisk opens the store in a directory, which is made where it is missing.
func OpenDisk(dir string, clock date.Clock) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot create the directory of attachments: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if err := root.MkdirAll(doubtDir, 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Disk{root, clock}, nil
}

// Close ends the use of the directory.
func (d *Disk) Close() error { return d.root.Close() }

func newKey() string {
	var b [20]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// pathOf is where the bytes of a key are.
func pathOf(key string) (string, error) {
	if !keyForm.MatchString(key) {
		return "", fmt.Errorf("%q is not a storage key", key)
	}
	return path.Join(key[:2], key[2:4], key), nil
}

// Put writes the bytes under a temporary name, flushes them, and gives them
// their name: what is there under a key is whole.
func (d *Disk) Put(src io.Reader) (Blob, error) {
	b := Blob{Key: newKey()}
	at, err := pathOf(b.Key)
	if err != nil {
		return Blob{}, err
	}
	if err := d.Doubt(b.Key); err != nil {
		return Blob{}, err
	}
	if err := d.write(at, src, &b); err != nil {
		return Blob{}, errors.Join(err, d.Remove(b.Key))
	}
	return b, nil
}

func (d *Disk) write(at string, src io.Reader, b *Blob) error {
	if err := d.root.MkdirAll(path.Dir(at), 0o700); err != nil {
		return err
	}
	f, err := d.root.OpenFile(at+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if b.Size, err = io.Copy(io.MultiWriter(f, sum), src); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	b.SHA256 = hex.EncodeToString(sum.Sum(nil))
	if err := d.root.Rename(at+".part", at); err != nil {
		return err
	}
	for _, dir := range []string{path.Dir(at), path.Dir(path.Dir(at)), "."} {
		if err := d.flush(dir); err != nil {
			return err
		}
	}
	return nil
}

// flush makes the names in a directory durable.
func (d *Disk) flush(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open opens the bytes of a key.
func (d *Disk) Open(key string) (Bytes, error) {
	at, err := pathOf(key)
	if err != nil {
		return nil, err
	}
	return d.root.Open(at)
}

// Doubt puts a key in doubt from now on.
func (d *Disk) Doubt(key string) error {
	if _, err := pathOf(key); err != nil {
		return err
	}
	mark := path.Join(doubtDir, key)
	if err := d.root.WriteFile(mark, nil, 0o600); err != nil {
		return err
	}
	now := d.clock()
	if err := d.root.Chtimes(mark, now, now); err != nil {
		return err
	}
	return d.flush(doubtDir)
}

// Keep ends the doubt about a key whose bytes stay.
func (d *Disk) Keep(key string) error {
	return d.drop(path.Join(doubtDir, key))
}

// Remove drops the bytes of a key, and then the doubt.
func (d *Disk) Remove(key string) error {
	at, err := pathOf(key)
	if err != nil {
		return err
	}
	if err := errors.Join(d.drop(at), d.drop(at+".part")); err != nil {
		return err
	}
	return d.drop(path.Join(doubtDir, key))
}

func (d *Disk) drop(name string) error {
	if err := d.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Doubtful lists keys in doubt since before a moment.
func (d *Disk) Doubtful(before time.Time) ([]string, error) {
	dir, err := d.root.Open(doubtDir)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	marks, err := dir.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, m := range marks {
		info, err := m.Info()
		if errors.Is(err, fs.ErrNotExist) || !keyForm.MatchString(m.Name()) {
			continue // decided meanwhile, or not ours
		}
		if err != nil {
			return nil, err
		}
		if info.ModTime().Before(before) {
			keys = append(keys, m.Name())
		}
	}
	return keys, nil
}
