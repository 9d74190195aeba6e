package account

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/semaphore"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Service holds the use cases of accounts.
type Service struct {
	db         *db.DB
	audit      *audit.Log
	signer     *Signer
	refreshTTL time.Duration
	hashers    *semaphore.Weighted
	checks     *semaphore.Weighted
	uses       uses
	recent     recent
	dropFeeds  func(tx *gorm.DB, userID string) error
}

// New makes the service; at most two passwords are hashed at a time, and one check
// of the record runs. dropFeeds ends the calendar feeds of a user.
func New(store *db.DB, log *audit.Log, signer *Signer, refreshTTL time.Duration, dropFeeds func(tx *gorm.DB, userID string) error) *Service {
	return &Service{
		db: store, audit: log, signer: signer, refreshTTL: refreshTTL, hashers: semaphore.NewWeighted(2), checks: semaphore.NewWeighted(1),
		uses: uses{pending: map[string]use{}}, recent: recent{sessions: map[string]standing{}}, dropFeeds: dropFeeds,
	}
}

const setupSetting = "setup_code_hash"

// SetupCode makes a new one-time set-up code while there is no user at all, and
// "" once there is. Printed at start, it is the only way in.
func (s *Service) SetupCode(ctx context.Context) (string, error) {
	code := ""
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		code = ""
		n, err := countUsers(tx)
		if err != nil || n > 0 {
			return err
		}
		secret, _ := newSecret()
		code = secret[:16]
		return saveSetting(tx, setupSetting, hashSecret(code))
	})
	return code, err
}

// SetUp makes the first administrator with the code printed at start.
func (s *Service) SetUp(ctx context.Context, code string, in CreateUserBody, address string) (*User, error) {
	if err := s.throttled(ctx, "set-up", address); err != nil {
		return nil, err
	}
	known, err := setting(s.db.Read(ctx), setupSetting)
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	if known == "" {
		return nil, ErrSetUp
	}
	if known != hashSecret(code) {
		if err := s.failed(ctx, "set-up", address); !isCredentials(err) {
			return nil, err
		}
		return nil, ErrSetupCode
	}
	ctx = actor.With(ctx, actor.System("set-up"))
	return s.create(ctx, in, []Grant{{Role: actor.Admin, Scope: actor.All}}, func(tx *gorm.DB) error {
		first, err := dropSetting(tx, setupSetting)
		if err == nil && !first {
			err = ErrSetUp
		}
		return err
	})
}

// inSession refuses what an API token must not do whatever its scope: set a
// password, let a user in again, make a grant, or revoke one of admin. A token
// that leaked could so outlive its end. Fault: token_scope.
func inSession(ctx context.Context) error { return actor.From(ctx).InSession() }

// CreateUser adds a user without any grant. Fault: token_scope.
func (s *Service) CreateUser(ctx context.Context, in CreateUserBody) (*User, error) {
	if err := inSession(ctx); err != nil {
		return nil, err
	}
	return s.create(ctx, in, nil, func(tx *gorm.DB) error {
		return actor.From(ctx).Can(actor.UserManage, actor.Resource{})
	})
}

func (s *Service) create(ctx context.Context, in CreateUserBody, grants []Grant, guard func(tx *gorm.DB) error) (*User, error) {
	var bad fault.Fields
	if !usernameForm.MatchString(in.Username) {
		bad.Add("/username", "invalid_username")
	}
	checkPassword(&bad, "/password", string(in.Password), in.Username)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	hash, err := s.hash(ctx, string(in.Password))
	if err != nil {
		return nil, fault.From(err)
	}
	var u *User
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := guard(tx); err != nil {
			return err
		}
		u = &User{
			Meta: record.NewMeta(tx), Username: in.Username, DisplayName: in.DisplayName.Or(in.Username), PasswordHash: hash,
			Language: in.Language.Value, Status: Active, MustChangePassword: in.MustChangePassword.Or(false),
		}
		if existing, err := userByName(tx, u.Username); err == nil {
			return fault.New(fault.Conflict, "duplicate").With("existing_id", existing.ID)
		}
		if err := db.Insert(tx, u); err != nil {
			return err
		}
		for i := range grants {
			g := grants[i]
			g.Meta, g.UserID = record.NewMeta(tx), u.ID
			if err := db.Insert(tx, &g); err != nil {
				return err
			}
		}
		return s.audit.Append(tx, audit.Entry{Entity: "user", EntityID: u.ID, Version: u.Version, After: u})
	})
	return u, err
}

