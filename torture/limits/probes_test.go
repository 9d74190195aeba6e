package limits_test

import (
	"fmt"
	"strings"
)

// probe is something odd on the wire and what may come of it: nothing with
// success, unless want says otherwise.
type probe struct {
	name    string
	sent    string
	framing bool // where the request ends is in doubt: the connection must not go on
	end     bool // the client says that nothing more will come
	want    func(heard) bool
}

const host = "Host: localhost\r\n"

// only wants exactly these answers.
func only(statuses ...int) func(heard) bool {
	return func(h heard) bool { return fmt.Sprint(h.statuses()) == fmt.Sprint(statuses) }
}

// first wants this answer, and no success after it.
func first(status int) func(heard) bool {
	return func(h heard) bool {
		for i, s := range h.statuses() {
			if i > 0 && s < 400 {
				return false
			}
		}
		return len(h.answers) > 0 && h.answers[0].StatusCode == status
	}
}

// either takes a refusal or one answer.
func either(status int) func(heard) bool {
	return func(h heard) bool {
		return len(h.answers) == 0 && h.closed || len(h.answers) == 1 && (h.answers[0].StatusCode/100 == 4 || h.answers[0].StatusCode == status)
	}
}

func probes(token string) []probe {
	return append(framings(token), shapes(token)...)
}

