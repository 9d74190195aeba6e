package db

import "testing"

// BenchmarkCursor is what sealing and opening the cursor of a page cost.
func BenchmarkCursor(b *testing.B) {
	at, key := []string{"000000017", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}, []byte("0123456789abcdef0123456789abcdef")
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := openCursor(sealCursor(at, "fingerprint", key), "fingerprint", key); !ok {
			b.Fatal("not opened")
		}
	}
}
