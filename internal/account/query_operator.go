package account

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

func everybody(tx *gorm.DB) ([]ListedUser, error) {
	var rows []struct {
		User
		GrantID   *string
		Role      *actor.Role
		Scope     *actor.Scope
		ScopeID   *string
		ScopeName *string
	}
	err := tx.Raw(`SELECT u.*, g.id AS grant_id, g.role, g.scope, g.scope_id, COALESCE(n.name, b.name, a.name) AS scope_name
		FROM users u LEFT JOIN grants g ON g.user_id = u.id LEFT JOIN units n ON n.id = g.scope_id
		LEFT JOIN blocs b ON b.id = g.scope_id LEFT JOIN authorities a ON a.id = g.scope_id ORDER BY u.username, g.id`).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out := []ListedUser{}
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].ID != r.User.ID {
			out = append(out, ListedUser{User: r.User, Grants: []ListedGrant{}})
		}
		if r.GrantID != nil {
			g := ListedGrant{Grant{UserID: r.User.ID, Role: *r.Role, Scope: *r.Scope, ScopeID: *r.ScopeID}, r.ScopeName}
			g.ID = *r.GrantID
			u := &out[len(out)-1]
			u.Grants = append(u.Grants, g)
		}
	}
	return out, nil
}

func everyToken(tx *gorm.DB, userID string) ([]ListedToken, error) {
	out := []ListedToken{}
	q := "SELECT t.*, u.username FROM api_tokens t JOIN users u ON u.id = t.user_id"
	if userID == "" {
		return out, tx.Raw(q + " ORDER BY t.id DESC").Scan(&out).Error
	}
	return out, tx.Raw(q+" WHERE t.user_id = ? ORDER BY t.id DESC", userID).Scan(&out).Error
}

func tokensKnownBy(tx *gorm.DB, word string) (ids []string, err error) {
	return ids, tx.Raw("SELECT id FROM api_tokens WHERE id = ? OR prefix = ? ORDER BY id", word, word).Scan(&ids).Error
}

func scopesKnownBy(tx *gorm.DB, scope actor.Scope, word string) (ids []string, err error) {
	switch scope {
	case actor.OfUnit:
		err = tx.Raw("SELECT id FROM units WHERE id = ? OR code = ? OR name = ? ORDER BY id", word, word, word).Scan(&ids).Error
	case actor.OfBloc:
		err = tx.Raw("SELECT id FROM blocs WHERE id = ? OR name = ? ORDER BY id", word, word).Scan(&ids).Error
	case actor.OfAuthority:
		err = tx.Raw("SELECT id FROM authorities WHERE id = ? OR name = ? ORDER BY id", word, word).Scan(&ids).Error
	}
	return ids, err
}

func grantOf(tx *gorm.DB, g Grant) (*Grant, error) {
	var found Grant
	err := tx.Where("user_id = ? AND role = ? AND scope = ? AND scope_id = ?", g.UserID, g.Role, g.Scope, g.ScopeID).Take(&found).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &found, err
}
