package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giaouoc/internal/text"
)

// Both ways to start say where the API is explained.
func TestServeNamesTheReference(t *testing.T) {
	for _, key := range []string{"cli.serve.address", "cli.demo.welcome"} {
		for _, lang := range []text.Lang{text.Vi, text.En} {
			if s := text.Of(lang, key, nil); !strings.Contains(s, "{url}/docs") {
				t.Errorf("%s: %s", key, s)
			}
		}
	}
}

// What is wrong with a file of the service is said in the reader's language, with
// what to do about it.
func TestFilesThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("not a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	under := books{t, []string{"GIAOUOC_DATA=" + filepath.Join(file, "data")}}
	under.fails(1, "không tạo được thư mục dữ liệu "+filepath.Join(file, "data")+": có chỗ trong đường dẫn là tệp", "cannot be made: a part of the path is a file", "migrate", "up")
	under.env = append(under.env, "GIAOUOC_TOKEN_KEY="+strings.Repeat("ab", 32), "GIAOUOC_AUDIT_KEY="+strings.Repeat("cd", 32))
	under.fails(1, "Hãy kiểm tra GIAOUOC_DATA", "Check GIAOUOC_DATA", "migrate", "up")

	keyed := filepath.Join(dir, "data")
	b := books{t, []string{"GIAOUOC_DATA=" + keyed}}
	if err := os.MkdirAll(filepath.Join(keyed, "token.key"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.fails(1, "token.key: đó là thư mục, không phải tệp. Hãy cho", "that is a directory, not a file. Let", "migrate", "up")
	if err := os.Remove(filepath.Join(keyed, "token.key")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(keyed, "nowhere", "key"), filepath.Join(keyed, "token.key")); err != nil {
		t.Fatal(err)
	}
	b.fails(1, "không ghi được khóa vào", "the key cannot be written to", "migrate", "up")
	if err := os.Remove(filepath.Join(keyed, "token.key")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file, filepath.Join(keyed, "token.key")); err != nil {
		t.Fatal(err)
	}
	b.fails(1, "không chứa khóa 256 bit viết dạng thập lục phân. Hãy khôi phục", "or set GIAOUOC_TOKEN_KEY", "migrate", "up")
}
