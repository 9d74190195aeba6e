package evidence_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"unicode/utf8"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
)

// forgery is one change to the record: what was done, and the first entry that is
// then wrong.
type forgery struct {
	what  string
	chain string
	seq   int64
}

// intruder has the database and a source of chance.
type intruder struct {
	tx *gorm.DB
	r  *rand.Rand
	n  int
}

func (x *intruder) exec(sql string, args ...any) error {
	res := x.tx.Exec(sql, args...)
	if res.Error == nil && res.RowsAffected == 0 {
		return fmt.Errorf("%s changes nothing", sql)
	}
	return res.Error
}

// any picks an entry; with at least so many behind it in its chain.
func (x *intruder) any(behind int64) (audit.Event, error) {
	var all []audit.Event
	if err := x.tx.Order("chain, seq").Find(&all).Error; err != nil {
		return audit.Event{}, err
	}
	last := map[string]int64{}
	for _, e := range all {
		last[e.Chain] = e.Seq
	}
	all = slices.DeleteFunc(all, func(e audit.Event) bool { return e.Seq+behind > last[e.Chain] })
	return all[x.r.IntN(len(all))], nil
}

func (x *intruder) last(chain string) (e audit.Event, err error) {
	return e, x.tx.Where("chain = ?", chain).Order("seq DESC").Take(&e).Error
}

// kinds of forgery, in turn.
var kinds = []func(x *intruder) (forgery, error){changed, deleted, swapped, inserted, copiedRow, cut, recomputed, changed, headed, changed}

// changed changes a byte of some column of some entry.
func changed(x *intruder) (forgery, error) {
	names, err := columns(x.tx, "audit_events")
	if err != nil {
		return forgery{}, err
	}
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	column := names[x.n/3%len(names)] // every one in turn
	var was *string
	if err := x.tx.Raw("SELECT CAST("+column+" AS TEXT) FROM audit_events WHERE id = ?", e.ID).Scan(&was).Error; err != nil {
		return forgery{}, err
	}
	f := forgery{"a byte of " + column, e.Chain, e.Seq}
	switch {
	case was == nil || *was == "":
		return f, x.exec("UPDATE audit_events SET "+column+" = ' ' WHERE id = ?", e.ID)
	case column == "seq" || column == "version":
		n, err := strconv.ParseInt(*was, 10, 64)
		if err != nil {
			return f, err
		}
		return f, x.exec("UPDATE audit_events SET "+column+" = ? WHERE id = ?", n+1000+x.r.Int64N(1000), e.ID)
	}
	b := []byte(*was)
	at := x.r.IntN(len(b))
	if b[at] ^= 1 << x.r.IntN(7); x.tx.Name() == "postgres" {
		for !utf8.Valid(b) || slices.Contains(b, 0) { // what PostgreSQL stores is text
			b = []byte(*was)
			b[x.r.IntN(len(b))] ^= 1 << x.r.IntN(7)
		}
		return f, x.exec("UPDATE audit_events SET "+column+" = ? WHERE id = ?", string(b), e.ID)
	}
	return f, x.exec("UPDATE audit_events SET "+column+" = CAST(x'"+hex.EncodeToString(b)+"' AS TEXT) WHERE id = ?", e.ID)
}

func deleted(x *intruder) (forgery, error) {
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	return forgery{"an entry deleted", e.Chain, e.Seq}, x.exec("DELETE FROM audit_events WHERE id = ?", e.ID)
}

func swapped(x *intruder) (forgery, error) {
	e, err := x.any(1)
	if err != nil {
		return forgery{}, err
	}
	end, err := x.last(e.Chain)
	if err != nil {
		return forgery{}, err
	}
	other := e.Seq + 1 + x.r.Int64N(end.Seq-e.Seq)
	for _, move := range [][2]int64{{e.Seq, 1 << 40}, {other, e.Seq}, {1 << 40, other}} {
		if err := x.exec("UPDATE audit_events SET seq = ? WHERE chain = ? AND seq = ?", move[1], e.Chain, move[0]); err != nil {
			return forgery{}, err
		}
	}
	return forgery{"two entries swapped", e.Chain, e.Seq}, nil
}

