package account_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
)

// intrude changes the books as one could who holds the database.
func intrude(t *testing.T, s *apptest.Service, statements ...string) {
	t.Helper()
	err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
		drops := []string{"DROP TRIGGER IF EXISTS audit_events_no_update", "DROP TRIGGER IF EXISTS audit_events_no_delete"}
		if s.DB.Engine() == db.Postgres {
			drops = []string{"DROP TRIGGER IF EXISTS audit_events_no_change ON audit_events"}
		}
		for _, q := range append(drops, statements...) {
			if err := tx.Exec(q).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestVerifyAudit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		const path = "/audit-verification"
		admin, auditor := s.Admin(), s.As(apptest.Right{Role: actor.Auditor, Scope: actor.All})
		bloc := admin.Post("/blocs", m{"name": "Khối thử", "kind": "bloc"}).Must(201).ID()
		s.Advance(time.Minute)
		for i := range 3 {
			admin.Post("/units", m{"name": fmt.Sprintf("Sở thứ %d", i)}).Must(201)
		}
		s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: bloc}).Get(path).Refused(403, "forbidden")
		acts := admin.Get("/audit-events?limit=200&sort=at").Must(200)
		n := len(acts.Data())
		a := auditor.Get(path).Must(200)
		if a.At("intact") != true || fmt.Sprint(a.At("events"), a.At("chains")) != fmt.Sprint(n, " ", 2) || fmt.Sprint(a.At("findings")) != "[]" {
			t.Errorf("%d events: %s", n, a.Raw)
		}
		if first, last := acts.Str("data.0.at"), acts.Str(fmt.Sprintf("data.%d.at", n-1)); a.Str("first_at") != first || a.Str("last_at") != last || first == last {
			t.Errorf("%s to %s: %s", first, last, a.Raw)
		}
		if kept := auditor.Get("/audit-checkpoint").Must(200); fmt.Sprint(kept.At("heads")) != fmt.Sprint(a.At("checkpoint.heads")) {
			t.Errorf("%s is not %s", a.Raw, kept.Raw)
		}

		broken := func(want ...string) {
			t.Helper()
			a := auditor.Get(path).Must(200)
			got := []string{}
			for i := range a.At("findings").([]any) {
				at := fmt.Sprintf("findings.%d.", i)
				got = append(got, fmt.Sprintf("%s %v %s", a.Str(at+"chain"), a.At(at+"seq"), a.Str(at+"code")))
			}
			if a.At("intact") != false || !slices.Equal(got, want) {
				t.Errorf("want %v: %s", want, a.Raw)
			}
		}
		chain := "bloc:" + bloc
		intrude(t, s, "UPDATE audit_events SET actor_name = 'người khác' WHERE chain = 'general' AND seq = 2")
		broken("general 2 changed")
		intrude(t, s, "DELETE FROM audit_events WHERE chain = '"+chain+"'")
		broken("general 2 changed", chain+" 1 tail")
		intrude(t, s, "DELETE FROM audit_events WHERE chain = 'general' AND seq = 1")
		broken("general 1 gap", chain+" 1 tail")
	})
}

// Of two who check at once the second waits, and is refused when it takes long; a
// check that does not end in its time concludes nothing. SQLite holds up nobody who
// reads: there a check ends while somebody writes.
func TestVerifyAuditIsBounded(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin, answers := s.Admin(), make(chan *apptest.Answer, 2)
		if s.DB.Engine() == db.SQLite {
			if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
				if err := tx.Exec("UPDATE audit_heads SET seq = seq").Error; err != nil {
					return err
				}
				if a := admin.Get("/audit-verification").Must(200); a.At("intact") != true {
					t.Errorf("while somebody writes: %s", a.Raw)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return
		}
		err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
			if err := tx.Exec("LOCK TABLE audit_heads").Error; err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(s.System(), 300*time.Millisecond)
			defer cancel()
			if _, _, err := s.Accounts.VerifyAudit(ctx, nil, nil); !errors.Is(err, account.ErrTooLong) {
				t.Error(err)
			}
			for range cap(answers) {
				go func() { answers <- admin.Get("/audit-verification") }()
			}
			(<-answers).Refused(503, "unavailable")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		(<-answers).Must(200)
	})
}
