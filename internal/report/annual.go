package report

import (
	"strconv"

	"giaouoc/internal/amount"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
)

// AnnualSchema names the shape of the JSON form. The number goes up when a
// reader of the one before would be misled, and when what the checksum is over
// becomes another: a report of the number before is not compared with the books.
const AnnualSchema = "giaouoc.report.annual/3"

// Annual is the annual report of a term (báo cáo tổng kết năm): what is on
// record about it in one snapshot. Data is what the checksum is over and the
// lock of the term keeps; what is compared with other periods, which have locks
// of their own, stands apart.
type Annual struct {
	Head
	Filters    AnnualFilters    `json:"filters"`
	Data       AnnualData       `json:"data"`
	Comparison AnnualComparison `json:"comparison" doc:"of the same snapshot, but not under the checksum: other periods are open while this term is locked"`
}

// AnnualFilters are the filters that were used.
type AnnualFilters struct {
	OnlyAwarded bool `json:"only_awarded" doc:"unit_awards leaves out units that no award names"`
}

// AnnualData is what is reported. What is unknown is null.
type AnnualData struct {
	Term          ReportedTerm        `json:"term"`
	Units         []AnnualUnit        `json:"units" doc:"members in protocol order, then others that signed"`
	Leadership    []ReportedLeading   `json:"leadership"`
	Events        []ReportedEvent     `json:"events"`
	Deadlines     []ReportedDeadline  `json:"deadlines"`
	Agreement     *AnnualAgreement    `json:"agreement" doc:"null: none on record"`
	Commitments   []AnnualCommitment  `json:"commitments"`
	Progress      progress.ReviewView `json:"progress" doc:"how the commitments stand at the end of the term; its reports are those of all periods"`
	Models        []ReportedModel     `json:"models"`
	Ratings       []ReportedRating    `json:"ratings"`
	Awards        []AnnualAward       `json:"awards" doc:"for merit in the term's listing year, or in its own period where that is longer than a year"`
	EarlierAwards []AnnualAward       `json:"earlier_awards" doc:"reported or presented in the term for merit of another or unknown period"`
	UnitAwards    []AnnualUnitAwards  `json:"unit_awards"`
	Sources       []record.Source     `json:"sources"`
}

// AnnualComparison sets the term against other periods, and against the movements of
// its time. All it says of the term
// itself is counted from the data.
type AnnualComparison struct {
	Movements []RegisteredMovement `json:"movements" doc:"that commitments of the term answer; they are of no term, and go on"`
	Overview  []AnnualFigure       `json:"overview"`
	Tally     AnnualTally          `json:"tally"`
}

// AnnualFigure is one figure of the overview, this term's against that of the
// one before.
type AnnualFigure struct {
	Figure   string `json:"figure"`
	LastYear *int   `json:"last_year" doc:"null: not on record"`
	ThisYear *int   `json:"this_year" doc:"null: not on record"`
	Change   *int   `json:"change" doc:"null: one of the two is unknown"`
}

// AnnualUnit is a unit of the term with its answers to the agreement.
type AnnualUnit struct {
	Order      *int              `json:"order" doc:"protocol order; null: it signed without being a member"`
	Unit       *record.Ref       `json:"unit"`
	NameThen   *string           `json:"name_then" doc:"what the unit was called when the term began"`
	Code       *string           `json:"code"`
	Leadership *string           `json:"leadership" enum:"leader,deputy" doc:"null: neither on record"`
	Remark     *string           `json:"remark"`
	Signatures []AnnualSignature `json:"signatures"`
}

// AnnualSignature is one answer of a unit.
type AnnualSignature struct {
	Role              *string       `json:"role" enum:"head,union,other"`
	Status            string        `json:"status" enum:"pending,signed,absent,late,annulled"`
	Person            *record.Ref   `json:"person"`
	PositionAsWritten *string       `json:"position_as_written"`
	SignedOn          *date.Partial `json:"signed_on"`
	Method            *string       `json:"method" enum:"in_person,circulated,on_behalf,electronic_record,other"`
	Remark            *string       `json:"remark"`
}

// AnnualAgreement is the agreement that is not cancelled.
type AnnualAgreement struct {
	ID          string   `json:"id" format:"uuid"`
	Title       string   `json:"title"`
	Preamble    *string  `json:"preamble"`
	LegalBases  []string `json:"legal_bases"`
	Basis       string   `json:"basis" enum:"original,reported"`
	Status      *string  `json:"status" enum:"draft,consulting,signing,in_force,concluded,cancelled"`
	ContentHash *string  `json:"content_hash" doc:"of the signed text; null: it is not frozen"`
	AnnexCount  int      `json:"annex_count"`
	Remark      *string  `json:"remark"`
}

// AnnualCommitment is one promise of the agreement.
type AnnualCommitment struct {
	ID            string         `json:"id" format:"uuid"`
	Order         int            `json:"order"`
	Theme         *string        `json:"theme"`
	Text          string         `json:"text"`
	Scope         string         `json:"scope" enum:"common,unit"`
	Unit          *record.Ref    `json:"unit"`
	NameThen      *string        `json:"name_then"`
	Measure       *string        `json:"measure" enum:"qualitative,quantity,percent,milestone"`
	Target        *amount.Amount `json:"target"`
	UnitOfMeasure *string        `json:"unit_of_measure"`
	Baseline      *amount.Amount `json:"baseline"`
	DueOn         *date.Partial  `json:"due_on"`
	LegalBasis    []string       `json:"legal_basis"`
	Weight        *amount.Points `json:"weight"`
	Targets       []AnnualTarget `json:"targets" doc:"of units whose targets differ"`
	Remark        *string        `json:"remark"`
}

