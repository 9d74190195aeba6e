package app_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// signed makes a world whose agreement is signed, as are its signature and its
// annex, with a file on it.
func (m *matrix) signed(t *testing.T) *world {
	t.Helper()
	w := &world{maps.Clone(m.own.ids), m.own.leader}
	made := func(entity, path string, body map[string]any) {
		w.ids[entity] = m.admin.Post(path, body).Must(201).ID()
	}
	w.ids["agreement"] = m.make(m.own, "agreements")
	path := "/agreements/" + w.ids["agreement"]
	w.ids["term"] = m.admin.Get(path).Must(200).Str("term.id")
	made("commitment", "/commitments", map[string]any{"agreement_id": w.ids["agreement"], "text": "Nội dung một", "scope": "common"})
	form := map[string]string{"owner_kind": "agreement", "owner_id": w.ids["agreement"]}
	w.ids["attachment"] = m.admin.Upload("/attachments", form, "ban-ky.pdf", "", []byte("%PDF-1.7\n")).Must(201).ID()
	for _, to := range []string{"consulting", "signing"} {
		m.admin.Move(path, to, "").Must(200)
	}
	made("signature", path+"/signatures", map[string]any{"unit_id": w.ids["member_unit"], "status": "signed", "signed_on": "2026-03-01"})
	made("annex", path+"/annexes", map[string]any{"title": "Phụ lục", "text": "Sửa đổi"})
	m.admin.Post(path+"/signatures", map[string]any{"annex_id": w.ids["annex"], "unit_id": w.ids["member_unit"], "status": "signed"}).Must(201)
	return w
}

// text reads what may not change any more, as the database holds it.
func (m *matrix) text(t *testing.T, w *world) map[string]any {
	t.Helper()
	out := map[string]any{}
	for name, q := range map[string]string{
		"agreement":   "SELECT title, preamble, legal_bases, basis_of_text, term_id, bloc_id, canonical, content_hash, frozen_at FROM agreements WHERE id = ?",
		"commitments": "SELECT * FROM commitments WHERE agreement_id = ? ORDER BY id",
		"annexes":     "SELECT id, number, title, text, agreement_id, canonical, content_hash, previous_hash, frozen_at FROM annexes WHERE agreement_id = ? AND frozen_at IS NOT NULL ORDER BY id",
		"signatures": `SELECT id, agreement_id, annex_id, unit_id, unit_as_written, role, person_id, person_as_written, position_as_written, signed_on, method
			FROM signatures WHERE agreement_id = ? AND status IN ('signed', 'annulled') AND id = '` + w.ids["signature"] + `'`,
		"files": "SELECT id, sha256 FROM attachments WHERE of_agreement_id = ? ORDER BY id LIMIT 1",
	} {
		var rows []map[string]any
		if err := m.s.DB.Read(m.s.System()).Raw(q, w.ids["agreement"]).Scan(&rows).Error; err != nil || len(rows) == 0 {
			t.Fatalf("%s: %d rows (%v)", name, len(rows), err)
		}
		out[name] = rows
	}
	return out
}

// samples are bodies that change one member each.
func samples(all huma.Registry, s *huma.Schema) (out []map[string]any) {
	if s.Ref != "" {
		s = all.SchemaFromRef(s.Ref)
	}
	for name, member := range s.Properties {
		if member.Ref != "" {
			member = all.SchemaFromRef(member.Ref)
		}
		values := []any{"khác", "2020-01-01", "7", 7, true, nil, []any{"khác"}, []any{}}
		for _, v := range append(values, member.Enum...) {
			out = append(out, map[string]any{name: v})
		}
	}
	return out
}

// No operation of any role changes the text of a signed agreement, its
// signature, its signed annex or the file on it.
func TestSignedIsSigned(t *testing.T) {
	_, spec, ops := contract(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		w := m.signed(t)
		before, changed, sent := m.text(t, w), 0, 0
		for _, op := range ops {
			if op.method == "GET" || sessionOps[op.OperationID] {
				continue
			}
			path := strings.TrimPrefix(op.path, "/api/v1")
			bodies := []map[string]any{nil}
			if slices.Contains([]string{"updateAgreement", "updateCommitment", "updateSignature", "updateAnnex"}, op.OperationID) {
				bodies = append(bodies, samples(spec.Components.Schemas, op.RequestBody.Content["application/json"].Schema)...)
			}
			for _, role := range []string{"admin", "council", "leader", "deputy", "clerk", "viewer", "auditor"} {
				on := m.standing(w, path)
				for i, body := range bodies {
					if i == 0 {
						body = m.body(op.OperationID, w)
					} else if role != "admin" && role != "leader" && role != "clerk" {
						break // what these may do at all, the first body shows
					}
					sent++
					a := m.send(m.clients[role], op.OperationID, op.method, on.path, orNil(body), []string{"If-Match", on.etag})
					if a.Status < 300 {
						on = m.standing(w, path)
					}
					if a.Status >= 300 && i > 0 {
						continue
					}
					if diff := cmp.Diff(before, m.text(t, w)); diff != "" {
						changed++
						t.Errorf("%s as %s with %v: %d, and this changed:\n%s", op.OperationID, role, body, a.Status, diff)
						before = m.text(t, w)
					}
				}
			}
		}
		row := rig.Measure(t, "A6", "signed text, every write of every role, "+string(s.DB.Engine()))
		row.Saw("requests", sent)
		row.None("changes", changed)
		after := m.admin.Get("!/verify/" + m.admin.Get("/agreements/"+w.ids["agreement"]).Must(200).Str("content_hash")).Must(200)
		row.Must("the text still has its hash", after.At("intact"), "true", after.At("intact") == true)
	})
}
