package attachment

import (
	"io"
	"time"
)

// Blob is what was kept of some bytes.
type Blob struct {
	Key    string // random; never shown to anybody
	Size   int64
	SHA256 string // in hexadecimal
}

// Bytes are kept bytes being read.
type Bytes interface {
	io.Reader
	io.ReaderAt
	io.Closer
}

// Store keeps bytes under keys it chooses itself. Bytes and books cannot change
// in one step, so a key is in doubt from before its bytes are written until the
// books are known to have it, and again from before it is taken out of them: no
// crash leaves bytes that nobody remembers, and only bytes in doubt are ever
// swept. A store must be durable when a call returns.
type Store interface {
	// Put keeps the bytes of a source under a new key, which is in doubt.
	Put(src io.Reader) (Blob, error)
	Open(key string) (Bytes, error)
	// Doubt, Keep and Remove may be repeated.
	Doubt(key string) error
	Keep(key string) error // ends the doubt
	Remove(key string) error
	// Doubtful lists keys in doubt since before a moment.
	Doubtful(before time.Time) ([]string, error)
}
