package app

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"giaouoc/internal/config"
)

// keys are the secrets of this installation. They are never in the database:
// who holds only that can neither make tokens nor rewrite the audit chain.
type keys struct{ token, audit, cursor []byte }

// DataError is what keeps the data directory, or a key in it, from being used.
type DataError struct {
	Code     string // no_directory, unreadable_key, unwritable_key, malformed_key
	Path     string
	Variable string // that gives the key instead of the file; empty for the directory
	Cause    error
}

// Error is for the log.
func (e *DataError) Error() string {
	s := e.Path + ": " + e.Code
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap gives what the operating system said, or nil.
func (e *DataError) Unwrap() error { return e.Cause }

func loadKeys(cfg config.Config) (keys, error) {
	token, err := keyFile(cfg.TokenKey, cfg, "token.key", "GIAOUOC_TOKEN_KEY")
	if err != nil {
		return keys{}, err
	}
	auditKey, err := keyFile(cfg.AuditKey, cfg, "audit.key", "GIAOUOC_AUDIT_KEY")
	if err != nil {
		return keys{}, err
	}
	cursor, err := hkdf.Key(sha256.New, token, nil, "giaouoc cursor", 32)
	return keys{token, auditKey, cursor}, err
}

// keyFile returns the configured key, or the one kept in the data directory,
// which is made at the first start.
func keyFile(given []byte, cfg config.Config, name, variable string) ([]byte, error) {
	if given != nil {
		return given, nil
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, &DataError{"no_directory", cfg.Data, "", err}
	}
	path := filepath.Join(cfg.Data, name)
	b, err := os.ReadFile(path) // #nosec G304 -- in the operator's data directory
	if err == nil {
		key, err := hex.DecodeString(strings.TrimSpace(string(b)))
		if err != nil || len(key) != 32 {
			return nil, &DataError{"malformed_key", path, variable, nil}
		}
		return key, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, &DataError{"unreadable_key", path, variable, err}
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // #nosec G304 -- in the operator's data directory
	if err != nil {
		return nil, &DataError{"unwritable_key", path, variable, err}
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, &DataError{"unwritable_key", path, variable, err}
	}
	return key, nil
}
