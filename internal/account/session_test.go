package account

import (
	"testing"

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
