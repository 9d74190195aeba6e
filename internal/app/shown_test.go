package app_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// shown compares what the lists, exports and reports show each role with the
// rows of the own world, which were counted before the foreign one was made.
type shown struct {
	*matrix
	ops                            []operation
	rows                           map[string][]string // of each list, by operation: ids in the own world
	asked, beyond, files, unlisted int
}

// Every list, export, search and report shows a role the rows of its own world
// and no others: the same ids as JSON and as CSV.
func TestEveryListShowsOnesOwn(t *testing.T) {
	_, _, ops := contract(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		v := shown{matrix: &matrix{s: s, spec: app.Described().Spec(), admin: s.Admin(), clients: map[string]*apptest.Client{}}, ops: ops, rows: map[string][]string{}}
		v.own = v.build(t)
		v.fill(v.own)
		v.admin.Post("/successions", map[string]any{"subject": "bloc", "kind": "dissolve", "from": []any{map[string]any{"bloc_id": v.own.ids["bloc"]}}}).Must(201)
		for _, op := range ops {
			if isTopList(op.OperationID) && op.OperationID != "tallyAwards" {
				v.rows[op.OperationID] = ids(v.admin.Get(v.of(op.path, v.own)))
			}
		}
		v.foreign = v.build(t)
		v.fill(v.foreign)
		v.admin.Post("/successions", map[string]any{"subject": "bloc", "kind": "dissolve", "from": []any{map[string]any{"bloc_id": v.foreign.ids["bloc"]}}}).Must(201)
		v.enter()
		for _, op := range ops {
			for _, role := range roleNames {
				if op.method == "GET" && v.expect(role, "own", v.permission(op.OperationID), op.OperationID, "GET") == "allowed" && role != "anonymous" && role != "nobody" {
					v.look(t, op, role)
				}
			}
		}
		row := rig.Measure(t, "A9", "lists, search and reports, "+string(s.DB.Engine()))
		row.Saw("lists", len(v.rows))
		row.Saw("questions", v.asked)
		row.None("answers that show too much or too little", v.beyond)
		row = rig.Measure(t, "A10", "exports, "+string(s.DB.Engine()))
		row.Saw("files", v.files)
		row.None("files whose rows are not the role's", v.unlisted)
	})
}

// of is the path of an operation for a record of a world.
func (v *shown) of(path string, w *world) string {
	path = strings.TrimPrefix(path, "/api/v1")
	return strings.Replace(path, "{id}", w.ids[collections[collection(path)]], 1) + "?limit=200"
}

// ids are those of the rows of a list.
func ids(a *apptest.Answer) (out []string) {
	for _, id := range a.Must(200).Column("id") {
		out = append(out, id.(string))
	}
	slices.Sort(out)
	return out
}

// look asks one operation as one role.
func (v *shown) look(t *testing.T, op operation, role string) {
	t.Helper()
	v.asked++
	id, c := op.OperationID, v.clients[role]
	if isList(id) && id != "tallyAwards" {
		v.list(t, op, role)
		return
	}
	switch id {
	case "getToken", "getCalendarFeed", "getReportJob", "getReportJobFile": // one's own, in the permission matrix
		return
	case "getAuditCheckpoint", "verifyAudit": // state where every chain stands: an auditor of one bloc may keep it for all
		return
	}
	paths := []string{strings.Split(v.of(op.path, v.own), "?")[0] + v.form(op.OperationID)}
	switch {
	case id == "search":
		paths = nil
		for _, q := range []string{"khoi", "giao uoc", "noi dung", "bang khen", "quyet dinh"} {
			paths = append(paths, "/search?limit=50&q="+url.QueryEscape(q))
		}
	case v.permission(id) == actor.RegistryRead && strings.Contains(op.path, "{id}"):
		paths = append(paths, strings.Split(v.of(op.path, v.foreign), "?")[0]+v.form(op.OperationID)) // anybody's to read
	}
	for _, path := range paths {
		a := c.Get(path).Must(200)
		v.nothingForeign(t, id+" as "+role, role, path, a.Raw)
		if strings.HasSuffix(path, "q=khoi") && !strings.Contains(string(a.Raw), v.own.ids["bloc"]) {
			complain(t, &v.beyond, "%s as %s does not find the own bloc: %.300s", id, role, a.Raw)
		}
		if id == "tallyAwards" && role != "admin" {
			if diff := cmp.Diff(v.admin.Get(path+"?bloc_id="+v.own.ids["bloc"]).Must(200).Body, a.Body); diff != "" {
				complain(t, &v.beyond, "%s as %s is not the tally of the own bloc:\n%s", id, role, diff)
			}
		}
	}
}

// nothingForeign looks for ids of records the role may not read.
func (v *shown) nothingForeign(t *testing.T, what, role, path string, raw []byte) {
	t.Helper()
	for _, kind := range within {
		if foreign := v.foreign.ids[kind]; role != "admin" && strings.Contains(string(raw), foreign) {
			complain(t, &v.beyond, "%s: %s shows a foreign %s: %.300s", what, path, kind, raw)
		}
	}
}

