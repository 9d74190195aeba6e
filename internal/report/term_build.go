package report

import (
	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
)

func (r *termRows) shownTerm() ReportedTerm {
	t, x := r.term.Term, r.term
	return ReportedTerm{
		t.ID,
		record.Ref{ID: &t.BlocID, Name: &x.BlocName},
		agreement.BlocNameOn(bloc.Bloc{Name: x.BlocName, Names: x.BlocNames}, t.Period.StartsOn),
		x.BlocCode, x.BlocKind, record.NewRef(x.OrganizerID, x.OrganizerInWords, x.OrganizerName), x.DocumentLayout, bloc.NewPeriodValue(t.Period),
		t.Theme, record.NewRef(t.ThemeOfID, t.ThemeOfAsWritten, x.ThemeOfName), t.Status, t.MembersState, t.StatedMemberCount, t.DeputiesState,
		record.NewRef(t.CouncilMemberID, t.CouncilMemberAsWritten, x.CouncilMemberName), t.LastYearInWords, t.Remark,
	}
}

func (r *termRows) leads(u *record.Ref) *string {
	for _, l := range r.leadership {
		if u != nil && sameUnit(l.UnitID, l.UnitAsWritten, u.ID, u.AsWritten) {
			return &l.Role
		}
	}
	return nil
}

// shownEvents puts the purposes of one event together.
func (r *termRows) shownEvents(attendees []annualAttendeeRow) []ReportedEvent {
	out := []ReportedEvent{}
	for _, e := range r.events {
		if n := len(out); n > 0 && out[n-1].ID == e.ID {
			out[n-1].Purposes = append(out[n-1].Purposes, e.Purpose)
			continue
		}
		organiser := record.NewRef(e.OrganiserUnitID, e.OrganiserAsWritten, or(e.OrganiserThen, e.OrganiserName))
		people := []ReportedAttendee{}
		for _, p := range attendees {
			if p.EventID == e.ID {
				people = append(people, ReportedAttendee{p.Role, record.NewRef(p.PersonID, p.PersonAsWritten, p.PersonName), record.NewRef(p.UnitID, p.UnitAsWritten, p.UnitName), p.PositionAsWritten})
			}
		}
		out = append(out, ReportedEvent{
			e.ID,
			[]string{e.Purpose},
			e.Title, e.HeldOn, e.EndedOn, e.PartOfDay, e.Place, organiser, e.OrganisedWith, e.AttendanceAsWritten, people,
			list(e.Papers.V), e.PapersCount, list(e.Proposals.V), e.Outcome, e.Remark,
		})
	}
	return out
}

func (r *termRows) shownLeadership() []ReportedLeading {
	out := []ReportedLeading{}
	for _, l := range r.leadership {
		out = append(out, ReportedLeading{
			l.Role, l.RoleAsWritten, record.NewRef(l.UnitID, l.UnitAsWritten, l.UnitName), l.NameThen, l.Chosen, l.ChosenByAsWritten, l.DocumentAsWritten, list(l.Persons.V), l.Remark,
		})
	}
	return out
}

func (r *termRows) shownDeadlines() []ReportedDeadline {
	out := []ReportedDeadline{}
	for _, x := range r.deadlines {
		out = append(out, ReportedDeadline{x.Kind, x.Title, x.DueOn, x.Remark})
	}
	return out
}
