package report

import (
	"testing"

	"giaouoc/internal/text"
)

func TestProgram(t *testing.T) {
	for _, c := range []struct {
		p               Program
		machine, vi, en string
	}{
		{Program{Version: "1.2.3", Revision: "abc"}, "Giaouoc 1.2.3", "Giaouoc 1.2.3", "Giaouoc 1.2.3"},
		{Program{}, "Giaouoc dev", "Giaouoc – bản phát triển", "Giaouoc – development build"},
		{Program{Revision: "abc"}, "Giaouoc dev+abc", "Giaouoc – bản phát triển (abc)", "Giaouoc – development build (abc)"},
		{Program{Revision: "abc", Changed: true}, "Giaouoc dev+abc.changed", "Giaouoc – bản phát triển (abc, có sửa đổi thêm)", "Giaouoc – development build (abc, changed since)"},
	} {
		if got := [3]string{c.p.String(), c.p.said(text.Vi), c.p.said(text.En)}; got != [3]string{c.machine, c.vi, c.en} {
			t.Errorf("%+v is called %q", c.p, got)
		}
	}
}
