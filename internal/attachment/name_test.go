package attachment

import (
	"testing"

	"giaouoc/internal/fault"
)

func TestMarking(t *testing.T) {
	for name, want := range map[string]string{
		"MẬT": "MẬT", "MẬT.pdf": "MẬT", "(MẬT) a": "MẬT", "a_MẬT_b": "MẬT", "1.MẬT-2": "MẬT", "TÀI LIỆU MẬT": "MẬT", "ĐỘ MẬT: MẬT": "MẬT",
		"TỐI MẬT": "TỐI MẬT", "TUYỆT_MẬT": "TUYỆT MẬT", "TOI MAT": "TOI MAT", "a TUYET MAT b": "TUYET MAT",
		"mật": "", "Mật": "", "mật khẩu": "", "bí mật": "", "tuyệt mật": "", "MẬT KHẨU": "", "BÍ MẬT NHÀ NƯỚC": "", "BẢO MẬT": "", "MẬT MÃ": "",
		"MẬT ONG": "", "MAT": "", "MAT TRAN": "", "MẬTX": "", "XMẬT": "", "MẮT": "", "": "",
	} {
		if got := marking(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, want := range map[string]string{
		"a.pdf": "", " a.pdf ": "", "COM0x.pdf": "", "CONTRACT.pdf": "", "communique.pdf": "", "a.b.c.pdf": "", "Giao ước (2).pdf": "", "100%.pdf": "", "a'b.pdf": "",
		"CON": "reserved_name", "con .pdf": "reserved_name", "CLOCK$.pdf": "reserved_name", "LPT²": "reserved_name", "a.": "reserved_name", "a/b": "path_in_name",
		"a\\b": "path_in_name", "a|b": "forbidden_character", "a\u2028b": "forbidden_character", "": "blank",
	} {
		var bad fault.Fields
		checkName(name, "/file", &bad)
		got := ""
		if len(bad) > 0 {
			got = bad[0].Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