// inserted puts a forged entry before another, and moves what follows.
func inserted(x *intruder) (forgery, error) {
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	for _, move := range []string{"seq + 1000000", "seq - 999999"} { // past one another, for the unique key
		if err := x.exec("UPDATE audit_events SET seq = "+move+" WHERE chain = ? AND seq >= ?", e.Chain, e.Seq); err != nil {
			return forgery{}, err
		}
	}
	if err := x.exec("UPDATE audit_heads SET seq = seq + 1 WHERE chain = ?", e.Chain); err != nil {
		return forgery{}, err
	}
	f := forgery{"an entry inserted", e.Chain, e.Seq}
	e.ID, e.ActorName = fmt.Sprintf("forged-%d", x.n), "kẻ gian"
	e.MAC = forge([]byte("a key that is not ours"), e)
	return f, x.tx.Create(&e).Error
}

// copiedRow puts an entry a second time, at the end of a chain or of another.
func copiedRow(x *intruder) (forgery, error) {
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	other, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	end, err := x.last(other.Chain)
	if err != nil {
		return forgery{}, err
	}
	e.ID, e.Chain, e.Seq = fmt.Sprintf("copy-%d", x.n), end.Chain, end.Seq+1
	if err := x.tx.Create(&e).Error; err != nil {
		return forgery{}, err
	}
	return forgery{"an entry copied", e.Chain, e.Seq}, x.exec("UPDATE audit_heads SET seq = ?, mac = ? WHERE chain = ?", e.Seq, e.MAC, e.Chain)
}

// cut takes the end of a chain away and sets its head to fit; now and then the
// whole chain with its head.
func cut(x *intruder) (forgery, error) {
	e, err := x.any(1)
	if err != nil {
		return forgery{}, err
	}
	if x.n%5 == 0 {
		if err := x.exec("DELETE FROM audit_events WHERE chain = ?", e.Chain); err != nil {
			return forgery{}, err
		}
		return forgery{"a chain taken away", e.Chain, 1}, x.exec("DELETE FROM audit_heads WHERE chain = ?", e.Chain)
	}
	if err := x.exec("DELETE FROM audit_events WHERE chain = ? AND seq > ?", e.Chain, e.Seq); err != nil {
		return forgery{}, err
	}
	return forgery{"a tail cut", e.Chain, e.Seq + 1}, x.exec("UPDATE audit_heads SET seq = ?, mac = ? WHERE chain = ?", e.Seq, e.MAC, e.Chain)
}

// recomputed changes an entry and computes the chain anew from there, as the
// program does but with another key.
func recomputed(x *intruder) (forgery, error) {
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	var rest []audit.Event
	if err := x.tx.Where("chain = ? AND seq >= ?", e.Chain, e.Seq).Order("seq").Find(&rest).Error; err != nil {
		return forgery{}, err
	}
	key, previous := []byte(strings32(x.r)), e.Previous
	rest[0].ActorName = "kẻ gian"
	for _, r := range rest {
		r.Previous = previous
		previous = forge(key, r)
		if err := x.exec("UPDATE audit_events SET actor_name = ?, previous = ?, mac = ? WHERE id = ?", r.ActorName, r.Previous, previous, r.ID); err != nil {
			return forgery{}, err
		}
	}
	return forgery{"a chain computed anew without the key", e.Chain, e.Seq}, x.exec("UPDATE audit_heads SET mac = ? WHERE chain = ?", previous, e.Chain)
}

// headed changes where a chain says it stands.
func headed(x *intruder) (forgery, error) {
	e, err := x.any(0)
	if err != nil {
		return forgery{}, err
	}
	end, err := x.last(e.Chain)
	if err != nil {
		return forgery{}, err
	}
	if x.n%2 == 0 {
		return forgery{"a head moved back", e.Chain, end.Seq}, x.exec("UPDATE audit_heads SET seq = seq - 1 WHERE chain = ?", e.Chain)
	}
	return forgery{"a head changed", e.Chain, end.Seq + 1}, x.exec("UPDATE audit_heads SET mac = ? WHERE chain = ?", forge(nil, end), e.Chain)
}

// forge signs an entry the way the program does.
func forge(key []byte, e audit.Event) string {
	e.MAC = ""
	b, _ := json.Marshal(e)
	h := hmac.New(sha256.New, key)
	h.Write([]byte("giaouoc audit event\x00"))
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

func strings32(r *rand.Rand) string { return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()) }
