package paper

import "testing"

func TestWhatTheFontCannotSet(t *testing.T) {
	for in, want := range map[string]string{
		"Ủy ban “Kiểm tra” – Tỉnh ủy…":       "Ủy ban “Kiểm tra” – Tỉnh ủy…",
		"Ẫ Ậ Ẳ Ễ Ộ Ỡ Ự, 120 m², 5 ₫, ≥ 90 %": "Ẫ Ậ Ẳ Ễ Ộ Ỡ Ự, 120 m², 5 ₫, ≥ 90 %",
		"U\u031b\u0309y":  "Ửy", // composed
		"Công ty 三菱":      "Công ty [U+4E09][U+83F1]",
		"สวัสดี":          "[U+0E2A][U+0E27][U+0E31][U+0E2A][U+0E14][U+0E35]",
		"😀":               "[U+1F600]",
		"a\u200db\u00a0c": "a\u200db\u00a0c", // they show nothing
	} {
		if got := plane(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
