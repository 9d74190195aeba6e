// Package content sends the program hostile content: formulas, markup, control and
// bidi characters, names in every Unicode form, dates at every edge, and files
// that are not what they say. It takes the text members of every operation that
// makes a record from the contract, and reads them back through everything the
// program exports, so that a new field, list or export is looked at by itself.
package content
