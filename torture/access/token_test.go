package access_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// operation is one of the contract that asks for a caller.
type operation struct{ id, method, path string }

// protected are the operations of the contract that are not public.
func protected(t *testing.T, s *rig.Server) (out []operation) {
	t.Helper()
	var spec struct {
		Paths map[string]map[string]struct {
			ID         string `json:"operationId"`
			Permission string `json:"x-permission"`
		}
	}
	if err := json.Unmarshal(s.Nobody().Get("!/openapi.json").Must(200).Raw, &spec); err != nil {
		t.Fatal(err)
	}
	for path, methods := range spec.Paths {
		for method, op := range methods {
			if op.Permission == "" {
				t.Fatalf("%s %s names no permission", method, path)
			}
			if op.Permission != "public" {
				out = append(out, operation{op.ID, strings.ToUpper(method), path})
			}
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return out
}

// ask sends a request in which everything else is wrong too: the id, the body,
// a parameter nobody knows, no If-Match.
func ask(t *testing.T, s *rig.Server, op operation, bring func(*http.Request)) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(op.method, s.URL+strings.ReplaceAll(op.path, "{id}", "no-id")+"?no_such=1", strings.NewReader("{broken"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	bring(r)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("%s: %v", op.id, err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	var problem struct{ Code string }
	_ = json.Unmarshal(b, &problem)
	return res.StatusCode, problem.Code, res.Header
}

// Every protected operation refuses every bad token with 401, before it looks at
// anything else of the request, and nothing comes of it.
func TestBadTokens(t *testing.T) {
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b)
		admin := s.User("quantri", true)
		f := newForger(t, b, admin)
		acts := func() any { return admin.Get("/audit-events?limit=1&include_total=true").Must(200).At("page.total") }
		bad := f.ways()
		for name, token := range f.tokens() {
			bad[name] = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
		}
		made := admin.Post("/tokens", object{"name": "bị thu hồi", "scope": "admin"}).Must(201)
		api := made.Str("token")
		bad["API token, one digit changed"] = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+api[:9]+"zz"+api[11:]) }
		bad["API token, cut"] = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+api[:len(api)-1]) }
		bad["API token, revoked"] = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+api) }
		admin.Delete("/tokens/" + made.ID()).Must(204)

		// What the forger signs without a flaw is taken: it is the flaw that is refused.
		admin.Token = f.hs(nil, nil)
		admin.Get("/me").Must(200)
		before, names, ops := acts(), slices.Sorted(maps.Keys(bad)), protected(t, s)
		wrong, asked := 0, 0
		for i, op := range ops {
			for j, name := range names {
				// The short form asks one operation with all, the others with a dozen each.
				if !rig.Long() && i > 0 && (i+j)%(len(names)/12) != 0 {
					continue
				}
				asked++
				status, code, header := ask(t, s, op, bad[name])
				if status != 401 || code != "unauthenticated" || !strings.HasPrefix(header.Get("WWW-Authenticate"), "Bearer") {
					wrong++
					t.Errorf("%s with %s: %d %s", op.id, name, status, code)
				}
			}
		}
		row := rig.Measure(t, "A4", "bad tokens, "+b.Engine())
		row.Saw("operations", len(ops))
		row.Must("tokens", len(names), ">= 120", len(names) >= 120)
		row.Saw("requests", asked)
		row.None("answers other than 401", wrong)
		row.Must("acts recorded", acts(), "none", acts() == before)
	})
}
