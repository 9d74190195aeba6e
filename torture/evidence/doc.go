// Package evidence forges the record. An intruder who holds the database, but not
// the key and not the checkpoint, changes entries of the change log and signed
// texts by direct SQL; what the program promises to notice must be noticed. And
// it looks for the secrets the program was given in everything it wrote.
package evidence
