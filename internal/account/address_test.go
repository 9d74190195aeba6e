package account

import "testing"

// Whoever has an IPv6 address has 2⁶⁴ of them.
func TestAddressSubject(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":          "address:192.0.2.7",
		"2001:db8:1:2::7":    "address:2001:db8:1:2::/64",
		"2001:db8:1:2:3:4::": "address:2001:db8:1:2::/64",
		"2001:db8:1:3::7":    "address:2001:db8:1:3::/64",
		"::ffff:192.0.2.7":   "address:::ffff:192.0.2.7",
		"fe80::1%eth0":       "address:fe80::/64",
		"":                   "address:",
	} {
		if got := addressSubject(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