// AnnualTarget is one unit's own target.
type AnnualTarget struct {
	UnitID   string         `json:"unit_id" format:"uuid"`
	UnitName *string        `json:"unit_name" doc:"then"`
	Target   *amount.Amount `json:"target"`
}

// AnnualAward is an award with those it names.
type AnnualAward struct {
	ID               string             `json:"id" format:"uuid"`
	Period           *bloc.PeriodValue  `json:"period" doc:"of the merit; null: unknown"`
	Class            *string            `json:"class" enum:"title,form" doc:"null: no type is linked"`
	Type             award.AwardTypeRef `json:"type"`
	Level            *string            `json:"level" enum:"state,ministry_province,grassroots"`
	LevelAsWritten   *string            `json:"level_as_written"`
	RecipientKind    *string            `json:"recipient_kind" enum:"collective,individual,household,bloc"`
	CommendationType *string            `json:"commendation_type" enum:"merit,thematic,sudden,career,length_of_service,external"`
	Count            *int               `json:"count" doc:"null: unknown"`
	CountAsWritten   *string            `json:"count_as_written"`
	Named            int                `json:"named"`
	Unnamed          *int               `json:"unnamed" doc:"null: the count is unknown"`
	Recipients       []AnnualRecipient  `json:"recipients"`
	Decision         *record.Ref        `json:"decision" doc:"the name is the number"`
	DecidedOn        *date.Partial      `json:"decided_on"`
	Authority        record.Ref         `json:"authority"`
	ReportedOn       *date.Partial      `json:"reported_on"`
	PresentedOn      *date.Partial      `json:"presented_on"`
	Status           string             `json:"status" enum:"draft,in_force,annulled"`
	Citation         *string            `json:"citation"`
	Remark           *string            `json:"remark"`
}

// AnnualRecipient is one whom an award names.
type AnnualRecipient struct {
	Unit         *record.Ref `json:"unit"`
	NameThen     *string     `json:"name_then" doc:"what the unit was called at the end of the period of merit"`
	SubUnit      *string     `json:"sub_unit"`
	Person       *record.Ref `json:"person"`
	HonouredBloc *record.Ref `json:"honoured_bloc"`
	Household    *string     `json:"household"`
	Remark       *string     `json:"remark"`
}

// AnnualUnitAwards is how often awards in force for the term's merit name a
// unit, or somebody of it. The last line, without a unit, is what names none.
type AnnualUnitAwards struct {
	Order       *int        `json:"order"`
	Unit        *record.Ref `json:"unit" doc:"null: what is counted names no unit"`
	NameThen    *string     `json:"name_then"`
	Code        *string     `json:"code"`
	Collectives *int        `json:"collectives" doc:"null: none named, while some recipients are not named yet"`
	Individuals *int        `json:"individuals"`
	Others      *int        `json:"others" doc:"households, blocs, and what is of unknown kind"`
	Types       []string    `json:"types" doc:"the awards in words"`
}

// AnnualTally is the tally of the bloc over five periods, as awards/tally
// answers it.
type AnnualTally struct {
	Periods  []string           `json:"periods" doc:"listing years, or labels of longer periods, the earliest first"`
	Rows     []AnnualTallyRow   `json:"rows"`
	ByPeriod []AnnualPeriodSums `json:"by_period" doc:"one line a period; sums are null where nothing is on record"`
	Totals   award.Sums         `json:"totals" doc:"of the rows; 0: nothing on record, which does not mean that none was given"`
	Unclear  award.Sums         `json:"unclear" doc:"up to so many more may belong: they lack bloc or period"`
	Annulled award.Sums         `json:"annulled" doc:"left out of the totals"`
	Draft    award.Sums         `json:"draft" doc:"of decisions not in force yet; left out of the totals"`
}

// AnnualTallyRow is a line of the tally.
type AnnualTallyRow struct {
	Period       string      `json:"period"`
	Type         *record.Ref `json:"type"`
	Level        *string     `json:"level" enum:"state,ministry_province,grassroots"`
	HasAuthority bool        `json:"has_authority" doc:"false: nobody told who gave them"`
	award.Sums
}

// AnnualPeriodSums are the sums of one period; null while nothing is on record.
type AnnualPeriodSums struct {
	Period string      `json:"period"`
	Sums   *award.Sums `json:"sums"`
}

// periods are the labels of five periods up to a term's own, the earliest
// first; byYear tells that they are listing years.
func periods(p bloc.PeriodValue, previous func() (string, bool)) (labels []string, byYear bool) {
	const shown = 5
	if p.ListingYear != nil {
		for y := *p.ListingYear - shown + 1; y <= *p.ListingYear; y++ {
			labels = append(labels, strconv.Itoa(y))
		}
		return labels, true
	}
	labels = []string{p.Label}
	for len(labels) < shown {
		l, ok := previous()
		if !ok {
			break
		}
		labels = append([]string{l}, labels...)
	}
	return labels, false
}
