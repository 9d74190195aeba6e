package encode

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"iter"
	"os"
	"runtime"
)

// Rows are rows of a table that may be too many to hold: beyond a bound they lie
// in a temporary file. They are added once, and read as often as asked.
type Rows struct {
	n   int
	to  spill
	out *bufio.Writer
	len [binary.MaxVarintLen64]byte
}

// NewRows are no rows yet.
func NewRows() *Rows {
	r := &Rows{}
	r.out = bufio.NewWriterSize(&r.to, 64<<10)
	return r
}

// Add adds a row.
func (r *Rows) Add(row []string) error {
	r.n++
	for _, cell := range row {
		_, _ = r.out.Write(r.len[:binary.PutUvarint(r.len[:], uint64(len(cell)))])
		if _, err := r.out.WriteString(cell); err != nil { // the first failure stays
			return err
		}
	}
	return nil
}

// Len is how many rows there are.
func (r *Rows) Len() int { return r.n }

// all gives each row, of so many cells; it is good until the next.
func (r *Rows) all(cells int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if err := r.out.Flush(); err != nil {
			yield(nil, err)
			return
		}
		in, row, ends := bufio.NewReaderSize(r.to.open(), 64<<10), make([]string, cells), make([]int, cells)
		var text []byte
		for range r.n {
			text = text[:0]
			for i := range row {
				n, err := binary.ReadUvarint(in)
				if err == nil {
					at := len(text)
					text = append(text, make([]byte, n)...)
					_, err = io.ReadFull(in, text[at:])
				}
				if err != nil {
					yield(nil, err)
					return
				}
				ends[i] = len(text)
			}
			whole, from := string(text), 0
			for i, end := range ends {
				row[i], from = whole[from:end], end
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// spill is a place for bytes: in memory as long as they are few, then in a
// temporary file that has no name any more, or loses it when nobody holds it; its
// room is given back then.
type spill struct {
	few  bytes.Buffer
	file *os.File
	size int64
}

// fewBytes is how much of one thing waits in memory.
const fewBytes = 1 << 20

// Write adds bytes.
func (s *spill) Write(b []byte) (int, error) {
	s.size += int64(len(b))
	if s.file == nil {
		if s.few.Len()+len(b) <= fewBytes {
			return s.few.Write(b)
		}
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	return s.file.Write(b)
}

// begin moves what there is to a file.
func (s *spill) begin() error {
	f, err := os.CreateTemp("", "giaouoc-")
	if err != nil {
		return err
	}
	if os.Remove(f.Name()) != nil { // some systems keep the name of an open file
		runtime.AddCleanup(s, func(name string) { _ = os.Remove(name) }, f.Name())
	}
	s.file = f
	_, err = s.few.WriteTo(f)
	s.few = bytes.Buffer{}
	return err
}

// open reads from the beginning.
func (s *spill) open() io.Reader {
	if s.file == nil {
		return bytes.NewReader(s.few.Bytes())
	}
	return io.NewSectionReader(s.file, 0, s.size)
}
