package viet_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/amount"
	"giaouoc/internal/viet"
)

const (
	none  = viet.Format("")
	vn    = viet.VN
	plain = viet.Plain
)

func TestReadFigure(t *testing.T) {
	tests := []struct {
		in        string
		format    viet.Format
		value     string
		unit      string
		qualifier viet.Qualifier
	}{
		// Only one format can read it, or both read it alike.
		{"97,5", none, "97.5", "", viet.Exact},
		{"97.5", none, "97.5", "", viet.Exact},
		{"12.5", none, "12.5", "", viet.Exact},
		{"1.5", none, "1.5", "", viet.Exact},
		{"0.125", none, "0.125", "", viet.Exact},
		{"0,125", none, "0.125", "", viet.Exact},
		{"000.125", none, "0.125", "", viet.Exact},
		{"0.000", none, "0", "", viet.Exact},
		{"1.2345", none, "1.2345", "", viet.Exact},
		{"1234.567", none, "1234.567", "", viet.Exact},
		{"1.234.567", none, "1234567", "", viet.Exact},
		{"1,234,567", none, "1234567", "", viet.Exact},
		{"1.234,5", none, "1234.5", "", viet.Exact},
		{"1,234.5", none, "1234.5", "", viet.Exact},
		{"1.000,000", none, "1000", "", viet.Exact},
		{"1.234.567,5", none, "1234567.5", "", viet.Exact},
		{"1,234,567.5", none, "1234567.5", "", viet.Exact},
		{"0", none, "0", "", viet.Exact},
		{"45840", none, "45840", "", viet.Exact},
		{"01", none, "1", "", viet.Exact},
		{"007", none, "7", "", viet.Exact},
		{"05,5", none, "5.5", "", viet.Exact},
		{"1,50000000", none, "1.5", "", viet.Exact},

		// Spaces, apostrophes, signs, full width.
		{"1 234", none, "1234", "", viet.Exact},
		{"1 234 567", none, "1234567", "", viet.Exact},
		{"1\u00a0234\u00a0567,5", none, "1234567.5", "", viet.Exact},
		{"1\u202f234\u2009567.5", none, "1234567.5", "", viet.Exact},
		{"1 234.567", none, "1234.567", "", viet.Exact},
		{"1'234", none, "1234", "", viet.Exact},
		{"1’234’567,5", none, "1234567.5", "", viet.Exact},
		{"-0,5", none, "-0.5", "", viet.Exact},
		{"−5 %", none, "-5", "%", viet.Exact},
		{"+3,2%", none, "3.2", "%", viet.Exact},
		{"khoảng -3,2 %", none, "-3.2", "%", viet.Estimate},
		{"-0", none, "0", "", viet.Exact},
		{"４５．８４０，５", none, "45840.5", "", viet.Exact},
		{"－１２％", none, "-12", "%", viet.Exact},
		{"\u00a0 12 \u3000 hộ\n", none, "12", "hộ", viet.Exact},

		// Words beside it.
		{"45.840 tỷ", none, "45840", "tỷ", viet.Exact},
		{"45.840tỷ", none, "45840", "tỷ", viet.Exact},
		{"45.840đ", none, "45840", "đ", viet.Exact},
		{"1.000 nghìn", none, "1000", "nghìn", viet.Exact},
		{"1,234 tỷ", none, "1.234", "tỷ", viet.Exact},
		{"0.125 tỷ", none, "0.125", "tỷ", viet.Exact},
		{"12.5 triệu đồng", none, "12.5", "triệu đồng", viet.Exact},
		{"1,234.5 tỷ", none, "1234.5", "tỷ", viet.Exact},
		{"1.000 USD cho hộ nghèo", none, "1000", "USD cho hộ nghèo", viet.Exact},
		{"01 tập thể", none, "1", "tập thể", viet.Exact},
		{"04 tập thể", none, "4", "tập thể", viet.Exact},
		{"01.500 hộ", none, "1500", "hộ", viet.Exact},
		{"18,68 %", none, "18.68", "%", viet.Exact},
		{"18,68%", none, "18.68", "%", viet.Exact},
		{"18,68\u00a0%", none, "18.68", "%", viet.Exact},
		{"100 % kế hoạch", none, "100", "% kế hoạch", viet.Exact},
		{"95%/năm", none, "95", "%/năm", viet.Exact},
		{"12 bản giao ước", none, "12", "bản giao ước", viet.Exact},
		{"10 hộ trên địa bàn", none, "10", "hộ trên địa bàn", viet.Exact},
		{"37,5 độ", none, "37.5", "độ", viet.Exact},
		{"37,5 °C", none, "37.5", "°C", viet.Exact},
		{"120 m2", none, "120", "m2", viet.Exact},
		{"120m2", none, "120", "m2", viet.Exact},
		{"120,5 km²", none, "120.5", "km²", viet.Exact},
		{"2.500 m3/ngày-đêm", none, "2500", "m3/ngày-đêm", viet.Exact},
		{"3 tấn CO2", none, "3", "tấn CO2", viet.Exact},
		{"12,5 tr.đ / m2", none, "12.5", "tr.đ / m2", viet.Exact},
		{"3 kg/người", none, "3", "kg/người", viet.Exact},
		{"12 €", none, "12", "€", viet.Exact},
		{"hơn 251,2 ngàn tỷ", none, "251.2", "ngàn tỷ", viet.Over},
		{"HƠN 1.000", none, "1000", "", viet.Over},
		{"Trên  95%", none, "95", "%", viet.Over},
		{"gần 3.500 hồ sơ", none, "3500", "hồ sơ", viet.Nearly},
		{"khoảng 1,5 triệu đồng", none, "1.5", "triệu đồng", viet.Estimate},
		{"ước đạt 3.370 tỷ đồng", none, "3370", "tỷ đồng", viet.Estimate},
		{"đạt 29.232,75 tỷ đồng", none, "29232.75", "tỷ đồng", viet.Exact},
		{"đạt 1.000", none, "1000", "", viet.Exact},
		{"đạt trên 95%", none, "95", "%", viet.Over},
		{"trên dưới 100 người", none, "100", "người", viet.Estimate},

		// In a format.
		{"45.840", vn, "45840", "", viet.Exact},
		{"45.840", plain, "45.84", "", viet.Exact},
		{"1,000", vn, "1", "", viet.Exact},
		{"1,000", plain, "1000", "", viet.Exact},
		{"45.840 tỷ", plain, "45.84", "tỷ", viet.Exact},
		{"hơn 1,000", plain, "1000", "", viet.Over},
		{"12.500 km", vn, "12500", "km", viet.Exact},
		{"1.000,5", vn, "1000.5", "", viet.Exact},
		{"1,000.5", plain, "1000.5", "", viet.Exact},
		{"1 234", vn, "1234", "", viet.Exact},
		{"1 234", plain, "1234", "", viet.Exact},

		// The largest and the smallest.
		{"9.223.372.036.854,775807", none, "9223372036854.775807", "", viet.Exact},
		{"-9223372036854.775808", none, "-9223372036854.775808", "", viet.Exact},
		{"0,000001", none, "0.000001", "", viet.Exact},
	}
	for _, tt := range tests {
		for _, in := range []string{tt.in, norm.NFD.String(tt.in)} {
			got, err := viet.ReadFigure(in, tt.format)
			if err != nil || got.Value.String() != tt.value || got.Unit != tt.unit || got.Qualifier != tt.qualifier {
				t.Errorf("ReadFigure(%q, %q) = %s %q %s, %v, want %s %q %s", in, tt.format, got.Value, got.Unit, got.Qualifier, err, tt.value, tt.unit, tt.qualifier)
			}
		}
	}
}