// UpdateUser changes a user's name, language, state or password. Disabling or a
// new password ends every session and every API token of the user. Fault:
// token_scope for a password or for letting the user in again.
func (s *Service) UpdateUser(ctx context.Context, id string, version int, in UpdateUserBody) (*User, error) {
	if in.Password.Set || in.Status.Or("") == Active {
		if err := inSession(ctx); err != nil {
			return nil, err
		}
	}
	hash, err := s.newHash(ctx, in)
	if err != nil {
		return nil, err
	}
	var u *User
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
			return err
		}
		if err := lockAdmins(tx); err != nil {
			return err
		}
		if u, err = userByID(tx, id); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "user", u, version); err != nil {
			return err
		}
		before := *u
		in.DisplayName.Put(&u.DisplayName)
		in.Language.Apply(&u.Language)
		in.Status.Put(&u.Status)
		in.MustChangePassword.Put(&u.MustChangePassword)
		if hash != "" {
			u.PasswordHash = hash
		}
		if u.Status != before.Status || hash != "" {
			if err := s.mustKeepAdmin(tx, u); err != nil {
				return err
			}
			u.TokenVersion++
			if err := errors.Join(revokeUser(tx, id, tx.NowFunc()), s.shutOut(tx, id)); err != nil {
				return err
			}
		}
		if err := db.Update(tx, u); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "user", EntityID: u.ID, Version: u.Version, Before: &before, After: u})
	})
	return u, err
}

func (s *Service) newHash(ctx context.Context, in UpdateUserBody) (string, error) {
	if in.Password.Value == nil {
		return "", nil
	}
	var bad fault.Fields
	checkPassword(&bad, "/password", string(*in.Password.Value), "")
	if err := bad.Err(); err != nil {
		return "", err
	}
	return s.hash(ctx, string(*in.Password.Value))
}

func (s *Service) mustKeepAdmin(tx *gorm.DB, u *User) error {
	if u.Status == Active {
		return nil
	}
	n, err := otherAdmins(tx, u.ID)
	if err != nil || n > 0 {
		return err
	}
	// Books without any administrator lose none: the operator may still be at work.
	if admin, err := isAdmin(tx, u.ID); err != nil || !admin {
		return err
	}
	return ErrLastAdmin
}

// EndSessions ends every session and every API token of a user.
func (s *Service) EndSessions(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
			return err
		}
		u, err := lockUser(tx, id)
		if err != nil {
			return err
		}
		return s.endSessions(tx, u, *u, false)
	})
}

// UpdateMe changes what users may change of themselves.
func (s *Service) UpdateMe(ctx context.Context, version int, in UpdateMeBody) (*User, error) {
	var u *User
	err := s.db.InTx(ctx, func(tx *gorm.DB) (err error) {
		if u, err = userByID(tx, actor.From(ctx).ID); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "user", u, version); err != nil {
			return err
		}
		before := *u
		in.DisplayName.Put(&u.DisplayName)
		in.Language.Apply(&u.Language)
		if err := db.Update(tx, u); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "user", EntityID: u.ID, Version: u.Version, Before: &before, After: u})
	})
	return u, err
}

// ChangePassword replaces one's own password and ends every session, this one
// included, and every API token unless asked to keep them. A wrong present password counts as a failed login.
func (s *Service) ChangePassword(ctx context.Context, in ChangePasswordBody, address string) error {
	who := actor.From(ctx)
	var bad fault.Fields
	checkPassword(&bad, "/new_password", string(in.NewPassword), who.Name)
	if err := bad.Err(); err != nil {
		return err
	}
	if err := s.throttled(ctx, who.Name, address); err != nil {
		return err
	}
	u, err := userByID(s.db.Read(ctx), who.ID)
	if err != nil {
		return s.db.Translate(ctx, err)
	}
	ok, err := s.matches(ctx, u, string(in.Password))
	if err != nil {
		return fault.From(err)
	}
	if !ok {
		return s.failed(ctx, who.Name, address)
	}
	hash, err := s.hash(ctx, string(in.NewPassword))
	if err != nil {
		return fault.From(err)
	}
	checked := u.TokenVersion
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		u, err := lockUser(tx, who.ID)
		if err != nil {
			return err
		}
		if u.TokenVersion != checked { // somebody set another password meanwhile
			return ErrToken
		}
		before := *u
		u.PasswordHash, u.MustChangePassword = hash, false
		return s.endSessions(tx, u, before, in.KeepTokens.Or(false))
	})
}

