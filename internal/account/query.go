package account

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

func userByID(tx *gorm.DB, id string) (*User, error) {
	return userWhere(tx, "id = ?", id)
}

func userByName(tx *gorm.DB, name string) (*User, error) {
	return userWhere(tx, "username = ?", name)
}

func userWhere(tx *gorm.DB, cond string, arg string) (*User, error) {
	var u User
	err := tx.Where(cond, arg).Take(&u).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &u, err
}

// lockUser reads a user and makes others that lock the same one wait: sessions
// begin, go on and end one after the other.
func lockUser(tx *gorm.DB, id string) (*User, error) {
	var us []User
	if err := tx.Raw("SELECT * FROM users WHERE id = ?"+db.ForUpdate(tx), id).Scan(&us).Error; err != nil {
		return nil, err
	}
	if len(us) == 0 {
		return nil, fault.Missing()
	}
	return &us[0], nil
}

// rights reads a user's state and grants in one statement.
func rights(tx *gorm.DB, userID, session string) (u User, live bool, grants []actor.Grant, err error) {
	rows, err := db.All[struct {
		User
		SessionLive bool
		Role        *actor.Role
		Scope       *actor.Scope
		ScopeID     *string
	}](tx, `SELECT u.id, u.username, u.status, u.token_version, u.language, u.must_change_password, g.role, g.scope, g.scope_id,
			EXISTS (SELECT 1 FROM refresh_tokens r WHERE r.family = ? AND r.user_id = u.id AND r.revoked_at IS NULL) AS session_live
		FROM users u LEFT JOIN grants g ON g.user_id = u.id WHERE u.id = ?`, session, userID)
	if err != nil || len(rows) == 0 {
		return u, false, nil, err
	}
	for _, r := range rows {
		if r.Role != nil {
			grants = append(grants, actor.Grant{Role: *r.Role, Scope: *r.Scope, ScopeID: *r.ScopeID})
		}
	}
	return rows[0].User, rows[0].SessionLive, grants, nil
}

func countUsers(tx *gorm.DB) (n int64, err error) {
	return n, tx.Model(&User{}).Count(&n).Error
}

// otherAdmins counts active administrators besides one user.
func otherAdmins(tx *gorm.DB, userID string) (n int64, err error) {
	return n, tx.Raw(`SELECT count(DISTINCT u.id) FROM users u JOIN grants g ON g.user_id = u.id
		WHERE g.role = 'admin' AND u.status = 'active' AND u.id <> ?`, userID).Scan(&n).Error
}

func isAdmin(tx *gorm.DB, userID string) (bool, error) {
	var n int64
	err := tx.Model(&Grant{}).Where("user_id = ? AND role = ?", userID, actor.Admin).Count(&n).Error
	return n > 0, err
}

// lockAdmins makes changes to who is an administrator wait for one another.
func lockAdmins(tx *gorm.DB) error {
	var ids []string
	return tx.Raw("SELECT id FROM users ORDER BY id" + db.ForUpdate(tx)).Scan(&ids).Error
}

func grantByID(tx *gorm.DB, id string) (*Grant, error) {
	var g Grant
	err := tx.Where("id = ?", id).Take(&g).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &g, err
}

// sameGrant is the id of a grant that gives the same, "" for none.
func sameGrant(tx *gorm.DB, g *Grant) (id string, err error) {
	return id, tx.Raw("SELECT id FROM grants WHERE user_id = ? AND role = ? AND scope = ? AND scope_id = ?", g.UserID, g.Role, g.Scope, g.ScopeID).Scan(&id).Error
}

func attempt(tx *gorm.DB, subject string) (a LoginAttempt, err error) {
	return a, tx.Where("subject = ?", subject).Limit(1).Find(&a).Error
}

// countFailure adds a failure to a subject; failures counted at once all count.
func countFailure(tx *gorm.DB, subject string, limit int) error {
	first := LoginAttempt{Subject: subject, FirstAt: tx.NowFunc()}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&first).Error; err != nil {
		return err
	}
	var a LoginAttempt
	if err := tx.Raw("SELECT * FROM login_attempts WHERE subject = ?"+db.ForUpdate(tx), subject).Scan(&a).Error; err != nil {
		return err
	}
	a.count(tx.NowFunc(), limit)
	return tx.Select("*").Updates(&a).Error
}

func forgetAttempt(tx *gorm.DB, subject string) error {
	return tx.Where("subject = ?", subject).Delete(&LoginAttempt{}).Error
}

// useRefresh marks a token used if it still may be; false means it may not.
func useRefresh(tx *gorm.DB, hash string, now time.Time) (bool, error) {
	res := tx.Model(&RefreshToken{}).Where("token_hash = ? AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?", hash, now).Update("used_at", now)
	return res.RowsAffected == 1, res.Error
}

func refreshByHash(tx *gorm.DB, hash string) (*RefreshToken, error) {
	var r RefreshToken
	res := tx.Where("token_hash = ?", hash).Limit(1).Find(&r)
	if res.Error != nil || res.RowsAffected == 0 {
		return nil, res.Error
	}
	return &r, nil
}

func revokeFamily(tx *gorm.DB, family string, now time.Time) error {
	return tx.Model(&RefreshToken{}).Where("family = ? AND revoked_at IS NULL", family).Update("revoked_at", now).Error
}

func revokeUser(tx *gorm.DB, userID string, now time.Time) error {
	return tx.Model(&RefreshToken{}).Where("user_id = ? AND revoked_at IS NULL", userID).Update("revoked_at", now).Error
}

// Setting is one named value of the installation itself.
type Setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

func setting(tx *gorm.DB, name string) (string, error) {
	var s Setting
	err := tx.Where("name = ?", name).Limit(1).Find(&s).Error
	return s.Value, err
}

func saveSetting(tx *gorm.DB, name, value string) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&Setting{name, value}).Error
}

// dropSetting removes a value; false means somebody else did.
func dropSetting(tx *gorm.DB, name string) (bool, error) {
	res := tx.Where("name = ?", name).Delete(&Setting{})
	return res.RowsAffected == 1, res.Error
}

var userList = db.List{
	Fields: []db.Field{
		{Name: "username", SQL: "u.username", Type: db.Text, Sort: true},
		{Name: "status", SQL: "u.status", Type: db.Enum, Enum: []string{Active, Disabled}},
		{Name: "role", Type: db.Text, Match: func(vs []string) (string, []any) {
			return "EXISTS (SELECT 1 FROM grants g WHERE g.user_id = u.id AND g.role IN ?)", []any{vs}
		}},
	},
	Default: "username", ID: "u.id",
}

func listUsers(tx *gorm.DB, r db.Request) (db.Page[User], error) {
	return db.Fetch[User](tx, db.Select{Columns: "u.*", From: "users u"}, r)
}

var grantList = db.List{
	Fields: []db.Field{
		{Name: "user_id", SQL: "g.user_id", Type: db.ID},
		{Name: "role", SQL: "g.role", Type: db.Text, Sort: true},
		{Name: "scope", SQL: "g.scope", Type: db.Text},
		{Name: "scope_id", SQL: "g.scope_id", Type: db.ID},
	},
	Default: "role", ID: "g.id",
}

func listGrants(tx *gorm.DB, r db.Request) (db.Page[Grant], error) {
	return db.Fetch[Grant](tx, db.Select{Columns: "g.*", From: "grants g"}, r)
}
