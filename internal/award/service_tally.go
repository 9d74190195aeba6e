package award

import (
	"context"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

// Tally answers how much was given, of what the caller may see.
func (s *Service) Tally(ctx context.Context, r db.Request) (t Tally, err error) {
	who := actor.From(ctx)
	var q Asking
	q.where, q.args = r.Conditions(who)
	q.near, q.nearArgs = r.Near()
	t, err = TallyOf(s.db.Read(ctx), q)
	return t, s.db.Translate(ctx, err)
}
