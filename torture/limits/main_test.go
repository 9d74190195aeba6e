package limits_test

import (
	"testing"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// beside lets tests run side by side in the short form. In the long one times
// are judged, and each test has the machine to itself.
func beside(t *testing.T) {
	t.Helper()
	if !rig.Long() {
		t.Parallel()
	}
}
