package attachment_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type m = map[string]any

// world is a bloc with one record of every kind that carries files.
type world struct {
	*apptest.Service
	admin *apptest.Client
	ids   map[string]string // kind → id
}

func newWorld(s *apptest.Service) *world {
	w := &world{s, s.Admin(), map[string]string{}}
	return w.another()
}

// another is a second bloc in the same service.
func (w *world) another() *world {
	n := &world{w.Service, w.admin, map[string]string{}}
	post := func(kind, path string, body m) {
		n.ids[kind] = w.admin.Post(path, body).Must(201).ID()
	}
	post("organizer", "/authorities", m{"name": "Hội đồng"})
	post("unit", "/units", m{"name": "Văn phòng"})
	post("bloc", "/blocs", m{"kind": "bloc", "names": []any{m{"name": "Khối 1", "kind": "current"}}, "organizer_id": n.ids["organizer"]})
	post("term", "/terms", m{"bloc_id": n.ids["bloc"], "period": "2026", "status": "planning"})
	w.admin.Post("/terms/"+n.ids["term"]+"/members", m{"unit_id": n.ids["unit"]}).Must(201)
	w.admin.Post("/terms/"+n.ids["term"]+"/leadership", m{"role": "leader", "unit_id": n.ids["unit"]}).Must(201)
	post("event", "/events", m{"title": "Hội nghị ký kết", "terms": []any{m{"term_id": n.ids["term"], "purpose": "signing"}}})
	post("agreement", "/agreements", m{"term_id": n.ids["term"], "title": "Giao ước 2026", "basis": "reported", "status": "in_force"})
	post("annex", "/agreements/"+n.ids["agreement"]+"/annexes", m{"title": "Phụ lục 1", "text": "Sửa đổi"})
	post("decision", "/decisions", m{"bloc_id": n.ids["bloc"], "kind": "award", "number": "12/QĐ"})
	post("award", "/awards", m{"bloc_id": n.ids["bloc"], "type_as_written": "bằng khen", "period": "2026"})
	return n
}

var allKinds = []string{"unit", "bloc", "term", "event", "agreement", "annex", "decision", "award"}

func (w *world) form(kind string) map[string]string {
	return map[string]string{"owner_kind": kind, "owner_id": w.ids[kind]}
}

// attach hangs a small PDF on a record.
func (w *world) attach(kind string) *apptest.Answer {
	return w.admin.Upload("/attachments", w.form(kind), "van-ban.pdf", "application/pdf", pdfOf(kind))
}

func pdfOf(content string) []byte { return []byte("%PDF-1.7\n" + content + "\n%%EOF\n") }

// files are the files the store has, and how many of them are in doubt.
func (w *world) files(t *testing.T) (kept, doubtful int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(w.Dir, w.storeName(t)), func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || e.IsDir():
		case strings.Contains(path, "in-doubt"):
			doubtful++
		default:
			kept++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept, doubtful
}

func (w *world) storeName(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(w.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), "attachments") {
			return e.Name()
		}
	}
	t.Fatal("no store")
	return ""
}

func (w *world) holds(t *testing.T, want int) {
	t.Helper()
	if kept, doubtful := w.files(t); kept != want || doubtful != 0 {
		t.Errorf("the store has %d files, %d in doubt; want %d, 0", kept, doubtful, want)
	}
}

