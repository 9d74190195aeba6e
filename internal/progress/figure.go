package progress

import (
	"cmp"
	"math/big"

	"giaouoc/internal/amount"
	"giaouoc/internal/viet"
)

// Figure is a planned or reported figure (số liệu): its value in its unit of
// measure, how exact it is, and the words it was told in. All may be unknown.
type Figure struct {
	Value     *amount.Amount
	Unit      *string
	AsWritten *string
	Qualifier *viet.Qualifier
}

// told holds when a source gave the figure at all, in words or in numbers.
func (f Figure) told() bool { return f.Value != nil || f.AsWritten != nil }

// against is how the figure, which has a value, compares with another: 1 better, 0
// the same, -1 worse. "Over 95" is more than 95, "nearly 95" is less.
func (f Figure) against(other amount.Amount, falls bool) int {
	c := cmp.Compare(*f.Value, other)
	if c == 0 && f.Qualifier != nil {
		switch *f.Qualifier {
		case viet.Over:
			c = 1
		case viet.Nearly:
			c = -1
		}
	}
	if falls {
		return -c
	}
	return c
}

// completion is the figure that counts over the planned one, in percent to two
// decimals; nil where they cannot be divided.
func (e *Entry) completion() *amount.Points {
	f, plan := e.judged(), e.Planned
	if f.Value == nil || plan.Value == nil || *plan.Value <= 0 || !f.sameMeasure(plan.Unit) {
		return nil
	}
	whole := big.NewInt(int64(*plan.Value))
	n := new(big.Int).Mul(big.NewInt(int64(*f.Value)), big.NewInt(2*100*100))
	n.Add(n, whole) // halves go up
	n.Div(n, whole.Lsh(whole, 1))
	if !n.IsInt64() {
		return nil
	}
	p := amount.Points(n.Int64())
	return &p
}