// CreateGrant gives a user a role within a scope. Fault: token_scope.
func (s *Service) CreateGrant(ctx context.Context, in CreateGrantBody) (*Grant, error) {
	if err := inSession(ctx); err != nil {
		return nil, err
	}
	var g *Grant
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
			return err
		}
		var bad fault.Fields
		role, scope := actor.Role(in.Role), actor.Scope(in.Scope)
		checkScope(&bad, role, scope, in.ScopeID.Value)
		if err := record.Known(tx, &bad, "/user_id", "users", &in.UserID); err != nil {
			return err
		}
		if table := map[actor.Scope]string{actor.OfAuthority: "authorities", actor.OfBloc: "blocs", actor.OfUnit: "units"}[scope]; table != "" {
			if err := record.Known(tx, &bad, "/scope_id", table, in.ScopeID.Value); err != nil {
				return err
			}
		}
		if err := bad.Err(); err != nil {
			return err
		}
		g = &Grant{Meta: record.NewMeta(tx), UserID: in.UserID, Role: role, Scope: scope, ScopeID: in.ScopeID.Or("")}
		other, err := sameGrant(tx, g)
		if err != nil {
			return err
		}
		if other != "" {
			return fault.New(fault.Conflict, "duplicate").With("existing_id", other)
		}
		if err := db.Insert(tx, g); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "grant", EntityID: g.ID, Version: 1, After: g})
	})
	return g, err
}

// DeleteGrant takes a role away; it works at the user's next request. Fault:
// token_scope for admin.
func (s *Service) DeleteGrant(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
			return err
		}
		if err := lockAdmins(tx); err != nil {
			return err
		}
		g, err := grantByID(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "grant", g, version); err != nil {
			return err
		}
		if g.Role == actor.Admin {
			if err := inSession(ctx); err != nil {
				return err
			}
			if n, err := otherAdmins(tx, g.UserID); err != nil || n == 0 {
				if err == nil {
					err = ErrLastAdmin
				}
				return err
			}
		}
		if err := db.Delete(tx, g); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "grant", EntityID: g.ID, Version: g.Version, Before: g})
	})
}

func isCredentials(err error) bool {
	f := fault.From(err)
	return f != nil && f.Code == ErrCredentials.Code
}

// User reads one user. Callers other than the user need user.manage, which the
// policy table asks for.
func (s *Service) User(ctx context.Context, id string) (*User, error) {
	u, err := userByID(s.db.Read(ctx), id)
	return u, s.db.Translate(ctx, err)
}

// Users lists users.
func (s *Service) Users(ctx context.Context, r db.Request) (db.Page[User], error) {
	p, err := listUsers(s.db.Read(ctx), r)
	return p, s.db.Translate(ctx, err)
}

// Grant reads one grant.
func (s *Service) Grant(ctx context.Context, id string) (*Grant, error) {
	g, err := grantByID(s.db.Read(ctx), id)
	return g, s.db.Translate(ctx, err)
}

// Grants lists grants.
func (s *Service) Grants(ctx context.Context, r db.Request) (db.Page[Grant], error) {
	p, err := listGrants(s.db.Read(ctx), r)
	return p, s.db.Translate(ctx, err)
}

// UserNamed reads the user with a login name; nil when there is none.
func (s *Service) UserNamed(ctx context.Context, name string) (*User, error) {
	u, err := userByName(s.db.Read(ctx), name)
	if fault.From(err) != nil && fault.From(err).Kind == fault.NotFound {
		return nil, nil
	}
	return u, s.db.Translate(ctx, err)
}
