package pages

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/agreement"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/report"
	"giaouoc/internal/report/encode"
)

// Verifiers find what was printed on paper: the hash of a signed text, or the
// code of an issued report.
type Verifiers struct {
	Signed func(ctx context.Context, hash string) (*agreement.Verified, error)
	Issued func(ctx context.Context, code string) (*report.Verified, error)
}

// SignedView is what anybody may know of a signed text from its hash.
type SignedView struct {
	Hash       string         `json:"hash"`
	Found      bool           `json:"found"`
	Kind       string         `json:"kind"`
	Title      string         `json:"title"`
	Bloc       string         `json:"bloc"`
	Period     string         `json:"period"`
	FrozenAt   time.Time      `json:"frozen_at"`
	Signatures map[string]int `json:"signatures"`
	Intact     bool           `json:"intact"`
}

// IssuedView is what anybody may know of an issued report from its code.
type IssuedView struct {
	Code           string    `json:"code"`
	Found          bool      `json:"found"`
	Kind           string    `json:"kind"`
	Name           string    `json:"name"`
	Period         string    `json:"period"`
	Status         string    `json:"status"`
	DocumentStatus string    `json:"document_status"`
	IssuedAt       time.Time `json:"issued_at"`
	DataAsOf       time.Time `json:"data_as_of"`
	Checksum       string    `json:"checksum"`
	Intact         bool      `json:"intact"`
	Matches        *bool     `json:"matches"`
}

// verifiedPage tells it to people: what was found, line by line, and whether it
// may be relied on.
type verifiedPage struct {
	page
	Asking  bool // nothing was asked yet: a field to type the code into
	Asked   string
	Good    bool
	Verdict []string // keys of the catalogue
	Facts   []verifiedFact
}

type verifiedFact struct{ Name, Value string }

// RegisterVerify registers the public check of what is printed on paper: GET
// /verify/{hash or code}. Whoever holds either has seen the document; nothing
// else is told, and no person is named.
func RegisterVerify(s *httpx.Server, v Verifiers) {
	w := newSite(s, "verify")
	// Who holds the paper and has no camera types the code here.
	s.Engine().GET("/verify", func(c *gin.Context) {
		if code := strings.TrimSpace(c.Query("code")); code != "" {
			c.Redirect(http.StatusSeeOther, "/verify/"+url.PathEscape(code))
			return
		}
		call := httpx.CallFrom(c.Request.Context())
		p := verifiedPage{page: page{Lang: call.Lang, Base: call.Base(), Here: c.Request.URL.Path, asked: c.Query("lang") != ""}, Asking: true}
		p.Title = p.T("verified.title")
		w.showWith(c, &p.page, "verify", http.StatusOK, p, strings.Replace(policy, "form-action 'none'", "form-action 'self'", 1))
	})
	s.Engine().GET("/verify/:hash", func(c *gin.Context) {
		c.Header("Vary", "Accept, Accept-Language")
		c.Header("Cache-Control", "no-store")
		media := httpx.Accepted(c.Request.Header.Values("Accept"), "application/json", asHTML)
		if media == "" {
			s.Refuse(c, httpx.NotAcceptable("application/json", asHTML))
			return
		}
		view, err := v.find(c.Request.Context(), c.Param("hash"))
		missing := err != nil && fault.From(err).Kind == fault.NotFound
		switch {
		case err != nil && (media != asHTML || !missing):
			s.Refuse(c, fault.From(err))
		case media == asHTML:
			w.verified(c, view, missing)
		default:
			c.JSON(http.StatusOK, view)
		}
	})
}

// hashLength is that of a SHA-256 in hexadecimal.
const hashLength = 64

func (v Verifiers) find(ctx context.Context, asked string) (any, error) {
	if len(asked) == hashLength && strings.Trim(asked, "0123456789abcdef") == "" {
		f, err := v.Signed(ctx, asked)
		if err != nil {
			return nil, err
		}
		return SignedView{asked, true, f.Kind, f.Title, f.Bloc, f.Period, f.FrozenAt, f.Signatures, f.Intact}, nil
	}
	f, err := v.Issued(ctx, asked)
	if err != nil {
		return nil, err
	}
	return IssuedView{f.Code, true, f.Kind, f.Name, f.Period, f.Status, f.DocumentStatus, f.IssuedAt, f.DataAsOf, f.Checksum, f.Intact, f.Matches}, nil
}

func (w *site) verified(c *gin.Context, view any, missing bool) {
	call := httpx.CallFrom(c.Request.Context())
	p := verifiedPage{page: page{Lang: call.Lang, Base: call.Base(), Here: c.Request.URL.Path, asked: c.Query("lang") != ""}, Asked: c.Param("hash")}
	p.Title = p.T("verified.title")
	fact := func(name, value string) {
		if value != "" {
			p.Facts = append(p.Facts, verifiedFact{p.T("verified." + name), value})
		}
	}
	said := func(prefix, code string) string { return encode.Said(call.Lang, prefix, code) }
	switch f := view.(type) {
	case SignedView:
		p.Good, p.Verdict = f.Intact, []string{"verified.broken"}
		if f.Intact {
			p.Verdict = []string{"verified.intact"}
		}
		fact("what", f.Title)
		fact("of", f.Bloc)
		fact("period", f.Period)
		fact("frozen_at", encode.Shown(f.FrozenAt))
		fact("hash", f.Hash)
	case IssuedView:
		p.Good, p.Verdict = f.judge()
		fact("what", said("enum.report_kind", f.Kind))
		fact("of", f.Name)
		fact("period", f.Period)
		fact("document_status", said("report.document_status", f.DocumentStatus))
		fact("issued_at", encode.Shown(f.IssuedAt))
		fact("data_as_of", encode.Shown(f.DataAsOf))
		fact("hash", f.Checksum)
	}
	status := http.StatusOK
	if missing {
		status, p.Verdict = http.StatusNotFound, []string{"verified.unknown"}
	}
	w.showFresh(c, &p.page, "verify", status, p)
}

// judge says whether a paper with the code may be relied on, and why.
func (f IssuedView) judge() (good bool, said []string) {
	switch {
	case !f.Intact:
		return false, []string{"verified.broken"}
	case f.Status != "issued":
		return false, []string{"verified.withdrawn"}
	case f.Matches == nil:
		return true, []string{"verified.issued", "verified.unasked"}
	case *f.Matches:
		return true, []string{"verified.issued", "verified.matches"}
	}
	return true, []string{"verified.issued", "verified.changed"}
}
