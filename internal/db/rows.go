package db

import (
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"giaouoc/internal/fault"
)

// NewID returns a UUIDv7: unique everywhere, ordered by creation.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// ETag is how a record's version is written on the wire.
func ETag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// Versioned is a row that has a version of its own.
type Versioned interface {
	RowID() string
	RowVersion() int
	// Bump raises the version and stamps the change; it returns the version
	// the row had.
	Bump(now time.Time) int
}

var errOvertaken = errors.New("the row was changed or removed after it was read")

// Insert adds a row as it is.
func Insert(tx *gorm.DB, row any) error { return tx.Create(row).Error }

// InsertAll adds a slice of new rows, however many there are.
func InsertAll(tx *gorm.DB, rows any) error { return tx.CreateInBatches(rows, rowsAtOnce).Error }

// rowsAtOnce keeps a statement under the number of values SQLite takes.
const rowsAtOnce = 400

// Replace writes a slice of rows, new ones and others that stand: the caller holds
// what they belong to, has compared versions and raised them. Rows have at most 80
// columns.
func Replace(tx *gorm.DB, rows any) error {
	return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}).CreateInBatches(rows, rowsAtOnce).Error
}

// Update writes every column of a row, zero values included, provided its
// version in the database is still the one it was read with. It raises the
// version. Somebody else's change in between is a stale_version fault.
func Update(tx *gorm.DB, row Versioned) error {
	was := row.Bump(tx.NowFunc())
	res := tx.Model(row).Where("version = ?", was).Select("*").Omit("created_at", "created_by").Updates(row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return stale(tx, row)
	}
	return nil
}

// stale is the fault of a row that somebody else changed in between, with its
// present tag; without one where it is gone.
func stale(tx *gorm.DB, row Versioned) error {
	f := fault.New(fault.Stale, "stale_version").Because(errOvertaken)
	var now []int
	if err := tx.Model(row).Select("version").Where("id = ?", row.RowID()).Scan(&now).Error; err != nil {
		return err
	}
	if len(now) > 0 {
		f = f.With("current_etag", ETag(now[0]))
	}
	return f
}

// Delete removes a row provided its version is still the one it was read with.
// The schema refuses it while anything refers to the row (in_use).
func Delete(tx *gorm.DB, row Versioned) error {
	res := tx.Where("version = ?", row.RowVersion()).Delete(row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return stale(tx, row)
	}
	return nil
}
