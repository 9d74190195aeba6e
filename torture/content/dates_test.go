package content_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/torture/rig"
)

// Dates that are, to the day, the month or the year.
var realDates = []string{
	"2021-02-26", "2020-02-29", "2000-02-29", "1904-02-29", "2024-02-29", "1900-01-01", "1900-02-28", "1900-03-01", "1945-09-02", "1945-03-14", "1954-07-20", "1955-07-01", "1959-12-31",
	"1960-01-01", "1969-12-31", "1970-01-01", "1975-04-30", "1975-06-13", "1999-12-31", "2000-01-01", "2016-12-31", "2017-01-01", "2021-12-31", "2022-01-01", "2038-01-19", "2100-02-28", "2199-12-31",
	"2021", "2021-02", "1945", "1945-09", "1900", "2199-12", "2024-02",
}

// Dates that are not, or not in a form or year that is taken.
var unrealDates = []string{
	"2021-02-29", "1900-02-29", "2100-02-29", "2021-02-30", "2021-04-31", "2021-06-31", "2021-13-01", "2021-00-10", "2021-01-00", "2021-01-32", "0000-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "9999",
	"10000-01-01", "-2021-01-01", "+2021-01-01", "2021-1-1", "21-01-01", "2021/01/01", "01/01/2021", "20210101", "2021-W01", "2021-001", "2021-01-01T00:00:00Z", "2021-12-31T17:00:00Z", "2021-12-31T23:59:60Z",
	"2021-01-01+07:00", "2021-01-01 00:00", "２０２１-０１-０１", "2021\u201101\u201101", "hôm nay", "0", "1e3", "2021-01-01\x00", "2021-02-26\u200b",
}

// carriers are the records with a date that stand in the annual report, and
// where the date is.
var carriers = []struct {
	op, text, date string
	day            bool // to the day only
}{
	{"createCommitment", "text", "due_on", false},
	{"createSignature", "person_as_written", "signed_on", false},
	{"createAward", "type_as_written", "presented_on", false},
	{"createEvent", "title", "held_on", false},
	{"createDeadline", "title", "due_on", true},
}

// A date is kept as it was given, or refused; no export moves it.
func TestDates(t *testing.T) {
	rig.Each(t, func(t *testing.T, books rig.Books) {
		o := db.Options{URL: books.URL}
		if books.URL == "" {
			o.Path = books.DataFile()
		}
		s := apptest.New(t, o, "GIAOUOC_AUTO_MIGRATE=true")
		d := &dater{book: open(t, s.Admin()), r: rig.Measure(t, "R7", "dates, "+books.Engine()), given: map[string]string{}}
		d.r.Must("cases", len(realDates)+len(unrealDates)+len(instants), ">= 60", len(realDates)+len(unrealDates)+len(instants) >= 60)
		d.carried(t)
		d.exported(t)
		d.everywhere(t)
		d.moments(t)
		d.turn(t, s)
	})
}

type dater struct {
	*book
	r     *rig.Row
	given map[string]string // mark → date
}

// carried writes every date into the records the reports show.
func (d *dater) carried(t *testing.T) {
	wrong := 0
	ops := map[string]*operation{}
	for _, op := range d.k.ops {
		ops[op.OperationID] = op
	}
	for _, c := range carriers {
		for _, v := range slices.Concat(realDates, unrealDates) {
			m := "#" + d.tag() + "#"
			body := maps.Clone(d.frames(c.op)[0])
			body[c.text], body[c.date] = "Chữ "+m, v
			if op := c.op; op == "createSignature" || op == "createCommitment" {
				body["unit_as_written"] = "Đơn vị " + v + d.tag()
			}
			if c.op == "createSignature" {
				body["status"] = "pending" // one that is given has a day around its period
			}
			a := d.c.Post(d.address(ops[c.op], body), body)
			real := slices.Contains(realDates, v) && (!c.day || len(v) == 10)
			switch {
			case real && a.Status == 201 && a.Str(c.date) == v:
				d.given[m] = v
			case !real && a.Status == 422 && slices.ContainsFunc(a.Fields(), func(f string) bool { return strings.HasPrefix(f, "/"+c.date+" ") }):
			default:
				wrong++
				t.Errorf("%s: %+q: %d %s %v", c.op, v, a.Status, a.Str(c.date), a.Fields())
			}
		}
	}
	d.r.Saw("records written", len(d.given))
	d.r.None("dates kept otherwise than given, or taken and not real", wrong)
}

