package scoring

import (
	"strings"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/ballot"
	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// Vote is a vote of a bloc's conference, a council or another body (bỏ phiếu, biểu
// quyết): what was counted of it. Any figure may be unknown. Follows is the vote that
// this one is another round of. Nothing tells how anybody voted.
type Vote struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Title             string
	Body              *string // who votes, as written
	Status            string
	Round             int
	FollowsID         *string
	EventID           *string
	HeldOn            *date.Partial
	Method            *string
	MethodAsWritten   *string
	Threshold         *string // a share, see ballot.ParseShare
	ThresholdOver     bool
	Base              string
	Quorum            *string
	Choices           *int
	Eligible          *int
	Present           *int
	WrittenOpinions   *int
	Issued            *int
	Returned          *int
	Valid             *int
	Blank             *int
	Invalid           *int
	ItemsState        string
	OutcomeAsWritten  *string
	SearchText        string
	record.Provenance `gorm:"embedded"`
}

// VoteItem is one nominee of a vote, and what it was given. Stated is the outcome as a
// source tells it, for votes whose figures nobody knows.
type VoteItem struct {
	ID        string  `gorm:"primaryKey" json:"id"`
	VoteID    string  `json:"-"`
	TermID    string  `json:"-"`
	BlocID    string  `json:"-"`
	Position  int     `json:"position"`
	UnitID    *string `json:"unit_id"`
	AsWritten *string `json:"as_written"`
	Subject   *string `json:"subject"` // what it is nominated for
	Yes       *int    `json:"yes"`
	No        *int    `json:"no"`
	Abstain   *int    `json:"abstain"`
	Stated    *string `json:"stated"`
}

// Voter is a unit that has a vote, and what part it took: how it voted is nowhere.
type Voter struct {
	record.Meta     `gorm:"embedded"`
	VoteID          string
	TermID          string
	BlocID          string
	UnitID          string
	PersonAsWritten *string
	Part            string
	Reason          *string // of who took no part because of what is voted on
}

// States of a vote.
const (
	VoteDraft = "draft"
	VoteOpen  = "open" // what is voted on, and by which rule, stands
	Counted   = "counted"
	Closed    = "closed"
)

var voteStatuses = []string{VoteDraft, VoteOpen, Counted, Closed}

// The parts a unit can take in a vote.
const (
	InPerson  = "present"
	InWriting = "written"
	Absent    = "absent"
	Recused   = "recused"
)

// The refusals of votes.
var (
	ErrVoteOpen     = fault.New(fault.Conflict, "vote.rules_stand")
	ErrVoteCounted  = fault.New(fault.Conflict, "vote.counted")
	ErrVoteBegun    = fault.New(fault.Conflict, "vote.begun")
	ErrVoteUsed     = fault.New(fault.Conflict, "vote.used")
	ErrNotCounted   = fault.New(fault.Conflict, "vote.not_counted")
	ErrVoteFollowed = fault.New(fault.Conflict, "vote.followed")
)

// voteLifecycle is the way of a vote. A way back needs a reason.
var voteLifecycle = record.Lifecycle{States: "vote_status", Steps: map[string][]record.Step{
	VoteDraft: {{To: VoteOpen}},
	VoteOpen:  {{To: Counted}, {To: VoteDraft, Reason: true}},
	Counted:   {{To: Closed}, {To: VoteOpen, Reason: true}},
	Closed:    {{To: Counted, Reason: true}},
}}

// wholeVote is a vote with its nominees in their order.
type wholeVote struct {
	Vote  `gorm:"embedded"`
	Items []VoteItem
}

// count is the vote as the rules see it.
func (v wholeVote) count() ballot.Count {
	c := ballot.Count{
		Eligible: v.Eligible, Present: v.Present, Written: v.WrittenOpinions, Issued: v.Issued, Returned: v.Returned,
		Valid: v.Valid, Blank: v.Blank, Invalid: v.Invalid, Choices: v.Choices, Items: make([]ballot.Item, len(v.Items)),
	}
	for i, it := range v.Items {
		c.Items[i] = it.item()
	}
	return c
}

func (it VoteItem) item() ballot.Item {
	return ballot.Item{Yes: it.Yes, No: it.No, Abstain: it.Abstain}
}

// rule is what a nominee needs.
func (v Vote) rule() ballot.Rule {
	r := ballot.Rule{Over: v.ThresholdOver, Base: ballot.Base(v.Base)}
	for _, s := range []struct {
		written *string
		to      **ballot.Share
	}{{v.Threshold, &r.Threshold}, {v.Quorum, &r.Quorum}} {
		if s.written == nil {
			continue
		}
		if share, err := ballot.ParseShare(*s.written); err == nil { // check let no other in
			*s.to = &share
		}
	}
	return r
}