func (w *world) acts(t *testing.T) (n int64) {
	t.Helper()
	if err := w.DB.Read(t.Context()).Raw("SELECT count(*) FROM audit_events").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBytesComeBack(t *testing.T) {
	apptest.EachWith(t, []string{"GIAOUOC_ATTACHMENT_MAX_BYTES=256KiB"}, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		big := append(pdfOf("x"), make([]byte, 256<<10)...)[:256<<10]
		n := 0
		for _, f := range []struct {
			name, media string
			content     []byte
		}{
			{"a.pdf", "application/pdf", pdfOf("á\x00\xff\r\n")},
			{"lớn.pdf", "application/pdf", big},
			{"đúng hai khối.pdf", "application/pdf", big[:64<<10]},
			{"giao ước.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zipOf("[Content_Types].xml", "word/document.xml")},
			{"một.txt", "text/plain", []byte("x")},
			{"ảnh.png", "image/png", pngFile},
		} {
			a := w.admin.Upload("/attachments", w.form("agreement"), f.name, "", f.content).Must(201)
			n++
			sum := sha256.Sum256(f.content)
			if a.Str("media_type") != f.media || a.At("size") != float64(len(f.content)) || a.Str("sha256") != hex.EncodeToString(sum[:]) || a.Str("name") != f.name {
				t.Errorf("%s: %s", f.name, a.Raw)
			}
			got := w.admin.Get("/attachments/" + a.ID() + "/content").Must(200)
			if !bytes.Equal(got.Raw, f.content) {
				t.Errorf("%s: %d bytes came back, %d were sent", f.name, len(got.Raw), len(f.content))
			}
			if a.Header.Get("Location") != "/api/v1/attachments/"+a.ID() {
				t.Errorf("Location %s", a.Header.Get("Location"))
			}
		}
		w.holds(t, n)
		before := w.acts(t)
		a := w.admin.Upload("/attachments", w.form("agreement"), "quá lớn.pdf", "", append(big, 'x')).Refused(413, "payload_too_large")
		if a.At("max_bytes") != float64(256<<10) {
			t.Errorf("%s", a.Raw)
		}
		w.admin.Upload("/attachments", w.form("agreement"), "rất lớn.pdf", "", make([]byte, 4<<20)).Refused(413, "payload_too_large")
		// Cut off where the length is not told, long before its end.
		body, kind := w.admin.Form(w.form("agreement"), "vô tận.pdf", "", pdfOf("x"))
		body, _, _ = strings.Cut(body, "%%EOF")
		endless := &countingReader{r: io.MultiReader(strings.NewReader(body), io.LimitReader(zeros{}, 1<<30))}
		w.admin.Do("POST", "/attachments", endless, "Content-Type", kind).Refused(413, "payload_too_large")
		if endless.n.Load() > 64<<20 {
			t.Errorf("%d bytes were read", endless.n.Load())
		}
		w.holds(t, n)
		if w.acts(t) != before {
			t.Error("a refused file left a record")
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

type countingReader struct {
	r io.Reader
	n atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func TestContentHeaders(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		content := pdfOf("x")
		a := w.admin.Upload("/attachments", w.form("agreement"), "Giao ước 100% \"'.pdf", "", content)
		a.Refused(422, "validation_failed") // a quotation mark stands in no name on Windows
		a = w.admin.Upload("/attachments", w.form("agreement"), "Giao ước đã ký 100% (1)'.pdf", "", content).Must(201)
		path := "/attachments/" + a.ID() + "/content"
		for _, method := range []string{"GET", "HEAD"} {
			got := w.admin.Do(method, path, nil).Must(200)
			for name, want := range map[string]string{
				"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Length": fmt.Sprint(len(content)),
				"Content-Disposition": `attachment; filename="Giao uoc da ky 100_ (1)'.pdf"; filename*=UTF-8''Giao%20%C6%B0%E1%BB%9Bc%20%C4%91%C3%A3%20k%C3%BD%20100%25%20%281%29%27.pdf`,
				"ETag":                `"` + a.Str("sha256") + `"`, "Cache-Control": "private, no-cache",
				"Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
			} {
				if v := got.Header.Get(name); v != want {
					t.Errorf("%s %s: %q, want %q", method, name, v, want)
				}
			}
			if method == "HEAD" && len(got.Raw) > 0 {
				t.Error("HEAD has a body")
			}
		}
		w.admin.Get(path, "If-None-Match", `"`+a.Str("sha256")+`"`).Must(304)
		w.admin.Get(path, "If-None-Match", `"1"`).Must(200)
		s.Nobody().Get(path).Refused(401, "unauthenticated")
		s.Nobody().Get("/attachments/"+a.ID()).Refused(401, "unauthenticated")
		s.Nobody().Upload("/attachments", w.form("agreement"), "a.pdf", "", content).Refused(401, "unauthenticated")
		w.admin.Get(path+"?token=x").Refused(400, "unknown_parameter")
		if strings.Contains(string(w.admin.Get("/attachments/"+a.ID()).Raw), "storage") {
			t.Error("the key is shown")
		}
	})
}

func TestEveryKindOfOwner(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		paths := map[string]string{"unit": "/units/", "bloc": "/blocs/", "term": "/terms/", "event": "/events/", "agreement": "/agreements/", "annex": "/annexes/", "decision": "/decisions/", "award": "/awards/"}
		for _, kind := range allKinds {
			before := w.acts(t)
			a := w.attach(kind).Must(201)
			if w.acts(t) != before+1 {
				t.Errorf("%s: not one act", kind)
			}
			if a.Str("owner.kind") != kind || a.Str("owner.id") != w.ids[kind] || a.Str("owner.name") == "" {
				t.Errorf("%s", a.Raw)
			}
			if (kind == "unit") != (a.At("bloc_id") == nil) {
				t.Errorf("%s: bloc %v", kind, a.At("bloc_id"))
			}
			// The record cannot go before its file.
			w.admin.Delete(paths[kind]+w.ids[kind]).Refused(409, "in_use")
			for _, q := range []string{"owner_kind=" + kind, "owner_id=" + w.ids[kind]} {
				if l := w.admin.Get("/attachments?" + q).Must(200); len(l.Data()) != 1 || l.Str("data.0.id") != a.ID() {
					t.Errorf("%s: %s", q, l.Raw)
				}
			}
		}
		all := len(allKinds)
		for q, want := range map[string]int{
			"": all, "bloc_id=" + w.ids["bloc"]: all - 1, "term_id=" + w.ids["term"]: 4, "media_type=application/pdf": all, "media_type=image/png": 0,
			"q=van+ban": all, "q=khong+co": 0, "owner_kind=award,event": 2, "size_gt=1000000": 0, "owner_id=" + w.ids["organizer"]: 0,
		} {
			if l := w.admin.Get("/attachments?limit=100&" + q).Must(200); len(l.Data()) != want {
				t.Errorf("%s: %d rows, want %d", q, len(l.Data()), want)
			}
		}
		if sql := s.Statements(func() { w.admin.Get("/attachments").Must(200) }); len(sql) != 2 { // one for the caller's rights
			t.Errorf("%d statements: %s", len(sql), strings.Join(sql, "\n"))
		}
		w.holds(t, all)
		for _, row := range w.admin.Get("/attachments?limit=100").Must(200).Data() {
			path := "/attachments/" + row.(m)["id"].(string)
			w.admin.Do("DELETE", path, nil).Refused(428, "precondition_required")
			w.admin.Do("DELETE", path, nil, "If-Match", `"7"`).Refused(412, "stale_version")
			before := w.acts(t)
			w.admin.Delete(path).Must(204)
			if w.acts(t) != before+1 {
				t.Error("a removal is not one act")
			}
			w.admin.Get(path+"/content").Refused(404, "not_found")
		}
		w.holds(t, 0)
	})
}

// Every role gets at a file exactly what it may do to the record: the cells of
// the permission matrix for each kind of owner, one's own and a foreign one.
func TestRightsAreTheOwners(t *testing.T) {
	rights := map[string][2]actor.Permission{
		"unit": {actor.RegistryRead, actor.RegistryWrite}, "bloc": {actor.BlocRead, actor.BlocWrite}, "term": {actor.BlocRead, actor.TermWrite},
		"event": {actor.AgreementRead, actor.EventWrite}, "agreement": {actor.AgreementRead, actor.AgreementWrite}, "annex": {actor.AgreementRead, actor.AgreementWrite},
		"decision": {actor.AwardRead, actor.AwardWrite}, "award": {actor.AwardRead, actor.AwardWrite},
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		own := newWorld(s)
		foreign := own.another()
		deputy := own.admin.Post("/units", m{"name": "Đơn vị phó"}).Must(201).ID()
		clerk := own.admin.Post("/units", m{"name": "Thành viên"}).Must(201).ID()
		own.admin.Post("/terms/"+own.ids["term"]+"/leadership", m{"role": "deputy", "unit_id": deputy}).Must(201)
		own.admin.Post("/terms/"+own.ids["term"]+"/members", m{"unit_id": clerk}).Must(201)
		clients := map[actor.Role]*apptest.Client{
			actor.Admin:   s.Admin(),
			actor.Council: s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: own.ids["organizer"]}),
			actor.Leader:  s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: own.ids["unit"]}),
			actor.Deputy:  s.As(apptest.Right{Role: actor.Deputy, Scope: actor.OfUnit, ID: deputy}),
			actor.Clerk:   s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: clerk}),
			actor.Viewer:  s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: own.ids["bloc"]}),
			actor.Auditor: s.As(apptest.Right{Role: actor.Auditor, Scope: actor.OfBloc, ID: own.ids["bloc"]}),
		}
		table := actor.Matrix()
		for role, c := range clients {
			for _, kind := range allKinds {
				for i, w := range []*world{own, foreign} {
					id := w.attach(kind).Must(201).ID()
					reaches := func(p actor.Permission) bool {
						r := table[p][role]
						return r == actor.Anywhere || r != actor.Never && i == 0
					}
					read, write := reaches(rights[kind][0]), reaches(rights[kind][1])
					gate := table[actor.AttachmentWrite][role] != actor.Never
					status := func(ok bool, otherwise int, success int) int {
						if ok {
							return success
						}
						return otherwise
					}
					refusal, upload := 403, 403
					if gate && !read {
						refusal, upload = 404, 422
					}
					before := w.acts(t)
					what := fmt.Sprintf("%s, %s, world %d: ", role, kind, i)
					if a := c.Get("/attachments/" + id); a.Status != status(read, 404, 200) {
						t.Errorf("%sget %d", what, a.Status)
					}
					if a := c.Get("/attachments/" + id + "/content"); a.Status != status(read, 404, 200) {
						t.Errorf("%scontent %d", what, a.Status)
					}
					if a := c.Get("/attachments?owner_id=" + w.ids[kind]); a.Status != 200 || (len(a.Data()) > 0) != read {
						t.Errorf("%slist %d %s", what, a.Status, a.Raw)
					}
					n := int64(0)
					a := c.Upload("/attachments", w.form(kind), "a.pdf", "", pdfOf("x"))
					if a.Status != status(write, upload, 201) {
						t.Errorf("%supload %d: %s", what, a.Status, a.Raw)
					} else if write {
						n++
						w.admin.Delete("/attachments/" + a.ID()).Must(204)
						n++
					}
					if a := c.Do("DELETE", "/attachments/"+id, nil, "If-Match", `"1"`); a.Status != status(write, refusal, 204) {
						t.Errorf("%sdelete %d: %s", what, a.Status, a.Raw)
					} else if write {
						n++
					} else {
						w.admin.Delete("/attachments/" + id).Must(204)
						n++
					}
					if w.acts(t) != before+n {
						t.Errorf("%s%d acts, want %d", what, w.acts(t)-before, n)
					}
				}
			}
		}
		own.holds(t, 0)
		nobody := s.As()
		nobody.Get("/attachments").Refused(403, "forbidden")
		nobody.Upload("/attachments", own.form("unit"), "a.pdf", "", pdfOf("x")).Refused(403, "forbidden")
	})
}