// exported looks for every date in the rows of its record: in every kind of
// export one shows it, and none shows another day.
func (d *dater) exported(t *testing.T) {
	shown, moved, missing := map[string]bool{}, 0, 0
	for _, x := range d.downloads() {
		for _, row := range d.rows(t, x) {
			for _, m := range mark.FindAllString(strings.Join(row.cells, " "), -1) {
				day, ok := d.given[m]
				switch {
				case !ok:
				case slices.Contains(row.cells, row.shows(day)):
					shown[m+row.kind] = true
				case slices.ContainsFunc(row.cells, wholeDay.MatchString):
					moved++
					t.Errorf("%s: %s is shown as %q", x.from, day, row.cells)
				}
			}
		}
	}
	for _, m := range slices.Sorted(maps.Keys(d.given)) {
		for _, kind := range []string{listCSV, machine, office, sheet, "JSON"} {
			if !shown[m+kind] {
				missing++
				t.Errorf("%s %s is in no %s", m, d.given[m], kind)
			}
		}
	}
	d.r.Saw("rows that show their date", len(shown))
	d.r.None("dates moved in an export", moved)
	d.r.None("dates missing in a kind of export", missing)
}

var wholeDay = regexp.MustCompile(`^(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})$`)

// dated is a row of an export.
type dated struct {
	kind  string
	cells []string
}

// shows is how a row of its kind says a date.
func (r dated) shows(day string) string {
	switch r.kind {
	case office, sheet:
		if len(day) == 10 && r.kind == sheet {
			at, _ := time.Parse(time.DateOnly, day)
			n := int((at.Unix() - time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 60 * 60))
			if n >= 60 { // the 29 February 1900 that spreadsheets count
				n++
			}
			return strconv.Itoa(n)
		}
		parts := strings.Split(day, "-")
		slices.Reverse(parts)
		return strings.Join(parts, "/")
	}
	return day
}

// rows reads an export row by row.
func (d *dater) rows(t *testing.T, x download) (out []dated) {
	t.Helper()
	read := func(kind string, comma rune, raw []byte) error {
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
		r.Comma, r.FieldsPerRecord = comma, -1
		all, err := r.ReadAll()
		for _, row := range all {
			out = append(out, dated{kind, row})
		}
		return err
	}
	var err error
	switch {
	case x.media == "text/csv":
		err = read(listCSV, ',', x.raw)
	case x.media == "application/json":
		var v any
		err = json.Unmarshal(x.raw, &v)
		out = objects(v)
	case strings.HasSuffix(x.media, ".sheet"):
		f, e := excelize.OpenReader(bytes.NewReader(x.raw))
		if e != nil {
			t.Fatal(e)
		}
		defer f.Close()
		for _, name := range f.GetSheetList() {
			all, e := f.GetRows(name, excelize.Options{RawCellValue: true})
			if e != nil {
				t.Fatal(e)
			}
			for _, row := range all {
				out = append(out, dated{sheet, row})
			}
		}
	case x.media == "application/pdf", strings.HasSuffix(x.media, ".document"): // prose: dates stand in sentences
	default:
		err = eachPart(x.raw, func(name string, b []byte) error {
			if strings.HasPrefix(name, "machine/") {
				return read(machine, ',', b)
			}
			return read(office, ';', b)
		})
	}
	if err != nil {
		t.Fatalf("%s: %v", x.from, err)
	}
	return out
}

