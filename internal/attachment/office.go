package attachment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"giaouoc/internal/fault"
)

// Bounds on what is read of an office file: its directory, and of what is packed
// in it only the list of the kinds of its parts.
const (
	maxZipRead  = 4 << 20
	maxManifest = 256 << 10 // unpacked
	maxOLEChain = 512       // sectors
)

var errBudget = errors.New("the directory is larger than any document's")

// budget ends reading after so many bytes.
type budget struct {
	r    io.ReaderAt
	left int64
}

func (b *budget) ReadAt(p []byte, at int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errBudget
	}
	return b.r.ReadAt(p, at)
}

// office tells which office document a ZIP file is, "" for any other archive. It
// notes programs inside.
func office(b io.ReaderAt, size int64, head []byte, bad *fault.Fields) string {
	z, err := zip.NewReader(&budget{b, maxZipRead}, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return ""
	}
	var found []string
	manifest := false
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if macros(name) {
			bad.Add("/file", "macros_not_allowed")
			return ""
		}
		if name == "[content_types].xml" {
			manifest = true
			programs, err := declaresMacros(f)
			if programs {
				bad.Add("/file", "macros_not_allowed")
			}
			if programs || err != nil {
				return ""
			}
		}
		for prefix, media := range map[string]string{"word/": docx, "xl/": xlsx, "ppt/": pptx} {
			if strings.HasPrefix(name, prefix) && !slices.Contains(found, media) {
				found = append(found, media)
			}
		}
	}
	switch {
	case manifest && len(found) == 1:
		return found[0]
	case len(found) > 0:
		return ""
	}
	return openDocument(head)
}

// macros holds for the entries in which office documents carry programs.
func macros(name string) bool {
	last := name[strings.LastIndexByte(name, '/')+1:]
	return strings.HasPrefix(last, "vba") || strings.Contains(name, "macrosheets/") ||
		strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/")
}

// declaresMacros reads the kinds of the parts of an Office Open XML document
// (ECMA-376 part 2, 7.2.3): a part that carries programs may have any name, but
// not hide what it is. An error says that the list cannot be read as XML in UTF-8
// within its bound; no office program writes such a one.
func declaresMacros(f *zip.File) (bool, error) {
	r, err := f.Open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxManifest+1))
	if err != nil || len(b) > maxManifest {
		return false, errors.Join(err, errBudget)
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	for {
		switch t, err := d.Token(); e := t.(type) {
		case xml.StartElement:
			if slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return runsMacros(a.Value) }) {
				return true, nil
			}
		case nil:
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return false, err
		}
	}
}

// runsMacros holds for the media types of programs and of documents with them.
func runsMacros(media string) bool {
	media = strings.ToLower(media)
	return slices.ContainsFunc([]string{"macroenabled", "vbaproject", "vbadata", "macrosheet"}, func(s string) bool { return strings.Contains(media, s) })
}

// openDocument reads the media type an OpenDocument file begins with, which its
// standard wants unpacked and first (ODF 1.2 part 3, 3.3).
func openDocument(head []byte) string {
	const at = 30 // after the header of the first entry
	for _, media := range []string{odt, ods} {
		if want := "mimetype" + media; len(head) > at+len(want) && string(head[at:at+len(want)]) == want && head[at+len(want)] == 'P' {
			return media
		}
	}
	return ""
}

// compound tells which old office document an OLE compound file is, "" for any
// other, a protected document among them. It notes programs inside.
func compound(b io.ReaderAt, size int64, bad *fault.Fields) string {
	media := ""
	for _, name := range streams(b, size) {
		is := func(other string) bool { return strings.EqualFold(name, other) } // [MS-CFB] 2.6.4
		switch {
		case is("WordDocument"):
			media = doc
		case is("Workbook"), is("Book"):
			media = xls
		case is("Macros"), is("_VBA_PROJECT_CUR"), is("VBA"), is("_VBA_PROJECT"):
			bad.Add("/file", "macros_not_allowed")
			return ""
		}
	}
	return media
}

// End of a chain of sectors.
const endOfChain = 0xFFFFFFFE

// streams lists the names in the directory of a compound file ([MS-CFB] 2.2,
// 2.6); none where the directory cannot be read to its end.
func streams(b io.ReaderAt, size int64) []string {
	f := compoundFile{b, size, make([]byte, 512), 0}
	if _, err := b.ReadAt(f.header, 0); err != nil {
		return nil
	}
	shift := binary.LittleEndian.Uint16(f.header[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	f.sector = 1 << shift
	var names []string
	next := f.number(f.header, 48)
	for range maxOLEChain {
		if next == endOfChain {
			return names
		}
		p := f.read(next)
		if p == nil {
			return nil
		}
		for e := range slices.Chunk(p, 128) {
			names = append(names, entryName(e))
		}
		next = f.after(next)
	}
	return nil
}

type compoundFile struct {
	b      io.ReaderAt
	size   int64
	header []byte
	sector int64
}

func (f compoundFile) number(p []byte, at int) uint32 { return binary.LittleEndian.Uint32(p[at:]) }

func (f compoundFile) read(n uint32) []byte {
	at := (int64(n) + 1) * f.sector
	if at >= f.size {
		return nil
	}
	p := make([]byte, f.sector)
	if _, err := f.b.ReadAt(p, at); err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return p
}

// after is the sector that follows in a chain; no sector where the tables that
// tell it cannot be read.
func (f compoundFile) after(n uint32) uint32 {
	const none, inHeader = 0xFFFFFFFF, 109
	per := int(f.sector / 4)
	table := int(n) / per
	from, at := f.header, 76+4*table
	if table >= inHeader { // the list of tables goes on in sectors of its own
		list := f.number(f.header, 68)
		for table -= inHeader; ; table -= per - 1 {
			if from = f.read(list); from == nil {
				return none
			}
			if table < per-1 {
				break
			}
			list = f.number(from, 4*(per-1))
		}
		at = 4 * table
	}
	fat := f.read(f.number(from, at))
	if fat == nil {
		return none
	}
	return f.number(fat, 4*(int(n)%per))
}

func entryName(e []byte) string {
	n := int(binary.LittleEndian.Uint16(e[64:]))
	if n < 2 || n > 64 {
		return ""
	}
	var units []uint16
	for c := range slices.Chunk(bytes.Clone(e[:n&^1-2]), 2) {
		units = append(units, binary.LittleEndian.Uint16(c))
	}
	return string(utf16.Decode(units))
}