// list compares the rows of a list, as JSON and as CSV, with those of the own
// world: all of them where a role reads everything.
func (v *shown) list(t *testing.T, op operation, role string) {
	t.Helper()
	id, c, path := op.OperationID, v.clients[role], v.of(op.path, v.own)
	a := c.Get(path).Must(200)
	got, want := ids(a), ids(v.admin.Get(path))
	switch {
	case role == "admin" || nested[id]:
	case id == "listTokens", id == "listCalendarFeeds", id == "listReportJobs":
		want = nil // nobody made one
	case id == "listAuditEvents":
		want = v.ownActs(role)
	case id == "listSuccessions": // those of units are everybody's, those of blocs are not
		want = slices.DeleteFunc(want, func(id string) bool {
			return v.admin.Get("/successions/"+id).Must(200).Str("subject") == "bloc" && !slices.Contains(v.rows["listSuccessions"], id)
		})
	case v.permission(id) == actor.RegistryRead:
	case early(v.permission(id), role):
		want = nil
	default:
		want = v.rows[id]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		complain(t, &v.beyond, "%s as %s (-own +shown):\n%s", id, role, diff)
	}
	v.files++
	records, err := csv.NewReader(bytes.NewReader(c.Get(path, "Accept", "text/csv").Must(200).Raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records)-1 != len(want) {
		complain(t, &v.unlisted, "%s as %s: %d rows as CSV, want %d", id, role, len(records)-1, len(want))
	}
	v.filters(t, op, role)
}

// ownActs are the acts a role may read, told from the administrator's list.
func (v *shown) ownActs(role string) (out []string) {
	registry := []string{"unit", "unit_version", "authority", "person", "arrangement", "award_type", "succession"}
	for next := "/audit-events?limit=200"; next != ""; {
		page := v.admin.Get(next).Must(200)
		for i := range page.Data() {
			str := func(name string) string { return page.Str(fmt.Sprintf("data.%d.%s", i, name)) }
			inBloc, inTerm := str("bloc_id") == v.own.ids["bloc"], str("bloc_id") == v.own.ids["bloc"] && str("term_id") != ""
			switch {
			case role == "auditor" && inBloc, role == "council" && (inBloc || str("bloc_id") == "" && slices.Contains(registry, str("entity"))),
				(role == "leader" || role == "deputy") && inTerm, str("actor_id") == v.clients[role].UserID && role == "clerk":
				out = append(out, str("id"))
			}
		}
		next, _ = page.At("page.next").(string)
	}
	slices.Sort(out)
	return out[max(0, len(out)-200):]
}

// filters asks for rows of foreign records, which must be answered like those of
// records that are not there; and by members that are no declared filter or order.
func (v *shown) filters(t *testing.T, op operation, role string) {
	t.Helper()
	c, path := v.clients[role], strings.Split(v.of(op.path, v.own), "?")[0]
	declared := map[string]bool{"sort": true}
	for _, p := range op.Parameters {
		declared[p.Name] = true
		kind := namedKinds[strings.TrimSuffix(p.Name, "_ne")]
		if p.In != "query" || role == "admin" || !slices.Contains(within, kind) {
			continue
		}
		v.asked++
		q := "?" + p.Name + "="
		with := ""
		if p.Name == "owner_id" {
			with = "&owner_kind=award"
		}
		foreign, missing := c.Get(path+q+v.foreign.ids[kind]+with), c.Get(path+q+nowhere+with)
		if foreign.Status != 200 || !cmp.Equal(foreign.Body["data"], missing.Body["data"]) {
			complain(t, &v.beyond, "%s as %s: %s%s… tells a foreign record from a missing one: %s", op.OperationID, role, path, q, foreign.Raw)
		}
	}
	if role != "admin" && role != "viewer" {
		return
	}
	sorts := ""
	for _, p := range op.Parameters {
		if p.Name == "sort" {
			sorts, _, _ = strings.Cut(strings.SplitN(p.Description, ": ", 2)[1], ";")
		}
	}
	names := map[string]bool{"password_hash": true, "token_hash": true, "token_version": true, "canonical": true, "search_text": true, "mac": true, "id": true}
	var page struct{ Data []map[string]json.RawMessage }
	if err := json.Unmarshal(c.Get(v.of(op.path, v.own)).Raw, &page); err == nil && len(page.Data) > 0 {
		for name := range page.Data[0] {
			names[name] = true
		}
	}
	for name := range maps.Keys(names) {
		v.asked++
		if a := c.Get(path + "?" + name + "=x"); !declared[name] && a.Status != 422 && a.Status != 400 {
			complain(t, &v.beyond, "%s filters by %s, which is not declared: %d", op.OperationID, name, a.Status)
		}
		if a := c.Get(path + "?sort=" + name); !slices.Contains(strings.Split(sorts, ", "), name) && a.Status != 422 && a.Status != 400 {
			complain(t, &v.beyond, "%s sorts by %s, which is not declared: %d", op.OperationID, name, a.Status)
		}
	}
}
