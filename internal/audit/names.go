package audit

import (
	"strings"

	"giaouoc/internal/actor"
)

// names say what the record of an act is called now, by its kind: an expression
// on the act e that is NULL where the record is gone. What may change its bloc is
// named only while it is where the act was. Sessions have no name.
var names = []struct{ entity, sql string }{
	{"unit", "SELECT r.name FROM units r WHERE r.id = e.entity_id"},
	{"unit_version", "SELECT r.name FROM unit_versions r WHERE r.id = e.entity_id"},
	{"authority", "SELECT r.name FROM authorities r WHERE r.id = e.entity_id"},
	{"person", "SELECT r.name FROM persons r WHERE r.id = e.entity_id"},
	{"arrangement", "SELECT r.period_label FROM arrangements r WHERE r.id = e.entity_id"},
	{"award_type", "SELECT COALESCE(r.local_name, r.vi) FROM award_types r WHERE r.id = e.entity_id"},
	{"succession", `SELECT COALESCE(u.name, p.as_written) FROM successions r JOIN succession_parties p ON p.succession_id = r.id LEFT JOIN units u ON u.id = p.unit_id
		WHERE r.id = e.entity_id AND r.subject = 'unit' ORDER BY p.side, p.place LIMIT 1`},
	{"bloc", "SELECT r.name FROM blocs r WHERE r.id = e.entity_id"},
	{"term", "SELECT r.period_label FROM terms r WHERE r.id = e.entity_id"},
	{"member", "SELECT COALESCE(u.name, r.unit_as_written) FROM members r LEFT JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"leadership", "SELECT COALESCE(u.name, r.unit_as_written) FROM leaderships r LEFT JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"deadline", "SELECT r.title FROM deadlines r WHERE r.id = e.entity_id"},
	{"event", "SELECT r.title FROM events r WHERE r.id = e.entity_id AND " + there},
	{"movement", "SELECT r.name FROM movements r WHERE r.id = e.entity_id"},
	{"movement_commitment", "SELECT m.name FROM movement_commitments r JOIN movements m ON m.id = r.movement_id WHERE r.id = e.entity_id"},
	{"registration", "SELECT COALESCE(r.unit_as_written, u.name) FROM registrations r JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"model", "SELECT r.title FROM models r WHERE r.id = e.entity_id"},
	{"score_table", "SELECT r.title FROM score_tables r WHERE r.id = e.entity_id"},
	{"vote", "SELECT r.title FROM votes r WHERE r.id = e.entity_id"},
	{"voter", "SELECT u.name FROM voters r JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"ranking", "SELECT b.name || ', ' || t.period_label FROM rankings r JOIN terms t ON t.id = r.term_id JOIN blocs b ON b.id = r.bloc_id WHERE r.id = e.entity_id"},
	{"score_sheet", "SELECT u.name FROM score_sheets r JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"rating", "SELECT COALESCE(r.unit_as_written, u.name) FROM ratings r LEFT JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"rating_rule", "SELECT r.norm FROM rating_rules r WHERE r.id = e.entity_id"},
	{"progress_entry", "SELECT COALESCE(r.indicator, c.text) FROM progress_entries r LEFT JOIN commitments c ON c.id = r.commitment_id WHERE r.id = e.entity_id"},
	{"period_closing", "SELECT r.period_label FROM period_closings r WHERE r.id = e.entity_id"},
	{"agreement", "SELECT r.title FROM agreements r WHERE r.id = e.entity_id"},
	{"annex", "SELECT r.title FROM annexes r WHERE r.id = e.entity_id"},
	{"commitment", "SELECT r.text FROM commitments r WHERE r.id = e.entity_id"},
	{"signature", "SELECT COALESCE(u.name, r.unit_as_written) FROM signatures r LEFT JOIN units u ON u.id = r.unit_id WHERE r.id = e.entity_id"},
	{"decision", "SELECT r.number FROM decisions r WHERE r.id = e.entity_id AND " + there},
	{"award", "SELECT COALESCE(t.local_name, t.vi, r.type_as_written) FROM awards r LEFT JOIN award_types t ON t.id = r.award_type_id WHERE r.id = e.entity_id AND " + there},
	{"recipient", `SELECT COALESCE(p.name, r.person_as_written, u.name, r.unit_as_written, r.household, r.honoured_bloc_as_written)
		FROM recipients r LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id WHERE r.id = e.entity_id AND ` + there},
	{"attachment", "SELECT r.name FROM attachments r WHERE r.id = e.entity_id"},
	{"report_wording", "SELECT r.kind FROM report_wordings r WHERE r.id = e.entity_id"},
	{"issued_report", "SELECT r.code FROM issued_reports r WHERE r.id = e.entity_id"},
	{"report_job", "SELECT r.kind FROM report_jobs r WHERE r.id = e.entity_id"},
	{"user", "SELECT r.display_name FROM users r WHERE r.id = e.entity_id"},
	{"grant", "SELECT u.display_name FROM grants r JOIN users u ON u.id = r.user_id WHERE r.id = e.entity_id"},
	{"token", "SELECT r.name FROM api_tokens r WHERE r.id = e.entity_id"},
	{"calendar_feed", "SELECT r.name FROM calendar_feeds r WHERE r.id = e.entity_id"},
}

const there = "COALESCE(r.bloc_id, '') = COALESCE(e.bloc_id, '')"

// nameFor is the column entity_name as it stands for whoever asks: an act of
// one's own is read for ever, but a record only while it is in reach.
func nameFor(who actor.Actor) (string, []any) {
	within, args := who.Extent(actor.BlocRead).TermRows("e.bloc_id", "e.term_id")
	var b strings.Builder
	b.WriteString("CASE WHEN e.bloc_id IS NULL OR " + within + " THEN CASE e.entity")
	for _, n := range names {
		b.WriteString(" WHEN '" + n.entity + "' THEN (" + n.sql + ")")
	}
	b.WriteString(" END END AS entity_name")
	return b.String(), args
}
