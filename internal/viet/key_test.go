package viet_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/viet"
)

func TestKey(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"  ", ""},
		{"!?", ""},
		{"Văn phòng Tỉnh ủy", "van phong tinh uy"},
		{"VĂN PHÒNG TỈNH UỶ", "van phong tinh uy"},
		{"van phong tinh uy", "van phong tinh uy"},
		{"Đảng bộ – Khối số 10", "dang bo khoi so 10"},
		{"Ðảng, đ, ð", "dang d d"},
		{"Sở GD&ĐT", "so gd dt"},
		{"Ban\u00a0Dân vận", "ban dan van"},
		{"Liên\u200bđoàn\ufeff La\u00ado động", "liendoan lao dong"},
		{"Kỷ luật", "ki luat"},
		{"kỹ thuật", "ki thuat"},
		{"Quý I", "qui i"},
		{"y tế", "i te"},
		{"Y", "i"},
		{"Công ty", "cong ti"},
		{"tay", "tay"},
		{"thúy", "thuy"},
		{"quyết", "quiet"},
		{"Huy", "huy"},
		{"Vy", "vy"},
		{"ky2", "ky2"},
		{"ﬁ Ⅳ x²", "fi iv x2"},
		{"a\xffb", "a b"},
		{"Москва", "москва"},
		{strings.Repeat("Ủy ", 100), strings.TrimSpace(strings.Repeat("uy ", 100))},
	}
	for _, tt := range tests {
		if got := viet.Key(tt.in); got != tt.want {
			t.Errorf("Key(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestKeyVariants(t *testing.T) {
	same := [][2]string{
		{"hòa bình", "hoà bình"},
		{"thúy", "thuý"},
		{"ủy ban", "uỷ ban"},
		{"kỷ", "kỉ"},
		{"lý", "lí"},
		{"quý", "quí"},
		{"mỹ", "mĩ"},
		{"sĩ", "sỹ"},
		{"kỹ thuật", "kĩ thuật"},
		{"tỷ", "tỉ"},
		{"hy vọng", "hi vọng"},
		{"bác sỹ", "bác-sĩ"},
		{"y tế", "i te"},
		{"Y TẾ", "y te"},
	}
	for _, p := range same {
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			if a, b := viet.Key(p[0]), viet.Key(form.String(p[1])); a != b {
				t.Errorf("%q and %q differ: %q, %q", p[0], p[1], a, b)
			}
		}
	}
	apart := [][2]string{
		{"tay", "tai"},
		{"thúy", "thúi"},
		{"mây", "mâi"},
		{"xoay", "xoai"},
		{"quay", "quai"},
		{"ủy", "ủi"},
		{"ba", "pa"},
	}
	for _, p := range apart {
		if viet.Key(p[0]) == viet.Key(p[1]) {
			t.Errorf("%q and %q share the key %q", p[0], p[1], viet.Key(p[0]))
		}
	}
}

// Every character must come out as if the whole text had been put in NFKD, and
// be folded by one pass.
func TestKeyEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := "a" + string(r) + "b"
		key := viet.Key(s)
		if again := viet.Key(key); again != key {
			t.Errorf("%U: Key(%q) = %q", r, key, again)
		}
		if whole := viet.Key(norm.NFKD.String(s)); whole != key {
			t.Errorf("%U: key %q, of its NFKD %q", r, key, whole)
		}
	}
}

func TestSortKey(t *testing.T) {
	ordered := []string{
		"", "An", "Ăn", "Ân", "Ba", "Cà", "Da", "Đa", "Em", "Êm",
		"Khối 2", "Khối 10", "Khối 10a",
		"ma", "mà", "mả", "mã", "má", "mạ", "mạ non",
		"Nơ", "Ơ", "Tu", "Tư", "Ý",
	}
	for i := 1; i < len(ordered); i++ {
		a, b := viet.SortKey(ordered[i-1]), viet.SortKey(ordered[i])
		if a >= b {
			t.Errorf("%q (%s) does not sort before %q (%s)", ordered[i-1], a, ordered[i], b)
		}
	}
	for _, s := range ordered {
		key := viet.SortKey(s)
		if strings.Trim(key, "0123456789abcdef") != "" {
			t.Errorf("SortKey(%q) = %q is not lower-case hexadecimal", s, key)
		}
		if other := viet.SortKey(" " + norm.NFD.String(s) + " "); other != key {
			t.Errorf("NFD of %q has another sort key", s)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "Kỷ yếu", "quy", "y tế", "Đ\u0301", "한글", "\xff", "İstanbul ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := viet.Key(s)
		if again := viet.Key(key); again != key {
			t.Errorf("Key(%q) = %q, its own key is %q", s, key, again)
		}
		if key != strings.Join(strings.Fields(key), " ") {
			t.Errorf("Key(%q) = %q has stray spaces", s, key)
		}
		viet.SortKey(s)
	})
}

var names = map[string]string{
	"vietnamese": "Sở Giáo dục và Đào tạo tỉnh Thừa Thiên Huế",
	"ascii":      "Khoi thi dua cac so, nganh 2021 tinh Ha Nam",
	"folded":     "so giao duc va dao tao tinh thua thien hue",
}

func BenchmarkKey(b *testing.B)     { benchmark(b, func(s string) { viet.Key(s) }) }
func BenchmarkSortKey(b *testing.B) { benchmark(b, func(s string) { viet.SortKey(s) }) }
func BenchmarkClean(b *testing.B)   { benchmark(b, func(s string) { viet.Clean(s, false) }) }

func benchmark(b *testing.B, f func(string)) {
	for name, s := range names {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f(s)
			}
		})
	}
}

func TestPersonKey(t *testing.T) {
	want := []string{"", "An", "Lê Đức An", "Vũ Đức An", "Trần Thị Ân", "Bùi Ánh Dương", "Nguyễn Văn Đức", "Phạm Ơn", "Đỗ Thị Ý"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(viet.PersonKey(a), viet.PersonKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("people stand as %q, want %q", got, want)
	}
}
