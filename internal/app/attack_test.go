package app_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// What strangers and users tried against the service as a whole.

type m = map[string]any

// A body may be wrong in a hundred thousand places; the answer lists some.
func TestMistakesAreListedUpToAPoint(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		many := func(n int) string {
			names := make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf(`"u%d":1`, i)
			}
			return "{" + strings.Join(names, ",") + "}"
		}
		s.Nobody().Do("POST", "/auth/login", many(8000)).Must(413)
		admin := s.Admin()
		for what, a := range map[string]*apptest.Answer{
			"unknown members": admin.Do("POST", "/units", many(50_000)),
			"empty items":     admin.Do("POST", "/events", `{"title":"x","terms":[`+strings.TrimSuffix(strings.Repeat("{},", 80_000), ",")+`]}`),
		} {
			codes := a.Must(422).At("errors").([]any)
			last := codes[len(codes)-1].(map[string]any)
			if len(codes) != 101 || last["code"] != "more_errors" || last["params"].(map[string]any)["count"].(float64) < 40_000 {
				t.Errorf("%s: %d mistakes are listed, the last is %v", what, len(codes), last)
			}
		}
		deep := strings.Repeat("["+strings.Repeat("0,", 1000), 60) + "1e999" + strings.Repeat("]", 60)
		if a := admin.Do("POST", "/units", `{"name":`+deep+`}`).Must(422); a.At("errors.0.pointer") != "/name"+strings.Repeat("/1000", 60) {
			t.Errorf("%v", a.At("errors.0"))
		}
	})
}

// Rights that end while a request is still being sent are over when it is done.
func TestRightsEndWhileABodyIsSent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		slowly := func(c *apptest.Client, kind, path, body string, meanwhile func()) int {
			t.Helper()
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.Address(), "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "POST /api/v1%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, c.Token, kind, len(body), body[:len(body)-1])
			time.Sleep(500 * time.Millisecond)
			meanwhile()
			fmt.Fprint(conn, body[len(body)-1:])
			a, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			_ = a.Body.Close()
			return a.StatusCode
		}
		unit := admin.Post("/units", m{"name": "Đơn vị có tệp"}).Must(201).ID()
		bloc := admin.Post("/blocs", m{"name": "Khối thi đua", "kind": "bloc"}).Must(201).ID()
		writer := func() *apptest.Client {
			return s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: bloc})
		}
		disable := func(c *apptest.Client) func() {
			return func() { admin.Patch("/users/"+c.UserID, m{"status": "disabled"}).Must(200) }
		}
		one, two, three := writer(), writer(), writer()
		form, kind := three.Form(map[string]string{"owner_kind": "unit", "owner_id": unit}, "a.txt", "text/plain", []byte("nội dung"))
		for what, got := range map[string]int{
			"a record": slowly(one, "application/json", "/persons", `{"name":"Nguyễn Văn A"}`, disable(one)),
			"a token":  slowly(two, "application/json", "/tokens", `{"name":"x","scope":"read"}`, disable(two)),
			"a file":   slowly(three, kind, "/attachments", form, disable(three)),
		} {
			if got != 401 {
				t.Errorf("%s: status %d", what, got)
			}
		}
		lesser := writer()
		if got := slowly(lesser, "application/json", "/persons", `{"name":"Nguyễn Văn B"}`, func() {
			grant := admin.Get("/grants?user_id=" + lesser.UserID).Must(200).Data()[0].(m)["id"].(string)
			admin.Delete("/grants/" + grant).Must(204)
		}); got != 403 {
			t.Errorf("without the right: status %d", got)
		}
	})
}

// A page of another site must not sign the browser's user in as somebody else.
func TestNoLoginFromElsewhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		name := s.As().Get("/me").Str("username")
		in := m{"username": name, "password": apptest.Password, "cookie": "lasting"}
		for _, from := range [][]string{{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
			a := s.Nobody().Post("/auth/login", in, from...).Refused(422, "validation_failed")
			if a.At("errors.0.code") != "made_elsewhere" || a.Header.Get("Set-Cookie") != "" {
				t.Errorf("%v: %s", from, a.Raw)
			}
		}
		s.Nobody().Post("/auth/login", in, "Sec-Fetch-Site", "same-origin").Must(200)
		s.Nobody().Do("POST", "/auth/login", `{"username":"x","password":"y"}`, "Content-Type", "").Must(415)
	})
}

// Of a password that an administrator sets and one that its user sets at the same
// time, the administrator's stays.
func TestResetWinsOverChange(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for i := range 4 {
			thief := s.As()
			name := thief.Get("/me").Str("username")
			reset := fmt.Sprintf("mật khẩu đặt lại %d", i)
			var (
				both sync.WaitGroup
				set  *apptest.Answer
			)
			both.Go(func() {
				thief.Post("/me/password", m{"password": apptest.Password, "new_password": "mật khẩu của kẻ trộm"})
			})
			both.Go(func() { set = admin.Patch("/users/"+thief.UserID, m{"password": reset}) })
			both.Wait()
			if set.Status == 200 { // otherwise the change came first, and the administrator is told
				s.Login(name, reset)
			} else {
				set.Refused(412, "stale_version")
			}
		}
	})
}
