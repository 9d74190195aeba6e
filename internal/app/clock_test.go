package app_test

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/audit"
	"giaouoc/torture/rig"
)

// The server's clock is stepped back and forth while the program works. A token
// keeps its meaning within the leeway of 30 seconds: a step back of an hour makes
// those given before it tokens of the future, which are refused until the clock
// is there again; their sessions stay. The record of acts stays in order and
// verifies, nothing is dated before it was made, and the work in the background
// goes on and ends.
func TestSteppedClock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		row := rig.Measure(t, "D14", "stepped clock, "+string(s.DB.Engine()))
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx, l) }()
		admin := s.Admin()
		name, wrong, early, refused, asked := admin.Get("/me").Must(200).Str("username"), 0, 0, 0, 0
		bloc := admin.Post("/blocs", object{"kind": "bloc", "name": "Khối"}).Must(201).ID()
		expect := func(what string, c *apptest.Client, status int) {
			if got := c.Get("/me").Status; got != status {
				wrong++
				t.Errorf("%s: an access token is answered %d, want %d", what, got, status)
			}
		}
		var stepped time.Duration
		away := map[time.Duration]*apptest.Client{} // tokens by where the clock stood when they were given
		for _, by := range []time.Duration{
			-time.Hour, time.Hour, 25 * time.Second, -50 * time.Second, 25 * time.Second, time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour, -time.Hour, 25 * time.Hour,
		} {
			away[stepped] = s.Login(name, apptest.Password)
			s.Advance(by)
			stepped += by
			for at, c := range away {
				want := 200
				if age := stepped - at; age > 15*time.Minute || age < -30*time.Second {
					want, refused = 401, refused+1
				}
				asked++
				expect(fmt.Sprintf("given at %s, asked at %s", at, stepped), c, want)
			}
			now := s.Login(name, apptest.Password)
			expect("after "+by.String(), now, 200)
			// Work goes on: a keyed write, its repetition, a token of use, a wrong password.
			key := []string{"Idempotency-Key", "step " + by.String() + now.Token[len(now.Token)-9:]}
			made := now.Post("/units", object{"name": "Đơn vị"}, key...).Must(201)
			if again := now.Post("/units", object{"name": "Đơn vị"}, key...).Must(201); again.ID() != made.ID() {
				wrong++
				t.Errorf("after %s a repeated request made another record", by)
			}
			now.Patch("/blocs/"+bloc, object{"remark": "bước " + by.String() + now.Token[len(now.Token)-9:]}).Must(200)
			now.Get("/security-events").Must(200)
			s.Nobody().Post("/auth/login", object{"username": "khong-ai", "password": "not the password"}).Refused(401, "wrong_credentials")
			early += negative(t, s)
			if _, err := s.DB.PurgeIdempotency(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := s.Attachments.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		}
		row.Saw("leeway", "30 s")
		row.Saw("tokens asked with, of these ended or not yet begun", fmt.Sprintf("%d, %d", asked, refused))
		row.None("tokens of another meaning, records made twice", wrong)
		row.None("rows dated before they were made", early)
		acts, err := s.Audit.Verify(s.DB.Read(s.System()), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		row.Saw("acts", acts.Events)
		row.None("breaks of the record of acts", len(acts.Findings)+disorder(t, s))
		stop()
		select {
		case err := <-ended:
			row.Must("work in the background ends", err, "no error", err == nil)
		case <-time.After(15 * time.Second):
			row.Must("work in the background ends", "still there after 15 s", "no error", false)
		}
	})
}

// negative counts rows whose last change is before their making, and tokens that
// end before they begin.
func negative(t *testing.T, s *apptest.Service) (total int) {
	t.Helper()
	for _, q := range []string{
		"SELECT count(*) FROM units WHERE updated_at < created_at", "SELECT count(*) FROM blocs WHERE updated_at < created_at",
		"SELECT count(*) FROM refresh_tokens WHERE expires_at <= created_at", "SELECT count(*) FROM refresh_tokens WHERE used_at < created_at",
	} {
		var n int
		if err := s.DB.Read(s.System()).Raw(q).Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			t.Errorf("%s: %d", q, n)
		}
		total += n
	}
	return total
}

// disorder counts acts that the list, ordered by its own key, shows in another
// order than the chain has them.
func disorder(t *testing.T, s *apptest.Service) (n int) {
	t.Helper()
	var events []audit.Event
	if err := s.DB.Read(s.System()).Order("id").Find(&events).Error; err != nil {
		t.Fatal(err)
	}
	last := map[string]int64{}
	for _, e := range events {
		if e.Seq != last[e.Chain]+1 {
			n++
		}
		last[e.Chain] = e.Seq
	}
	return n
}