// framings leave in doubt where a request ends, which is how one is smuggled past
// a proxy.
func framings(token string) []probe {
	post := "POST /api/v1/persons HTTP/1.1\r\n" + host + "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n"
	body, smuggled := `{"name":"An"}`, "GET /healthz HTTP/1.1\r\n"+host+"\r\n"
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	f := func(name, sent string) probe { return probe{name: name, sent: sent, framing: true} }
	header := func(name, lines, rest string) probe { return f(name, post+lines+"\r\n"+rest) }
	length := fmt.Sprintf("Content-Length: %d\r\n", len(body))
	return []probe{
		{
			name: "length and chunks, a request behind", sent: post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked + smuggled, framing: true,
			want: func(h heard) bool { return len(h.answers) <= 1 && h.closed },
		},
		header("two lengths", length+"Content-Length: 4\r\n", body+smuggled),
		header("two lengths in one line", fmt.Sprintf("Content-Length: %d, 4\r\n", len(body)), body),
		header("negative length", "Content-Length: -1\r\n", body),
		header("signed length", fmt.Sprintf("Content-Length: +%d\r\n", len(body)), body),
		header("length in hexadecimal", "Content-Length: 0xd\r\n", body),
		header("length beyond numbers", "Content-Length: 99999999999999999999\r\n", body),
		header("empty length", "Content-Length:\r\n", body),
		header("unknown coding", "Transfer-Encoding: xchunked\r\n", chunked),
		header("coding after chunks", "Transfer-Encoding: chunked, identity\r\n", chunked),
		header("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunked),
		header("coding behind a vertical tab", "Transfer-Encoding: \x0bchunked\r\n", chunked),
		header("coding with a space before the colon", "Transfer-Encoding : chunked\r\n", chunked),
		header("space before a colon", length+"X-A : b\r\n", body),
		header("name with a space", length+"X A: b\r\n", body),
		header("empty name", length+": b\r\n", body),
		header("line without a colon", length+"X-A\r\n", body),
		header("bare CR in a value", length+"X-A: b\rContent-Length: 4\r\n", body),
		header("NUL in a value", length+"X-A: b\x00c\r\n", body),
		header("control in a name", length+"X-\x01A: b\r\n", body),
		header("chunk size that is none", "Transfer-Encoding: chunked\r\n", "zz\r\n"+body+"\r\n0\r\n\r\n"),
		header("negative chunk", "Transfer-Encoding: chunked\r\n", "-1\r\n"+body+"\r\n0\r\n\r\n"),
		header("chunk beyond numbers", "Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"+body+"\r\n0\r\n\r\n"),
		header("chunk longer than it says", "Transfer-Encoding: chunked\r\n", "4\r\n"+body+"\r\n0\r\n\r\n"),
		header("chunk extension without end", "Transfer-Encoding: chunked\r\n", "d;"+strings.Repeat("a", 64<<10)+"\r\n"+body+"\r\n0\r\n\r\n"),
		{name: "chunks cut off", sent: post + "Transfer-Encoding: chunked\r\n\r\nd\r\n" + body[:5], framing: true, end: true},
		{name: "body shorter than it says", sent: post + "Content-Length: 100\r\n\r\n" + body, framing: true, end: true},
		{name: "body longer than it says", sent: post + "Content-Length: 5\r\n\r\n" + body + smuggled, framing: true},
		{name: "folded line", sent: post + length + "X-A: b\r\n c\r\n\r\n" + body, want: either(201)},
		{name: "bare LF", sent: strings.ReplaceAll(post+length, "\r\n", "\n") + "\n" + body, want: either(201)},
		{name: "two equal lengths", sent: post + length + length + "\r\n" + body, want: either(201)},
		{name: "authorization in a trailer", sent: strings.Replace(post, "Authorization: Bearer "+token, "Trailer: Authorization", 1) + "Transfer-Encoding: chunked\r\n\r\n" + strings.TrimSuffix(chunked, "\r\n") + "Authorization: Bearer " + token + "\r\n\r\n", want: first(401)},
		{name: "GET with a body that is a request", sent: fmt.Sprintf("GET /healthz HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", host, len(smuggled), smuggled), want: only(200)},
		{name: "chunks well sent", sent: post + "Transfer-Encoding: chunked\r\n\r\n" + chunked, want: only(201)},
	}
}

// shapes are odd request lines, hosts, sizes and expectations.
func shapes(token string) []probe {
	get := func(name, target string, want func(heard) bool) probe {
		return probe{name: name, sent: "GET " + target + " HTTP/1.1\r\n" + host + "\r\n", want: want}
	}
	with := func(name, lines string, want func(heard) bool) probe {
		return probe{name: name, sent: "GET /healthz HTTP/1.1\r\n" + lines + "\r\n", want: want}
	}
	post := "POST /api/v1/persons HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nContent-Length: 13\r\n"
	signed := post + "Authorization: Bearer " + token + "\r\n"
	pipeline, order := "", []int{}
	for range 50 {
		pipeline, order = pipeline+"GET /healthz HTTP/1.1\r\n"+host+"\r\n", append(order, 200)
	}
	many := ""
	for i := range 10000 {
		many += fmt.Sprintf("X-%d: y\r\n", i)
	}
	return []probe{
		with("no host", "", nil), with("two hosts", host+"Host: example.com\r\n", nil), with("host that is none", "Host: a b\r\n", nil),
		{name: "HTTP/0.9", sent: "GET /healthz\r\n\r\n"},
		{name: "HTTP/2 preface", sent: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
		{name: "HTTP/3.7", sent: "GET /healthz HTTP/3.7\r\n" + host + "\r\n"},
		{name: "version that is none", sent: "GET /healthz HTTP/1.1x\r\n" + host + "\r\n"},
		{name: "TLS", sent: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 64) + "\r\n\r\n"},
		{name: "bytes", sent: strings.Repeat("\x00\xff", 512) + "\r\n\r\n"},
		{name: "spaces in the line", sent: "GET  /healthz  HTTP/1.1\r\n" + host + "\r\n"},
		{name: "method that is none", sent: "G\x01T /healthz HTTP/1.1\r\n" + host + "\r\n"},
		{name: "small letters", sent: "get /healthz HTTP/1.1\r\n" + host + "\r\n"},
		with("one header of 64 KiB", host+"X-A: "+strings.Repeat("a", 64<<10)+"\r\n", nil),
		with("10 000 headers", host+many, nil),
		get("target of 100 KiB", "/"+strings.Repeat("a", 100<<10), nil),
		get("space in the target", "/heal thz", nil), get("control in the target", "/health\x01z", nil), get("percent without hexadecimal", "/healthz%zz", nil),
		get("percent in the query", "/api/v1/meta?a=%zz", nil), get("semicolon in the query", "/api/v1/meta?a=b;c=d", nil),
		get("dots", "/api/v1/../../healthz", first(404)), get("dots written out", "/api/v1/%2e%2e/%2e%2e/healthz", first(404)), get("slash written out", "/api%2fv1%2fmeta", nil),
		get("backslash", `/api\v1\meta`, first(404)), get("two slashes", "//healthz", first(404)), get("two slashes within", "/api//v1/meta", first(404)),
		get("NUL", "/healthz%00", first(404)), get("line end", "/healthz%0d%0aX-A:%20b", first(404)),
		get("whole address", "http://localhost/healthz", only(200)), get("whole address of another", "http://example.com/nowhere", first(404)), get("no path", "healthz", nil),
		{name: "CONNECT", sent: "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"},
		{name: "CONNECT with a path", sent: "CONNECT /healthz HTTP/1.1\r\n" + host + "\r\n"},
		{name: "TRACE", sent: "TRACE /api/v1/units HTTP/1.1\r\n" + host + "X-Secret: s\r\n\r\n", want: func(h heard) bool {
			return only(405)(h) && h.answers[0].Header.Get("Allow") != "" && !strings.Contains(h.bodies[0], "X-Secret")
		}},
		{name: "OPTIONS *", sent: "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", want: either(200)},
		{name: "GET *", sent: "GET * HTTP/1.1\r\n" + host + "\r\n"},
		with("upgrade to a socket", host+"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", only(200)),
		with("upgrade to HTTP/2", host+"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n", only(200)),
		{name: "method by a header", sent: "GET /api/v1/meta HTTP/1.1\r\n" + host + "Authorization: Bearer " + token + "\r\nX-HTTP-Method-Override: DELETE\r\nX-Original-URL: /healthz\r\n\r\n", want: func(h heard) bool {
			return only(200)(h) && strings.Contains(h.bodies[0], "giaouoc")
		}},
		{name: "expects to go on", sent: signed + "Expect: 100-continue\r\n\r\n" + `{"name":"An"}`, want: func(h heard) bool { return only(100, 201)(h) || only(201)(h) }},
		{name: "expects to go on, unknown", sent: post + "Expect: 100-continue\r\n\r\n", want: only(401)},
		{name: "expects something else", sent: signed + "Expect: the-impossible\r\n\r\n" + `{"name":"An"}`},
		{name: "packed body", sent: signed + "Content-Encoding: gzip\r\n\r\n" + `{"name":"An"}`},
		{name: "closed in the line", sent: "GET /heal", end: true},
		{name: "closed in the headers", sent: "GET /healthz HTTP/1.1\r\nHost: loc", end: true},
		{name: "50 in a row", sent: pipeline, want: only(order...)},
	}
}
