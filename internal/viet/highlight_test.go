package viet

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// marked shows segments as text with the matches in brackets.
func marked(segments []Segment) string {
	var b strings.Builder
	for _, s := range segments {
		if s.Match {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestHighlight(t *testing.T) {
	for _, c := range []struct {
		text, words string
		prefix      bool
		want        string
	}{
		{"Ủy ban Kiểm tra Tỉnh ủy", "uy ban", false, "[Ủy ban] Kiểm tra Tỉnh [ủy]"},
		{"Uỷ ban", "uy", false, "[Uỷ] ban"},
		{norm.NFD.String("Đảng ủy"), "dang", false, norm.NFD.String("[Đảng] ủy")},
		{"Kiểm tra, kiểm soát", "kie", true, "[Kiểm] tra, [kiểm] soát"},
		{"Kiểm tra", "kie", false, "Kiểm tra"},
		{"Kiểm tra", "kie tra", true, "Kiểm [tra]"}, // only the last word may be unfinished
		{"(Quyết định) số 05/QĐ-UBND", "05 qd", false, "(Quyết định) số [05]/[QĐ]-UBND"},
		{"công ty, Công ti", "cong ti", false, "[công ty], [Công ti]"},
		{"", "a", false, ""},
		{"không", "co", false, "không"},
	} {
		got := marked(Highlight(c.text, strings.Fields(c.words), c.prefix))
		if got != c.want {
			t.Errorf("%s in %q: %s, want %s", c.words, c.text, got, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	filler := strings.Repeat("nội dung khác ", 40)
	for _, c := range []struct{ text, words, want string }{
		{"ngắn gọn", "gon", "ngắn [gọn]"},
		{filler + "đầu thi đua yêu nước " + filler, "thi dua", "…dung khác đầu [thi đua] yêu"},
		{filler + "thi " + filler + "thi đua", "thi dua", "[thi đua]"},
		{filler, "khong co", "nội dung khác"},
	} {
		got := Excerpt(c.text, strings.Fields(c.words), false, 40)
		if s := marked(got); !strings.Contains(s, strings.TrimPrefix(c.want, "…")) {
			t.Errorf("%s: %s", c.words, s)
		}
		n := 0
		for _, s := range got {
			n += utf8.RuneCountInString(s.Text)
		}
		if n > 42 { // and an … at each end
			t.Errorf("%s: %d characters: %s", c.words, n, marked(got))
		}
	}
	deep := strings.Repeat("xa xôi ", 20_000) + "thi đua" // found, but too deep to be shown
	if got := marked(Excerpt(deep, []string{"thi", "dua"}, false, 20)); got != "xa xôi xa xôi xa xôi…" {
		t.Errorf("%s", got)
	}
	if got := marked(Excerpt(strings.Repeat("thi ", 50_000)+"đua", []string{"thi", "dua"}, false, 7)); got != "[thi thi]…" {
		t.Errorf("%s", got)
	}
	long := strings.Repeat("x", 1000) // one word that is longer than the excerpt
	if got := marked(Excerpt(long, []string{"y"}, false, 10)); got != strings.Repeat("x", 10)+"…" {
		t.Errorf("%s", got)
	}
}

func FuzzHighlightKeepsTheText(f *testing.F) {
	f.Add("Ủy ban Kiểm tra", "uy")
	f.Add("a\xffb ½ e\u0301", "a")
	f.Fuzz(func(t *testing.T, text, word string) {
		var b strings.Builder
		for _, s := range Highlight(text, strings.Fields(Key(word)), true) {
			b.WriteString(s.Text)
		}
		if b.String() != text {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}
