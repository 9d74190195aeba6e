package agreement_test

import (
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
)

// Who is named only in a list inside a record is in use all the same.
func TestNamedInAListIsInUse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		person, spare := made(t, b.admin, "/persons", object{"name": "Lê Văn Cường"}), made(t, b.admin, "/persons", object{"name": "Khách"})
		unit := made(t, b.admin, "/units", object{"name": "Trường"})
		leadership := made(t, b.admin, "/terms/"+b.term+"/leadership", object{"role": "deputy", "unit_id": b.units[1], "persons": []object{{"name": "Khách"}, {"person_id": person}}})
		commitment := made(t, b.admin, "/commitments", object{"agreement_id": b.original(t), "text": "Nội dung", "targets": []object{{"unit_id": b.units[2], "target": 1}, {"unit_id": unit}}})
		b.leader.Delete("/persons/"+person).Refused(409, "in_use")
		b.admin.Delete("/units/"+unit).Refused(409, "in_use")
		b.leader.Delete("/persons/" + spare).Must(204)

		b.admin.Patch("/leaderships/"+leadership, object{"persons": []object{{"name": "Lê Văn Cường"}}}).Must(200)
		b.admin.Patch("/commitments/"+commitment, object{"targets": []object{}}).Must(200)
		b.leader.Delete("/persons/" + person).Must(204)
		b.admin.Delete("/units/" + unit).Must(204)
	})
}

// Who writes a list holds those it names until the end, so that a removal at the
// same time waits, and then finds them in use.
func TestNamingHoldsTheNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		person := made(t, b.admin, "/persons", object{"name": "Lê Văn Cường"})
		leadership := made(t, b.admin, "/terms/"+b.term+"/leadership", object{"role": "deputy", "unit_id": b.units[1]})
		removed := make(chan int, 1)
		err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
			if err := tx.Exec(`UPDATE leaderships SET persons = ? WHERE id = ?`, `[{"person_id":"`+person+`","name":"x"}]`, leadership).Error; err != nil {
				return err
			}
			go func() { removed <- b.admin.Do("DELETE", "/persons/"+person, nil, "If-Match", `"1"`).Status }()
			return waitedFor(tx, removed)
		})
		if status := <-removed; err != nil || status != 409 {
			t.Errorf("the removal answers %d, %v", status, err)
		}
	})
}

// waitedFor returns when another transaction waits for this one, or has not
// waited and is done.
func waitedFor(tx *gorm.DB, done chan int) error {
	if tx.Name() == string(db.SQLite) {
		return nil // one writer at a time
	}
	for {
		var waiting bool
		err := tx.Raw("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))").Scan(&waiting).Error
		if err != nil || waiting || len(done) > 0 {
			return err
		}
	}
}
