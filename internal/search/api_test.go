package search_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type m = map[string]any

// books are a few records with names that lie close together.
type books struct {
	bloc, term, agreement, commitment, unit, inspector, decision, award, person string
}

func fill(t *testing.T, s *apptest.Service) books {
	t.Helper()
	admin := s.Admin()
	post := func(path string, body m) string { return admin.Post(path, body).Must(201).ID() }
	var b books
	b.unit = post("/units", m{"name": "Văn phòng Tỉnh ủy", "code": "VPTU", "aliases": []string{"VP Tỉnh ủy"}})
	b.inspector = post("/units", m{"name": "Ủy ban Kiểm tra Tỉnh ủy"})
	post("/units", m{"name": "Ủy ban Kiểm tra Đảng ủy Khối"})
	authority := post("/authorities", m{"name": "Chủ tịch UBND tỉnh"})
	b.bloc = post("/blocs", m{"kind": "bloc", "name": "Khối thi đua số 10", "organizer_id": authority})
	b.term = post("/terms", m{"bloc_id": b.bloc, "period": "2021"})
	admin.Post("/terms/"+b.term+"/members", m{"unit_id": b.unit}).Must(201)
	b.agreement = post("/agreements", m{"term_id": b.term, "title": "Giao ước thi đua năm 2021", "basis": "reported", "preamble": "Hướng tới kỷ niệm ngày thành lập"})
	b.commitment = post("/commitments", m{"agreement_id": b.agreement, "text": "Đẩy mạnh chuyển đổi số trong công tác kiểm tra", "scope": "unit", "unit_id": b.inspector})
	b.person = post("/persons", m{"name": "Lê Văn Cường", "unit_id": b.unit})
	b.decision = post("/decisions", m{"kind": "award", "bloc_id": b.bloc, "number": "05/QĐ-UBND", "issued_on": "2021-03-01", "authority_id": authority, "summary": "Tặng bằng khen"})
	b.award = post("/awards", m{"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 4, "period": "2020", "citation": "có thành tích xuất sắc"})
	admin.Post("/awards/"+b.award+"/recipients", m{"unit_id": b.inspector}).Must(201)
	return b
}

// ask answers the ids found of one kind, the best first.
func ask(c *apptest.Client, kind, q string, more ...string) []any {
	a := c.Get("/search?types=" + kind + "&q=" + url.QueryEscape(q) + strings.Join(more, "")).Must(200)
	var ids []any
	for i := range a.At("groups.0.hits").([]any) {
		ids = append(ids, a.At(fmt.Sprintf("groups.0.hits.%d.id", i)))
	}
	return ids
}

// One spelling finds what another wrote: without marks, with the tone elsewhere,
// decomposed, in capitals, unfinished.
func TestSpellingsMeet(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, admin := fill(t, s), s.Admin()
		for _, q := range []string{"uy ban kiem tra tinh uy", "Uỷ ban Kiểm tra tỉnh uỷ", norm.NFD.String("ỦY BAN KIỂM TRA TỈNH ỦY"), "uy ban kiem tra tinh"} {
			if got := ask(admin, "unit", q); !cmp.Equal(got, []any{b.inspector}) {
				t.Errorf("%s finds %v", q, got)
			}
		}
		for _, c := range []struct{ kind, q, want string }{
			{"unit", "vptu", b.unit},
			{"unit", "vp tinh uy", b.unit},
			{"bloc", "khối số 10", b.bloc},
			{"bloc", "cụm thi đua 10", b.bloc}, // either word finds both kinds
			{"agreement", "giao uoc 2021", b.agreement},
			{"agreement", "ngày thành lập", b.agreement},
			{"commitment", "chuyen doi so", b.commitment},
			{"commitment", "uy ban kiem tra chuyen doi so", b.commitment}, // unit and text together
			{"decision", "05/QĐ-UBND", b.decision},
			{"decision", "chu tich ubnd 2021", b.decision},
			{"award", "bang khen 2020", b.award},
			{"award", "bằng khen ủy ban kiểm tra", b.award}, // type and recipient together
			{"person", "van cuong", b.person},
		} {
			if got := ask(admin, c.kind, c.q); !cmp.Equal(got, []any{c.want}) {
				t.Errorf("%s: %s finds %v", c.kind, c.q, got)
			}
		}
		for _, q := range []string{"không có đâu", "kiem uy tra zz", "kunit", "n van phong"} {
			a := admin.Get("/search?q=" + url.QueryEscape(q)).Must(200)
			for i := range 7 {
				if n := len(a.At(fmt.Sprintf("groups.%d.hits", i)).([]any)); n > 0 {
					t.Errorf("%s finds %s", q, a.Raw)
				}
			}
		}
	})
}

