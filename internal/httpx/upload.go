package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// maxForm bounds everything in an upload that is not the file, in bytes.
const maxForm = 64 << 10

// slowest is the slowest connection a file may come or go over, in bytes a second.
const slowest = 64 << 10

// Intake says how the file of an upload is taken in.
type Intake[T Taken] struct {
	MaxBytes int64
	// Take streams a file to where it stays until the operation has decided
	// about it. It runs once the caller is known to have the permission somewhere,
	// and before the fields of the form are looked at.
	Take func(src io.Reader) (T, error)
}

// Taken is a file that was taken in.
type Taken interface {
	Digest() string // of its bytes
	Discard()       // at the end of the request: drops what the operation did not keep
}

// FileField is embedded by the body of an upload. A form's texts are the other
// members.
type FileField struct {
	File string `json:"file" format:"binary" doc:"the file; its name is the record's unless name is given"`
}

// Received is the file of a request and the media type the client claims for it.
type Received[T Taken] struct {
	File T
	Type string // "" where the client claims none
}

// intake is an Intake without its type, with what is asked of the caller.
type intake struct {
	entry
	max  int64
	take func(src io.Reader) (Taken, error)
}

// received is what the call knows of its file.
type received struct {
	taken Taken
	kind  string
}

// Upload registers making a record from a file, sent as multipart/form-data with
// the file in the part "file". The form is read before the idempotency key is
// looked at, in bounded memory; from there on its texts are a JSON body like any
// other, so that they are checked and worded alike.
func Upload[B, V any, T Taken](s *Server, op Op, in Intake[T], handle func(context.Context, B, Received[T]) (V, error)) {
	s.uploads[Prefix+op.Path] = intake{entry{id: op.ID, permission: actor.Operations()[op.ID], writes: true}, in.MaxBytes, func(src io.Reader) (Taken, error) { return in.Take(src) }}
	register(s, op, http.MethodPost, http.StatusCreated, func(ctx context.Context, c *Call, in *Make[B]) (*answer[V], error) {
		v, err := handle(ctx, in.Body, Received[T]{c.file.taken.(T), c.file.kind})
		if err != nil {
			return nil, err
		}
		return answered(c.path, v), nil
	})
	body := s.api.OpenAPI().Paths[Prefix+op.Path].Post.RequestBody
	body.Content = map[string]*huma.MediaType{"multipart/form-data": body.Content["application/json"]}
}

// receive takes in the form of an upload. Who may not upload anywhere is refused
// before a byte of it is read.
func (s *Server) receive(c *gin.Context) {
	in, ok := s.uploads[c.FullPath()]
	if !ok || c.Request.Method != http.MethodPost {
		return
	}
	call := CallFrom(c.Request.Context())
	call.Operation = in.id
	f := admit(call, actor.From(c.Request.Context()), in.entry)
	if f == nil {
		f = unknownParameters(call, nil)
	}
	if f == nil && s.opts.DB.Away() {
		f = db.Unavailable()
	}
	if f != nil {
		s.Refuse(c, f)
		return
	}
	defer func() {
		if call.file != nil {
			call.file.taken.Discard()
		}
	}()
	if err := takeForm(c, call, in); err != nil {
		s.Refuse(c, fault.From(err))
		return
	}
	c.Next()
}

// takeForm reads the form and puts its texts as JSON in the place of the body.
func takeForm(c *gin.Context, call *Call, in intake) error {
	kind, params, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return transport[http.StatusUnsupportedMediaType]
	}
	most := in.max + maxForm
	if c.Request.ContentLength > most {
		return tooLarge(in.max)
	}
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(timeFor(most)))
	parts := multipart.NewReader(http.MaxBytesReader(c.Writer, c.Request.Body, most), params["boundary"])
	form, left := map[string]string{}, int64(maxForm)
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = takePart(p, call, in, form, &left)
		}
		if err != nil {
			return formFault(err, in.max)
		}
	}
	b, err := json.Marshal(form)
	if err != nil {
		return err
	}
	c.Request.Body, c.Request.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
	c.Request.Header.Set("Content-Type", "application/json")
	return nil
}

// takePart takes in one part: the file, or a text.
func takePart(p *multipart.Part, call *Call, in intake, form map[string]string, left *int64) error {
	// The name as it was sent: Part.FileName would silently cut a path off.
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	name := params["name"]
	if err != nil || name == "" {
		return transport[http.StatusBadRequest]
	}
	pointer := "/" + pointerEscapes.Replace(name)
	if _, twice := form[name]; twice {
		return fault.Validation(fault.At(pointer, "duplicate_item"))
	}
	filename, isFile := params["filename"]
	switch {
	case name == "file" && !isFile:
		return fault.Validation(fault.At("/file", "wrong_type", "expected", "filename=…"))
	case name == "file":
		form[name] = filename
		src := &watched{r: p, left: in.max}
		taken, err := in.take(src)
		if src.err != nil {
			err = src.err
		}
		if taken != nil && err == nil {
			call.file = &received{taken, p.Header.Get("Content-Type")}
		}
		return err
	case isFile:
		return fault.Validation(fault.At(pointer, "unknown_field"))
	}
	b, err := io.ReadAll(io.LimitReader(p, *left+1))
	if *left -= int64(len(b)); *left < 0 {
		err = errTooLarge
	}
	form[name] = string(b)
	return err
}

var errTooLarge = errors.New("more bytes than allowed")

// watched ends a source that has too many bytes, and remembers what went wrong
// with it, as opposed to what went wrong with keeping it.
type watched struct {
	r    io.Reader
	left int64
	err  error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if w.left -= int64(n); w.left < 0 {
		err = errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// formFault is the refusal of a form that cannot be read to its end.
func formFault(err error, most int64) error {
	var (
		f    *fault.Error
		long *http.MaxBytesError
	)
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, errTooLarge), errors.As(err, &long):
		return tooLarge(most)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return transport[http.StatusRequestTimeout]
	}
	return transport[http.StatusBadRequest].Because(err)
}

func tooLarge(most int64) *fault.Error {
	return transport[http.StatusRequestEntityTooLarge].With("max_bytes", most)
}

// timeFor is how long so many bytes may take.
func timeFor(n int64) time.Duration {
	return 30*time.Second + time.Duration(n/slowest)*time.Second
}