func TestReadFigureRefuses(t *testing.T) {
	tests := []struct {
		in     string
		format viet.Format
		want   error
	}{
		{"", none, viet.ErrNoFigure},
		{"tốt", none, viet.ErrNoFigure},
		{"hai mươi", none, viet.ErrNoFigure},
		{"m2", none, viet.ErrNoFigure},
		{"%", vn, viet.ErrNoFigure},
		{"12/15", none, viet.ErrSeveral},
		{"10-15", none, viet.ErrSeveral},
		{"10 – 15 %", vn, viet.ErrSeveral},
		{"10 đến 15", plain, viet.ErrSeveral},
		{"26/02/2021", none, viet.ErrSeveral},
		{"2020-2025", none, viet.ErrSeveral},
		{"1 tỷ 250 triệu", none, viet.ErrSeveral},
		{"95% (19/20)", none, viet.ErrSeveral},
		{"1 2", none, viet.ErrSeveral},
		{"1 2345", none, viet.ErrSeveral},
		{"12345 678", none, viet.ErrSeveral},
		{"năm 2021: 95", none, viet.ErrSeveral},
		{"12\n345", none, viet.ErrSeveral},
		{"12\t345", none, viet.ErrSeveral},
		{"1E+06", none, viet.ErrSeveral},
		{"năm 2021", none, viet.ErrWords},
		{"thu 45 tỷ", none, viet.ErrWords},
		{"không quá 45", none, viet.ErrWords},
		{"không dưới 45", none, viet.ErrWords},
		{"ít nhất 45", none, viet.ErrWords},
		{"ước đạt trên 95%", none, viet.ErrWords},
		{"hon 95%", none, viet.ErrWords},
		{"tăng 5%", none, viet.ErrWords},
		{"hơn: 5", none, viet.ErrWords},
		{"≥ 90 %", none, viet.ErrWords},
		{"$5", none, viet.ErrWords},
		{"--5", none, viet.ErrWords},
		{"- 5", none, viet.ErrWords},
		{"±5", none, viet.ErrWords},
		{"hơn-5", none, viet.ErrWords},
		{"–5", none, viet.ErrWords},
		{",5", none, viet.ErrWords},
		{"5.", none, viet.ErrWords},
		{"95?", none, viet.ErrWords},
		{"45 tỷ.", none, viet.ErrWords},
		{"95% (ước)", none, viet.ErrWords},
		{"95% trở lên", none, viet.ErrWords},
		{"95% ước tính", none, viet.ErrWords},
		{"5 tỷ hơn", none, viet.ErrWords},
		{"2 tỷ rưỡi", none, viet.ErrWords},
		{"2 triệu rưỡi đồng", none, viet.ErrWords},
		{"1 triệu  HAI", none, viet.ErrWords},
		{"1triệu2", none, viet.ErrWords},
		{"1m65", none, viet.ErrWords},
		{"1e6", none, viet.ErrWords},
		{"1e3", none, viet.ErrWords},
		{"0x1F", none, viet.ErrWords},
		{"5x3", none, viet.ErrWords},
		{"4x100m", none, viet.ErrWords},
		{"05-CT/TW", none, viet.ErrWords},
		{"5\u200b", none, viet.ErrWords},
		{"5\xff", none, viet.ErrWords},
		{"1.00.000", none, viet.ErrGroups},
		{"12.34,5", none, viet.ErrGroups},
		{"1234.567,5", none, viet.ErrGroups},
		{"0.000.125", none, viet.ErrGroups},
		{"1.234,5.6", none, viet.ErrGroups},
		{"1,5.3", none, viet.ErrGroups},
		{"1.234'567", none, viet.ErrGroups},
		{"1'23", none, viet.ErrGroups},
		{"0 125", none, viet.ErrGroups},
		{"12.5.2021", none, viet.ErrGroups},
		{"1.00.000 tỷ", none, viet.ErrGroups},
		{"97.5", vn, viet.ErrFormat},
		{"0.125", vn, viet.ErrFormat},
		{"1,234.5", vn, viet.ErrFormat},
		{"12.5 triệu", vn, viet.ErrFormat},
		{"97,5", plain, viet.ErrFormat},
		{"1.234.567", plain, viet.ErrFormat},
		{"1.00.000", vn, viet.ErrFormat},
		{"5", "en", viet.ErrFormat},
		{"1,2345678", none, amount.ErrPrecision},
		{"1.2345678", plain, amount.ErrPrecision},
		{"0,0000001 tỷ", none, amount.ErrPrecision},
		{"9.223.372.036.854,775808", none, amount.ErrRange},
		{"99999999999999999999", none, amount.ErrRange},
		{"99 999 999 999 999 đồng", vn, amount.ErrRange},
	}
	for _, tt := range tests {
		for _, in := range []string{tt.in, norm.NFD.String(tt.in)} {
			if got, err := viet.ReadFigure(in, tt.format); !errors.Is(err, tt.want) || got != (viet.Figure{}) {
				t.Errorf("ReadFigure(%q, %q) = %+v, %v, want %v", in, tt.format, got, err, tt.want)
			}
		}
	}
}

