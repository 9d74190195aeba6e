package httpx

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/viet"
)

// Content are the bytes of a record, to be sent as a file of their own and never
// shown in the page.
type Content struct {
	Name      string
	MediaType string
	Size      int64
	Tag       string // stands for the bytes; without quotes
	// Open is called unless the caller has the bytes already.
	Open func() (io.ReadCloser, error)
}

// anyMedia stands in the contract for the media type of a file, which is its own.
const anyMedia = "*/*"

type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Length      string `header:"Content-Length"`
	ETag        string `header:"ETag"`
	Policy      string `header:"Content-Security-Policy"`
	Body        func(huma.Context)
}

// Download registers sending the bytes of one record. With If-None-Match it
// answers 304. A file that breaks off breaks the connection off, so that nobody
// takes a part for the whole.
func Download[I any](s *Server, op Op, handle func(context.Context, *I) (Content, error)) {
	s.files[op.ID] = true
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*download, error) {
		f, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		tag := `"` + f.Tag + `"`
		if noneMatch(c.ifNone, tag) {
			return nil, notModified(tag)
		}
		src, err := f.Open()
		if err != nil {
			return nil, err
		}
		return &download{
			f.MediaType, disposition(viet.ASCII(f.Name), f.Name), strconv.FormatInt(f.Size, 10), tag, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
			func(h huma.Context) { s.send(h, src, f.Size) },
		}, nil
	})
	s.conditional(op)
	s.api.OpenAPI().Paths[Prefix+op.Path].Get.Responses["200"].Content = map[string]*huma.MediaType{
		anyMedia: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
}

func (s *Server) send(h huma.Context, src io.ReadCloser, size int64) {
	defer src.Close()
	out := h.BodyWriter()
	if w, ok := out.(http.ResponseWriter); ok {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(timeFor(size)))
	}
	h.SetStatus(http.StatusOK)
	if _, err := io.Copy(out, src); err != nil {
		s.opts.Log.Warn("a file was not sent to its end", "request_id", CallFrom(h.Context()).ID, "cause", err)
		panic(http.ErrAbortHandler)
	}
}

// disposition names a file for every client (RFC 6266): in ASCII, and as it is
// called (RFC 8187).
func disposition(ascii, full string) string {
	plain := strings.NewReplacer(`"`, "_", `\`, "_", "%", "_").Replace(ascii)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + extValue(full)
}

// extValue writes everything but attr-char of RFC 8187 as %XX.
func extValue(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c < 0x80 && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
