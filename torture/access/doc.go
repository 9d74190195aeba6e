// Package access treats the running program as those do who want in without
// being let in: with forged tokens, with tokens that have ended, by guessing
// passwords; and it takes away the checks one by one to see that the permission
// matrix of package app misses each of them.
package access
