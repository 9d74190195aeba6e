package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
)

// unsigned are the units an agreement still lacks: those whose answer is not a
// signature, and the members of an original's term nobody has an answer of.
const unsigned = `SELECT s.position AS place, s.id AS signature_id, s.status AS status, s.unit_id AS unit_id, s.unit_as_written AS unit_as_written, u.name AS unit_name
	FROM signatures s JOIN agreements a ON a.id = s.agreement_id LEFT JOIN units u ON u.id = s.unit_id
	WHERE s.term_id = ? AND s.annex_id IS NULL AND s.status IN ('pending', 'absent', 'late') AND (a.status IS NULL OR a.status <> 'cancelled')
	UNION ALL
	SELECT m.position, NULL, NULL, m.unit_id, m.unit_as_written, u.name
	FROM members m JOIN agreements a ON a.term_id = m.term_id LEFT JOIN units u ON u.id = m.unit_id
	WHERE m.term_id = ? AND a.basis_of_text = 'original' AND a.status IN ('signing', 'in_force', 'concluded') AND m.unit_id IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.agreement_id = a.id AND s.annex_id IS NULL AND s.unit_id = m.unit_id AND s.status <> 'annulled')
	ORDER BY 1, 4`

// readOverview answers in a fixed number of statements whatever the size of the
// term.
func readOverview(tx *gorm.DB, termID string, today date.Day) (*Overview, error) {
	var o Overview
	if err := readTerm(tx, termID, &o); err != nil {
		return nil, err
	}
	if err := readAgreement(tx, &o); err != nil {
		return nil, err
	}
	for _, q := range []struct {
		into any
		sql  string
		args []any
	}{
		{&o.People, `SELECT l.role, l.unit_id, l.unit_as_written, u.name AS unit_name FROM leaderships l LEFT JOIN units u ON u.id = l.unit_id
			WHERE l.term_id = ? ORDER BY CASE l.role WHEN 'leader' THEN 0 ELSE 1 END, l.id`, []any{termID}},
		{&o.Unsigned, unsigned, []any{termID, termID}},
		{&o.Commitments, `SELECT count(*) AS total, count(c.target) AS with_target, count(c.due_on) AS with_due,
				count(CASE WHEN substr(c.due_on || '-99-99', 1, 10) < ? THEN 1 END) AS past_due
			FROM commitments c JOIN agreements a ON a.id = c.agreement_id WHERE c.term_id = ? AND (a.status IS NULL OR a.status <> 'cancelled')`, []any{today, termID}},
		{&o.Deadlines, "SELECT id, kind, title, due_on FROM deadlines WHERE term_id = ? ORDER BY due_on, id", []any{termID}},
		{&o.Events, `SELECT e.id, t.purpose, e.title, e.held_on FROM event_terms t JOIN events e ON e.id = t.event_id
			WHERE t.term_id = ? ORDER BY COALESCE(e.held_on, ''), e.id, t.purpose`, []any{termID}},
	} {
		if err := tx.Raw(q.sql, q.args...).Scan(q.into).Error; err != nil {
			return nil, err
		}
	}
	return &o, readAwards(tx, &o)
}

// readAwards tallies what was given for the term's period and the one before.
func readAwards(tx *gorm.DB, o *Overview) error {
	previous, ok := o.Term.Period.Previous()
	for _, q := range []struct {
		of   period.Period
		ask  bool
		into *award.Sums
	}{{o.Term.Period, true, &o.Awards}, {previous, ok, &o.LastAwards}} {
		if !q.ask {
			continue
		}
		t, err := award.TallyOfPeriods(tx, o.Term.BlocID, q.of.Kind, []string{q.of.Label})
		if err != nil {
			return err
		}
		*q.into = t.Totals
	}
	return nil
}

func readTerm(tx *gorm.DB, id string, o *Overview) error {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	res := tx.Raw(`SELECT t.id, t.bloc_id, b.name AS bloc_name, t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on,
			t.theme, t.status, t.members_state, t.deputies_state, t.stated_member_count,
			(SELECT count(*) FROM members m WHERE m.term_id = t.id) AS member_count
		FROM terms t JOIN blocs b ON b.id = t.bloc_id WHERE t.id = ? AND `+cond, append([]any{id}, args...)...).Scan(&o.Term)
	if res.Error == nil && o.Term.ID == "" {
		return fault.Missing()
	}
	return res.Error
}

func readAgreement(tx *gorm.DB, o *Overview) error {
	var rows []AgreementRow
	err := tx.Raw(`SELECT a.id, a.title, a.basis_of_text, a.status, a.content_hash,
			count(CASE WHEN s.status = 'signed' THEN 1 END) AS signed, count(CASE WHEN s.status = 'pending' THEN 1 END) AS pending,
			count(CASE WHEN s.status = 'absent' THEN 1 END) AS absent, count(CASE WHEN s.status = 'late' THEN 1 END) AS late,
			count(CASE WHEN s.status = 'annulled' THEN 1 END) AS annulled
		FROM agreements a LEFT JOIN signatures s ON s.agreement_id = a.id AND s.annex_id IS NULL
		WHERE a.term_id = ? AND (a.status IS NULL OR a.status <> 'cancelled')
		GROUP BY a.id, a.title, a.basis_of_text, a.status, a.content_hash`, o.Term.ID).Scan(&rows).Error
	if len(rows) > 0 {
		o.Agreement = &rows[0]
	}
	return err
}