// A right is looked up at every request: who loses it loses the bytes at once.
func TestLostRightsLoseTheBytes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		path := "/attachments/" + w.attach("decision").Must(201).ID() + "/content"
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: w.ids["bloc"]})
		tag := viewer.Get(path).Must(200).Header.Get("ETag")
		grants := w.admin.Get("/grants?user_id=" + viewer.UserID).Must(200)
		w.admin.Delete("/grants/" + grants.Str("data.0.id")).Must(204)
		viewer.Get(path).Refused(403, "forbidden")
		viewer.Get(path, "If-None-Match", tag).Refused(403, "forbidden")
		w.admin.Post("/grants", m{"user_id": viewer.UserID, "role": "viewer", "scope": "bloc", "scope_id": w.another().ids["bloc"]}).Must(201)
		viewer.Get(path).Refused(404, "not_found")
		viewer.Get(path, "If-None-Match", tag).Refused(404, "not_found")
	})
}

func TestLockedTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		w.admin.Patch("/awards/"+w.ids["award"], m{"period": "2026", "decision_id": w.ids["decision"]}).Must(200)
		kinds := []string{"term", "event", "agreement", "annex", "award", "decision"}
		ids := map[string]string{}
		for _, k := range kinds {
			ids[k] = w.attach(k).Must(201).ID()
		}
		term := "/terms/" + w.ids["term"]
		for _, step := range []string{"signing", "in_force", "reviewing"} {
			w.admin.Move(term, step, "").Must(200)
		}
		w.admin.Post(term+"/transitions", m{"to": "concluded", "without_ranking": true}, "If-Match", w.admin.ETag(term)).Must(200)
		w.admin.Move(term, "locked", "").Must(200)
		for _, k := range kinds {
			w.attach(k).Refused(409, "term_locked")
			w.admin.Delete("/attachments/"+ids[k]).Refused(409, "term_locked")
			w.admin.Get("/attachments/" + ids[k] + "/content").Must(200)
		}
		w.holds(t, len(kinds))
	})
}

