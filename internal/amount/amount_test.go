package amount_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"giaouoc/internal/amount"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in   string
		want amount.Amount
		text string
	}{
		{"0", 0, "0"},
		{"-0", 0, "0"},
		{"0.000", 0, "0"},
		{"0e999999999999999999999", 0, "0"},
		{"95", 95_000_000, "95"},
		{"-0.5", -500_000, "-0.5"},
		{"251.2", 251_200_000, "251.2"},
		{"0.000001", 1, "0.000001"},
		{"1.0000010000", 1_000_001, "1.000001"},
		{"1e3", 1_000_000_000, "1000"},
		{"1.5E+2", 150_000_000, "150"},
		{"25e-2", 250_000, "0.25"},
		{"1000e-9", 1, "0.000001"},
		{"0." + strings.Repeat("0", 1000) + "1e1001", 1_000_000, "1"},
		{"9223372036854.775807", math.MaxInt64, "9223372036854.775807"},
		{"-9223372036854.775808", math.MinInt64, "-9223372036854.775808"},
	}
	for _, tt := range tests {
		got, err := amount.Parse(tt.in)
		if err != nil || got != tt.want || got.String() != tt.text {
			t.Errorf("Parse(%q) = %d (%s), %v, want %d (%s)", tt.in, int64(got), got, err, int64(tt.want), tt.text)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		in   string
		want error
	}{
		{"", amount.ErrSyntax},
		{"-", amount.ErrSyntax},
		{"+1", amount.ErrSyntax},
		{"01", amount.ErrSyntax},
		{"1.", amount.ErrSyntax},
		{".5", amount.ErrSyntax},
		{"1,5", amount.ErrSyntax},
		{"1.5.5", amount.ErrSyntax},
		{"1e", amount.ErrSyntax},
		{"1e+", amount.ErrSyntax},
		{"1e1.5", amount.ErrSyntax},
		{"0x10", amount.ErrSyntax},
		{"1_000", amount.ErrSyntax},
		{" 1", amount.ErrSyntax},
		{"NaN", amount.ErrSyntax},
		{"null", amount.ErrSyntax},
		{`"95"`, amount.ErrSyntax},
		{"１", amount.ErrSyntax},
		{"0.0000001", amount.ErrPrecision},
		{"1e-7", amount.ErrPrecision},
		{"1e-999999999999999999999", amount.ErrPrecision},
		{"123456789012345678901.1234567", amount.ErrPrecision},
		{"9223372036854.775808", amount.ErrRange},
		{"-9223372036854.775809", amount.ErrRange},
		{"99999999999999999999999", amount.ErrRange},
		{"1e13", amount.ErrRange},
		{"1e999999999999999999999", amount.ErrRange},
	}
	for _, tt := range tests {
		if got, err := amount.Parse(tt.in); !errors.Is(err, tt.want) || got != 0 {
			t.Errorf("Parse(%q) = %s, %v, want %v", tt.in, got, err, tt.want)
		}
	}
}

func TestParsePoints(t *testing.T) {
	tests := []struct {
		in   string
		want amount.Points
		err  error
	}{
		{"9.5", 950, nil},
		{"-2.25", -225, nil},
		{"1000", 100_000, nil},
		{"0.10", 10, nil},
		{"0.125", 0, amount.ErrPrecision},
		{"1e17", 0, amount.ErrRange},
		{"chín", 0, amount.ErrSyntax},
	}
	for _, tt := range tests {
		if got, err := amount.ParsePoints(tt.in); !errors.Is(err, tt.err) || got != tt.want {
			t.Errorf("ParsePoints(%q) = %s, %v, want %s, %v", tt.in, got, err, tt.want, tt.err)
		}
	}
}

func TestJSON(t *testing.T) {
	type row struct {
		Target *amount.Amount `json:"target"`
		Score  amount.Points  `json:"score"`
	}
	const text = `{"target":251.2,"score":-9.05}`
	var r row
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	if *r.Target != 251_200_000 || r.Score != -905 {
		t.Errorf("read %s and %s", r.Target, r.Score)
	}
	if out, err := json.Marshal(r); err != nil || string(out) != text {
		t.Errorf("wrote %s, %v", out, err)
	}
	for _, bad := range []string{"null", `"1"`, "true", "[]", "{}"} {
		score := amount.Points(7)
		if err := json.Unmarshal([]byte(bad), &score); !errors.Is(err, amount.ErrSyntax) || score != 7 {
			t.Errorf("%s is read as %s, %v", bad, score, err)
		}
		target := amount.Amount(7)
		if err := json.Unmarshal([]byte(bad), &target); !errors.Is(err, amount.ErrSyntax) || target != 7 {
			t.Errorf("%s is read as %s, %v", bad, target, err)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, n := range []int64{0, 1, -1, 10, 1_500_000, math.MaxInt64, math.MinInt64} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n int64) {
		a, p := amount.Amount(n), amount.Points(n)
		if back, err := amount.Parse(a.String()); err != nil || back != a {
			t.Errorf("%d is written %s and read %d, %v", n, a, int64(back), err)
		}
		if back, err := amount.ParsePoints(p.String()); err != nil || back != p {
			t.Errorf("%d is written %s and read %d, %v", n, p, int64(back), err)
		}
	})
}

// Whatever JSON accepts as a number is read to the value big.Rat reads, or
// refused for a reason that holds.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-1.50", "1e3", "12.3456789", "1e20", "-0.0e-5", "922337203685477580.7e1", "1e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := amount.Parse(s)
		number := s != "" && strings.Trim(s, "0123456789+-.eE") == "" && json.Valid([]byte(s))
		if number == errors.Is(err, amount.ErrSyntax) {
			t.Fatalf("Parse(%q): %v, a JSON number: %t", s, err, number)
		}
		exact, ok := new(big.Rat).SetString(s)
		if !number || len(s) > 50 || !ok || exact.Num().BitLen() > 5000 {
			return
		}
		exact.Mul(exact, big.NewRat(1_000_000, 1))
		switch {
		case !exact.IsInt():
			ok = errors.Is(err, amount.ErrPrecision)
		case !exact.Num().IsInt64():
			ok = errors.Is(err, amount.ErrRange)
		default:
			ok = err == nil && int64(got) == exact.Num().Int64()
		}
		if !ok {
			t.Errorf("Parse(%q) = %s, %v, exactly %s millionths", s, got, err, exact)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		amount.Parse("251.25")
	}
}

func BenchmarkString(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = amount.Amount(251_250_000).String()
	}
}
