package viet_test

import (
	"errors"
	"strings"
	"testing"

	"giaouoc/internal/amount"
	"giaouoc/internal/viet"
)

func TestReadFigure(t *testing.T) {
	tests := []struct {
		in     string
		format viet.Format
		value  string
		unit   string
		how    string
	}{
		{"45.840 tỷ", "", "45840", "tỷ", "exact"},
		{"45.840", viet.Vietnamese, "45840", "", "exact"},
		{"45.840", viet.Plain, "45.84", "", "exact"},
		{"18,68 %", "", "18.68", "%", "exact"},
		{"18,68%", "", "18.68", "%", "exact"},
		{"hơn 251,2 ngàn tỷ", "", "251.2", "ngàn tỷ", "over"},
		{"Hơn 1.000", "", "1000", "", "over"},
		{"trên 95%", "", "95", "%", "over"},
		{"đạt trên 95%", "", "95", "%", "over"},
		{"gần 3.500 hồ sơ", "", "3500", "hồ sơ", "nearly"},
		{"khoảng 1,5 triệu đồng", "", "1.5", "triệu đồng", "estimate"},
		{"ước đạt 97,5 %", "", "97.5", "%", "estimate"},
		{"đạt 97,5 %", "", "97.5", "%", "exact"},
		{"97,5", "", "97.5", "", "exact"},
		{"97.5", "", "97.5", "", "exact"},
		{"100", "", "100", "", "exact"},
		{"0", "", "0", "", "exact"},
		{"007", "", "7", "", "exact"},
		{"0.125", "", "0.125", "", "exact"},
		{"0,125", "", "0.125", "", "exact"},
		{"1.234.567", "", "1234567", "", "exact"},
		{"1,234,567", "", "1234567", "", "exact"},
		{"1.234,5", "", "1234.5", "", "exact"},
		{"1,234.5", "", "1234.5", "", "exact"},
		{"12345", "", "12345", "", "exact"},
		{"1 234 567", "", "1234567", "", "exact"},
		{"1\u00a0234\u00a0567,5", "", "1234567.5", "", "exact"},
		{"1\u202f234", "", "1234", "", "exact"},
		{"1'234'567", "", "1234567", "", "exact"},
		{"-0,5", "", "-0.5", "", "exact"},
		{"\u22125 %", "", "-5", "%", "exact"},
		{"+3,2%", "", "3.2", "%", "exact"},
		{"４５，５", "", "45.5", "", "exact"},
		{"  12  hộ  ", "", "12", "hộ", "exact"},
		{"120 m2", "", "120", "m2", "exact"},
		{"3 kg/người", "", "3", "kg/người", "exact"},
		{"12.5 km", "", "12.5", "km", "exact"},
		{"ho\u031bn 5 t\u1ef7", "", "5", "tỷ", "over"}, // decomposed
		{"1.000,5", viet.Vietnamese, "1000.5", "", "exact"},
		{"1,000.5", viet.Plain, "1000.5", "", "exact"},
		{"1.000", viet.Plain, "1", "", "exact"},
		{"1,000", viet.Vietnamese, "1", "", "exact"},
	}
	for _, tt := range tests {
		got, err := viet.ReadFigure(tt.in, tt.format)
		if err != nil || got.Value.String() != tt.value || got.Unit != tt.unit || got.Qualifier != tt.how {
			t.Errorf("ReadFigure(%q, %q) = %s %q %s, %v, want %s %q %s", tt.in, tt.format, got.Value, got.Unit, got.Qualifier, err, tt.value, tt.unit, tt.how)
		}
	}
}

func TestReadFigureRefuses(t *testing.T) {
	tests := []struct {
		in     string
		format viet.Format
		want   error
	}{
		{"", "", viet.ErrNoFigure},
		{"tốt", "", viet.ErrNoFigure},
		{"m2", "", viet.ErrNoFigure},
		{"12/15", "", viet.ErrSeveral},
		{"10-15", "", viet.ErrSeveral},
		{"10 – 15 %", "", viet.ErrSeveral},
		{"năm 2021: 95", "", viet.ErrSeveral},
		{"thu 45 tỷ", "", viet.ErrWords},
		{"không dưới 45", "", viet.ErrWords},
		{"95% trở lên", "", viet.ErrWords},
		{"95?", "", viet.ErrWords},
		{"--5", "", viet.ErrWords},
		{"1.00.000", "", viet.ErrGroups},
		{"12.34,5", "", viet.ErrGroups},
		{"1.234,5.6", "", viet.ErrGroups},
		{"1,5.3", "", viet.ErrGroups},
		{"97.5", viet.Vietnamese, viet.ErrFormat},
		{"97,5", viet.Plain, viet.ErrFormat},
		{"1,2345678", "", amount.ErrPrecision},
		{"99999999999999999999", "", amount.ErrRange},
	}
	for _, tt := range tests {
		if got, err := viet.ReadFigure(tt.in, tt.format); !errors.Is(err, tt.want) {
			t.Errorf("ReadFigure(%q, %q) = %+v, %v, want %v", tt.in, tt.format, got, err, tt.want)
		}
	}
}

func TestAmbiguousFigures(t *testing.T) {
	for in, want := range map[string][2]string{
		"1.000": {"1000", "1"}, "45.840": {"45840", "45.84"}, "1,234": {"1234", "1.234"}, "-2.500 %": {"-2500", "-2.5"}, "12.500 km": {"12500", "12.5"},
	} {
		var both *viet.AmbiguousError
		if _, err := viet.ReadFigure(in, ""); !errors.As(err, &both) || both.Thousands.String() != want[0] || both.Decimals.String() != want[1] {
			t.Errorf("ReadFigure(%q): %v, want %v", in, both, want)
		}
	}
}

// What is read is read again from its plain form; what is ambiguous reads as two
// different numbers, each in its own format.
func FuzzReadFigure(f *testing.F) {
	for _, s := range []string{"45.840 tỷ", "18,68 %", "hơn 251,2 ngàn tỷ", "1.000", "-0,5", "1 234", "12/15", "0.125"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := viet.ReadFigure(s, "")
		var both *viet.AmbiguousError
		if errors.As(err, &both) {
			v, errV := viet.ReadFigure(s, viet.Vietnamese)
			p, errP := viet.ReadFigure(s, viet.Plain)
			if errV != nil || errP != nil || v.Value == p.Value || min(v.Value, p.Value) != min(both.Thousands, both.Decimals) || max(v.Value, p.Value) != max(both.Thousands, both.Decimals) {
				t.Errorf("%q: %v %v, %v %v, %+v", s, v, errV, p, errP, both)
			}
		}
		if err != nil {
			return
		}
		if again, err := viet.ReadFigure(got.Value.String(), viet.Plain); err != nil || again.Value != got.Value {
			t.Errorf("%q: %s, again %v, %v", s, got.Value, again, err)
		}
		if strings.TrimSpace(got.Unit) != got.Unit {
			t.Errorf("%q: unit %q", s, got.Unit)
		}
	})
}