// To a signed text files are added, the signed scan among them, and none removed.
func TestSignedTextsKeepTheirFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		term := w.admin.Post("/terms", m{"bloc_id": w.ids["bloc"], "period": "2027", "status": "signing"}).Must(201).ID()
		w.admin.Post("/terms/"+term+"/members", m{"unit_id": w.ids["unit"]}).Must(201)
		w.ids["agreement"] = w.admin.Post("/agreements", m{"term_id": term, "title": "Giao ước 2027", "basis": "original"}).Must(201).ID()
		path := "/agreements/" + w.ids["agreement"]
		w.admin.Post("/commitments", m{"agreement_id": w.ids["agreement"], "text": "Nội dung", "scope": "common"}).Must(201)
		gone, stays := w.attach("agreement").Must(201).ID(), w.attach("agreement").Must(201).ID()
		w.admin.Move(path, "consulting", "").Must(200)
		w.admin.Move(path, "signing", "").Must(200)
		w.admin.Delete("/attachments/" + gone).Must(204)
		sig := w.admin.Get(path + "/signatures").Must(200).Str("data.0.id")
		w.admin.Move("/signatures/"+sig, "signed", "").Must(200)
		w.admin.Delete("/attachments/"+stays).Refused(409, "attachment.frozen")
		scan := w.attach("agreement").Must(201).ID()
		w.admin.Delete("/attachments/"+scan).Refused(409, "attachment.frozen")
		w.admin.Get("/attachments/" + stays + "/content").Must(200)
	})
}

