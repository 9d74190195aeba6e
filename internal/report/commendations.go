package report

import (
	"cmp"
	"slices"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// CommendationsSchema names the shape of the JSON form.
const CommendationsSchema = "giaouoc.report.commendations/1"

// Commendations is the list of those commended that goes with a decision (danh
// sách kèm theo quyết định).
type Commendations struct {
	Head
	Filters CommendationFilters `json:"filters"`
	Data    CommendationData    `json:"data"`
}

// CommendationFilters are what was asked for.
type CommendationFilters struct {
	Draft bool `json:"draft" doc:"asked for as a draft, whatever the state of the decision"`
}

// CommendationData is what is reported. What is unknown is null.
type CommendationData struct {
	Decision CommendationDecision `json:"decision"`
	Groups   []CommendationGroup  `json:"groups" doc:"by title or form: flags, titles, certificates of merit, certificates of commendation, others"`
	Totals   CommendationSums     `json:"totals"`
	Sources  []record.Source      `json:"sources"`
}

// CommendationDecision is the decision the list goes with.
type CommendationDecision struct {
	ID                   string        `json:"id" format:"uuid"`
	Bloc                 *record.Ref   `json:"bloc"`
	DocumentLayout       *string       `json:"document_layout" enum:"party,state,enterprise"`
	Kind                 string        `json:"kind" enum:"award,organisation,guidance,other"`
	Number               *string       `json:"number"`
	IssuedOn             *date.Partial `json:"issued_on"`
	Authority            *record.Ref   `json:"authority"`
	Signatory            *record.Ref   `json:"signatory"`
	SignatoryPosition    *string       `json:"signatory_position"`
	Summary              *string       `json:"summary"`
	Status               string        `json:"status" enum:"draft,in_force,annulled"`
	AnnulledBy           *AnnulledBy   `json:"annulled_by"`
	StatedRecipientCount *int          `json:"stated_recipient_count"`
	AwardCount           int           `json:"award_count" doc:"awards recorded under it; those the reader may not see are not listed"`
	Remark               *string       `json:"remark"`
}

// AnnulledBy is the decision that annulled one; nil where none is in force or it
// is out of the reader's reach.
type AnnulledBy struct {
	ID       string        `json:"id" format:"uuid"`
	Number   *string       `json:"number"`
	IssuedOn *date.Partial `json:"issued_on"`
}

// CommendationGroup are those of one title or form.
type CommendationGroup struct {
	Form  string             `json:"form" enum:"flag,title,merit,commendation,other" doc:"by the catalogue; by the words where no type is linked"`
	Type  award.AwardTypeRef `json:"type"`
	Level *string            `json:"level" enum:"state,ministry_province,grassroots"`
	Sums  CommendationSums   `json:"sums"`
	Rows  []CommendationRow  `json:"rows" doc:"collectives, individuals, households, blocs; of each kind what nobody has named comes last"`
}

// CommendationRow is one recipient, or those of an award that nobody has named.
type CommendationRow struct {
	AwardID          string            `json:"award_id" format:"uuid"`
	RecipientKind    *string           `json:"recipient_kind" enum:"collective,individual,household,bloc"`
	Recipient        *AnnualRecipient  `json:"recipient"`
	Count            *int              `json:"count" doc:"1 for a recipient; how many are not named; null: unknown"`
	Period           *bloc.PeriodValue `json:"period"`
	CommendationType *string           `json:"commendation_type" enum:"merit,thematic,sudden,career,length_of_service,external"`
	Authority        record.Ref        `json:"authority"`
	Citation         *string           `json:"citation"`
	Remark           *string           `json:"remark"`
}

// CommendationSums count a list: everybody it names, and those it does not.
type CommendationSums struct {
	Collectives  int `json:"collectives"`
	Individuals  int `json:"individuals"`
	Households   int `json:"households"`
	Blocs        int `json:"blocs"`
	Unclassified int `json:"unclassified" doc:"of unknown kind"`
	Unnamed      int `json:"unnamed" doc:"of these, not named yet"`
	CountUnknown int `json:"count_unknown" doc:"awards whose count is unknown: more may belong"`
}

// of is where a kind of recipient is counted.
func (s *CommendationSums) of(kind *string) *int {
	switch words(kind) {
	case award.Collective:
		return &s.Collectives
	case award.Individual:
		return &s.Individuals
	case award.Household:
		return &s.Households
	case award.WholeBloc:
		return &s.Blocs
	}
	return &s.Unclassified
}

// add counts a row.
func (s *CommendationSums) add(r CommendationRow) {
	if r.Count == nil {
		s.CountUnknown++
		return
	}
	*s.of(r.RecipientKind) += *r.Count
	if r.Recipient == nil {
		s.Unnamed += *r.Count
	}
}

// all is how many there are.
func (s *CommendationSums) all() int {
	return s.Collectives + s.Individuals + s.Households + s.Blocs + s.Unclassified
}

// told says how many there are of each kind; always is told, even of none.
func (s *CommendationSums) told(always ...string) (out []text.Phrase) {
	for _, kind := range []string{award.Collective, award.Individual, award.Household, award.WholeBloc, "unclassified"} {
		if n := *s.of(&kind); n > 0 || slices.Contains(always, kind) {
			out = append(out, text.Phrase{Key: "report.kind_count." + kind, Params: map[string]any{"n": text.Count(n)}})
		}
	}
	return out
}

// errUnnamed refuses a list of a decision as final while it does not name all.
var errUnnamed = fault.New(fault.Conflict, "decision.unnamed")

// final refuses to pass for the list of a decision while somebody on it has no
// name.
func (c *Commendations) final() error {
	var open CommendationSums
	for _, g := range c.Data.Groups {
		for _, r := range g.Rows {
			if r.Recipient == nil {
				open.add(r)
			}
		}
	}
	if c.subject().State == draft || open.Unnamed == 0 && open.CountUnknown == 0 {
		return nil
	}
	what := open.told()
	if open.CountUnknown > 0 {
		what = append(what, text.Phrase{Key: "report.kind_count.count_unknown", Params: map[string]any{"n": text.Count(open.CountUnknown)}})
	}
	return errUnnamed.Param("what", what).With("unnamed", open.Unnamed).With("count_unknown", open.CountUnknown)
}

func (c *Commendations) sealed() any { return c.Data }

// subject: a list is a draft as long as its decision is, or when it is asked for
// as one.
func (c *Commendations) subject() subject {
	d := c.Data.Decision
	s := subject{Name: words(d.Number), Layout: words(d.DocumentLayout), State: locked}
	if d.Bloc != nil {
		s.BlocID = words(d.Bloc.ID)
	}
	if d.IssuedOn != nil {
		s.Day = *d.IssuedOn
	}
	if c.Filters.Draft || d.Status == award.Draft {
		s.State = draft
	}
	return s
}

// listForms are the kinds of titles and forms in the order of lists.
func listForms() []string { return []string{"flag", "title", "merit", "commendation", "other"} }

// formOf tells what a type of award is: by its family in the catalogue, whose
// parts CO and BK stand for cờ thi đua and bằng khen, and its class; where no
// type is linked, by the words.
func formOf(class, family, asWritten *string) string {
	if class == nil {
		return formInWords(strings.ToLower(words(asWritten)) + " ")
	}
	parts := strings.Split(words(family), "_")
	switch {
	case slices.Contains(parts, "CO"):
		return "flag"
	case slices.Contains(parts, "BK"):
		return "merit"
	case words(family) == "GIAY_KHEN":
		return "commendation"
	case *class == "title":
		return "title"
	}
	return "other"
}

func formInWords(w string) string {
	for _, known := range []struct {
		form  string
		words []string
	}{
		{"flag", []string{"cờ "}},
		{"merit", []string{"bằng khen "}},
		{"commendation", []string{"giấy khen "}},
		{"title", []string{"danh hiệu ", "tập thể lao động ", "chiến sĩ ", "lao động tiên tiến ", "đơn vị "}},
	} {
		if slices.ContainsFunc(known.words, func(p string) bool { return strings.HasPrefix(w, p) }) {
			return known.form
		}
	}
	return "other"
}

// parted is a recipient as a list has it: the name, and of which unit.
func (g AnnualRecipient) parted() (name, unit string) {
	unit = shown(g.Unit, g.NameThen)
	if name = cmp.Or(written(g.Person), words(g.Household), shown(g.HonouredBloc)); name != "" {
		return name, joined(", ", words(g.SubUnit), unit)
	}
	if g.SubUnit != nil {
		return *g.SubUnit, unit
	}
	return unit, ""
}