// What is found follows the records: changed, renamed, resolved, removed.
func TestIndexFollowsTheBooks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, admin := fill(t, s), s.Admin()
		expect := func(kind, q string, want ...any) {
			t.Helper()
			if got := ask(admin, kind, q); !cmp.Equal(got, want) {
				t.Errorf("%s: %s finds %v, want %v", kind, q, got, want)
			}
		}
		admin.Patch("/commitments/"+b.commitment, m{"text": "Trồng cây xanh"}).Must(200)
		expect("commitment", "chuyển đổi số")
		expect("commitment", "trồng cây", b.commitment)
		admin.Post("/units/"+b.inspector+"/versions", m{"name": "Cơ quan Giám sát", "valid_from": "2025-02-01"}).Must(201)
		expect("unit", "cơ quan giám sát", b.inspector)
		expect("unit", "ủy ban kiểm tra tỉnh ủy", b.inspector) // its old name still finds it
		expect("commitment", "cơ quan giám sát", b.commitment)
		expect("award", "giám sát bằng khen", b.award)
		recipient := admin.Get("/awards/" + b.award + "/recipients").Must(200).Column("id")[0].(string)
		admin.Delete("/recipients/" + recipient).Must(204)
		expect("award", "giám sát bằng khen")
		admin.Delete("/awards/" + b.award).Must(204)
		expect("award", "bằng khen 2020")
		admin.Delete("/commitments/" + b.commitment).Must(204)
		expect("commitment", "trồng cây")
		admin.Patch("/persons/"+b.person, m{"name": "Nguyễn Thị Hoa"}).Must(200)
		expect("person", "lê văn cường")
		expect("person", "hoa", b.person)
		admin.Patch("/terms/"+b.term, m{"period": "2022"}).Must(200)
		expect("agreement", "khối thi đua số 10 2022", b.agreement)
	})
}

// A whole name comes first, then the words in a row, then anywhere; among
// equals the newest.
func TestTheBestComesFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		var ids []any
		for _, name := range []string{"Sở Nội vụ", "Sở Nội vụ Hà Nam", "Ban Nội chính, vụ Sở", "Vụ Nội dung Sở", "Phòng Sở Nội vụ", "Sở Nội vụn"} {
			ids = append(ids, admin.Post("/units", m{"name": name}).Must(201).ID())
		}
		if diff := cmp.Diff([]any{ids[0], ids[4], ids[1], ids[3], ids[2], ids[5]}, ask(admin, "unit", "sở nội vụ")); diff != "" {
			t.Error(diff)
		}
		a := admin.Get("/search?types=unit&limit=2&include_total=true&q=so+noi+vu").Must(200)
		if a.At("groups.0.has_more") != true || a.At("groups.0.total") != 6.0 || a.At("groups.0.hits.0.match") != "exact" || a.At("groups.0.hits.1.match") != "phrase" {
			t.Errorf("%s", a.Raw)
		}
	})
}

