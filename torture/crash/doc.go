// Package crash holds the tests that kill the program, fill its disk, lock its
// books and ask it to stop while it is written to: rows D1, D2, D3, D5, D6 and
// D13 of docs/reliability.md, and of D8 what a repetition across a kill gets.
package crash