// Eight files race for room for three.
func TestQuotaHoldsUnderARace(t *testing.T) {
	const quota = 100 << 10
	env := []string{"GIAOUOC_ATTACHMENT_MAX_BYTES=64KiB", fmt.Sprint("GIAOUOC_ATTACHMENT_QUOTA_BYTES=", quota)}
	apptest.EachWith(t, env, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		for _, kinds := range [][]string{{"agreement", "award", "event", "bloc"}, {"unit"}} {
			content := append(pdfOf("x"), make([]byte, 30<<10)...)
			var wg sync.WaitGroup
			answers := make([]*apptest.Answer, 8)
			for i := range answers {
				wg.Go(func() {
					answers[i] = w.admin.Upload("/attachments", w.form(kinds[i%len(kinds)]), fmt.Sprintf("%d.pdf", i), "", content)
				})
			}
			wg.Wait()
			made := 0
			for _, a := range answers {
				if a.Status == 201 {
					made++
					continue
				}
				a.Refused(409, "quota_exceeded")
				if a.At("quota_bytes") != float64(quota) || a.At("size_bytes") != float64(len(content)) || a.At("used_bytes").(float64)+float64(len(content)) <= quota {
					t.Errorf("%s", a.Raw)
				}
			}
			if made != 3 {
				t.Errorf("%v: %d of 8 were kept, want 3", kinds, made)
			}
		}
		w.holds(t, 6)
		// Room that was made is room.
		w.admin.Delete("/attachments/" + w.admin.Get("/attachments?owner_kind=unit").Str("data.0.id")).Must(204)
		w.attach("unit").Must(201)
		// Another bloc has a quota of its own.
		w.another().attach("agreement").Must(201)
	})
}

