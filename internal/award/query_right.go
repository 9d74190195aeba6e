package award

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
)

// places gathers what rights on awards are decided by, once for those alike in
// bloc, giver, period and dates. In a bloc who leads a term writes what stands in
// its report, until the term is locked; outside any bloc the authority that gave
// it does.
func (x some) places(tx *gorm.DB) ([]actor.Resource, error) {
	type alike struct{ BlocID, Organizer, PeriodKind, PeriodLabel, ReportedOn, PresentedOn string }
	var rows []struct {
		Alike        alike `gorm:"embedded"`
		Role, UnitID string
	}
	err := tx.Raw(`SELECT DISTINCT COALESCE(a.bloc_id, '') AS bloc_id, COALESCE(CASE WHEN a.bloc_id IS NULL THEN `+effectiveAuthority+` ELSE b.organizer_id END, '') AS organizer,
			COALESCE(a.period_kind, '') AS period_kind, COALESCE(a.period_label, '') AS period_label,
			COALESCE(a.reported_on, '') AS reported_on, COALESCE(a.presented_on, '') AS presented_on, COALESCE(l.role, '') AS role, COALESCE(l.unit_id, '') AS unit_id
		FROM `+x.sql+` LEFT JOIN decisions d ON d.id = a.decision_id LEFT JOIN blocs b ON b.id = a.bloc_id
			LEFT JOIN terms y ON `+StandsIn+" AND "+bloc.NotLocked+" LEFT JOIN leaderships l ON l.term_id = y.id", x.args...).Scan(&rows).Error
	at := map[alike]int{}
	var places []actor.Resource
	for _, row := range rows {
		i, there := at[row.Alike]
		if !there {
			i = len(places)
			at[row.Alike], places = i, append(places, actor.Resource{Bloc: row.Alike.BlocID, Organizer: row.Alike.Organizer})
		}
		if row.UnitID != "" {
			places[i].Belong(row.UnitID, row.Role)
		}
	}
	return places, err
}

// place is what rights on a decision are decided by: its bloc and who leads there
// on the day it was issued, today while that is unknown, or outside any bloc its
// authority.
func (d *Decision) place(tx *gorm.DB) (actor.Resource, error) {
	if d.BlocID == nil {
		return actor.Resource{Organizer: either(d.AuthorityID)}, nil
	}
	day := date.Partial(date.Today(tx.NowFunc))
	if d.IssuedOn != nil {
		day = *d.IssuedOn
	}
	return bloc.BlocResourceOn(tx, *d.BlocID, day)
}

func mayWriteAll(tx *gorm.DB, places ...actor.Resource) error {
	for _, r := range places {
		if err := actor.From(tx.Statement.Context).Can(actor.AwardWrite, r); err != nil {
			return err
		}
	}
	return nil
}

// mayWrite asks for the right to write each of the awards.
func (x some) mayWrite(tx *gorm.DB) error {
	places, err := x.places(tx)
	if err != nil {
		return err
	}
	return mayWriteAll(tx, places...)
}

func (d *Decision) mayWrite(tx *gorm.DB) error {
	r, err := d.place(tx)
	if err != nil {
		return err
	}
	return mayWriteAll(tx, r)
}

// mayDecide asks for the right to write a decision and to act on another.
func (d *Decision) mayDecide(tx *gorm.DB, target *Decision) error {
	if err := d.mayWrite(tx); err != nil || target == nil {
		return err
	}
	return target.mayBeActedOn(tx)
}

// mayBeActedOn asks for the right to annul or restore a decision, and with it
// each of its awards: the council's of all these places. Who leads a term undoes
// only what no linked authority decided, wholly in terms led and not locked.
func (d *Decision) mayBeActedOn(tx *gorm.DB) error {
	own, err := d.place(tx)
	if err != nil {
		return err
	}
	places, err := awardsBy(d.ID).places(tx)
	if err != nil {
		return err
	}
	places = append(places, own)
	unled := slices.Clone(places)
	for i := range unled {
		unled[i].Leaders, unled[i].Deputies = nil, nil
	}
	err = mayWriteAll(tx, unled...)
	if err == nil || d.AuthorityID != nil {
		return err
	}
	if err := mayWriteAll(tx, places...); err != nil {
		return err
	}
	return awardsBy(d.ID).openTerms(tx)
}
