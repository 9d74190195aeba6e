package audit

import (
	"crypto/hmac"
	"encoding/json"
	"fmt"
	"math"

	"gorm.io/gorm"
)

// Head is where a chain stands.
type Head struct {
	Chain string `json:"chain"`
	Seq   int64  `json:"seq"`
	MAC   string `json:"mac" gorm:"column:mac"`
}

// TableName is gorm's name for the table.
func (Head) TableName() string { return "audit_heads" }

// Checkpoint states where every chain stood at one moment. Kept away from the
// database it lets Verify find a tail that was cut off later.
type Checkpoint struct {
	At     string `json:"at"`
	Events int64  `json:"events"`
	Heads  []Head `json:"heads"`
	MAC    string `json:"mac"`
}

// Checkpoint reads and signs where the chains stand.
func (l *Log) Checkpoint(tx *gorm.DB) (Checkpoint, error) {
	c := Checkpoint{At: tx.NowFunc().UTC().Format(atLayout), Heads: []Head{}}
	if err := tx.Order("chain").Find(&c.Heads).Error; err != nil {
		return c, err
	}
	for _, h := range c.Heads {
		c.Events += h.Seq
	}
	c.MAC = l.signCheckpoint(c)
	return c, nil
}

func (l *Log) signCheckpoint(c Checkpoint) string {
	c.MAC = ""
	b, _ := json.Marshal(c)
	return l.mac("checkpoint", b)
}

// Finding is something Verify did not expect. Seq is the place in the chain of
// the first event that is wrong.
type Finding struct {
	Chain  string `json:"chain"`
	Seq    int64  `json:"seq"`
	Code   string `json:"code"` // stable, for wording it in another language
	Reason string `json:"reason"`
}

// String says the finding in one line.
func (f Finding) String() string { return fmt.Sprintf("%s #%d: %s", f.Chain, f.Seq, f.Reason) }

// Verified is what a check went over, and the first thing wrong in each chain.
type Verified struct {
	Events   int64
	Chains   int
	First    string // the earliest and the latest moment of an event; "" without any
	Last     string
	Findings []Finding
}

// pageful is how many events are held at a time. Read whole, a long record would
// outlast the time a statement has.
const pageful = 1000

// Verify walks every chain and reports the first thing wrong in each: an event
// changed, missing, moved or added, or a head that does not fit. Checkpoints,
// if any, must be ours and lie on the chains. progress, when not nil, is told
// how many events were read. While others write, tx must be a view of one moment.
func (l *Log) Verify(tx *gorm.DB, checkpoints []Checkpoint, progress func(n int64)) (Verified, error) {
	v := verifier{log: l, at: map[string]Head{}, wrong: map[string]bool{}, marks: map[string]map[int64]string{}}
	for i, c := range checkpoints {
		if !hmac.Equal([]byte(c.MAC), []byte(l.signCheckpoint(c))) {
			v.report(fmt.Sprintf("checkpoint %d", i+1), 0, "foreign_checkpoint", "the checkpoint was not made with this audit key, or was changed")
			continue
		}
		for _, h := range c.Heads {
			if v.marks[h.Chain] == nil {
				v.marks[h.Chain] = map[int64]string{}
			}
			v.marks[h.Chain][h.Seq] = h.MAC
		}
	}
	last := Event{Seq: math.MinInt64}
	for {
		var page []Event
		if err := tx.Where("(chain, seq, id) > (?, ?, ?)", last.Chain, last.Seq, last.ID).Order("chain, seq, id").Limit(pageful).Find(&page).Error; err != nil {
			return v.Verified, err
		}
		for _, e := range page {
			v.event(e)
		}
		if len(page) < pageful {
			break
		}
		last = page[pageful-1]
		if progress != nil && v.Events%10000 == 0 {
			progress(v.Events)
		}
	}
	var heads []Head
	if err := tx.Order("chain").Find(&heads).Error; err != nil {
		return v.Verified, err
	}
	v.heads(heads)
	return v.Verified, nil
}

type verifier struct {
	log   *Log
	at    map[string]Head // the last good event of each chain
	wrong map[string]bool
	marks map[string]map[int64]string // checkpointed places not yet passed
	Verified
}

func (v *verifier) report(chain string, seq int64, code, reason string) {
	if !v.wrong[chain] {
		v.wrong[chain] = true
		v.Findings = append(v.Findings, Finding{chain, seq, code, reason})
	}
}

func (v *verifier) event(e Event) {
	v.Events++
	if v.First == "" || e.At < v.First {
		v.First = e.At
	}
	v.Last = max(v.Last, e.At)
	last := v.at[e.Chain]
	switch {
	case v.wrong[e.Chain]:
	case e.Seq != last.Seq+1:
		v.report(e.Chain, last.Seq+1, "gap", fmt.Sprintf("expected event %d, found %d: an event was removed or added", last.Seq+1, e.Seq))
	case e.Previous != last.MAC:
		v.report(e.Chain, e.Seq, "unlinked", "the event does not follow the one before it")
	case !hmac.Equal([]byte(e.MAC), []byte(v.log.sign(e))):
		v.report(e.Chain, e.Seq, "changed", "the event was changed after it was written")
	}
	if mac, marked := v.marks[e.Chain][e.Seq]; marked {
		if mac != e.MAC {
			v.report(e.Chain, e.Seq, "replaced", "the event is not the one a checkpoint saw")
		}
		delete(v.marks[e.Chain], e.Seq)
	}
	v.at[e.Chain] = Head{e.Chain, e.Seq, e.MAC}
}

func (v *verifier) heads(heads []Head) {
	known := map[string]bool{}
	for _, h := range heads {
		known[h.Chain] = true
		if last := v.at[h.Chain]; last.Seq != h.Seq || last.MAC != h.MAC {
			v.report(h.Chain, min(last.Seq, h.Seq)+1, "tail", fmt.Sprintf("the chain ends at event %d but its head says %d: the tail was cut or changed", last.Seq, h.Seq))
		}
	}
	v.Chains = len(v.at)
	for chain := range v.at {
		if !known[chain] {
			v.report(chain, 1, "headless", "the chain has events but no head")
		}
	}
	for chain, places := range v.marks {
		for seq := range places {
			v.report(chain, v.at[chain].Seq+1, "cut", fmt.Sprintf("a checkpoint saw event %d, which is gone: the tail was cut", seq))
		}
	}
}
