package fuzz_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// hang is how long an answer may take before it counts as none.
const hang = 10 * time.Second

// request is what goes over the wire, byte for byte.
type request struct {
	method, target string
	head           [][2]string
	body           []byte
}

func (r *request) write(b *bytes.Buffer, host string) {
	b.WriteString(r.method + " " + r.target + " HTTP/1.1\r\nHost: " + host + "\r\n")
	for _, h := range r.head {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	if len(r.body) > 0 || r.method == http.MethodPost || r.method == http.MethodPatch {
		b.WriteString("Content-Length: " + strconv.Itoa(len(r.body)) + "\r\n")
	}
	b.WriteString("\r\n")
	b.Write(r.body)
}

// long reports whether everything before the body is more than the server under
// the program takes.
func (r *request) long() bool {
	n := len(r.target)
	for _, h := range r.head {
		n += len(h[0]) + len(h[1])
	}
	return n > 30<<10
}

// noHTTP reports whether a header holds what none may: the server under the
// program answers and closes without reading on.
func (r *request) noHTTP() bool {
	for _, h := range r.head {
		if strings.ContainsAny(h[1], "\x00\x1b") {
			return true
		}
	}
	return false
}

// reply is what came back.
type reply struct {
	status int
	head   http.Header
	body   []byte
	took   time.Duration
}

// media is the type of the body without its parameters.
func (r *reply) media() string {
	kind, _, _ := strings.Cut(r.head.Get("Content-Type"), ";")
	return strings.TrimSpace(kind)
}

// wire is one connection to a server, which sends what a well-behaved client
// never would. It is opened anew when the server said it closes.
type wire struct {
	host string
	c    net.Conn
	r    *bufio.Reader
	b    bytes.Buffer
}

// do sends a request and reads its answer. The error says what was wrong with
// the connection: "dead", "hang" or "dropped-connection".
func (w *wire) do(q *request) (*reply, string, error) {
	began := time.Now()
	if w.c == nil {
		c, err := net.DialTimeout("tcp", w.host, hang)
		if err != nil {
			return nil, "dead", err
		}
		w.c, w.r = c, bufio.NewReaderSize(c, 16<<10)
	}
	w.b.Reset()
	q.write(&w.b, w.host)
	_ = w.c.SetDeadline(began.Add(hang))
	_, sent := w.c.Write(w.b.Bytes()) // a refusal may come before all is sent
	res, err := http.ReadResponse(w.r, &http.Request{Method: q.method})
	var body []byte
	if err == nil {
		body, err = io.ReadAll(res.Body)
		_ = res.Body.Close()
	}
	if err != nil {
		w.close()
		kind := "dropped-connection"
		if t, ok := err.(net.Error); ok && t.Timeout() {
			kind = "hang"
		}
		return nil, kind, fmt.Errorf("%w (sending: %v)", err, sent)
	}
	if res.Close || sent != nil {
		w.close()
	}
	return &reply{res.StatusCode, res.Header, body, time.Since(began)}, "", nil
}

func (w *wire) close() {
	if w.c != nil {
		_ = w.c.Close()
	}
	w.c = nil
}

// curl prints a request so that a shell can send it again.
func (r *request) curl(url string) string {
	var b strings.Builder
	b.WriteString("curl -i --path-as-is -X " + quoted(r.method) + " " + quoted(url+r.target))
	for _, h := range r.head {
		value := h[1]
		if len(value) > 1000 {
			value = fmt.Sprintf("%s … %d bytes in all", value[:1000], len(value))
		}
		b.WriteString(" -H " + quoted(h[0]+": "+value))
	}
	if len(r.body) > 0 {
		body := r.body
		if len(body) > 3000 {
			body = append(bytes.Clone(body[:3000]), fmt.Sprintf(" … %d bytes in all", len(r.body))...)
		}
		b.WriteString(" --data-binary " + quoted(string(body)))
	}
	return b.String()
}

// quoted writes a text as a word of bash.
func quoted(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\'' || r == '\\':
			b.WriteString(`\` + string(r))
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		default:
			b.WriteRune(r)
		}
		i += n
	}
	b.WriteString("'")
	return b.String()
}
