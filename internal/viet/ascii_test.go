package viet

import "testing"

func TestASCII(t *testing.T) {
	for in, want := range map[string]string{
		"Giao ước 2021.pdf":   "Giao uoc 2021.pdf",
		"Đảng ủy – đã ký.PDF": "Dang uy _ da ky.PDF",
		"a\x00b\n":            "a_b_",
		"日本.txt":              "__.txt",
		"":                    "",
	} {
		if got := ASCII(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
