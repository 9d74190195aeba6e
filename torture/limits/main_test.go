package limits_test

import (
	"testing"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }
