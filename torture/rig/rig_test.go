package rig_test

import (
	"testing"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// The rig itself: the program comes up on both engines, survives a kill, ends
// when asked, and answers an account made on the command line.
func TestRig(t *testing.T) {
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b)
		admin := s.User("quantri", true)
		id := admin.Post("/units", map[string]any{"name": "Văn phòng"}).Must(201).ID()
		s.Kill()
		if s.Running() || s.Status("/healthz") != 0 {
			t.Fatal("killed and still there")
		}
		s.Start()
		if got := admin.Get("/units/" + id).Must(200).Str("name"); got != "Văn phòng" {
			t.Error(got)
		}
		if s.Memory() < 1<<20 {
			t.Errorf("%d bytes of memory", s.Memory())
		}
		if code, took := s.Stop(); code != 0 {
			t.Errorf("stopped with %d after %v", code, took)
		}
	})
}