func TestForeignOwnersInForms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		leader := s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: w.ids["unit"]})
		foreign := w.another()
		before := w.acts(t)
		for _, kind := range []string{"bloc", "term", "event", "agreement", "annex", "decision", "award"} {
			for _, id := range []string{foreign.ids[kind], "01900000-0000-7000-8000-000000000000", w.ids["organizer"]} {
				a := leader.Upload("/attachments", map[string]string{"owner_kind": kind, "owner_id": id}, "a.pdf", "", pdfOf("x")).Refused(422, "validation_failed")
				if f := a.Fields(); len(f) != 1 || f[0] != "/owner_id reference_not_found" {
					t.Errorf("%s: %v", kind, f)
				}
			}
		}
		if w.acts(t) != before {
			t.Error("acts of refused uploads")
		}
		w.holds(t, 0)
	})
}

func TestFormsThatCannotBeTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		good := w.form("unit")
		with := func(name, v string) map[string]string {
			f := map[string]string{name: v}
			for k, x := range good {
				if k != name {
					f[k] = x
				}
			}
			return f
		}
		fields := func(f map[string]string, want ...string) {
			t.Helper()
			got := w.admin.Upload("/attachments", f, "a.pdf", "", pdfOf("x")).Refused(422, "validation_failed").Fields()
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%v: %v, want %v", f, got, want)
			}
		}
		fields(map[string]string{}, "/owner_id required", "/owner_kind required")
		fields(with("owner_kind", "user"), "/owner_kind not_allowed")
		fields(with("owner_id", "1"), "/owner_id invalid_id")
		fields(with("owner_idd", "1"), "/owner_idd unknown_field")
		fields(with("id", "1"), "/id read_only_field")
		fields(with("storage_key", "../../x"), "/storage_key unknown_field")
		fields(with("remark", ""), "/remark blank")
		fields(with("remark", "a\u202eb"), "/remark forbidden_character")

		w.admin.Post("/attachments", m{"owner_kind": "unit", "owner_id": w.ids["unit"], "file": "x"}).Refused(415, "unsupported_media_type")
		boundary := "multipart/form-data; boundary=x"
		post := func(body string) *apptest.Answer {
			return w.admin.Do("POST", "/attachments", body, "Content-Type", boundary)
		}
		if f := post("--x\r\nContent-Disposition: form-data; name=\"owner_kind\"\r\n\r\nunit\r\n--x--\r\n").Refused(422, "validation_failed").Fields(); !slices.Contains(f, "/file required") {
			t.Errorf("%v", f)
		}
		file := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n"
		post(file).Refused(400, "bad_request")                                                                        // breaks off
		post(file+file+"--x--\r\n").Refused(422, "validation_failed")                                                 // two files
		post(strings.ReplaceAll(file, "; filename=\"a.pdf\"", "")+"--x--\r\n").Refused(422, "validation_failed")      // no file
		post(strings.ReplaceAll(file, "name=\"file\"", "name=\"tep\"")+"--x--\r\n").Refused(422, "validation_failed") // elsewhere
		for _, part := range []string{"name=\"a/b~c\"; filename=\"a.pdf\"", "name=\"a/b~c\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"a/b~c\""} {
			body := "--x\r\nContent-Disposition: form-data; " + part + "\r\n\r\n1\r\n--x--\r\n"
			if f := post(body).Refused(422, "validation_failed").Fields(); len(f) != 1 || !strings.HasPrefix(f[0], "/a~1b~0c ") {
				t.Errorf("%v", f)
			}
		}
		post("--x\r\nX: y\r\n\r\nz\r\n--x--\r\n").Refused(400, "bad_request")                                                                                // no name
		post("--x\r\nContent-Disposition: form-data; name=\"remark\"\r\n\r\n"+strings.Repeat("a", 70<<10)+"\r\n--x--\r\n").Refused(413, "payload_too_large") // a long text
		if f := post("").Refused(422, "validation_failed").Fields(); len(f) != 3 {
			t.Errorf("%v", f)
		}
		w.admin.Do("POST", "/attachments?x=1", file, "Content-Type", boundary).Refused(400, "unknown_parameter")
		w.holds(t, 0)
	})
}

