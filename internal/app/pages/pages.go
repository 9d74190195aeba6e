// Package pages shows the API to people: a reference rendered from the contract
// itself and a page for every problem code, in Vietnamese and English. They need
// no script and nothing from elsewhere.
package pages

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed style.css
var style []byte

// policy lets a page use our style sheet and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Media types the pages come in.
const (
	asHTML = "text/html"
	asText = "text/plain"
)

// site serves the pages.
type site struct {
	server   *httpx.Server
	contract func() (*contract, error)
	pages    map[string]*template.Template
	kinds    map[string]fault.Kind
}

// Register registers /docs and /problems. spec is the contract
// as JSON; it is asked for with the first page, when every operation is registered.
func Register(s *httpx.Server, spec func() ([]byte, error)) {
	w := &site{server: s, contract: reading(spec), pages: map[string]*template.Template{}, kinds: problemKinds()}
	for _, name := range []string{"start", "tag", "schemas", "problems", "problem"} {
		w.pages[name] = template.Must(template.ParseFS(templates, "templates/layout.html", "templates/"+name+".html"))
	}
	e := s.Engine()
	e.GET("/docs", w.start)
	e.GET("/docs/style.css", func(c *gin.Context) {
		c.Header("Cache-Control", "public, max-age=300")
		c.Data(http.StatusOK, "text/css; charset=utf-8", style)
	})
	e.GET("/docs/schemas", w.schemas)
	e.GET("/docs/:tag", w.tag)
	e.GET("/problems", w.problems)
	e.GET("/problems/:code", w.problem)
}

// newSite serves one page outside the reference.
func newSite(s *httpx.Server, name string) *site {
	return &site{server: s, pages: map[string]*template.Template{
		name: template.Must(template.ParseFS(templates, "templates/plain.html", "templates/"+name+".html")),
	}}
}

// page is what every page knows.
type page struct {
	Lang  text.Lang
	Base  string // scheme and host
	Here  string // path of this page
	Title string
	Tags  []string
	asked bool // a language was asked for in the address: links keep it

	schemas map[string]schema
}

// T is the catalogue's word for a key; params come in name, value pairs.
func (p page) T(key string, params ...any) string {
	filled := map[string]any{}
	for i := 0; i+1 < len(params); i += 2 {
		filled[params[i].(string)] = params[i+1]
	}
	return text.Of(p.Lang, key, filled)
}

// Group is what a group of operations is called; one without words has its tag.
func (p page) Group(tag string) string {
	if text.Has("tag." + tag) {
		return p.T("tag." + tag)
	}
	return tag
}

// Link is the address of another page in the same language; place is an anchor
// there, or "".
func (p page) Link(path, place string) string {
	if p.asked {
		path += "?lang=" + string(p.Lang)
	}
	if place != "" {
		path += "#" + place
	}
	return path
}

// Languages are the languages with their own names.
func (page) Languages() []language {
	return []language{{text.Vi, "Tiếng Việt"}, {text.En, "English"}}
}

type language struct {
	Lang text.Lang
	Name string
}

// open begins a page in HTML or what else is offered, or refuses and returns nil.
func (w *site) open(c *gin.Context, offers ...string) (p *page, media string) {
	offers = append([]string{asHTML}, offers...)
	c.Header("Vary", "Accept, Accept-Language")
	if media = httpx.Accepted(c.Request.Header.Values("Accept"), offers...); media == "" {
		w.server.Refuse(c, httpx.NotAcceptable(offers...))
		return nil, ""
	}
	call := httpx.CallFrom(c.Request.Context())
	p = &page{Lang: call.Lang, Base: call.Base(), Here: c.Request.URL.Path, asked: c.Query("lang") != ""}
	if spec, err := w.contract(); err == nil {
		p.Tags, p.schemas = spec.tags, spec.Components.Schemas
	}
	return p, media
}

// show renders a page; data embeds its page.
func (w *site) show(c *gin.Context, p *page, name string, data any) {
	var b bytes.Buffer
	if err := w.pages[name].ExecuteTemplate(&b, "layout", data); err != nil {
		w.server.Refuse(c, fault.From(err))
		return
	}
	c.Header("Content-Security-Policy", policy)
	w.send(c, p, asHTML, b.Bytes())
}

// showFresh renders a page of its own outside the reference, which is not kept: what
// it tells may change.
func (w *site) showFresh(c *gin.Context, p *page, name string, status int, data any) {
	w.showWith(c, p, name, status, data, policy)
}

// showWith is showFresh under a policy of its own.
func (w *site) showWith(c *gin.Context, p *page, name string, status int, data any, policy string) {
	var b bytes.Buffer
	if err := w.pages[name].ExecuteTemplate(&b, "layout", data); err != nil {
		w.server.Refuse(c, fault.From(err))
		return
	}
	c.Header("Content-Security-Policy", policy)
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Language", string(p.Lang))
	c.Data(status, asHTML+"; charset=utf-8", b.Bytes())
}

func (w *site) send(c *gin.Context, p *page, media string, body []byte) {
	c.Header("Cache-Control", "public, max-age=300")
	c.Header("Content-Language", string(p.Lang))
	c.Data(http.StatusOK, media+"; charset=utf-8", body)
}

// languages are both, the reader's first.
func (p page) languages() []text.Lang {
	if p.Lang == text.En {
		return []text.Lang{text.En, text.Vi}
	}
	return []text.Lang{text.Vi, text.En}
}

// describe says a description of the contract in the reader's language.
func (p page) describe(english string) string {
	words, _ := httpx.Describe(p.Lang, english) // a test finds what has no Vietnamese
	return words
}
