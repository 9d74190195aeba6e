package registration

import (
	"bytes"
	"encoding/json"
	"slices"

	"giaouoc/internal/fault"
)

// The lists of a registration's parts.
const (
	commitmentsList = "commitments"
	titlesList      = "titles"
)

// What registrations and their parts say, in the order of the form, and the first
// field of the body that carries each.
var (
	registrationMembers = []member{
		{"unit", "unit_as_written"},
		{"head", "head_id"},
		{"head_position_as_written", ""},
		{"union", "union_id"},
		{"union_position_as_written", ""},
		{"registered_on", ""},
		{"document_as_written", ""},
		{"sources", ""},
		{"basis", ""},
		{"remark", ""},
	}
	partMembers = map[string][]member{
		commitmentsList: {{"text", ""}, {"measure", ""}, {"target", ""}, {"unit_of_measure", ""}, {"due_on", ""}, {"movement", "movement_id"}, {"note", ""}},
		titlesList:      {{"subject", ""}, {"award_type", "award_type_id"}, {"unit", "unit_id"}, {"person", "person_id"}, {"name", ""}, {"count", ""}, {"period", ""}, {"note", ""}},
	}
)

// member is something a registration or a part of it says, under its name in
// answers; field is its name in bodies where that differs.
type member struct{ name, field string }

func (m member) input() string {
	if m.field != "" {
		return m.field
	}
	return m.name
}

// content is what a registration said at a moment, in the words of an answer.
type content struct {
	Members     map[string]json.RawMessage `json:"members"`
	Commitments []contentPart              `json:"commitments"`
	Titles      []contentPart              `json:"titles"`
}

// contentPart is one item of a list, in order.
type contentPart struct {
	ID      string                     `json:"id"`
	Members map[string]json.RawMessage `json:"members"`
}

// list is one of the two lists.
func (c content) list(name string) []contentPart {
	if name == commitmentsList {
		return c.Commitments
	}
	return c.Titles
}

// How a part changed.
const (
	changed = "changed"
	added   = "added"
	removed = "removed"
	moved   = "moved"
)