func TestFormatIsNamed(t *testing.T) {
	for in, f := range map[string]viet.Format{"97.5": vn, "97,5": plain} {
		if _, err := viet.ReadFigure(in, f); err == nil || !strings.Contains(err.Error(), `"`+string(f)+`"`) {
			t.Errorf("ReadFigure(%q, %q): %v", in, f, err)
		}
	}
}

func TestAmbiguousFigures(t *testing.T) {
	tests := []struct{ in, thousands, decimals string }{
		{"1.000", "1000", "1"},
		{"45.840", "45840", "45.84"},
		{"1,234", "1234", "1.234"},
		{"-2.500 %", "-2500", "-2.5"},
		{"012.345", "12345", "12.345"},
		{"12.500 km", "12500", "12.5"},
		{"1,000 ha", "1000", "1"},
		{"1.000 ₫", "1000", "1"},
		{"1.000 µm", "1000", "1"},
		{"1.000 Ω", "1000", "1"},
	}
	for _, tt := range tests {
		got, err := viet.ReadFigure(tt.in, none)
		var both *viet.AmbiguousError
		if !errors.As(err, &both) || both.Thousands.String() != tt.thousands || both.Decimals.String() != tt.decimals || got != (viet.Figure{}) {
			t.Errorf("ReadFigure(%q) = %+v, %v, want %s or %s", tt.in, got, err, tt.thousands, tt.decimals)
		}
	}
}