// A repeated upload with a key is done once; another file with the key is not it.
func TestIdempotentUploads(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		large := append(pdfOf("x"), make([]byte, 2<<20)...) // beyond what a JSON body may have
		send := func(name string, content []byte, key string) *apptest.Answer {
			return w.admin.Upload("/attachments", w.form("award"), name, "", content, "Idempotency-Key", key)
		}
		first := send("a.pdf", large, "k1").Must(201)
		again := send("a.pdf", large, "k1").Must(201)
		if again.ID() != first.ID() || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s, then %s", first.Raw, again.Raw)
		}
		send("b.pdf", large, "k1").Refused(422, "idempotency_key_reused")
		send("a.pdf", large[:len(large)-1], "k1").Refused(422, "idempotency_key_reused")
		w.holds(t, 1)
		send("a.exe", large, "k2").Refused(422, "validation_failed")
		send("a.exe", large, "k2").Refused(422, "validation_failed")
		// Where the process died before the answer was kept, it is rendered again.
		if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
			return tx.Exec("UPDATE idempotency_records SET body = NULL WHERE key = 'k1'").Error
		}); err != nil {
			t.Fatal(err)
		}
		if a := send("a.pdf", large, "k1").Must(201); a.ID() != first.ID() {
			t.Errorf("%s", a.Raw)
		}
		w.holds(t, 1)
	})
}

// A transaction that fails leaves no file; bytes in doubt that the books do not
// have are swept after a day, and only those.
func TestFailedTransactionsAndTheSweep(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		kept := w.attach("award").Must(201).ID()
		rename := func(from, to string) {
			t.Helper()
			if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Exec("ALTER TABLE " + from + " RENAME TO " + to).Error }); err != nil {
				t.Fatal(err)
			}
		}
		rename("audit_heads", "away")
		before := w.acts(t)
		w.attach("award").Refused(500, "internal")
		w.admin.Do("DELETE", "/attachments/"+kept, nil, "If-Match", `"1"`).Refused(500, "internal")
		rename("away", "audit_heads")
		if n, doubtful := w.files(t); n != 1 || doubtful != 1 || w.acts(t) != before {
			t.Errorf("%d files, %d in doubt", n, doubtful)
		}
		// A process that was killed between writing the bytes and the commit.
		if _, err := s.Attachments.Take(bytes.NewReader(pdfOf("x"))); err != nil {
			t.Fatal(err)
		}
		sweep := func(want, doubtful int) {
			t.Helper()
			n, err := s.Attachments.Sweep(s.System())
			if _, d := w.files(t); err != nil || n != want || d != doubtful {
				t.Errorf("%d swept, %d in doubt (%v); want %d, %d", n, d, err, want, doubtful)
			}
		}
		sweep(0, 2)
		s.Advance(25 * time.Hour)
		sweep(1, 0)
		w.holds(t, 1)
		w.admin = s.Admin() // the old token is over
		w.admin.Get("/attachments/" + kept + "/content").Must(200)
	})
}

// A file that is removed while it is asked for is not there any more; that is no
// fault of ours.
func TestRemovedMeanwhile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		for range 12 {
			id := w.attach("award").Must(201).ID()
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					if a := w.admin.Get("/attachments/" + id + "/content"); a.Status != 200 && a.Status != 404 {
						t.Errorf("%d %s", a.Status, a.Raw)
					}
				})
			}
			w.admin.Delete("/attachments/" + id).Must(204)
			wg.Wait()
		}
	})
}

// Bytes that changed under the service are not sent.
func TestSpoiltBytesAreNotSent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		path := "/attachments/" + w.attach("award").Must(201).ID() + "/content"
		err := filepath.WalkDir(filepath.Join(s.Dir, w.storeName(t)), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			return os.WriteFile(path, pdfOf("other"), 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
		w.admin.Get(path).Refused(500, "internal")
	})
}

func TestMetaTellsTheLimits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		a := s.Admin().Get("/meta").Must(200)
		if a.At("attachment_max_bytes") != float64(20<<20) || a.At("attachment_quota_bytes") != float64(2<<30) || len(a.At("attachment_media_types").([]any)) != 12 {
			t.Errorf("%s", a.Raw)
		}
	})
}
