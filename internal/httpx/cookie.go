package httpx

import (
	"net/http"
	"strings"
	"time"
)

// A browser's refresh token lives in a cookie that scripts cannot read and that
// goes to the log-in routes only, never along with a request another site made.
const (
	sessionCookie = "giaouoc_session"
	cookiePath    = Prefix + "/auth"
	lastingMark   = "lasting."
)

var crossOrigin = http.NewCrossOriginProtection()

// SessionCookie is the refresh token a browser keeps for its user, and whether it
// outlives the browser's window; "" where there is none, or where another site
// made the request.
func (c *Call) SessionCookie() (token string, lasting bool) {
	if c.request == nil || c.ElsewhereMade() {
		return "", false
	}
	kept, err := c.request.Cookie(sessionCookie)
	if err != nil {
		return "", false
	}
	token, lasting = strings.CutPrefix(kept.Value, lastingMark)
	return token, lasting
}

// ElsewhereMade holds for a request that a page of another origin made the browser
// send.
func (c *Call) ElsewhereMade() bool { return c.request != nil && crossOrigin.Check(c.request) != nil }

// KeepSession asks the browser to keep a refresh token: until its window is
// closed, or as long as the token lasts.
func (c *Call) KeepSession(token string, lasting bool, ttl time.Duration) {
	if lasting {
		c.setCookie(lastingMark+token, int(ttl/time.Second))
	} else {
		c.setCookie(token, 0)
	}
}

// ForgetSession asks the browser to forget the refresh token it keeps, if any.
func (c *Call) ForgetSession() {
	if token, _ := c.SessionCookie(); token != "" {
		c.setCookie("", -1)
	}
}

func (c *Call) setCookie(value string, age int) {
	if c.header == nil {
		return
	}
	c.header.Add("Set-Cookie", (&http.Cookie{
		Name: sessionCookie, Value: value, Path: cookiePath, MaxAge: age,
		HttpOnly: true, Secure: strings.HasPrefix(c.base, "https:"), SameSite: http.SameSiteStrictMode,
	}).String())
}
