package encode

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// orderedZip is the archive a workbook is written to. The library hands its
// parts over in no fixed order and without a date; here they are written in one
// order under one date, so that the same workbook makes the same bytes. What the
// library makes is small; the rows of a sheet are written into their place when
// it is sent.
type orderedZip struct {
	to    io.Writer
	at    time.Time
	rows  map[string]func(io.Writer) error // of sheets
	parts []*part
}

type part struct {
	name string
	bytes.Buffer
}

// Create begins a part.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	p := &part{name: name}
	z.parts = append(z.parts, p)
	return p, nil
}

// AddFS is asked for by the library's interface, which never calls it.
func (z *orderedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close writes the archive: the list of content types first, as readers that
// look at the beginning of a file expect, then the parts by name.
func (z *orderedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *part) int { return strings.Compare(a.name, b.name) })
	out := zip.NewWriter(z.to)
	for _, p := range z.parts {
		w, err := create(out, z.at, p.name)
		if err == nil {
			err = p.write(w, z.rows[p.name])
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

var errNoRoom = errors.New("encode: a sheet has no room for its rows")

// write writes a part, with the rows of a sheet where the library left room.
func (p *part) write(w io.Writer, rows func(io.Writer) error) error {
	if rows == nil {
		_, err := p.WriteTo(w)
		return err
	}
	const begin, end = "<sheetData>", "</sheetData>"
	before, after, found := bytes.Cut(p.Bytes(), []byte(begin+end))
	if !found {
		return errNoRoom
	}
	if _, err := w.Write(append(slices.Clone(before), begin...)); err != nil {
		return err
	}
	if err := rows(w); err != nil {
		return err
	}
	_, err := w.Write(append([]byte(end), after...))
	return err
}
