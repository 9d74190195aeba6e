package calendar

import (
	"context"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// FeedBody is a new feed.
type FeedBody struct {
	Name   string            `json:"name" minLength:"1" maxLength:"100" doc:"what the calendar is called where it is subscribed to"`
	Scope  string            `json:"scope" enum:"personal,bloc" doc:"personal: everything its user may read; bloc: one bloc of it"`
	BlocID httpx.Opt[string] `json:"bloc_id,omitzero" format:"uuid" doc:"with scope bloc only"`
}

// FeedView is a feed on the wire.
type FeedView struct {
	record.MetaView
	UserID     string      `json:"user_id" format:"uuid"`
	Name       string      `json:"name"`
	Scope      string      `json:"scope" enum:"personal,bloc"`
	Bloc       *record.Ref `json:"bloc"`
	LastUsedAt *time.Time  `json:"last_used_at" doc:"written about once an hour; null: never read"`
}

func feedView(f FeedRow) FeedView {
	return FeedView{f.Meta.View(), f.UserID, f.Name, f.Scope, record.NewRef(f.BlocID, nil, f.BlocName), f.LastUsedAt}
}

// NewFeedView is a feed just made, with its address.
type NewFeedView struct {
	FeedView
	Path string `json:"path,omitempty" doc:"shown in this answer only; a repetition with the same Idempotency-Key leaves it out: where the calendar is read, below the address of this service"`
}

func newFeedView(f NewFeed) NewFeedView { return NewFeedView{feedView(f.FeedRow), f.Path()} }

const feedExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","user_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","name":"Lịch thi đua","scope":"bloc","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},"last_used_at":null}`

// Register registers the operations on feeds. Where a feed is read is no operation:
// it takes no token but its own address.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listCalendarFeeds", Path: "/calendar-feeds", Tag: "calendar"}, feedList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[FeedView], error) {
			p, err := svc.Feeds(ctx, in.Request())
			return db.MapPage(p, feedView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createCalendarFeed", Path: "/calendar-feeds", Tag: "calendar", Secret: true, Faults: []string{"token_scope", "calendar.too_many_feeds"},
		Request:  `{"name":"Lịch thi đua","scope":"bloc","bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"}`,
		Response: feedExample[:len(feedExample)-1] + `,"path":"/calendar/….ics"}`,
	},
		func(ctx context.Context, in *httpx.Make[FeedBody]) (NewFeedView, error) {
			return httpx.Shown(newFeedView)(svc.CreateFeed(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getCalendarFeed", Path: "/calendar-feeds/{id}", Tag: "calendar", Entity: "calendar_feed", Faults: []string{"token_scope"}, Response: feedExample},
		func(ctx context.Context, in *httpx.One) (FeedView, error) {
			return httpx.Shown(feedView)(svc.Feed(ctx, in.ID))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteCalendarFeed", Path: "/calendar-feeds/{id}", Tag: "calendar", Faults: []string{"token_scope"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteFeed(ctx, in.ID, in.Version()) })
}
