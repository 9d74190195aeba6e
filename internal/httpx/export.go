package httpx

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

// making is how long a file may be in the making before its first byte.
const making = 10 * time.Minute

// Form is one form an export can be had in: the value of format= and the media
// type it comes as.
type Form struct{ Name, Media string }

// Format is embedded by inputs of exports; what it may be follows from the forms
// the operation declares.
type Format struct {
	Format string `query:"format" doc:"the form of the file"`
}

func (f Format) wanted() string { return f.Format }

type wanting interface{ wanted() string }

// File is an answer that is a file, written while it is sent.
type File struct {
	Name  string // ASCII, for programs that know no other
	Title string // the same in full
	Write func(io.Writer) error
}

// Export registers reading something as a file made for this answer, in the form
// the caller asks for; V is what the form json looks like. Without a known
// format= it answers 400 and names those there are. A file that fails before its
// first byte is answered as a problem; later the connection is cut, so that half
// a file never passes for a whole one.
func Export[I, V any](s *Server, op Op, forms []Form, handle func(ctx context.Context, in *I, format string) (*File, error)) {
	s.files[op.ID] = true
	s.forms[op.ID] = offered{forms, s.answerSchema(op, reflect.TypeFor[V]())}
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*huma.StreamResponse, error) {
		form, err := choose(forms, any(in).(wanting).wanted())
		if err != nil {
			return nil, err
		}
		f, err := handle(ctx, in, form.Name)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(h huma.Context) { s.export(h, c, form, f) }}, nil
	})
	s.offer(op, forms)
}

// offered is what an export declares, kept for its entry in the contract.
type offered struct {
	forms  []Form
	schema *huma.Schema
}

func choose(forms []Form, name string) (Form, error) {
	var names []string
	for _, f := range forms {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Form{}, fault.Query(fault.In("format", "not_allowed", "allowed", names))
}

// offer documents the forms: the values of the parameter and the media types.
func (s *Server) offer(op Op, forms []Form) {
	get := s.api.OpenAPI().Paths[Prefix+op.Path].Get
	var names []any
	for _, f := range forms {
		names = append(names, f.Name)
	}
	for _, p := range get.Parameters {
		if p.In == "query" && p.Name == "format" {
			p.Required, p.Schema = true, &huma.Schema{Type: huma.TypeString, Enum: names, Description: p.Schema.Description, Examples: []any{firstFile(forms)}}
		}
	}
}

// firstFile is the form people ask for: the first that is not for programs alone.
func firstFile(forms []Form) string {
	for _, f := range forms {
		if f.Media != typeJSON {
			return f.Name
		}
	}
	return forms[0].Name
}

// media are the forms of an answer beside JSON.
func (o offered) media(content map[string]*huma.MediaType) {
	for _, f := range o.forms {
		if content[f.Media] == nil {
			content[f.Media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
	}
}

func (s *Server) export(h huma.Context, c *Call, form Form, f *File) {
	done, full := s.workshop.take(h.Context(), actor.From(h.Context()).Principal())
	if full != nil {
		s.write(h, full)
		return
	}
	defer done()
	h.SetHeader("Content-Type", form.Media)
	h.SetHeader("Content-Disposition", disposition(f.Name, f.Title))
	h.SetHeader("Content-Language", string(c.Lang))
	h.SetStatus(http.StatusOK)
	if c.head {
		return
	}
	out := newPatient(h)
	err := f.Write(out)
	switch {
	case err == nil:
	case out.n == 0:
		h.SetHeader("Content-Disposition", "")
		s.write(h, fault.From(err))
	default:
		c.cut, c.ours = err, h.Context().Err() == nil
		panic(http.ErrAbortHandler)
	}
}

// patient counts what is sent and gives the caller new time with every piece.
type patient struct {
	w       io.Writer
	control *http.ResponseController // nil for a writer without deadlines
	n       int
}

func newPatient(h huma.Context) *patient {
	p := &patient{w: h.BodyWriter()}
	if w, ok := p.w.(http.ResponseWriter); ok {
		p.control = http.NewResponseController(w)
		_ = p.control.SetWriteDeadline(time.Now().Add(making))
	}
	return p
}

func (p *patient) Write(b []byte) (int, error) {
	if p.control != nil {
		_ = p.control.SetWriteDeadline(time.Now().Add(patience))
	}
	n, err := p.w.Write(b)
	p.n += n
	return n, err
}
