// Package torture holds the tests that treat the program badly: what it is sent,
// what is done to its process, its clock, its disk and its database. Each folder
// beside this file is one kind of bad treatment; rig is what they share.
//
// go test runs them in their short form. With SCALE set (make torture) they run
// as long as docs/reliability.md says: SCALE=1 is the whole length, SCALE=0.1 a
// tenth of it.
package torture
