// Package races holds the tests that let many clients do the same thing at the
// same moment: rows D7 and D8 of docs/reliability.md. What there is to race over
// they read from the contract the program serves; a new kind of record needs a
// cell in cells_test.go that says how one is made.
package races
