// Package fuzz sends the running program requests made from its own contract:
// good ones of every operation, with records that exist, and bad ones of every
// kind, from callers of every role at once. Every answer is held against the
// contract. Afterwards the process, its log and its chain of acts are looked at.
//
// A request that finds something is printed as a curl command, with the seed it
// came from. What an operation needs beyond its schema to be accepted stands in
// recipes; an operation that never succeeds fails the test until it has one.
package fuzz
