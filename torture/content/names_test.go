package content_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/torture/rig"
)

// name is a name as it is given; what it is to be kept as follows from it.
type name struct{ given string }

// names are 40 names: Vietnamese composed, decomposed and mixed, with marks in
// every order, and letters that change under folding.
func names() (out []name) {
	for _, v := range []string{
		"Nguyễn Thị Ánh Tuyết", "Đặng Đình Đức", "Văn phòng Huyện ủy", "Khối các cơ quan Đảng", "Trường Tiểu học Hoà Bình", "Trường Tiểu học Hòa Bình",
		"Uỷ ban nhân dân", "Ủy ban nhân dân", "ỦY BAN MẶT TRẬN TỔ QUỐC", "Lưu Ngọc Quỳnh Như", "Phạm Ưởng", "Bưởi Năm Roi", "Ông Ích Khiêm", "Ơn Nghĩa", "Y Ngông Niê Kđăm",
		"H'Hen Niê", "K'Sor Phước", "Đồn Biên phòng Ea H'Leo", "Ẩn Ẫn Ẵn Ặn", "Nghiêng Ngửa Ngữ Ngự",
	} {
		out = append(out, name{v}, name{norm.NFD.String(v)})
	}
	// Marks in an order of their own, and letters only compatible with others.
	out[1].given = "Nguyê\u0303n Thi\u0323 A\u0301nh Tuyê\u0301t"
	out[13].given = "Uy\u0309 ban nhân dân"
	out[35].given = strings.ReplaceAll(out[35].given, " ", "\u00a0")
	return out
}

// withoutMarks is what people type who leave the marks out.
func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case r == 'Đ':
			return 'D'
		}
		return r
	}, norm.NFD.String(s))
}

// namesFound gives every name to every kind of record that is searched by name,
// and looks for it composed, decomposed and without marks, in its list and in
// the one box.
func namesFound(t *testing.T, b *book, engine string) {
	r := rig.Measure(t, "R6", "40 names, "+engine)
	var kinds []string
	for _, op := range b.k.ops {
		for _, p := range op.Parameters {
			if post := b.k.Paths[prefix+op.path]["post"]; op.method == "GET" && p.In == "query" && p.Name == "q" && post != nil {
				if s, _ := b.k.body(post); s.Properties["name"] != nil && op.path != "/attachments" {
					kinds = append(kinds, op.path)
				}
			}
		}
	}
	stored, unfound, asked := 0, 0, 0
	for i, n := range names() {
		for j, path := range kinds {
			if !rig.Long() && j != i%len(kinds) {
				continue
			}
			body := object{"name": n.given}
			if path == "/blocs" {
				body["kind"] = "bloc"
			}
			a := b.c.Post(path, body).Must(201)
			id, want := a.ID(), kept(n.given)
			if got := b.c.Get(path + "/" + id).Must(200); a.Str("name") != want || got.Str("name") != want {
				stored++
				t.Errorf("%s: %+q is kept as %+q", path, n.given, got.Str("name"))
			}
			for _, q := range []string{n.given, want, norm.NFD.String(want), withoutMarks(want), strings.ToUpper(withoutMarks(want))} {
				for _, where := range b.boxes(path) {
					asked++
					if a := b.c.Get(where + url.QueryEscape(q)).Must(200); !strings.Contains(string(a.Raw), id) {
						unfound++
						t.Errorf("%s%+q does not find %q", where, q, want)
					}
				}
			}
		}
	}
	r.Saw("kinds searched by name", strings.Join(kinds, " "))
	r.Saw("questions", asked)
	r.None("names kept in another form than composed", stored)
	r.None("questions that do not find their name", unfound)
}

// boxes are where a record of a kind is searched: its list, and the one box if
// that knows the kind.
func (b *book) boxes(path string) []string {
	out := []string{path + "?limit=200&q="}
	kind := strings.TrimSuffix(strings.TrimPrefix(path, "/"), "s")
	if b.c.Get("/search?q=x&types="+kind).Status == 200 {
		out = append(out, "/search?limit=50&types="+kind+"&q=")
	}
	return out
}

// hidden are characters nobody sees: of no width, or turning the text around.
var hidden = []rune{
	0x00, 0x07, 0x1B, 0x7F, 0x85, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
	0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF, 0xFFF9, 0xFFFD, 0xE000, 0xE0001, 0xE0041, 0x10FFFF,
}

