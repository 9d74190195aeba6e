package unit

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
)

// Hold makes others wait to change a unit until the transaction ends, for those
// who may write the registry: not_found for a missing one, then forbidden.
func Hold(tx *gorm.DB, id string) error {
	if err := lock(tx, id); err != nil {
		return err
	}
	return actor.From(tx.Statement.Context).Can(actor.RegistryWrite, actor.Resource{})
}
