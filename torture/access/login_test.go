package access_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

func login(c *apptest.Client, name, password string, headers ...string) *apptest.Answer {
	return c.Post("/auth/login", object{"username": name, "password": password}, headers...)
}

// Guessing a password is slowed down, by account and by address, whatever
// address is pretended and whether or not the program dies meanwhile; others are
// not locked out by guesses at one account.
func TestGuessedPasswords(t *testing.T) {
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b)
		s.User("quantri", true)
		s.User("vanthu", false)
		nobody, tries := s.Nobody(), 0
		// guess tries until it is stopped, each time from another pretended address.
		guess := func(name func(i int) string, upTo int, each func(i int)) *apptest.Answer {
			for tries = 0; tries < upTo; tries++ {
				each(tries)
				from := fmt.Sprintf("10.0.%d.%d", tries/200, tries%200)
				a := login(nobody, name(tries), "guess "+strconv.Itoa(tries), "X-Forwarded-For", from, "X-Real-IP", from, "Forwarded", "for="+from)
				if a.Status != 401 {
					return a
				}
			}
			return nil
		}
		row := rig.Measure(t, "A8", "guessed passwords, "+b.Engine())
		stopped := guess(func(int) string { return "vanthu" }, 30, func(i int) {
			if i == 6 { // six failures are on record
				s.Kill()
				s.Start()
			}
		})
		row.Must("tries at one account, with a kill among them", tries, "<= 10", tries <= 10)
		if stopped == nil {
			t.Fatal("guessing was not stopped")
		}
		stopped.Refused(429, "rate_limited")
		after, _ := strconv.Atoi(stopped.Header.Get("Retry-After"))
		row.Must("Retry-After in seconds", after, "1 to 300", after >= 1 && after <= 300)
		row.Must("the right password meanwhile", login(nobody, "vanthu", rig.Password).Status, "429", login(nobody, "vanthu", rig.Password).Status == 429)
		row.Must("another account meanwhile", login(nobody, "quantri", rig.Password).Status, "200", login(nobody, "quantri", rig.Password).Status == 200)
		stopped = guess(func(i int) string { return fmt.Sprintf("guess%d", i) }, 100, func(int) {})
		row.Must("tries from one address, names guessed", tries, "<= 50", tries <= 50 && stopped != nil && stopped.Status == 429)
	})
}

// A name nobody has is answered as one that somebody has, in words and in time.
func TestNamesCannotBeGuessed(t *testing.T) {
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_TRUSTED_PROXY=127.0.0.1") // the proxy's word makes each try one of its own address
		nobody, rounds := s.Nobody(), rig.Times(4, 40)
		var known, unknown []time.Duration
		differ := 0
		for i := range rounds {
			name := fmt.Sprintf("vanthu%d", i/8)
			if i%8 == 0 {
				if _, err := s.Run(rig.Password+"\n", "user", "add", name, "--password-stdin"); err != nil {
					t.Fatal(err)
				}
			}
			try := func(name string, n int) (*apptest.Answer, time.Duration) {
				began := time.Now()
				a := login(nobody, name, "not the password", "X-Forwarded-For", fmt.Sprintf("10.%d.0.%d", n, i))
				return a, time.Since(began)
			}
			var a, u *apptest.Answer
			ask := []func(){
				func() { answer, took := try(name, 1); a, known = answer, append(known, took) },
				func() {
					answer, took := try(fmt.Sprintf("nobody%d", i/8), 2)
					u, unknown = answer, append(unknown, took)
				},
			}
			ask[i%2]() // who is asked first may find a colder program
			ask[1-i%2]()
			for _, x := range []*apptest.Answer{a, u} {
				x.Refused(401, "wrong_credentials")
				delete(x.Body, "request_id")
			}
			if !cmp.Equal(a.Body, u.Body) {
				differ++
			}
		}
		median := func(l []time.Duration) time.Duration { slices.Sort(l); return l[len(l)/2] }
		apart := (median(known) - median(unknown)).Abs()
		row := rig.Measure(t, "A8", "known and unknown names, "+b.Engine())
		row.Saw("tries of each", rounds)
		row.None("answers that differ", differ)
		row.MustTime("medians apart", apart, "<= 20 ms", apart <= 20*time.Millisecond)
	})
}