// check notes what makes a vote impossible.
func (v wholeVote) check(bad *fault.Fields) {
	for _, s := range []struct {
		at      string
		written *string
	}{{"/threshold", v.Threshold}, {"/quorum", v.Quorum}} {
		if s.written == nil {
			continue
		}
		if _, err := ballot.ParseShare(*s.written); err != nil {
			bad.Add(s.at, "invalid_share")
		}
	}
	if r := v.rule(); r.Over && r.Threshold != nil && r.Threshold.Of(1, true) > 1 { // more than all
		bad.Add("/over", "conflicts_with", "other", "threshold")
	}
	if v.ThresholdOver && v.Threshold == nil {
		bad.Add("/threshold", "required")
	}
	for _, f := range v.count().Check() {
		at := "/" + f.Field
		if f.Item >= 0 {
			at = pointer("items", f.Item, f.Field)
		}
		bad.Add(at, voteCodes[f.Code], "other", text.Value{Enum: "vote_figure", Of: f.Other}, "most", f.Most)
	}
	v.checkItems(bad)
}

// voteCodes say in terms of the contract what the rules found.
var voteCodes = map[string]string{"over": "votes_over", "sum_differs": "votes_sum_differs", "sum_over": "votes_sum_over"}

func (v wholeVote) checkItems(bad *fault.Fields) {
	seen := map[[2]string]bool{}
	for i, it := range v.Items {
		if it.UnitID == nil && it.AsWritten == nil {
			bad.Add(pointer("items", i, "unit_id"), "required")
			continue
		}
		who := deref(it.UnitID)
		if who == "" {
			who = viet.Key(*it.AsWritten)
		}
		key := [2]string{who, viet.Key(deref(it.Subject))}
		if seen[key] {
			bad.Add(pointer("items", i, "unit_id"), "duplicate_item")
		}
		seen[key] = true
	}
	bloc.CheckState(bad, "/items_state", v.ItemsState, len(v.Items))
}

// ballots are the votes for each unit, where the vote tells them apart: it is counted,
// enough were there, and the unit is voted on once.
func (v wholeVote) ballots() map[string]*int {
	out := map[string]*int{}
	if v.breaks() != "" {
		return out
	}
	for _, it := range v.Items {
		out[deref(it.UnitID)] = it.Yes
	}
	return out
}

// breaks is why a vote does not tell units apart: "" for one that does.
func (v wholeVote) breaks() string {
	if v.Status != Counted && v.Status != Closed {
		return "vote_not_counted"
	}
	if enough, missing := v.rule().Quorate(v.count()); !enough && len(missing) == 0 {
		return "vote_no_quorum"
	}
	seen := map[string]bool{}
	for _, it := range v.Items {
		if it.UnitID != nil && seen[*it.UnitID] {
			return "vote_ambiguous"
		}
		seen[deref(it.UnitID)] = true
	}
	return ""
}

// lacking lists what a vote should have when it is counted.
func (v wholeVote) lacking() (codes []string) {
	c, rule := v.count(), v.rule()
	seen := map[string]bool{}
	add := func(missing []string) {
		for _, m := range missing {
			if !seen[m] && m != "threshold" {
				codes = append(codes, m)
			}
			seen[m] = true
		}
	}
	if len(v.Items) == 0 {
		add([]string{"items"})
	}
	for _, it := range v.Items {
		add(rule.Result(c, it.item()).Missing)
	}
	return codes
}

// sameRules reports whether two votes are on the same, by the same rule.
func (v wholeVote) sameRules(o wholeVote) bool {
	if v.Title != o.Title || !equal(v.Threshold, o.Threshold) || v.ThresholdOver != o.ThresholdOver || v.Base != o.Base ||
		!equal(v.Quorum, o.Quorum) || !equal(v.Choices, o.Choices) || len(v.Items) != len(o.Items) {
		return false
	}
	for i, it := range v.Items {
		if p := o.Items[i]; !equal(it.UnitID, p.UnitID) || !equal(it.AsWritten, p.AsWritten) || !equal(it.Subject, p.Subject) {
			return false
		}
	}
	return true
}

// The warnings of a vote. None of them stands in the way.
const (
	OutcomeDiffers = "outcome_differs" // an outcome a source tells is not what the figures give
	VotersDiffer   = "voters_differ"   // other figures than the units that are listed as voting
)

// warnings tells what somebody should look at.
func (v wholeVote) warnings(voters []voterRow) []string {
	out := []string{}
	c, rule := v.count(), v.rule()
	for _, it := range v.Items {
		if res := rule.Result(c, it.item()).Outcome; it.Stated != nil && res != "" && res != *it.Stated {
			out = append(out, OutcomeDiffers)
			break
		}
	}
	parts := map[string]int{}
	for _, w := range voters {
		parts[w.Part]++
	}
	if v.Present != nil && parts[InPerson] > *v.Present || v.WrittenOpinions != nil && parts[InWriting] > *v.WrittenOpinions {
		out = append(out, VotersDiffer)
	}
	return out
}

// fold keeps the columns that follow from others in step.
func (v *wholeVote) fold() {
	words := []string{v.Title, deref(v.Body)}
	for _, it := range v.Items {
		words = append(words, deref(it.AsWritten), deref(it.Subject))
	}
	v.SearchText = viet.Key(strings.Join(words, " | "))
}
