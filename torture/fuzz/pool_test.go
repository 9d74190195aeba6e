package fuzz_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// kept is how many records of a kind are remembered.
const kept = 48

// pool are the records the program told of, and those it was told to remove.
type pool struct {
	mu   sync.Mutex
	ids  map[string][]string // collection → ids
	gone map[string][]string
}

func newPool() *pool { return &pool{ids: map[string][]string{}, gone: map[string][]string{}} }

// learn remembers a record at its address.
func (p *pool) learn(location string) {
	kind, id, ok := strings.Cut(strings.TrimPrefix(location, prefix+"/"), "/")
	if !ok || strings.Contains(id, "/") {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ids[kind] = latest(append(p.ids[kind], id))
}

// lose forgets a record that was removed.
func (p *pool) lose(kind, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.ids[kind]
	for i, x := range list {
		if x == id {
			p.ids[kind] = append(append([]string{}, list[:i]...), list[i+1:]...)
			break
		}
	}
	p.gone[kind] = latest(append(p.gone[kind], id))
}

func latest(list []string) []string {
	if len(list) > kept {
		return append([]string{}, list[len(list)-kept:]...)
	}
	return list
}

// pick is a record of a kind; "" when there is none.
func (p *pool) pick(r *rand.Rand, kind string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return any1(r, p.ids[kind])
}

// lost is a removed record of a kind.
func (p *pool) lost(r *rand.Rand, kind string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return any1(r, p.gone[kind])
}

// other is a record of another kind.
func (p *pool) other(r *rand.Rand, kind string) string {
	for _, k := range []string{"persons", "units", "terms", "decisions"} {
		if k != kind {
			if id := p.pick(r, k); id != "" && r.IntN(2) == 0 {
				return id
			}
		}
	}
	return missing
}

func (p *pool) size(kind string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.ids[kind])
}

// oldest is the record of a kind remembered longest.
func (p *pool) oldest(kind string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.ids[kind]) == 0 {
		return ""
	}
	return p.ids[kind][0]
}

// missing is the id of nothing.
const missing = "01900000-0000-7000-8000-000000000000"

func any1[T any](r *rand.Rand, list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[r.IntN(len(list))]
}

// referred are the members that name a record of another kind than the word
// before their _id says.
var referred = map[string]string{
	"organizer": "authorities", "parent": "units", "signing_event": "events", "chosen_event": "events", "organiser_unit": "units",
	"honoured_bloc": "blocs", "signatory": "persons", "council_member": "persons", "theme_of": "authorities", "annuls": "decisions",
	"restores": "decisions", "award_type": "award-types", "actor": "users", "entity": "units",
}

// kindNamed is the collection a member or parameter like unit_id names records
// of; "" for a name that is none, and ok says whether it was understood.
func (c *contract) kindNamed(name string) (kind string, ok bool) {
	base, isID := strings.CutSuffix(name, "_id")
	if !isID {
		return "", true
	}
	if k := referred[base]; k != "" {
		return k, true
	}
	for _, k := range []string{base + "s", base + "es", strings.TrimSuffix(base, "y") + "ies"} {
		if c.methods[prefix+"/"+k] != nil {
			return k, true
		}
	}
	return "", false
}

// isGone reports whether a record was removed.
func (p *pool) isGone(kind, id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.gone[kind], id)
}
