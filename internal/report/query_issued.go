package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// issuedColumns leave out the snapshot, which may be long.
const issuedColumns = `i.id, i.version, i.created_at, i.updated_at, i.created_by, i.kind, i.subject_id, i.bloc_id, i.term_id, i.unit_id, i.code, i.name, i.period,
	i.language, i.options, i.status, i.checksum, i.data_as_of, i.document_status, ` + issuedBeside

// issuedBeside is what stands beside an issued report: who issued it, and why it
// was withdrawn.
const issuedBeside = `u.display_name AS author, (SELECT MAX(t.reason) FROM transitions t WHERE t.entity = 'issued_report' AND t.entity_id = i.id AND t.to_state = 'withdrawn') AS reason`

type issuedRow struct {
	Issued `gorm:"embedded"`
	Author *string
	Reason *string
}

var issuedList = db.List{
	Fields: append(keptFields("i", kindNames()),
		db.Field{Name: "code", SQL: "i.code", Type: db.Text},
		db.Field{Name: "status", SQL: "i.status", Type: db.Enum, Enum: []string{issuedState, withdrawn}},
	),
	Default: "-created_at", ID: "i.id",
}

func issuedReports(tx *gorm.DB) db.Select {
	cond, args := inReach(tx, "i")
	return db.Select{Columns: issuedColumns, From: "issued_reports i LEFT JOIN users u ON u.id = i.created_by", Where: []string{cond}, Args: args}
}

func findIssued(tx *gorm.DB, id string) (*issuedRow, error) {
	return db.One[issuedRow](tx, issuedReports(tx), "i.id", id)
}

// wholeIssued is an issued report in the caller's reach with its snapshot.
func wholeIssued(tx *gorm.DB, id string) (*issuedRow, error) {
	s := issuedReports(tx)
	s.Columns = "i.*, " + issuedBeside
	return db.One[issuedRow](tx, s, "i.id", id)
}

// stored is an issued report as it stands in its row, seal and all.
type stored struct {
	Sealed `gorm:"embedded"`
	Seal   string
}

// byCode finds an issued report for whoever holds its code.
func byCode(tx *gorm.DB, code string) (*stored, error) {
	found, err := db.All[stored](tx, `SELECT i.id, i.created_by, i.kind, i.subject_id, i.bloc_id, i.term_id, i.unit_id, i.code, i.name, i.period, i.language, i.options, i.reader,
		i.status, i.link, i.checksum, i.document_status, i.created_at, i.data_as_of, i.snapshot, i.seal FROM issued_reports i WHERE i.code = ?`, code)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.Missing()
	}
	return &found[0], nil
}