// Everybody finds what they may read, and nothing tells of the rest.
func TestOnlyWhatMayBeRead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s)
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.unit})
		stranger := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.inspector})
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc})
		for kind, q := range map[string]string{"bloc": "khối số 10", "agreement": "giao ước", "commitment": "chuyển đổi", "decision": "05 qđ"} {
			for name, c := range map[string]*apptest.Client{"clerk": clerk, "viewer": viewer} {
				if got := ask(c, kind, q); len(got) != 1 {
					t.Errorf("%s as %s: %v", kind, name, got)
				}
			}
			if got := ask(stranger, kind, q); len(got) != 0 {
				t.Errorf("%s as a stranger: %v", kind, got)
			}
			a := stranger.Get("/search?include_total=true&types=" + kind + "&q=" + url.QueryEscape(q)).Must(200)
			if a.At("groups.0.total") != 0.0 {
				t.Errorf("a stranger is told %s", a.Raw)
			}
		}
		// What honours one's own unit may be read.
		if got := ask(stranger, "award", "bằng khen"); !cmp.Equal(got, []any{b.award}) {
			t.Errorf("the honoured unit finds %v", got)
		}
		s.As().Get("/search?q=khoi").Refused(403, "forbidden")
		s.Nobody().Get("/search?q=khoi").Refused(401, "unauthenticated")
	})
}

func TestHighlightsAndFilters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, admin := fill(t, s), s.Admin()
		a := admin.Get("/search?types=commitment&q=" + url.QueryEscape("doi so kiem tra")).Must(200)
		if diff := cmp.Diff([]any{
			m{"text": "Đẩy mạnh chuyển ", "match": false}, m{"text": "đổi số", "match": true}, m{"text": " trong công tác ", "match": false}, m{"text": "kiểm tra", "match": true},
		}, a.At("groups.0.hits.0.title")); diff != "" {
			t.Error(diff)
		}
		a = admin.Get("/search?types=award&q=" + url.QueryEscape("bang khen kiem tra")).Must(200)
		if diff := cmp.Diff([]any{m{"text": "Ủy ban ", "match": false}, m{"text": "Kiểm tra", "match": true}, m{"text": " Tỉnh ủy", "match": false}}, a.At("groups.0.hits.0.snippet")); diff != "" {
			t.Error(diff)
		}
		for more, want := range map[string]int{"&year=2020": 1, "&year=2021": 0, "&bloc_id=" + b.bloc: 1, "&bloc_id=" + b.term: 0} {
			if got := ask(admin, "award", "bằng khen", more); len(got) != want {
				t.Errorf("%s: %v", more, got)
			}
		}
		if got := admin.Get("/search?q=uy").Must(200); len(got.At("groups").([]any)) != 7 {
			t.Errorf("%s", got.Raw)
		}
	})
}

func TestBadQuestions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for q, want := range map[string]string{
			"":                                 "q required",
			"q=":                               "q required",
			"q=+%20":                           "q required",
			"q=a":                              "q query_too_short",
			"q=%C4%91":                         "q query_too_short",
			"q=%2A%2A%22%27":                   "q query_too_short",
			"q=" + strings.Repeat("a", 10_000): "q max_length",
			"q=khoi&types=units":               "types not_allowed",
			"q=khoi&types=":                    "",
			"q=khoi&types=unit,bloc,unit":      "types duplicate_item",
			"q=khoi&types=unit" + strings.Repeat(",unit", 3000): "types duplicate_item",
			"q=khoi&limit=51":                      "limit maximum",
			"q=khoi&limit=-1":                      "limit minimum",
			"q=khoi&limit=x":                       "limit wrong_type",
			"q=khoi&include_total=1x":              "include_total wrong_type",
			"q=khoi&bloc_id=1":                     "bloc_id invalid_id",
			"q=khoi&cursor=x":                      "cursor unknown_parameter",
			"q=khoi&q=khoi":                        "q invalid_parameter",
			"q=%22+OR+words+%3A+%22a%22+NEAR%28":   "",
			"q=%27%3A%2A+%7C+%21x":                 "q query_too_short",
			"q=khoi+%FF%FE":                        "",
			"q=" + url.QueryEscape("\u202ekhoi\n"): "",
			"q=" + strings.Repeat("a+", 99):        "",
		} {
			a := admin.Get("/search?" + q)
			if want == "" {
				a.Must(200)
				continue
			}
			a.Must(400)
			if got := a.Fields(); len(got) != 1 || got[0] != want {
				t.Errorf("%.60s: %v, want %s", q, got, want)
			}
		}
	})
}
