// Package calendar tells programs what is due and when conferences are: feeds
// that phones and desks subscribe to (iCalendar, RFC 5545). It keeps the addresses
// of the feeds; what they say is read from deadlines and events at each request.
package calendar

import (
	"regexp"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Feed is a calendar a user subscribed to (đăng ký lịch). Whoever has its address
// reads what its user may read at that moment; only a hash of the address is kept.
type Feed struct {
	record.Meta `gorm:"embedded"`
	UserID      string
	Name        string
	Scope       string
	BlocID      *string // of a bloc's feed
	TokenHash   string
	LastUsedAt  *time.Time
}

// TableName is gorm's name for the table.
func (Feed) TableName() string { return "calendar_feeds" }

// What a feed is about.
const (
	Personal = "personal" // everything its user's rights reach
	OfBloc   = "bloc"     // one bloc, as far as they reach it
)

// MaxFeeds is how many feeds a user may have.
const MaxFeeds = 20

var errTooManyFeeds = fault.New(fault.Conflict, "calendar.too_many_feeds")

// NewFeed is a feed just made. Secret is what its address ends in, shown this once.
type NewFeed struct {
	FeedRow
	Secret string
}

// String keeps the secret out of anything that prints the whole struct.
func (f NewFeed) String() string { return "feed " + f.ID }

// Path is where a feed is read, below the address of the service.
func (f NewFeed) Path() string {
	if f.Secret == "" {
		return ""
	}
	return "/calendar/" + f.Secret + ".ics"
}

// address is the last part of a feed's path: 256 random bits in base64url.
var address = regexp.MustCompile(`^([A-Za-z0-9_-]{43})\.ics$`)

// Subscription is a feed that somebody reads, and for whom it is read.
type Subscription struct {
	Feed
	owner actor.Actor
}

// checkScope notes a bloc that does not fit what the feed is about.
func (f Feed) checkScope(bad *fault.Fields) {
	switch {
	case f.Scope == OfBloc && f.BlocID == nil:
		bad.Add("/bloc_id", "required")
	case f.Scope == Personal && f.BlocID != nil:
		bad.Add("/bloc_id", "conflicts_with", "other", "scope")
	}
}