// RegistrationChange is one difference between a registration at two moments.
type RegistrationChange struct {
	List   *string         `json:"list" enum:"commitments,titles" doc:"null: of the registration itself"`
	ID     *string         `json:"id" format:"uuid" doc:"of the item; null: of the registration itself"`
	Order  *int            `json:"order" doc:"place of the item in its list now, or before it was removed"`
	Change string          `json:"change" enum:"changed,added,removed,moved"`
	Member *string         `json:"member" doc:"what changed; null: the whole item"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// changes lists what differs between two moments, member by member and part by
// part, in the order of the form; parts are recognised by their ids. It is never
// nil.
func changes(before, after content) []RegistrationChange {
	out := []RegistrationChange{}
	for _, m := range registrationMembers {
		if a, b := before.Members[m.name], after.Members[m.name]; !same(a, b) {
			out = append(out, RegistrationChange{Change: changed, Member: &m.name, Before: orNull(a), After: orNull(b)})
		}
	}
	for _, list := range []string{commitmentsList, titlesList} {
		out = append(out, changesOfList(list, before.list(list), after.list(list))...)
	}
	return out
}

func changesOfList(list string, before, after []contentPart) (out []RegistrationChange) {
	stayed := func(of, in []contentPart) (ids []string) {
		for _, p := range of {
			if place(in, p.ID) >= 0 {
				ids = append(ids, p.ID)
			}
		}
		return ids
	}
	was, now := stayed(before, after), stayed(after, before)
	for i, p := range after {
		line := RegistrationChange{List: &list, ID: &after[i].ID, Order: number(i + 1)}
		j := place(before, p.ID)
		if j < 0 {
			line.Change, line.Before, line.After = added, orNull(nil), whole(p)
			out = append(out, line)
			continue
		}
		if slices.Index(was, p.ID) != slices.Index(now, p.ID) {
			line.Change, line.Before, line.After = moved, raw(j+1), raw(i+1)
			out = append(out, line)
		}
		for _, m := range partMembers[list] {
			if a, b := before[j].Members[m.name], p.Members[m.name]; !same(a, b) {
				line.Change, line.Member, line.Before, line.After = changed, &m.name, orNull(a), orNull(b)
				out = append(out, line)
			}
		}
	}
	for i, p := range before {
		if place(after, p.ID) < 0 {
			out = append(out, RegistrationChange{List: &list, ID: &before[i].ID, Order: number(i + 1), Change: removed, Before: whole(p), After: orNull(nil)})
		}
	}
	return out
}

func place(parts []contentPart, id string) int {
	return slices.IndexFunc(parts, func(p contentPart) bool { return p.ID == id })
}

func number(n int) *int { return &n }

func whole(p contentPart) json.RawMessage { return raw(p.Members) }

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of JSON and numbers always encode
	}
	return b
}

func orNull(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return json.RawMessage("null")
	}
	return v
}

// same compares two values. The present name of a linked record is no part of what
// was said: it may change by itself.
func same(a, b json.RawMessage) bool { return bytes.Equal(said(a), said(b)) }

func said(v json.RawMessage) []byte {
	var ref map[string]json.RawMessage
	if json.Unmarshal(v, &ref) != nil || ref["as_written"] == nil {
		return orNull(v)
	}
	delete(ref, "name")
	return raw(ref)
}

// contentOf takes what an answer shows of a registration.
func contentOf(v RegistrationDetailView) content {
	c := content{Members: picked(v, registrationMembers), Commitments: []contentPart{}, Titles: []contentPart{}}
	for _, p := range v.Commitments {
		c.Commitments = append(c.Commitments, contentPart{p.ID, picked(p, partMembers[commitmentsList])})
	}
	for _, p := range v.Titles {
		c.Titles = append(c.Titles, contentPart{p.ID, picked(p, partMembers[titlesList])})
	}
	return c
}

func picked(v any, members []member) map[string]json.RawMessage {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw(v), &all); err != nil {
		panic(err) // what was just encoded
	}
	out := make(map[string]json.RawMessage, len(members))
	for _, m := range members {
		out[m.name] = all[m.name]
	}
	return out
}

// Reopened is something that a return opens to be mended: a member of the
// registration; a whole list; a whole item of one; or a member of an item.
type Reopened struct {
	List   *string `json:"list" enum:"commitments,titles" doc:"null: of the registration itself"`
	ID     *string `json:"id" format:"uuid" doc:"of an item; null: the whole list"`
	Member *string `json:"member" doc:"null: the whole item or list"`
	Remark *string `json:"remark" doc:"what is to be mended"`
}

// check notes what cannot be reopened because there is no such thing.
func (r Reopened) check(bad *fault.Fields, at string, now content) {
	members := registrationMembers
	switch {
	case r.List != nil:
		members = partMembers[*r.List]
		if r.ID != nil && place(now.list(*r.List), *r.ID) < 0 {
			bad.Add(at+"/id", "reference_not_found")
		}
		if r.ID == nil && r.Member != nil {
			bad.Add(at+"/id", "required")
		}
	case r.ID != nil:
		bad.Add(at+"/list", "required")
	case r.Member == nil:
		bad.Add(at+"/member", "required")
	}
	if r.Member != nil && !slices.ContainsFunc(members, func(m member) bool { return m.name == *r.Member }) {
		names := make([]string, len(members))
		for i, m := range members {
			names[i] = m.name
		}
		bad.Add(at+"/member", "not_allowed", "allowed", names)
	}
}

// covers reports whether a change is of what was reopened.
func (r Reopened) covers(c RegistrationChange) bool {
	switch {
	case !equal(r.List, c.List):
		return false
	case r.List == nil:
		return equal(r.Member, c.Member)
	case r.ID == nil:
		return true
	case !equal(r.ID, c.ID) || c.Change == added || c.Change == moved:
		return false
	}
	return r.Member == nil || equal(r.Member, c.Member)
}

// closed refuses changes of what a return did not reopen; before the first return
// everything is open. It names each of them where the body carries it.
func closed(open []Reopened, before, after content) error {
	if len(open) == 0 {
		return nil
	}
	f := *ErrNotReopened
	for _, c := range changes(before, after) {
		if !slices.ContainsFunc(open, func(r Reopened) bool { return r.covers(c) }) {
			f.Fields = append(f.Fields, fault.At(c.pointer(after), "not_reopened"))
		}
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return &f
}

// pointer is where a body that leads to the state after carries the change.
func (c RegistrationChange) pointer(after content) string {
	members, at := registrationMembers, ""
	if c.List != nil {
		members, at = partMembers[*c.List], "/"+*c.List
		i := place(after.list(*c.List), *c.ID)
		if i < 0 {
			return at
		}
		at = pointer(*c.List, i, "")
	}
	for _, m := range members {
		if c.Member != nil && m.name == *c.Member {
			return at + "/" + m.input()
		}
	}
	return at
}

func equal[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
