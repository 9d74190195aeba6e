package report

import (
	"time"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/record"
)

// AgreementSchema names the shape of the JSON form.
const AgreementSchema = "giaouoc.report.agreement/1"

// AgreementPaper is an agreement as the document that is signed (bản giao ước thi
// đua), with its annexes and what became of each signature.
type AgreementPaper struct {
	Head
	Data AgreementData `json:"data"`
}

// AgreementData is what is reported. What is unknown is null.
type AgreementData struct {
	ID             string             `json:"id" format:"uuid"`
	TermID         string             `json:"term_id" format:"uuid"`
	Period         bloc.PeriodValue   `json:"period"`
	Bloc           record.Ref         `json:"bloc"`
	BlocNameThen   string             `json:"bloc_name_then" doc:"as the fixed text names it, else what the bloc was called when the term began"`
	BlocCode       *string            `json:"bloc_code"`
	Organizer      *record.Ref        `json:"organizer"`
	DocumentLayout *string            `json:"document_layout" enum:"party,state,enterprise"`
	MembersState   string             `json:"members_state" enum:"unknown,none,partial,listed"`
	Title          string             `json:"title"`
	Preamble       *string            `json:"preamble"`
	LegalBases     []string           `json:"legal_bases"`
	Basis          string             `json:"basis" enum:"original,reported"`
	Status         *string            `json:"status" enum:"draft,consulting,signing,in_force,concluded,cancelled"`
	FrozenAt       *time.Time         `json:"frozen_at" doc:"when the first signature of an original fixed its text"`
	ContentHash    *string            `json:"content_hash" doc:"of the fixed text; null: it is not fixed"`
	Signing        *AgreementSigning  `json:"signing"`
	Remark         *string            `json:"remark"`
	Parties        []Party            `json:"parties" doc:"members in protocol order, then others that signed"`
	Commitments    []AnnualCommitment `json:"commitments"`
	Annexes        []AgreementAnnex   `json:"annexes"`
	Sources        []record.Source    `json:"sources"`
}

// AgreementSigning is the event at which it was signed; nil where none is on record.
type AgreementSigning struct {
	ID     string        `json:"id" format:"uuid"`
	Title  *string       `json:"title"`
	HeldOn *date.Partial `json:"held_on"`
	Place  *string       `json:"place"`
}

// AgreementAnnex is an annex with the same parties and their answers to it.
type AgreementAnnex struct {
	Number       int        `json:"number"`
	Title        string     `json:"title"`
	Text         string     `json:"text"`
	FrozenAt     *time.Time `json:"frozen_at"`
	PreviousHash *string    `json:"previous_hash" doc:"content_hash of the text before it: the agreement's, or the annex before's"`
	ContentHash  *string    `json:"content_hash" doc:"of the fixed text; null: it is not fixed"`
	Parties      []Party    `json:"parties" doc:"members in protocol order, then others that signed"`
}
