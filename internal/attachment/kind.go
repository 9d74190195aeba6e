package attachment

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"giaouoc/internal/fault"
)

// kind is a sort of file that is taken in. claims are other media types that
// clients send for it: what Windows and browsers make of its extension.
type kind struct {
	media      string
	extensions []string
	claims     []string
}

const (
	openXML = "application/vnd.openxmlformats-officedocument."
	odf     = "application/vnd.oasis.opendocument."

	docx = openXML + "wordprocessingml.document"
	xlsx = openXML + "spreadsheetml.sheet"
	pptx = openXML + "presentationml.presentation"
	odt  = odf + "text"
	ods  = odf + "spreadsheet"
	doc  = "application/msword"
	xls  = "application/vnd.ms-excel"
	pdf  = "application/pdf"
	png  = "image/png"
	jpeg = "image/jpeg"
	txt  = "text/plain"
	csv  = "text/csv"
)

var zipClaims = []string{"application/zip", "application/x-zip-compressed"}

// kinds is the closed list, in the order in which it is shown.
var kinds = []kind{
	{pdf, []string{".pdf"}, []string{"application/x-pdf"}},
	{docx, []string{".docx"}, append(zipClaims, doc)},
	{xlsx, []string{".xlsx"}, append(zipClaims, xls)},
	{pptx, []string{".pptx"}, zipClaims},
	{odt, []string{".odt"}, zipClaims},
	{ods, []string{".ods"}, zipClaims},
	{doc, []string{".doc"}, nil},
	{xls, []string{".xls"}, nil},
	{png, []string{".png"}, nil},
	{jpeg, []string{".jpg", ".jpeg"}, []string{"image/jpg", "image/pjpeg"}},
	{txt, []string{".txt"}, []string{csv}},
	{csv, []string{".csv"}, []string{txt, xls, "application/csv", "text/comma-separated-values"}},
}

// MediaTypes lists the media types that are taken in.
func MediaTypes() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.media)
	}
	return out
}

func extensions() []string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.extensions...)
	}
	return out
}

func kindOf(media string) *kind {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.media == media })
	if i < 0 {
		return nil
	}
	return &kinds[i]
}

// headSize is how much of a file its kind is told by.
const headSize = 3072

// sniff tells the media type of bytes by what they are, noting what is not taken
// in. Name and claim are only compared with it: where they contradict the bytes
// the file is refused, since somebody would open it as something else.
func sniff(b io.ReaderAt, size int64, name, claim string, bad *fault.Fields) (string, error) {
	head := make([]byte, min(size, headSize))
	if _, err := b.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	ext := strings.ToLower(path.Ext(name))
	found := mimetype.Detect(head)
	media, _, _ := strings.Cut(found.String(), ";")
	switch {
	case found.Is("application/zip") || within(found, "application/zip"):
		media = office(b, size, head, bad)
	case found.Is("application/x-ole-storage") || within(found, "application/x-ole-storage"):
		media = compound(b, size, bad)
	case media == txt || media == csv || media == "text/tab-separated-values":
		media = plain(b, size, head, ext)
	}
	k := kindOf(media)
	switch {
	case len(*bad) > 0:
	case k == nil:
		bad.Add("/file", "media_not_allowed", "allowed", extensions())
	case !slices.Contains(k.extensions, ext):
		bad.Add("/file", "media_mismatch", "expected", strings.Join(k.extensions, ", "))
	case k.contradicts(claim):
		bad.Add("/file", "media_mismatch", "expected", k.media)
	}
	return media, nil
}

func within(m *mimetype.MIME, media string) bool {
	for m = m.Parent(); m != nil; m = m.Parent() {
		if m.Is(media) {
			return true
		}
	}
	return false
}

// contradicts holds for a claim that names another kind of ours, or what we
// never take in. A claim nobody knows says nothing: office programs invent them.
func (k kind) contradicts(claim string) bool {
	media, _, err := mime.ParseMediaType(claim)
	if err != nil || media == k.media || slices.Contains(k.claims, media) {
		return false
	}
	return kindOf(media) != nil || slices.Contains([]string{"text/html", "image/svg+xml", "text/javascript", "application/javascript"}, media)
}

// plain tells text from what only begins like it. Text is UTF-8 or one of the
// old one-byte encodings, or UTF-16 with its mark; which of text and CSV it is
// only the name can tell.
func plain(b io.ReaderAt, size int64, head []byte, ext string) string {
	wide := bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
	buf := make([]byte, 32<<10)
	for at := int64(0); at < size && !wide; {
		n, err := b.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if bytes.ContainsFunc(buf[:n], notText) || err != nil && !errors.Is(err, io.EOF) {
			return ""
		}
		at += int64(n)
	}
	if ext == ".csv" {
		return csv
	}
	return txt
}

// notText holds for what no text contains.
func notText(r rune) bool {
	return r < ' ' && r != utf8.RuneError && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", r) || r == 0x7f
}
