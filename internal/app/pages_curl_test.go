package app_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db/dbtest"
)

var printed = regexp.MustCompile(`(?s)<pre><code>(curl .*?)</code></pre>`)

// curls are the commands on a page.
func curls(page []byte) []string {
	var out []string
	for _, m := range printed.FindAllStringSubmatch(string(page), -1) {
		out = append(out, strings.ReplaceAll(html.UnescapeString(m[1]), " \\\n  ", " "))
	}
	return out
}

// What the pages show of reading works as it is printed, where no id has to be
// filled in.
func TestPrintedQuestionsAreAnswered(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
		t.Fatal(err)
	}
	admin, asked := s.Login("quantri", apptest.Password), 0
	address := regexp.MustCompile(`^curl -s(?: -OJ)? '([^']+)'(?: -H "Authorization: Bearer \$TOKEN")?$`)
	for at, page := range site(t, s) {
		if !strings.HasSuffix(at, "?lang=en") {
			continue
		}
		for _, command := range curls(page.Raw) {
			m := address.FindStringSubmatch(command)
			if m == nil || strings.Contains(m[1], "/ID") || strings.HasSuffix(m[1], "/HASH") {
				continue
			}
			u, err := url.Parse(m[1])
			if err != nil {
				t.Fatal(err)
			}
			admin.Get("!" + u.RequestURI()).Must(200)
			asked++
		}
	}
	idless := 0
	for _, op := range s.Server.Operations() {
		if strings.HasPrefix(op, "GET ") && !strings.Contains(op, "{") {
			idless++
		}
	}
	if asked != idless || asked == 0 {
		t.Errorf("%d questions, and %d operations that need no id", asked, idless)
	}
}

func TestPrintedCommands(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	for page, want := range map[string][]string{
		"attachments": {
			`/api/v1/attachments' -H "Authorization: Bearer $TOKEN" -F owner_kind=agreement -F owner_id=ID -F 'file=@giao-uoc.pdf'`,
			`curl -s -OJ 'http`, `/attachments/ID/content'`,
		},
		"reports": {`curl -s -OJ 'http`, `/terms/ID/reports/annual?format=xlsx' `},
		"search":  {`/search?q=uy+ban+kiem+tra' `},
	} {
		all := strings.Join(curls(s.Nobody().Get("!/docs/"+page).Must(200).Raw), "\n")
		for _, w := range want {
			if !strings.Contains(all, w) {
				t.Errorf("/docs/%s does not print %s:\n%s", page, w, all)
			}
		}
	}
	for lang, words := range map[string][]string{
		"vi": {"Từ chữ ký đầu tiên", "Các trường của biểu mẫu", "<code>owner_kind</code>", `#CreateAttachmentBody"`},
		"en": {"From the first signature on", "Fields of the form", "<code>owner_kind</code>", `#CreateAttachmentBody"`},
	} {
		page := string(s.Nobody().Get("!/docs/attachments?lang=" + lang).Must(200).Raw)
		for _, w := range words {
			if !strings.Contains(page, w) {
				t.Errorf("/docs/attachments?lang=%s lacks %s", lang, w)
			}
		}
	}
	if page := string(s.Nobody().Get("!/docs/reports?lang=en").Must(200).Raw); !strings.Contains(page, "one ZIP") {
		t.Error("nothing is said of what format=csv brings")
	}
}

// The page for programmers says where a printed hash is verified.
func TestDocsNameVerify(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	if page := string(s.Nobody().Get("!/docs").Must(200).Raw); !strings.Contains(page, "/verify/HASH") {
		t.Error("the start page does not name /verify")
	}
}

// A page on a code says what to do in general, not how many places one request
// had wrong.
func TestProblemPagesExplain(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	for _, code := range []string{"validation_failed", "unknown_parameter", "invalid_parameter"} {
		for lang, want := range map[string]string{"vi": "Cách xử lý: Xem errors", "en": "How to mend it: See errors"} {
			page := string(s.Nobody().Get("!/problems/"+code, "Accept", "text/plain", "Accept-Language", lang).Must(200).Raw)
			if !strings.Contains(page, want) {
				t.Errorf("%s: %s", code, page)
			}
		}
	}
}
