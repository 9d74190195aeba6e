// Package bench measures what the service costs against a bare program that
// answers the same requests from the same database (folder reference), on books
// of a known shape (folder books). The figure is processor time of service and
// database for a request, told by the operating system, as a ratio to the
// reference in the same run, in turns; docs/performance.md says what was seen.
//
// go test compares the answers on small books and times nothing; make bench
// measures.
package bench