// invisible puts every hidden character into all texts of every operation at
// once: each of them is named in the refusal.
func invisible(t *testing.T, b *book, engine string) {
	r := rig.Measure(t, "R6", "hidden characters, "+engine)
	unnamed, requests := 0, 0
	for i, c := range hidden {
		for j, f := range b.everything() {
			if f.frame > 0 || !rig.Long() && (i+j)%4 != 0 {
				continue // a frame holds all members
			}
			requests++
			unnamed += b.refuses(t, f, "a"+string(c)+"b")
		}
	}
	r.Saw("requests", requests)
	r.None("texts that take a hidden character", unnamed)
}

// refuses sends a text in all members of a body and counts those that are not
// refused for their characters.
func (b *book) refuses(t *testing.T, f framed, text string) (missed int) {
	s, media := b.k.body(f.op)
	frame := b.frames(f.op.OperationID)[f.frame]
	path := b.address(f.op, frame)
	var sent []string
	body, _ := b.k.put(s, "", frame, func(at string, _ *schema) (string, bool) {
		sent = append(sent, at)
		return text, true
	}).(object)
	a := b.post(path, media, body, b.match(path))
	named := a.Fields()
	for _, at := range sent {
		if a.Status != 422 || !slices.Contains(named, at+" forbidden_character") {
			missed++
			t.Errorf("%s %s takes %+q: %d %v", f.op.OperationID, at, text, a.Status, named)
		}
	}
	return missed
}

// lookAlikes tries to make accounts whose names look like another's.
func lookAlikes(t *testing.T, s *rig.Server, b *book, engine string) {
	r := rig.Measure(t, "R6", "look-alike accounts, "+engine)
	b.c.Post("/users", object{"username": "anhvu", "password": rig.Password}).Must(201)
	names := []string{
		"аnhvu", "anhvц", "ａnhvu", "ANHVU", "Anhvu", "anhvu ", " anhvu", "anhvu\u00a0", "anhvu\u200b", "\u202euvhna", "anhvu\u0301", "ánhvu", "anhvú", "anhv\u1d1c",
		"ⓐnhvu", "𝐚nhvu", "anhvu\u00ad", "anhvu\x00", "anhvu\n", "anhvu\ufe0f", "anhvu\u034f", "ɑnhvu", "anh\u2024vu", "anһvu", "anhvս", "anhνu",
	}
	made := 0
	for i, n := range names {
		before := len(b.c.Get("/users?limit=200").Must(200).Data())
		a := b.c.Post("/users", object{"username": n, "password": rig.Password})
		if after := len(b.c.Get("/users?limit=200").Must(200).Data()); after != before || a.Status != 422 && a.Status != 409 {
			made++
			t.Errorf("an account %+q was made beside anhvu: %d %s", n, a.Status, a.Raw)
		}
		if (rig.Long() || i%13 == 0) && !strings.Contains(n, "\x00") {
			if _, err := s.Run(rig.Password+"\n", "user", "add", n, "--password-stdin"); err == nil {
				made++
				t.Errorf("the command made an account %+q beside anhvu", n)
			}
		}
	}
	r.Saw("look-alikes tried", len(names))
	r.None("look-alikes made", made)
}

// refusedForms sends what is not of its form to the texts that have one.
func refusedForms(t *testing.T, b *book) {
	r := rig.Measure(t, "H3", "texts of a form of their own")
	taken := 0
	for _, name := range slices.Sorted(maps.Keys(closed)) {
		id, pointer, _ := strings.Cut(name, " ")
		for _, f := range b.everything() {
			if f.op.OperationID != id || f.frame > 0 {
				continue
			}
			for _, text := range formulas() {
				s, media := b.k.body(f.op)
				frame := b.frames(id)[0]
				delete(frame, strings.Split(pointer, "/")[1])
				path := b.address(f.op, frame)
				body, _ := b.k.put(s, "", frame, func(at string, _ *schema) (string, bool) {
					return map[bool]string{true: text, false: "Chữ"}[at == pointer], true
				}).(object)
				a := b.post(path, media, body, nil)
				if a.Status != 422 || !slices.ContainsFunc(a.Fields(), func(f string) bool { return strings.HasPrefix(f, pointer+" ") }) {
					taken++
					t.Errorf("%s takes %q: %d %v", name, text, a.Status, a.Fields())
				}
			}
		}
	}
	r.Saw("texts of a form of their own", len(closed))
	r.None("formulas they take", taken)
}