// objects are the texts of every object in a JSON value, those of objects in it
// included.
func objects(v any) (out []dated) {
	row := dated{kind: "JSON"}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			row.cells = append(row.cells, v)
		case []any:
			for _, e := range v {
				out = append(out, objects(e)...)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return append(out, row)
}

// everywhere puts dates into every member of every operation that takes one.
func (d *dater) everywhere(t *testing.T) {
	members, wrong, requests := map[string]bool{}, 0, 0
	for i, v := range slices.Concat(unrealDates, []string{"2024-02-29", "1945-09-02", "2021-12-31"}) {
		for j, f := range d.everything() {
			s, media := d.k.body(f.op)
			if f.frame > 0 || media != "application/json" || !rig.Long() && (i+j)%6 != 0 {
				continue
			}
			// Whole days are refused before other dates are looked at.
			for _, format := range []string{"", "date"} {
				at := d.k.days(s, "", format)
				if len(at) == 0 {
					continue
				}
				frame := d.frames(f.op.OperationID)[0]
				path := d.address(f.op, frame)
				body, _ := d.k.put(s, "", frame, func(string, *schema) (string, bool) { return "Chữ " + d.tag(), true }).(object)
				for _, p := range at {
					set(body, p, v)
					members[f.op.OperationID+" "+p] = true
				}
				requests++
				a := d.c.Post(path, body, d.match(path)...)
				for _, p := range at {
					refused := slices.ContainsFunc(a.Fields(), func(x string) bool {
						return strings.HasPrefix(x, p+" ") && x != p+" conflicts_with" && x != p+" signing_day" && x != p+" closed_too_early"
					})
					if slices.Contains(unrealDates, v) != refused {
						wrong++
						t.Errorf("%s %s: %+q: %d %v", f.op.OperationID, p, v, a.Status, a.Fields())
					}
				}
			}
		}
	}
	d.r.Saw("members that hold dates, tried", len(members))
	d.r.Saw("requests with dates in all members", requests)
	d.r.None("members that take a date that is none, or refuse one that is", wrong)
}

// days lists the pointers of all members that hold a date: of format date, or
// with the precision that is known.
func (k *contract) days(s *schema, at, format string) (out []string) {
	s = k.resolve(s)
	switch {
	case s.is("string") && s.Format == format && (format != "" || strings.HasPrefix(s.Pattern, "^[0-9]{4}(-[0-9]{2}")):
		return []string{at}
	case s.Items != nil:
		return k.days(s.Items, at+"/0", format)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		out = append(out, k.days(s.Properties[name], at+"/"+name, format)...)
	}
	return out
}

// set writes a member of a body whose parents are there.
func set(v any, pointer, value string) {
	name, rest, deeper := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	switch x := v.(type) {
	case object:
		if !deeper {
			x[name] = value
		} else {
			set(x[name], "/"+rest, value)
		}
	case []any:
		set(x[0], "/"+rest, value)
	}
}

// instants are moments as callers write them, and what they are; "" for none.
var instants = map[string]string{
	"2026-04-30T16:59:59Z": "2026-04-30T16:59:59Z", "2026-04-30T17:00:00Z": "2026-04-30T17:00:00Z", "2026-05-01T00:00:00+07:00": "2026-04-30T17:00:00Z", "2026-04-30T23:59:59+07:00": "2026-04-30T16:59:59Z",
	"2026-04-30T05:00:00-12:00": "2026-04-30T17:00:00Z", "2026-05-01T07:00:00+14:00": "2026-04-30T17:00:00Z", "2026-04-30T17:00:00.5Z": "2026-04-30T17:00:00.5Z",
	"2026-04-30T23:59:60Z": "", "2026-06-30T23:59:60Z": "", "2026-04-30T24:00:00Z": "", "2026-04-30T17:00:00+99:99": "", "2026-04-30T17:00:00": "", "2026-04-30": "", "2026-02-29T00:00:00Z": "", "30/04/2026 17:00": "", "1777568400": "",
	"2026-04-30T17:60:00Z": "", "2026-04-30T17:00:61Z": "", "9999-12-31T23:59:59Z": "", "0001-01-01T00:00:00Z": "", "1945-09-02T00:00:00+07:00": "",
}

// moments gives tokens moments to end at.
func (d *dater) moments(t *testing.T) {
	wrong := 0
	for _, v := range slices.Sorted(maps.Keys(instants)) {
		a := d.c.Post("/tokens", object{"name": "mã " + d.tag(), "scope": "read", "expires_at": v})
		switch want := instants[v]; {
		case want == "" && (a.Status == 422 || a.Status == 400):
		case want != "" && a.Status == 201:
			got, err := time.Parse(time.RFC3339Nano, a.Str("expires_at"))
			if is, _ := time.Parse(time.RFC3339Nano, want); err == nil && got.Equal(is) {
				continue
			}
			fallthrough
		default:
			wrong++
			t.Errorf("%s: %d %s %v", v, a.Status, a.Str("expires_at"), a.Fields())
		}
	}
	d.r.Saw("moments", len(instants))
	d.r.None("moments kept otherwise than given, or taken and not real", wrong)
}

// turn lets the year end in Viet Nam, at 17:00 in UTC.
func (d *dater) turn(t *testing.T, s *apptest.Service) {
	id := d.make("/terms/"+d.ids["term"]+"/deadlines", object{"kind": "other", "title": "Cuối năm", "due_on": "2026-12-31"})
	now := s.Clock()()
	s.Advance(time.Date(2026, 12, 31, 16, 59, 30, 0, time.UTC).Sub(now))
	wrong := 0
	for _, c := range []struct {
		after            time.Duration
		day, stamp, said string
		past             bool
	}{
		{0, "2026-12-31", "20261231-2359", "31/12/2026 23:59", false}, {time.Minute, "2027-01-01", "20270101-0000", "01/01/2027 00:00", true},
	} {
		s.Advance(c.after)
		d.c = d.c.Login("user001", apptest.Password) // the old token is over
		o := d.c.Get("/terms/" + d.ids["term"] + "/overview").Must(200)
		past, _ := json.Marshal(o.At("past_deadlines"))
		if o.Str("as_of") != c.day || strings.Contains(string(past), id) != c.past {
			wrong++
			t.Errorf("at %s the overview is as of %s, past: %s", c.day, o.Str("as_of"), past)
		}
		zipped := d.c.Get("/terms/" + d.ids["term"] + "/reports/annual?format=csv&lang=vi").Must(200)
		if !strings.Contains(zipped.Header.Get("Content-Disposition"), c.stamp) {
			wrong++
			t.Errorf("the file is called %s", zipped.Header.Get("Content-Disposition"))
		}
		said := false
		for _, row := range d.rows(t, download{"annual", "application/zip", zipped.Raw, nil}) {
			said = said || row.kind == office && strings.Contains(strings.Join(row.cells, " "), c.said)
		}
		if !said {
			wrong++
			t.Errorf("the office's file does not say %s", c.said)
		}
	}
	made := d.c.Post("/units", object{"name": "Đầu năm"}).Must(201)
	for query, found := range map[string]bool{
		"at_gte=2026-12-31T17:00:00Z": true, "at_gte=2027-01-01T00:00:00%2B07:00": true, "at_lt=2026-12-31T17:00:00Z": false, "at_lt=2027-01-01T00:00:00%2B07:00": false,
	} {
		a := d.c.Get("/audit-events?entity_id=" + made.ID() + "&" + query)
		if a.Status != 200 || len(a.Data()) == 1 != found {
			wrong++
			t.Errorf("%s: %d, the act of the new year is found: %v", query, a.Status, len(a.Data()) == 1)
		}
	}
	d.r.None("answers of another day when the year ends", wrong)
}
