// Package limits holds the tests of what may come over the wire: broken and slow
// clients, bodies too large, more requests than can be answered, pages walked
// while rows come and go, and the headers of every answer. The figures are rows
// R8 to R11 and H8 of docs/reliability.md.
package limits
