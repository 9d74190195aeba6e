package account

import (
	"math/big"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/fault"
)

func TestAPITokensAreRecognised(t *testing.T) {
	form, seen := regexp.MustCompile(`^gu_[0-9A-Za-z]{49}$`), map[string]bool{}
	for range 200 {
		token := newAPIToken()
		prefix, ok := readAPIToken(token)
		if !ok || !form.MatchString(token) || prefix != token[3:11] || seen[token] {
			t.Fatalf("%q is known by %q (%v)", token, prefix, ok)
		}
		seen[token] = true
	}
	token := newAPIToken()
	for i := range token {
		other := byte('x')
		if token[i] == other {
			other = 'y'
		}
		if _, ok := readAPIToken(token[:i] + string(other) + token[i+1:]); ok {
			t.Errorf("character %d may be any", i)
		}
	}
	for what, bad := range badForms(token) {
		if _, ok := readAPIToken(bad); ok {
			t.Errorf("%s: taken", what)
		}
	}
}

// badForms are a good token written wrongly, by what is wrong with it.
func badForms(token string) map[string]string {
	out := map[string]string{
		"empty": "", "the mark alone": "gu_", "cut by one": token[:len(token)-1], "cut in half": token[:len(token)/2], "one more": token + "0", "twice": token + token,
		"no mark": token[3:], "other mark": "gx_" + token[3:], "capital mark": "GU_" + token[3:], "lower case": strings.ToLower(token), "upper case": strings.ToUpper(token),
		"without its checksum": token[:46], "checksum of zeros": token[:46] + "000000", "two characters swapped": token[:10] + token[11:12] + token[10:11] + token[12:],
		"space inside": token[:20] + " " + token[20:], "space for a character": token[:20] + " " + token[21:], "two tokens": token + " " + token, "in quotes": `"` + token + `"`,
		"percent-encoded": strings.Replace(token, "_", "%5F", 1), "padded": token + "==", "hyphen": token[:20] + "-" + token[21:],
	}
	if out["two characters swapped"] == token {
		delete(out, "two characters swapped")
	}
	return out
}

func TestDigits(t *testing.T) {
	for n, want := range map[int64]string{0: "000", 61: "00z", 62: "010", 62*62*62 - 1: "zzz"} {
		if got := digits(big.NewInt(n), 3); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

func TestExpiry(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	if got := expiry(nil, nil, now); !got.Equal(now.Add(90 * 24 * time.Hour)) {
		t.Errorf("left out: %s", got)
	}
	for after, ok := range map[time.Duration]bool{
		time.Second: true, 366 * 24 * time.Hour: true, 0: false, -time.Hour: false, 366*24*time.Hour + time.Second: false,
	} {
		var bad fault.Fields
		wanted := now.Add(after).In(time.FixedZone("+07", 7*3600))
		if got := expiry(&bad, &wanted, now); (len(bad) == 0) != ok || ok && !got.Equal(wanted) {
			t.Errorf("in %s: %s %v", after, got, bad)
		}
	}
}
