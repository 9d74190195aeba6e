package calendar

import (
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

var feedList = db.List{
	Fields: []db.Field{
		{Name: "user_id", SQL: "f.user_id", Type: db.ID},
		{Name: "scope", SQL: "f.scope", Type: db.Enum, Enum: []string{Personal, OfBloc}},
		{Name: "bloc_id", SQL: "f.bloc_id", Type: db.ID, Nullable: true},
		// Ids are made in order of time, so the order of ids is that of making.
		{Name: "created_at", SQL: "f.id", Sort: true, SortOnly: true},
	},
	Default: "-created_at", ID: "f.id",
}

// FeedRow is a feed with the present name of its bloc.
type FeedRow struct {
	Feed     `gorm:"embedded"`
	BlocName *string
}

// feeds are the context's actor's own; whoever manages everything sees all. The
// name of a bloc is shown while its user may read it.
func feeds(tx *gorm.DB) db.Select {
	who := actor.From(tx.Statement.Context)
	seen, args := who.Extent(actor.BlocRead).BlocRows("b.id")
	s := db.Select{Columns: "f.*, b.name AS bloc_name", From: "calendar_feeds f LEFT JOIN blocs b ON b.id = f.bloc_id AND " + seen, Args: args}
	if e := who.Extent(actor.TokenManage); !e.Everything {
		s.And("f.user_id = ?", e.User)
	}
	return s
}

func findFeed(tx *gorm.DB, id string) (*FeedRow, error) {
	return db.One[FeedRow](tx, feeds(tx), "f.id", id)
}

// room refuses a further feed to a user who has enough of them. Two made at once
// do not pass the limit together.
func room(tx *gorm.DB, userID string) error {
	if err := db.Serialize(tx, "calendar feeds of "+userID); err != nil {
		return err
	}
	var n int64
	if err := tx.Model(&Feed{}).Where("user_id = ?", userID).Count(&n).Error; err != nil {
		return err
	}
	if n >= MaxFeeds {
		return errTooManyFeeds.Param("max", MaxFeeds).With("max", MaxFeeds)
	}
	return nil
}

// feedAt is the feed whose address has a hash; nil for none.
func feedAt(tx *gorm.DB, hash string) (*Feed, error) {
	rows, err := db.All[Feed](tx, "SELECT * FROM calendar_feeds WHERE token_hash = ?", hash)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// DropFeeds ends every feed of a user, where all that lets programs in is ended.
func DropFeeds(tx *gorm.DB, userID string) error {
	return tx.Exec("DELETE FROM calendar_feeds WHERE user_id = ?", userID).Error
}

// saveUse writes when a feed was last read, unless another process did so a moment
// ago. It is no change of the record.
func saveUse(tx *gorm.DB, id string, at time.Time) error {
	return tx.Exec("UPDATE calendar_feeds SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)", at, id, at.Add(-useNotedEvery)).Error
}
