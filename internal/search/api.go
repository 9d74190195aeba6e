package search

import (
	"context"
	"encoding/json"
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Query is the question on the wire.
type Query struct {
	Q            string `query:"q" required:"true" doc:"words to find, at least two letters and at most 200 characters; case, tones and đ/d do not matter, and the last word may be unfinished" example:"uy ban kiem tra"`
	Types        string `query:"types" doc:"kinds to look among, parted by commas (unit, bloc, agreement, commitment, decision, award, person); default all"`
	Limit        int    `query:"limit" minimum:"1" maximum:"50" default:"10" doc:"hits a group"`
	Year         int    `query:"year" minimum:"1900" maximum:"2199" doc:"only agreements, commitments and awards of this listing year, and decisions issued in it"`
	BlocID       string `query:"bloc_id" format:"uuid" doc:"only what belongs to this bloc"`
	IncludeTotal bool   `query:"include_total" doc:"also count all that matches, in each group"`
}

// Answer is what was found.
type Answer struct {
	Query  string      `json:"query" doc:"what was asked"`
	Groups []GroupView `json:"groups" doc:"one for each kind asked for, in this order, also when empty"`
}

// GroupView is a group on the wire.
type GroupView struct {
	Type    string    `json:"type" enum:"unit,bloc,agreement,commitment,decision,award,person"`
	Hits    []HitView `json:"hits" doc:"the best first"`
	HasMore bool      `json:"has_more" doc:"more match than are shown"`
	Total   *int64    `json:"total,omitempty" doc:"only with include_total=true"`
}

// HitView is a record that was found. Segments put together are the text; those
// with match set are the words that were asked for.
type HitView struct {
	ID       string         `json:"id" format:"uuid"`
	Href     string         `json:"href" doc:"path of the record in the API"`
	Match    string         `json:"match" enum:"exact,phrase,words,prefix" doc:"a whole name; the words in a row; all words anywhere; the last word unfinished"`
	Title    []viet.Segment `json:"title" doc:"empty where the record has none"`
	Snippet  []viet.Segment `json:"snippet" doc:"where else the words stand; empty when only in the title"`
	Bloc     *record.Ref    `json:"bloc"`
	TermID   *string        `json:"term_id" format:"uuid"`
	Period   *string        `json:"period"`
	Unit     *record.Ref    `json:"unit"`
	IssuedOn *date.Partial  `json:"issued_on" doc:"of a decision"`
}

// Characters shown of a long text.
const (
	titleSize   = 200
	snippetSize = 160
	maxLooked   = 20_000 // bytes of a record's texts that are looked through
)

// collections are where the records are found.
var collections = map[string]string{
	"unit": "units", "bloc": "blocs", "agreement": "agreements", "commitment": "commitments", "decision": "decisions", "award": "awards", "person": "persons",
}

func groupView(g Group, words []string) GroupView {
	v := GroupView{Type: g.Kind, Hits: make([]HitView, len(g.Hits)), HasMore: g.HasMore, Total: g.Total}
	for i, h := range g.Hits {
		v.Hits[i] = hitView(h, words)
	}
	return v
}

func hitView(h Hit, words []string) HitView {
	v := HitView{
		ID: h.ID, Href: httpx.Prefix + "/" + collections[h.Kind] + "/" + h.ID, Match: h.Tier, Title: []viet.Segment{}, Snippet: []viet.Segment{},
		TermID: h.TermID, Period: h.PeriodLabel, IssuedOn: h.IssuedOn,
	}
	if h.Title != nil {
		v.Title = viet.Excerpt(*h.Title, words, true, titleSize)
	}
	v.Snippet = snippet(h, words, v.Title)
	if h.Kind != "bloc" {
		v.Bloc = record.NewRef(h.BlocID, nil, h.BlocName)
	}
	v.Unit = record.NewRef(h.UnitID, nil, h.UnitName)
	return v
}

// snippet is the text beside the title that holds the most of the words.
func snippet(h Hit, words []string, title []viet.Segment) []viet.Segment {
	best, most := []viet.Segment{}, 0
	if matched(title) >= len(words) {
		return best
	}
	left := maxLooked
	for _, s := range h.texts() {
		segments := viet.Excerpt(s, words, true, snippetSize)
		if n := matched(segments); n > most {
			best, most = segments, n
		}
		if left -= len(s); left < 0 || most >= len(words) {
			break
		}
	}
	return best
}

func matched(segments []viet.Segment) (n int) {
	for _, s := range segments {
		if s.Match {
			n += len(strings.Fields(s.Text))
		}
	}
	return n
}

// texts are what the words may stand in beside the title.
func (h Hit) texts() []string {
	var out []string
	for _, s := range []*string{h.Body, h.UnitName, h.Authority, h.PeriodLabel} {
		if s != nil {
			out = append(out, *s)
		}
	}
	if h.Kind != "bloc" && h.BlocName != nil {
		out = append(out, *h.BlocName)
	}
	if len(h.Recipients) > 0 {
		out = append(out, strings.Join(h.Recipients, " · "))
	}
	if h.Names != nil {
		out = append(out, namesIn(*h.Names)...)
	}
	return out
}

// namesIn reads a JSON list of names, or of things that have one.
func namesIn(list string) []string {
	var plain []string
	if json.Unmarshal([]byte(list), &plain) == nil {
		return plain
	}
	var things []struct{ Name, Title string }
	_ = json.Unmarshal([]byte(list), &things) // our own column; a name less costs a snippet only
	out := make([]string, len(things))
	for i, t := range things {
		out[i] = t.Name + t.Title
	}
	return out
}

const answerExample = `{"query":"uy ban kiem tra","groups":[{"type":"unit","hits":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","href":"/api/v1/units/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","match":"phrase","title":[{"text":"Ủy ban Kiểm tra","match":true},{"text":" Tỉnh ủy","match":false}],"snippet":[],"bloc":null,"term_id":null,"period":null,"unit":null,"issued_on":null}],"has_more":false}]}`

// Register registers the box.
func Register(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "search", Path: "/search", Tag: "search", Response: answerExample},
		func(ctx context.Context, in *Query) (Answer, error) {
			q, err := Parse(Asked{in.Q, in.Types, in.Limit, in.Year, in.BlocID, in.IncludeTotal})
			if err != nil {
				return Answer{}, err
			}
			groups, err := svc.Search(ctx, q)
			a := Answer{Query: q.Text, Groups: make([]GroupView, len(groups))}
			for i, g := range groups {
				a.Groups[i] = groupView(g, q.Words)
			}
			return a, err
		})
}
