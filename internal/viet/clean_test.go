package viet_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/viet"
)

func TestClean(t *testing.T) {
	tests := []struct {
		in        string
		multiline bool
		want      string
	}{
		{"", false, ""},
		{"  ", false, ""},
		{"Khoi 1", false, "Khoi 1"},
		{" Khối  1 ", false, "Khối  1"},
		{norm.NFD.String("Uỷ ban"), false, "Uỷ ban"},
		{"Sở\u00a0Y\u3000tế\u2003", false, "Sở Y tế"},
		{"emoji 🚩 ok", false, "emoji 🚩 ok"},
		{"a\r\nb\rc\n\td\r\n", true, "a\nb\nc\n\td"},
		{"\n\n một \n\n hai \n", true, "một \n\n hai"},
		{"\u00a0\n", true, ""},
	}
	for _, tt := range tests {
		got, bad := viet.Clean(tt.in, tt.multiline)
		if bad != nil || got != tt.want {
			t.Errorf("Clean(%q, %t) = %q, %v, want %q", tt.in, tt.multiline, got, bad, tt.want)
		}
	}
}

func TestCleanRefuses(t *testing.T) {
	tests := []struct {
		in        string
		multiline bool
		want      viet.Bad
	}{
		{"a\nb", false, viet.Bad{Rune: '\n', Index: 1}},
		{"a\r", false, viet.Bad{Rune: '\r', Index: 1}},
		{"\ta", false, viet.Bad{Rune: '\t', Index: 0}},
		{"ộ\x00", true, viet.Bad{Rune: 0, Index: 1}},
		{"\r\n\v", true, viet.Bad{Rune: '\v', Index: 2}},
		{"\x7f", false, viet.Bad{Rune: 0x7f, Index: 0}},
		{"đ\u0085", true, viet.Bad{Rune: 0x85, Index: 1}},
		{"đất\xffnước\u200b", false, viet.Bad{Rune: utf8.RuneError, Index: 3}},
		{"a\ufffd", false, viet.Bad{Rune: utf8.RuneError, Index: 1}},
		{"\xed\xa0\x80", false, viet.Bad{Rune: utf8.RuneError, Index: 0}},
		{"  \u2028", true, viet.Bad{Rune: 0x2028, Index: 2}},
		{"\U000E0041", false, viet.Bad{Rune: 0xE0041, Index: 0}},
		{"\u061c", false, viet.Bad{Rune: 0x61c, Index: 0}},
	}
	for _, tt := range tests {
		got, bad := viet.Clean(tt.in, tt.multiline)
		if bad == nil || *bad != tt.want || got != "" {
			t.Errorf("Clean(%q, %t) = %q, %v, want %v", tt.in, tt.multiline, got, bad, &tt.want)
		}
	}
	const want = "character U+200B at position 2 is not allowed in text"
	var err error = &viet.Bad{Rune: 0x200b, Index: 2}
	if err.Error() != want {
		t.Errorf("Error() = %q, want %q", err, want)
	}
}

func TestCleanEveryRune(t *testing.T) {
	refused := [][2]rune{
		{0x00, 0x1F},
		{0x7F, 0x9F},
		{0xAD, 0xAD},
		{0x200B, 0x200F},
		{0x202A, 0x202E},
		{0x2060, 0x206F},
		{0xE000, 0xF8FF},
		{0xFDD0, 0xFDEF},
		{0xFEFF, 0xFEFF},
		{0xFFFD, 0xFFFF},
		{0xF0000, 0x10FFFF},
	}
	for _, span := range refused {
		for r := span[0]; r <= span[1]; r++ {
			if got, bad := viet.Clean("a"+string(r), false); bad == nil {
				t.Errorf("%U is accepted as %q", r, got)
			}
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r == utf8.RuneError {
			continue
		}
		got, bad := viet.Clean("a"+string(r)+"b", false)
		if accepted := bad == nil; accepted != unicode.IsGraphic(r) {
			t.Errorf("%U: accepted %t, graphic %t", r, accepted, unicode.IsGraphic(r))
		}
		if again, bad2 := viet.Clean(got, false); bad2 != nil || again != got {
			t.Errorf("%U: cleaning %q again gives %q, %v", r, got, again, bad2)
		}
	}
}

func TestCleanDoesNotCopyCleanText(t *testing.T) {
	for _, s := range []string{"Khoi thi dua", "Khối thi đua số 10"} {
		if n := testing.AllocsPerRun(100, func() { viet.Clean(s, false) }); n != 0 {
			t.Errorf("Clean(%q) allocates %v times", s, n)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", " Khối\u00a01 ", "a\r\nb\r", "\u0323\u0302o", "\u200b", "\u2000\u0301"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, multiline bool) {
		once, bad := viet.Clean(s, multiline)
		if bad != nil {
			return
		}
		twice, bad := viet.Clean(once, multiline)
		if bad != nil || twice != once {
			t.Errorf("Clean(%q) = %q, cleaned again %q, %v", s, once, twice, bad)
		}
		if !norm.NFC.IsNormalString(once) {
			t.Errorf("Clean(%q) = %q is not NFC", s, once)
		}
		if viet.Key(once) != viet.Key(s) {
			t.Errorf("Clean(%q) = %q has another key", s, once)
		}
	})
}
