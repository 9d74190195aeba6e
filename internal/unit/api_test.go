package unit_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

func TestRenameKeepsTheOldName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := admin.Post("/units", map[string]any{"code": "BTG", "name": "Ban Tuyên giáo Tỉnh ủy", "valid_from": "1997"}).Must(201)
		path := "/units/" + u.ID()
		if got := u.Header.Get("Location"); got != "/api/v1"+path {
			t.Errorf("Location %q", got)
		}
		admin.Post(path+"/versions", map[string]any{"name": "Ban Tuyên giáo và Dân vận Tỉnh ủy", "valid_from": "2025-02-10"}).Must(201)
		if got := admin.Get(path).Must(200).Str("name"); got != "Ban Tuyên giáo và Dân vận Tỉnh ủy" {
			t.Errorf("present name %q", got)
		}
		versions := admin.Get(path + "/versions").Must(200)
		if diff := cmp.Diff([]any{"Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"}, versions.Column("name")); diff != "" {
			t.Error(diff)
		}
		if got := versions.At("data.0.valid_to"); got != "2025-02-09" {
			t.Errorf("the old name ended on %v", got)
		}
		for _, q := range []string{"ban tuyen giao tinh uy", "Dân vận", "BTG", "DAN VAN"} {
			if got := admin.Get("/units?q=" + url.QueryEscape(q)).Must(200).Column("id"); !cmp.Equal(got, []any{u.ID()}) {
				t.Errorf("q=%s finds %v", q, got)
			}
		}
	})
}
