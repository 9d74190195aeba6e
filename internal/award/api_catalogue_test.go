package award_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// The catalogue is loaded at the start, once, and says what needs checking.
func TestCatalogueIsLoaded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		shows(t, admin.Get("/award-types?limit=1&include_total=true").Must(200), object{"page.total": 107})
		shows(t, admin.Get("/award-types?is_verified=false&limit=1&include_total=true").Must(200), object{"page.total": 82})
		row := admin.Get("/award-types?code=BK_TINH_17").Must(200)
		shows(t, row, object{"data.0.needs_check": true, "data.0.subjects": []any{"collective", "individual", "household"}, "data.0.is_official": true, "data.0.valid_to": "2023-12-31"})
		if row.Str("data.0.check_vi") == "" || row.Str("data.0.check_en") == "" {
			t.Error("nothing says what needs checking")
		}
		shows(t, admin.Get("/award-types?code=CO_CP_22").Must(200), object{"data.0.money_factor": 12, "data.0.vote_threshold_pct": 80})
		acts := "/audit-events?entity=award_type"
		before := len(admin.Get(acts).Must(200).Data())
		if err := s.Awards.Load(s.System()); err != nil {
			t.Fatal(err)
		}
		if after := len(admin.Get(acts).Must(200).Data()); before != 1 || after != 1 {
			t.Errorf("%d acts for the first load, %d after the second", before, after)
		}
	})
}

// The row of the governing date applies: one of a family for each.
func TestTypeInForceOnADay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for query, want := range map[string][]any{
			"family=CSTDCS&in_force_on=2016-05-01":                   {"CSTDCS_14"},
			"family=CSTDCS&in_force_on=2020-05-01":                   {"CSTDCS_17"},
			"family=CSTDCS&in_force_on=2024-05-01":                   {"CSTDCS_22"},
			"family=BK_TINH&in_force_on=2016-05-01":                  {"BK_TINH_14"},
			"family=BK_TINH&in_force_on=2020-05-01":                  {"BK_TINH_17"},
			"family=BK_TINH&in_force_on=2024-05-01":                  {"BK_TINH_22"},
			"family=BK_TINH&in_force_on=2017":                        {"BK_TINH_14", "BK_TINH_17"},
			"family=CSTDCS&in_force_on=1999-01-01":                   nil,
			"family=PARTY_CO&in_force_on=1999":                       {"PARTY_CO"},
			"subject=bloc":                                           {"BLOC_BK"},
			"level_exists=false&class=form&q=mttq":                   {"MTTQ_BK"},
			"q=huan+chuong+lao+dong+hang+nhi&in_force_on=2024-05-01": {"HCLD_22_2"},
		} {
			if diff := cmp.Diff(want, admin.Get("/award-types?sort=code&"+query).Must(200).Column("code")); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
		}
	})
}

func TestOfficialTypeTakesALocalName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		path := "/award-types/" + admin.Get("/award-types?code=CO_TINH_22").Must(200).Str("data.0.id")
		shows(t, admin.Patch(path, object{"local_name": "Cờ của Chủ tịch tỉnh", "is_retired": true}).Must(200), object{"name": "Cờ của Chủ tịch tỉnh", "is_retired": true, "version": 2})
		wrong(t, admin.Patch(path, object{"vi": "Cờ", "article": "Điều 1"}), "/article read_only_field", "/vi read_only_field")
		if err := s.Awards.Load(s.System()); err != nil {
			t.Fatal(err)
		}
		shows(t, admin.Get(path).Must(200), object{"name": "Cờ của Chủ tịch tỉnh", "is_retired": true, "version": 2})
		if diff := cmp.Diff([]any{"CO_TINH_22"}, admin.Get("/award-types?q=co+cua+chu+tich+tinh").Must(200).Column("code")); diff != "" {
			t.Error(diff)
		}
		shows(t, admin.Patch(path, object{"local_name": nil}).Must(200), object{"local_name": nil, "name": admin.Get(path).Str("vi")})
		admin.Do("PATCH", path, object{"local_name": "x"}).Refused(428, "precondition_required")
		admin.Do("PATCH", path, object{"local_name": "x"}, "If-Match", `"1"`).Refused(412, "stale_version")
		admin.Get("/award-types/"+nobodys).Refused(404, "not_found")
	})
}

func TestLocalType(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		body := object{"code": "GK_NOI_BO", "class": "form", "vi": "Giấy khen nội bộ", "subjects": []string{"collective"}, "money_factor": 0.6, "valid_from": "2024-01-01"}
		ty := admin.Post("/award-types", body).Must(201)
		shows(t, ty, object{
			"family": "GK_NOI_BO", "name": "Giấy khen nội bộ", "en": nil, "is_official": false, "is_verified": false, "needs_check": true, "check_vi": nil, "money_factor": 0.6, "valid_to": nil,
		})
		shows(t, admin.Post("/award-types", body).Refused(409, "duplicate"), object{"existing_id": ty.ID()})
		path := "/award-types/" + ty.ID()
		shows(t, admin.Patch(path, object{"vi": "Giấy khen của Sở", "level": "grassroots"}).Must(200), object{"name": "Giấy khen của Sở", "level": "grassroots"})
		wrong(t, admin.Patch(path, object{"valid_to": "2023-12-31"}), "/valid_to end_before_start")
		wrong(t, admin.Patch(path, object{"code": "X"}), "/code unknown_field")
		wrong(t, admin.Post("/award-types", object{"code": "X"}), "/class required", "/vi required")
		wrong(t, admin.Post("/award-types", object{"class": "form", "vi": "X"}), "/code required")
		wrong(t, admin.Post("/award-types", with(body, object{"code": "X", "subjects": []string{"village"}})), "/subjects/0 not_allowed")
		wrong(t, admin.Post("/award-types", with(body, object{"code": "X", "is_verified": true})), "/is_verified unknown_field")
		wrong(t, admin.Post("/award-types", with(body, object{"code": "X", "vote_threshold_pct": 101})), "/vote_threshold_pct maximum")
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.All})
		viewer.Get(path).Must(200)
		viewer.Post("/award-types", body).Refused(403, "forbidden")
	})
}
