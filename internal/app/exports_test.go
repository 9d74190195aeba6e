package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/report/paper/papertest"
	"giaouoc/torture/rig"
)

// Every report there is, in every form it can be had in, tells each role what it
// may read and no more: the same data in all forms, all of the own world, nothing
// of the foreign one.
func TestEveryExportIsOfOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		e := exports{matrix: newMatrix(t, s)}
		e.fill(e.own)
		e.fill(e.foreign)
		// What a unit was given in a foreign bloc is told to who may read that award.
		e.award = e.admin.Post("/awards", map[string]any{
			"bloc_id": e.foreign.ids["bloc"], "type_as_written": "cờ ngoài khối", "recipient_kind": "collective", "period": "2026",
			"count": 1, "recipients": []any{map[string]any{"unit_id": e.own.ids["member_unit"]}},
		}).Must(201).ID()
		e.secrets = []string{"cờ ngoài khối", e.admin.Get("/blocs/" + e.foreign.ids["bloc"]).Must(200).Str("name")}
		operations := 0
		for _, op := range slices.Sorted(maps.Keys(s.Server.Operations())) {
			if len(e.formats(op)) == 0 {
				continue
			}
			operations++
			for _, scope := range []string{"own", "foreign"} {
				for _, role := range roleNames {
					e.export(t, op, scope, role)
				}
			}
		}
		if operations < 6 {
			t.Errorf("only %d operations make files", operations)
		}
		row := rig.Measure(t, "A10", "reports, "+string(s.DB.Engine()))
		row.Saw("operations", operations)
		row.Saw("files", e.files)
		row.None("files that show too much or too little", e.wrong)
	})
}

type exports struct {
	*matrix
	award        string   // of the foreign world
	secrets      []string // what tells of it
	files, wrong int
}

// export asks for one report of a world in all its forms, as one role.
func (e *exports) export(t *testing.T, op, scope, role string) {
	t.Helper()
	w := e.own
	if scope == "foreign" {
		w = e.foreign
	}
	_, path, _ := strings.Cut(e.s.Server.Operations()[op], " ")
	at := e.standing(w, strings.TrimPrefix(path, "/api/v1")).path
	what := fmt.Sprintf("%s as %s, %s", op, role, scope)
	want := map[string]int{"401": 401, "403": 403, "404": 404, "allowed": 200}[e.expect(role, scope, e.permission(op), op, "GET")]
	sum, secrets := "", e.secrets
	if e.clients[role].Get("/awards/"+e.award).Status == 200 {
		secrets = nil
	}
	if want == 200 {
		sum = e.clients[role].Get(at + "?format=json").Must(200).Str("checksum")
		if all := e.admin.Get(at + "?format=json").Must(200).Str("checksum"); sum != all && e.permission(op) != actor.RegistryRead {
			complain(t, &e.wrong, "%s: not the data an administrator gets", what)
		}
	}
	for _, format := range e.formats(op) {
		e.files++
		a := e.clients[role].Get(at + "?format=" + format)
		if a.Status != want {
			complain(t, &e.wrong, "%s, %s: %d, want %d: %.200s", what, format, a.Status, want, a.Raw)
		}
		if a.Status != 200 {
			continue
		}
		letters := papertest.Letters(told(t, format, a.Raw))
		if sum == "" || !strings.Contains(letters, papertest.Letters(sum)) {
			complain(t, &e.wrong, "%s, %s: not the data of the other forms (%s)", what, format, sum)
		}
		for _, secret := range secrets {
			if strings.Contains(letters, papertest.Letters(secret)) {
				complain(t, &e.wrong, "%s, %s: tells %q", what, format, secret)
			}
		}
	}
}

// told is all text of a file, whatever stands between.
func told(t *testing.T, format string, raw []byte) string {
	t.Helper()
	switch format {
	case "docx":
		return papertest.Word(t, raw)
	case "pdf":
		return papertest.PDF(t, raw)
	case "json":
		return string(raw)
	}
	var all strings.Builder
	for _, part := range papertest.Parts(t, raw) {
		all.WriteString(part)
	}
	return all.String()
}
