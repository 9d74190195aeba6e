package encode

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// orderedZip is the archive a workbook is written to. The library hands its
// parts over in no fixed order and without a date; here they are packed as they
// come, and written in one order under one date, so that the same workbook
// makes the same bytes. Only the packed form is held in memory.
type orderedZip struct {
	to    io.Writer
	at    time.Time
	parts []*part
}

type part struct {
	name   string
	packed bytes.Buffer
	packer *flate.Writer
	sum    hash.Hash32
	size   uint64
}

// Create begins a part; the one before is then complete.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	p := &part{name: name, sum: crc32.NewIEEE()}
	var err error
	p.packer, err = flate.NewWriter(&p.packed, flate.DefaultCompression)
	z.parts = append(z.parts, p)
	return p, err
}

// AddFS is asked for by the library's interface, which never calls it.
func (z *orderedZip) AddFS(fs.FS) error { return fs.ErrInvalid }

// Write packs.
func (p *part) Write(b []byte) (int, error) {
	_, _ = p.sum.Write(b)
	p.size += uint64(len(b))
	return p.packer.Write(b)
}

// Close writes the archive: the list of content types first, as readers that
// look at the beginning of a file expect, then the parts by name.
func (z *orderedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *part) int { return strings.Compare(a.name, b.name) })
	out := zip.NewWriter(z.to)
	for _, p := range z.parts {
		if err := p.packer.Close(); err != nil {
			return err
		}
		h := &zip.FileHeader{
			Name: p.name, Method: zip.Deflate, CRC32: p.sum.Sum32(),
			CompressedSize64: uint64(p.packed.Len()), UncompressedSize64: p.size, // #nosec G115 -- a length is not negative
		}
		//lint:ignore SA1019 a part already packed is written with the date in this field only
		h.SetModTime(z.at.UTC())
		w, err := out.CreateRaw(h)
		if err != nil {
			return err
		}
		if _, err := p.packed.WriteTo(w); err != nil {
			return err
		}
	}
	return out.Close()
}
