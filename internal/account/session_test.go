package account

import (
	"fmt"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

// Comparing with nobody's hash takes as long as with a user's.
func TestNobodysHashCostsTheSame(t *testing.T) {
	params, salt, key, err := argon2id.DecodeHash(nobodys)
	if err != nil {
		t.Fatal(err)
	}
	if *params != *hashing || len(salt) != int(hashing.SaltLength) || len(key) != int(hashing.KeyLength) {
		t.Errorf("%+v, want %+v", *params, *hashing)
	}
}

// What was read of a session counts for a second, and only while nothing is written.
func TestRecent(t *testing.T) {
	r := recent{sessions: map[string]standing{}}
	now := standing{live: true, read: time.Now()}
	known := func(session string, writes uint64) bool {
		_, there := r.of(session, writes)
		return there
	}
	if known("a", 0) {
		t.Error("known before it was read")
	}
	r.keep("a", 0, now)
	if !known("a", 0) || known("b", 0) {
		t.Error("what was read is not known, or of another session")
	}
	if known("a", 1) {
		t.Error("known after a write")
	}
	r.keep("a", 0, now) // it was read before the write
	if known("a", 1) {
		t.Error("what was read before a write is kept after it")
	}
	r.keep("a", 1, standing{live: true, read: now.read.Add(-recently)})
	if known("a", 1) {
		t.Error("known for more than a second")
	}
	for i := range manySessions + 1 {
		r.keep(fmt.Sprint(i), 1, now)
	}
	if known("a", 1); len(r.sessions) > 0 {
		t.Errorf("%d sessions are remembered", len(r.sessions))
	}
}
