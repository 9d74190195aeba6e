package award_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

// The public seed: one flag and four certificates for 2020, none for 2021.
func TestTallyOfTheSeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		made(t, admin, "/awards", b.flag())
		made(t, admin, "/awards", b.certificates())
		tally := admin.Get("/awards/tally?year=2020&bloc_id=" + b.bloc).Must(200)
		shows(t, tally, object{
			"totals.collectives": 5, "totals.named": 0, "totals.unnamed": 5, "totals.awards": 2, "totals.individuals": 0, "unclear.awards": 0,
			"rows.0.type.as_written": "bằng khen", "rows.0.collectives": 4, "rows.0.has_authority": true, "rows.0.year": 2020, "rows.0.period": nil, "rows.0.level": nil,
			"rows.1.type": object{"id": nil, "as_written": "cờ thi đua xuất sắc", "name": nil, "code": nil, "needs_check": nil}, "rows.1.collectives": 1, "rows.1.has_authority": false,
		})
		if got := len(tally.At("rows").([]any)); got != 2 {
			t.Errorf("%d rows", got)
		}
		shows(t, admin.Get("/awards/tally?year=2021&bloc_id="+b.bloc).Must(200), object{"rows": []any{}, "totals.collectives": 0, "totals.awards": 0})
	})
}

// A school year counts in the year it ends; a period of five years in none, but
// under its own label.
func TestTallyOfPeriods(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		ask := func(query string) *apptest.Answer { return admin.Get("/awards/tally?" + query).Must(200) }
		made(t, admin, "/awards", with(b.flag(), object{"period": "2017-2018"}))
		made(t, admin, "/awards", with(b.certificates(), object{"period": "2011-2015"}))
		shows(t, ask("year=2018"), object{"totals.collectives": 1, "unclear.collectives": 0, "rows.0.year": 2018, "rows.0.period": nil})
		shows(t, ask("year=2017"), object{"totals.collectives": 0, "unclear.collectives": 0})
		shows(t, ask("overlaps_year=2017"), object{"totals.collectives": 1})
		shows(t, ask("year=2015"), object{"totals.collectives": 0, "unclear.collectives": 0})
		shows(t, ask("overlaps_year=2013"), object{"totals.collectives": 4, "rows.0.year": nil, "rows.0.period": "2011-2015"})
		shows(t, ask("period=2011-2015"), object{"totals.collectives": 4})
		all := ask("")
		shows(t, all, object{"totals.collectives": 5, "rows.0.year": 2018, "rows.1.period": "2011-2015"})
		if got := len(all.At("rows").([]any)); got != 2 {
			t.Errorf("%d rows", got)
		}
	})
}

// What lacks the thing asked about is told apart: known, and up to so many more.
func TestTallyTellsWhatIsUnclear(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		made(t, admin, "/awards", a.flag())
		made(t, admin, "/awards", with(a.certificates(), object{"period": nil}))
		made(t, admin, "/awards", with(a.certificates(), object{"count": nil}))
		made(t, admin, "/awards", with(b.certificates(), object{"recipient_kind": nil, "count": 3}))
		made(t, admin, "/awards", object{"type_as_written": "giấy khen", "recipient_kind": "individual", "count": 10, "period": "2020", "level": "grassroots"})
		made(t, admin, "/awards", object{"type_as_written": "giấy khen", "recipient_kind": "individual", "count": 20, "period": "2020", "bloc_state": "outside"})
		ask := func(query string, want object) {
			t.Helper()
			shows(t, admin.Get("/awards/tally?"+query).Must(200), want)
		}
		ask("", object{"totals.collectives": 5, "totals.individuals": 30, "totals.unclassified": 3, "totals.count_unknown": 1, "totals.awards": 6, "unclear.awards": 0})
		ask("year=2020&bloc_id="+a.bloc, object{
			"totals.collectives": 1, "totals.count_unknown": 1, "totals.awards": 2,
			"unclear.collectives": 4, "unclear.individuals": 10, "unclear.awards": 2,
		})
		ask("recipient_kind=collective", object{"totals.collectives": 5, "unclear.unclassified": 3, "unclear.awards": 1})
		ask("level=grassroots", object{"totals.individuals": 10, "unclear.individuals": 20, "unclear.collectives": 5})
		ask("province="+url.QueryEscape("Ninh Bình A"), object{"totals.collectives": 5, "totals.unclassified": 0, "unclear.individuals": 10, "unclear.unclassified": 0})
		ask("unit_id="+a.units[0], object{"totals.awards": 0, "unclear.collectives": 5, "unclear.count_unknown": 1, "unclear.unclassified": 3})
		rows := admin.Get("/awards/tally?bloc_id=" + a.bloc).Must(200).At("rows").([]any)
		var years []any
		for _, r := range rows {
			years = append(years, r.(object)["year"])
		}
		if diff := cmp.Diff([]any{2020.0, 2020.0, nil}, years); diff != "" {
			t.Errorf("the award of unknown period has no line of its own: %s", diff)
		}
	})
}

// A unit is counted for what it received, not for all of an award it shares.
func TestTallyOfAUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		ty := admin.Get("/award-types?code=BK_TINH_17").Must(200).At("data.0.id")
		made(t, admin, "/awards", with(b.certificates(), object{"award_type_id": ty, "recipients": []object{{"unit_id": b.units[0]}, {"unit_id": b.units[1]}, {"unit_as_written": "Ban ai đó"}}}))
		tally := admin.Get("/awards/tally?unit_id=" + b.units[0]).Must(200)
		shows(t, tally, object{"totals.collectives": 1, "totals.named": 1, "totals.unnamed": 0, "unclear.collectives": 2, "unclear.named": 1, "unclear.unnamed": 1})
		shows(t, tally, object{"rows.0.type.code": "BK_TINH_17", "rows.0.type.needs_check": true, "rows.0.type.as_written": nil, "rows.0.level": "ministry_province"})
		shows(t, admin.Get("/awards/tally?family=BK_TINH&award_type_id="+ty.(string)).Must(200), object{"totals.collectives": 4})
	})
}

func TestTallyRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, q := range []string{"limit=5", "sort=year", "q=x", "yaer=2020", "include_total=true"} {
			admin.Get("/awards/tally?"+q).Refused(400, "unknown_parameter")
		}
		for _, q := range []string{"year=x", "bloc_id=1", "status=gone", "level=x", "unit_id=x"} {
			admin.Get("/awards/tally?"+q).Refused(400, "invalid_parameter")
		}
		s.Nobody().Get("/awards/tally").Refused(401, "unauthenticated")
		s.As().Get("/awards/tally").Refused(403, "forbidden")
	})
}
