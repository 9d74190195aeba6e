package report_test

import (
	"slices"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// merit is where and when an award is recorded to belong.
type merit struct{ kind, label, reported, presented string }

// merits are awards of every kind of period, and of dates known to the year, the
// month, the day, and not at all.
func merits() []merit {
	out := []merit{
		{},
		{kind: "calendar_year", label: "2024"},
		{kind: "calendar_year", label: "2023"},
		{kind: "calendar_year", label: "2025"},
		{kind: "half", label: "2024-H1"},
		{kind: "half", label: "2025-H1"},
		{kind: "quarter", label: "2024-Q4"},
		{kind: "nine_months", label: "2024-9M"},
		{kind: "school_year", label: "2023-2024"},
		{kind: "school_year", label: "2024-2025"},
		{kind: "range", label: "2023-2024"},
		{kind: "range", label: "2021-2025"},
	}
	for _, on := range []string{"2020", "2024", "2026", "2023-08", "2023-12", "2024-12", "2023-12-31", "2024-01-01", "2024-12-20", "2025-01-01"} {
		out = append(out, merit{reported: on}, merit{presented: on}, merit{kind: "calendar_year", label: "2019", reported: on})
	}
	return out
}

// stands tells by the calendar whether the report of a term shows the award.
func (m merit) stands(t *testing.T, kind period.Kind, label string) bool {
	t.Helper()
	term, err := period.Parse(label, kind)
	if err != nil {
		t.Fatal(err)
	}
	of := false
	if m.label != "" {
		p, err := period.Parse(m.label, period.Kind(m.kind))
		if err != nil {
			t.Fatal(err)
		}
		year, listed := term.ListingYear()
		its, short := p.ListingYear()
		of = listed && short && its == year || !listed && p == term
	}
	within := func(on string) bool {
		d := date.Partial(on)
		return on != "" && d.First() <= term.EndsOn && d.Last() >= term.StartsOn
	}
	return of || within(m.reported) || within(m.presented)
}

func (m merit) body(bloc string) object {
	null := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	return object{
		"bloc_id": bloc, "bloc_state": "one", "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 7,
		"period": null(m.label), "period_kind": null(m.kind), "reported_on": null(m.reported), "presented_on": null(m.presented),
	}
}

// What the report of a locked term shows, the lock keeps, and nothing else: no
// write of awards that is accepted changes the report's checksum.
func TestLockKeepsWhatTheReportShows(t *testing.T) {
	for _, of := range []struct {
		kind  period.Kind
		label string
	}{{period.CalendarYear, "2024"}, {period.SchoolYear, "2023-2024"}, {period.Range, "2021-2025"}} {
		t.Run(string(of.kind), func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, s *apptest.Service) { lockKeeps(t, s.Admin(), of.kind, of.label) })
		})
	}
}

func lockKeeps(t *testing.T, admin *apptest.Client, kind period.Kind, label string) {
	make1 := func(path string, body object) string { return admin.Post(path, body).Must(201).ID() }
	bloc := make1("/blocs", object{"kind": "bloc", "names": []object{{"name": "Khối thi đua số 1", "kind": "current"}}})
	unit := make1("/units", object{"name": "Văn phòng"})
	term := "/terms/" + make1("/terms", object{"bloc_id": bloc, "period": label, "period_kind": kind, "status": "concluded"})
	report := func() *apptest.Answer { return admin.Get(term + "/reports/annual?format=json").Must(200) }

	type stored struct {
		merit
		stands          bool
		award, decision string
	}
	var all []stored
	for _, m := range merits() {
		d := make1("/decisions", object{"kind": "award", "authority_as_written": "Chủ tịch UBND tỉnh"})
		body := m.body(bloc)
		body["decision_id"] = d
		all = append(all, stored{m, m.stands(t, kind, label), "/awards/" + make1("/awards", body), "/decisions/" + d})
	}
	var shown []string
	for _, list := range []string{"data.awards", "data.earlier_awards"} {
		for _, a := range report().At(list).([]any) {
			shown = append(shown, "/awards/"+a.(object)["id"].(string))
		}
	}
	kept := 0
	for _, x := range all {
		if slices.Contains(shown, x.award) != x.stands {
			t.Errorf("%+v is in the report: %v", x.merit, !x.stands)
		}
		if x.stands {
			kept++
		}
	}
	if kept < 5 || kept > len(all)-5 {
		t.Fatalf("%d of %d awards stand in the report: too few to tell", kept, len(all))
	}

	admin.Move(term, "locked", "").Must(200)
	sum := report().Str("checksum")
	same := func(what string, m merit) {
		t.Helper()
		if got := report().Str("checksum"); got != sum {
			t.Fatalf("%s of %+v changed the report", what, m)
		}
	}
	moving := "/awards/" + make1("/awards", merit{label: "2018", kind: "calendar_year"}.body(bloc))
	for _, x := range all {
		for _, write := range []struct {
			name string
			do   func() *apptest.Answer
			made int
		}{
			{"recording", func() *apptest.Answer { return admin.Post("/awards", x.body(bloc)) }, 201},
			{"moving to", func() *apptest.Answer { return admin.Patch(moving, x.body(bloc)) }, 200},
			{"a remark", func() *apptest.Answer { return admin.Patch(x.award, object{"remark": "x"}) }, 200},
			{"naming", func() *apptest.Answer { return admin.Post(x.award+"/recipients", object{"unit_id": unit}) }, 201},
			{"the decision", func() *apptest.Answer { return admin.Patch(x.decision, object{"number": "15/QĐ"}) }, 200},
			{"giving", func() *apptest.Answer { return admin.Move(x.decision, "in_force", "") }, 200},
			{"moving away", func() *apptest.Answer {
				return admin.Patch(x.award, merit{label: "2018", kind: "calendar_year"}.body(bloc))
			}, 200},
		} {
			if got := write.do(); x.stands {
				got.Refused(409, "term_locked")
			} else {
				got.Must(write.made)
				same(write.name, x.merit)
			}
		}
		if x.stands {
			admin.Delete(x.award).Refused(409, "term_locked")
		}
	}
	admin.Delete(moving).Must(204)
	same("removing", merit{})
}
