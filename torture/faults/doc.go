// Package faults holds the tests that take the PostgreSQL server away from the
// running program and bring it back: row D4 of docs/reliability.md.
package faults
