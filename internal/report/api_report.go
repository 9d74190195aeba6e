package report

import (
	"context"
	"io"
	"slices"
	"strings"

	"giaouoc/internal/httpx"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

// PaperInput is what every report may be asked for.
type PaperInput struct {
	Layout string `query:"layout" enum:"party,state,enterprise" doc:"how docx and pdf look; by default as documents of the bloc do, as State bodies' where the bloc does not say"`
}

// export registers a kind of report as files made for the answer, and as a screen
// previews it. V is what its JSON looks like; asked says what it is about and what
// was chosen, which a question for a file, F, holds beside the form.
func export[V, I, F any](s *httpx.Server, svc *Service, name string, op httpx.Op, choice func(*F) *I, asked func(*I) (id string, o Options)) {
	httpx.Publish[V](s, kindOf(name).new(Options{}).head().Schema)
	shown := op
	shown.ID, shown.Path, shown.Response, shown.Notes = "preview"+strings.TrimPrefix(op.ID, "get"), op.Path+"/preview", previewExample, ""
	httpx.Get(s, shown, func(ctx context.Context, in *I) (PreviewView, error) {
		id, o := asked(in)
		r, err := svc.Report(ctx, name, id, o)
		if err != nil {
			return PreviewView{}, err
		}
		may, err := svc.MayWord(ctx, r)
		return previewOf(name, r, may, httpx.CallFrom(ctx).Lang), err
	})
	httpx.Export[F, V](s, op, forms(), func(ctx context.Context, in *F, format string) (*httpx.File, error) {
		id, o := asked(choice(in))
		r, err := svc.Report(ctx, name, id, o)
		if err != nil {
			return nil, err
		}
		return fileOf(kindOf(name), r, httpx.CallFrom(ctx).Lang, format), nil
	})
}

func previewOf(name string, r Report, may bool, lang text.Lang) PreviewView {
	h, d := r.head(), Describe(r, lang).Paper()
	return PreviewView{name, h.DocumentStatus, h.Checksum, h.revision, h.Wording, may, list(d.Sections), d.View()}
}

// forms are the forms all reports can be had in.
func forms() (out []httpx.Form) {
	for _, f := range encode.Formats() {
		out = append(out, httpx.Form{Name: f.Name, Media: f.Media})
	}
	return out
}

// fileOf is a report in one form and language.
func fileOf(k kind, r Report, lang text.Lang, format string) *httpx.File {
	formats := encode.Formats()
	f := formats[slices.IndexFunc(formats, func(f encode.Format) bool { return f.Name == format })]
	name, title := k.fileName(r, lang, f.Suffix)
	return &httpx.File{Name: name, Title: title, Write: func(w io.Writer) error { return f.Write(w, Describe(r, lang)) }}
}
