package account

import (
	"errors"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var tokenList = db.List{
	Fields: []db.Field{
		{Name: "user_id", SQL: "t.user_id", Type: db.ID},
		{Name: "scope", SQL: "t.scope", Type: db.Enum, Enum: actor.TokenScopes()},
		{Name: "prefix", SQL: "t.prefix", Type: db.Text},
		{Name: "expires_at", SQL: "t.expires_at", Type: db.Instant},
		{Name: "revoked_at", SQL: "t.revoked_at", Type: db.Instant, Nullable: true},
		// Ids are made in order of time, so the order of ids is that of making.
		{Name: "created_at", SQL: "t.id", Sort: true, SortOnly: true},
	},
	Default: "-created_at", ID: "t.id",
}

// within is the condition on tokens an extent reaches.
func within(e actor.Extent) (string, []any) {
	switch {
	case e.Everything:
		return "1 = 1", nil
	case e.User == "":
		return "1 = 0", nil
	}
	return "t.user_id = ?", []any{e.User}
}

func listTokens(tx *gorm.DB, e actor.Extent, r db.Request) (db.Page[APIToken], error) {
	cond, args := within(e)
	return db.Fetch[APIToken](tx, db.Select{Columns: "t.*", From: "api_tokens t", Where: []string{cond}, Args: args}, r)
}

func tokenByID(tx *gorm.DB, e actor.Extent, id string) (*APIToken, error) {
	cond, args := within(e)
	var t APIToken
	err := tx.Table("api_tokens t").Where("t.id = ?", id).Where(cond, args...).Take(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &t, err
}

func countLiveTokens(tx *gorm.DB, userID string, now time.Time) (n int64, err error) {
	return n, tx.Model(&APIToken{}).Where("user_id = ? AND revoked_at IS NULL AND expires_at > ?", userID, now).Count(&n).Error
}

// revokeTokens ends every token of a user.
func revokeTokens(tx *gorm.DB, userID string, now time.Time) error {
	return tx.Exec("UPDATE api_tokens SET revoked_at = ?, updated_at = ?, version = version + 1 WHERE user_id = ? AND revoked_at IS NULL", now, now, userID).Error
}

// tokenRights reads a token, its user's state and grants in one statement; a
// hash nobody's token has gives an empty user.
func tokenRights(tx *gorm.DB, hash string) (u User, t APIToken, grants []actor.Grant, err error) {
	var rows []struct {
		User
		TokenID    string
		Prefix     string
		TokenScope actor.TokenScope
		ExpiresAt  time.Time
		LastUsedAt *time.Time
		RevokedAt  *time.Time
		Role       *actor.Role
		Scope      *actor.Scope
		ScopeID    *string
	}
	err = tx.Raw(`SELECT u.id, u.username, u.status, u.language, u.must_change_password, g.role, g.scope, g.scope_id,
			t.id AS token_id, t.prefix, t.scope AS token_scope, t.expires_at, t.last_used_at, t.revoked_at
		FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN grants g ON g.user_id = u.id WHERE t.token_hash = ?`, hash).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return u, t, nil, err
	}
	for _, r := range rows {
		if r.Role != nil {
			grants = append(grants, actor.Grant{Role: *r.Role, Scope: *r.Scope, ScopeID: *r.ScopeID})
		}
	}
	r := rows[0]
	t = APIToken{UserID: r.User.ID, Scope: r.TokenScope, Prefix: r.Prefix, ExpiresAt: r.ExpiresAt, LastUsedAt: r.LastUsedAt, RevokedAt: r.RevokedAt}
	t.ID = r.TokenID
	return r.User, t, grants, nil
}

// saveUse writes when and from where a token was last used, unless another
// process did so a moment ago. It is no change of the record.
func saveUse(tx *gorm.DB, id string, u use) error {
	return tx.Exec("UPDATE api_tokens SET last_used_at = ?, last_used_address = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)",
		u.at, u.address, id, u.at.Add(-useNotedEvery)).Error
}