func TestQualifiers(t *testing.T) {
	for want, words := range map[viet.Qualifier]string{
		viet.Exact:  "đạt",
		viet.Over:   "hơn, trên, đạt hơn, đạt trên",
		viet.Nearly: "gần, gần đạt, gần bằng, đạt gần, ngót, ngót nghét, suýt soát",
		viet.Estimate: "khoảng, vào khoảng, khoảng chừng, khoảng độ, chừng, chừng độ, độ, độ chừng, xấp xỉ, trên dưới, đạt khoảng, " +
			"ước, ước đạt, ước tính, ước tính đạt, ước thực hiện, ước chừng, ước khoảng, ước đạt khoảng, ước tính khoảng, ước lượng",
	} {
		for word := range strings.SplitSeq(words, ", ") {
			for _, w := range []string{word, strings.ToUpper(word), norm.NFD.String(word), strings.ReplaceAll(word, " ", "\u00a0 ")} {
				if got, err := viet.ReadFigure(w+" 1.000", none); err != nil || got.Qualifier != want || got.Value != 1_000_000_000 {
					t.Errorf("%q is read as %+v, %v", w, got, err)
				}
			}
		}
	}
	for word := range strings.SplitSeq("từ, dưới, quá, vượt, tối đa, tối thiểu, không dưới, hơn trên, đạt đạt, tăng hơn, dự kiến, giao ước, chế độ", ", ") {
		if got, err := viet.ReadFigure(word+" 5", none); !errors.Is(err, viet.ErrWords) {
			t.Errorf("%q is read as %+v, %v", word, got, err)
		}
	}
}

func TestWriteNumber(t *testing.T) {
	for _, tt := range []struct {
		in   string
		f    viet.Format
		want string
	}{
		{"45840.5", vn, "45840,5"},
		{"45840.5", plain, "45840.5"},
		{"-0.5", vn, "-0,5"},
		{"45840", vn, "45840"},
		{"", vn, ""},
	} {
		if got := viet.WriteNumber(tt.in, tt.f); got != tt.want {
			t.Errorf("WriteNumber(%q, %q) = %q, want %q", tt.in, tt.f, got, tt.want)
		}
	}
}

var spoken = map[viet.Qualifier]string{viet.Exact: "", viet.Over: "hơn ", viet.Nearly: "gần ", viet.Estimate: "khoảng "}

// What is read, written in either format and read again in it, is the same figure;
// what is ambiguous reads as the two values it offers, each in its own format.
func FuzzReadFigure(f *testing.F) {
	for _, s := range []string{
		"45.840 tỷ", "18,68 %", "hơn 251,2 ngàn tỷ", "1.000", "-1,234 km", "1 234 567,5", "1'234", "12/15", "0.125", "012.345",
		"ước đạt 97,5%", "1.00.000", "12.34,5", "１２．５", "−5 m2", "2 tỷ rưỡi", "1e6", "99999999999999999999", "0,0000001",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		read := map[viet.Format]viet.Figure{}
		failed := map[viet.Format]error{}
		for _, format := range []viet.Format{none, vn, plain} {
			got, err := viet.ReadFigure(s, format)
			read[format], failed[format] = got, err
			if err != nil {
				if got != (viet.Figure{}) {
					t.Errorf("%q in %q: %+v beside %v", s, format, got, err)
				}
				continue
			}
			for _, f := range []viet.Format{vn, plain} {
				written := spoken[got.Qualifier] + viet.WriteNumber(got.Value.String(), f) + " " + got.Unit
				if again, err := viet.ReadFigure(written, f); err != nil || again != got {
					t.Errorf("%q in %q: %+v, written %q, again %+v, %v", s, format, got, written, again, err)
				}
			}
		}
		switch both := (*viet.AmbiguousError)(nil); {
		case errors.As(failed[none], &both):
			v, p := read[vn].Value, read[plain].Value
			if failed[vn] != nil || failed[plain] != nil || both.Thousands == both.Decimals || *both != (viet.AmbiguousError{Thousands: v, Decimals: p}) && *both != (viet.AmbiguousError{Thousands: p, Decimals: v}) {
				t.Errorf("%q: %v; %v, %v; %v, %v", s, both, v, failed[vn], p, failed[plain])
			}
		case failed[none] == nil && read[none] != read[vn] && read[none] != read[plain]:
			t.Errorf("%q: %+v in neither format", s, read[none])
		case failed[none] != nil && (failed[vn] == nil || failed[plain] == nil):
			t.Errorf("%q: %v, but %v, %v", s, failed[none], failed[vn], failed[plain])
		}
	})
}
