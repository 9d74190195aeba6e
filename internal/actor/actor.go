// Package actor says who is asking and what they may do. Rights come from
// grants read from the database for every request; the decision itself is a
// pure function of grants and the facts about one record.
package actor

import (
	"context"
	"slices"

	"giaouoc/internal/fault"
)

// Role is what a person does for the emulation work.
type Role string

// The roles.
const (
	Admin   Role = "admin"   // quản trị hệ thống
	Council Role = "council" // cơ quan thường trực của Hội đồng TĐKT
	Leader  Role = "leader"  // thư ký đơn vị Trưởng khối
	Deputy  Role = "deputy"  // thư ký đơn vị Phó Trưởng khối
	Clerk   Role = "clerk"   // văn thư của đơn vị
	Viewer  Role = "viewer"  // người xem
	Auditor Role = "auditor" // người kiểm tra
)

// Roles lists the roles, widest first.
func Roles() []Role { return []Role{Admin, Council, Leader, Deputy, Clerk, Viewer, Auditor} }

// Scope is the kind of thing a grant is limited to.
type Scope string

// The scopes.
const (
	All         Scope = "all"
	OfAuthority Scope = "authority" // the blocs an authority organises
	OfBloc      Scope = "bloc"
	OfUnit      Scope = "unit"
)

// Scopes lists which scopes a role may be granted with. A leader's, deputy's
// or clerk's rights follow a unit: leadership rotates, so what a leader may do
// is derived from the terms the unit is recorded as leading.
func (r Role) Scopes() []Scope {
	switch r {
	case Admin:
		return []Scope{All}
	case Council:
		return []Scope{OfAuthority, OfBloc}
	case Leader, Deputy, Clerk:
		return []Scope{OfUnit}
	case Viewer, Auditor:
		return []Scope{All, OfAuthority, OfBloc, OfUnit}
	}
	return nil
}

// Grant gives a role within a scope. ScopeID is empty for All only.
type Grant struct {
	Role    Role
	Scope   Scope
	ScopeID string
}

// Actor is who asks. The zero Actor is nobody and may do nothing.
type Actor struct {
	ID       string // user id; "system" for the operator of the machine
	Name     string // login name, or the operating system's user
	Session  string // refresh family the access token belongs to, if any
	Token    Token  // the API token that was sent instead of a session, if any
	Language string // preferred language, may be empty
	Grants   []Grant
	// MustChangePassword withholds every right until the user has a password
	// of their own choice.
	MustChangePassword bool
}

// System is the operator of the machine, acting through the command line.
func System(osUser string) Actor {
	return Actor{ID: "system", Name: osUser, Grants: []Grant{{Role: Admin, Scope: All}}}
}

// Known reports whether there is somebody at all.
func (a Actor) Known() bool { return a.ID != "" }

type key struct{}

// With puts the actor into a context.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From takes the actor out of a context; nobody if there is none.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(key{}).(Actor)
	return a
}

// Resource is what must be known of a record to decide about it. A record
// outside any bloc has all fields empty: only grants for everything reach it.
type Resource struct {
	Organizer string   // authority that organises the record's bloc
	Bloc      string   // the record's bloc
	Leaders   []string // units leading the record's term
	Deputies  []string // units deputising in it
	Units     []string // units that belong to the term in any way
	Owner     string   // the unit whose own row this is
	User      string   // the user whose own act or account this is
	Published bool     // the record is open to who reads what is published
}

// Belong adds a unit to those of the record's term: its leader, a deputy, or any
// other that belongs to it.
func (r *Resource) Belong(unitID, as string) {
	switch as {
	case "leader":
		r.Leaders = append(r.Leaders, unitID)
	case "deputy":
		r.Deputies = append(r.Deputies, unitID)
	}
	r.Units = append(r.Units, unitID)
}

// Can decides whether the actor may do something to a record. It returns nil,
// Unauthenticated for nobody, or Forbidden. It is called inside the
// transaction that does the work, on a record loaded through a scoped query:
// a record the actor may not even read is never found.
func (a Actor) Can(p Permission, r Resource) error {
	if !a.Known() {
		return fault.New(fault.Unauthenticated, "unauthenticated")
	}
	for _, g := range a.Grants {
		if g.covers(reachOf(p, g.Role), r, a.ID) || r.Published && g.covers(reachOf(p.WhenPublished(), g.Role), r, a.ID) {
			return nil
		}
	}
	return fault.Denied()
}

// May reports whether some grant gives the permission somewhere. It answers
// before any record is known: for lists, and for creating what has no parent.
func (a Actor) May(p Permission) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return reachOf(p, g.Role) != Never || reachOf(p.WhenPublished(), g.Role) != Never
	})
}

func (g Grant) covers(reach Reach, r Resource, user string) bool {
	switch reach {
	case Anywhere:
		return true
	case Covered:
		switch g.Scope {
		case All:
			return true
		case OfAuthority:
			return r.Organizer != "" && g.ScopeID == r.Organizer
		case OfBloc:
			return r.Bloc != "" && g.ScopeID == r.Bloc
		case OfUnit:
			return slices.Contains(r.Units, g.ScopeID) || slices.Contains(r.Leaders, g.ScopeID) || slices.Contains(r.Deputies, g.ScopeID)
		}
	case Led:
		if g.Role == Deputy {
			return slices.Contains(r.Deputies, g.ScopeID)
		}
		return slices.Contains(r.Leaders, g.ScopeID)
	case Own:
		return r.Owner != "" && g.ScopeID == r.Owner
	case Self:
		return r.User != "" && r.User == user
	}
	return false
}

// Extent is what a permission reaches, for queries to filter on. The zero
// Extent is the empty set: a missing scope never means everything.
type Extent struct {
	Everything  bool
	Authorities []string // blocs these organise
	Blocs       []string
	Units       []string // terms these units belong to
	Leads       []string // terms these units lead
	Deputises   []string // terms these units deputise in
	Owns        []string // these units' own rows
	User        string   // this user's own acts
}

// Extent gathers what the actor's grants reach for a permission.
func (a Actor) Extent(p Permission) Extent {
	var e Extent
	for _, g := range a.Grants {
		reach := reachOf(p, g.Role)
		switch {
		case reach == Never:
		case reach == Anywhere, reach == Covered && g.Scope == All:
			e.Everything = true
		case reach == Self:
			e.User = a.ID
		case reach == Own:
			e.Owns = append(e.Owns, g.ScopeID)
		case reach == Led && g.Role == Deputy:
			e.Deputises = append(e.Deputises, g.ScopeID)
		case reach == Led:
			e.Leads = append(e.Leads, g.ScopeID)
		case g.Scope == OfAuthority:
			e.Authorities = append(e.Authorities, g.ScopeID)
		case g.Scope == OfBloc:
			e.Blocs = append(e.Blocs, g.ScopeID)
		case g.Scope == OfUnit:
			e.Units = append(e.Units, g.ScopeID)
		}
	}
	return e
}
