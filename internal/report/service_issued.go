package report

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// IssuedReports lists the issued reports the caller may read.
func (s *Service) IssuedReports(ctx context.Context, r db.Request) (db.Page[issuedRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[issuedRow](tx, issuedReports(tx), r)
	return p, s.db.Translate(ctx, err)
}

// IssuedReport reads what is known of one issued report.
func (s *Service) IssuedReport(ctx context.Context, id string) (*issuedRow, error) {
	i, err := findIssued(s.db.Read(ctx), id)
	return i, s.db.Translate(ctx, err)
}

// OpenIssued reads an issued report as it was.
func (s *Service) OpenIssued(ctx context.Context, id string) (*issuedRow, Report, error) {
	i, err := wholeIssued(s.db.Read(ctx), id)
	if err != nil {
		return nil, nil, s.db.Translate(ctx, err)
	}
	r, err := i.open()
	return i, r, err
}

// errEarly refuses to keep a document, or words for one, where more may read it than may
// read what it tells of.
var errEarly = fault.New(fault.Conflict, "report.not_published")

// longestBase keeps the address of a page within what a picture of squares holds;
// names of hosts have 253 letters at the most.
const longestBase = 300

// Issue keeps a report as it stands now and gives it a code. base is what the
// address of the page that verifies it begins with.
func (s *Service) Issue(ctx context.Context, in IssueBody, base string) (out *issuedRow, err error) {
	if err := in.fits(in.Kind); err != nil {
		return nil, err
	}
	if at, err := url.Parse(base); err != nil || at.Hostname() == "" || len(base) > longestBase {
		return nil, fault.New(fault.Conflict, "report.no_address")
	}
	k, o, code := kindOf(in.Kind), in.options(), newCode()
	// Nobody who writes waits for a long report to be read.
	r, err := s.Report(ctx, in.Kind, in.SubjectID, o)
	if err != nil {
		return nil, asReference(err)
	}
	about, h := r.subject(), r.head()
	h.Code = &code
	snapshot, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := about.mayWrite(tx); err != nil {
			return err
		}
		if about.Early {
			return errEarly
		}
		if len(snapshot) > maxSnapshot {
			return fault.New(fault.Conflict, "report.too_large_to_issue").Param("megabytes", maxSnapshot>>20)
		}
		row := Issued{
			Meta: record.NewMeta(tx), Kept: keptOf(k, in.SubjectID, about), Anchor: anchorOf(k, in.SubjectID), Code: code, Name: about.Name, Period: about.Period, Language: in.Language.Or("vi"),
			Status: issuedState, Link: base + "/verify/" + code, Checksum: h.Checksum, DataAsOf: h.DataAsOf, DocumentStatus: h.DocumentStatus, Snapshot: string(snapshot),
		}
		row.Options.V, row.Reader.V = o, actor.From(ctx).Grants
		if err := s.seal(&row); err != nil {
			return err
		}
		if err := db.Insert(tx, &row); err != nil {
			return err
		}
		if err := s.audit.Append(tx, row.act(nil, nil)); err != nil {
			return err
		}
		out, err = findIssued(tx, row.ID)
		return err
	})
	return out, err
}

// act is what the record of acts says of an issued report; the snapshot is not
// told again there.
func (i *Issued) act(before *Issued, reason *string) audit.Entry {
	e := audit.Entry{Entity: "issued_report", EntityID: i.ID, Version: i.Version, BlocID: i.BlocID, TermID: i.TermID, Reason: reason}
	short := func(x Issued) Issued {
		x.Snapshot = ""
		return x
	}
	if before != nil {
		e.Before = short(*before)
	}
	e.After = short(*i)
	return e
}

// TransitionIssued takes a step of an issued report: it can be withdrawn, with a
// reason, and is kept.
func (s *Service) TransitionIssued(ctx context.Context, id string, version int, in IssuedTransitionBody) (out *issuedRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		found, err := wholeIssued(tx, id)
		if err != nil {
			return err
		}
		i := &found.Issued
		if err := audit.Fresh(tx, "issued_report", i, version); err != nil {
			return err
		}
		r, err := i.open()
		if err != nil {
			return err
		}
		if err := r.subject().mayWrite(tx); err != nil {
			return err
		}
		if err := issuedSteps.Check(i.Status, in.To, in.Reason.Or(""), nil, false); err != nil {
			return err
		}
		before, was := *i, i.Seal
		if err := s.seal(i); err != nil {
			return err
		}
		intact := i.Seal == was
		i.Status = in.To
		if err := s.seal(i); err != nil {
			return err
		}
		if !intact {
			i.Seal = was // what somebody wrote into the row stays broken
		}
		if err := db.Update(tx, i); err != nil {
			return err
		}
		if err := record.Stepped(tx, "issued_report", i.ID, before.Status, i.Status, in.Reason.Value); err != nil {
			return err
		}
		if err := s.audit.Append(tx, i.act(&before, in.Reason.Value)); err != nil {
			return err
		}
		out, err = findIssued(tx, id)
		return err
	})
	return out, err
}

// Verified is what anybody who holds a code may know of an issued report. It
// names no person.
type Verified struct {
	Code           string
	Kind           string
	Name           string
	Period         string
	Status         string
	DocumentStatus string
	IssuedAt       time.Time
	DataAsOf       time.Time
	Checksum       string
	Intact         bool  // it is all as it was issued
	Matches        *bool // the books still say the same; nil: they cannot be asked any more
}

// Verify finds the issued report with a code and holds it against its seal and
// against the books as they are now, as far as who issued it could read them. It
// needs no rights. An unknown code is not_found.
func (s *Service) Verify(ctx context.Context, typed string) (*Verified, error) {
	code := asCode(typed)
	if code == "" {
		return nil, fault.Missing()
	}
	// A report may be long, and strangers ask here: whoever asks for one code waits
	// for one answer, which goes on when the first of them leaves, and few are made
	// at once.
	v, err, _ := s.flights.Do(code, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestVerify)
		defer cancel()
		waiting, stop := context.WithTimeout(ctx, db.Queueing)
		defer stop()
		if err := s.verifying.Acquire(waiting, 1); err != nil {
			return nil, db.Unavailable().Because(err)
		}
		defer s.verifying.Release(1)
		return s.verify(ctx, code)
	})
	if err != nil {
		return nil, err
	}
	return v.(*Verified), nil
}

// longestVerify bounds the reading of a report that nobody may wait for any more.
const longestVerify = time.Minute

func (s *Service) verify(ctx context.Context, code string) (*Verified, error) {
	x, err := byCode(s.db.Read(ctx), code)
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	v := &Verified{
		Code: x.Code, Kind: x.Kind, Name: x.Name, Period: x.Period, Status: x.Status, DocumentStatus: x.DocumentStatus, IssuedAt: x.CreatedAt, DataAsOf: x.DataAsOf, Checksum: x.Checksum,
	}
	if v.Intact = x.Seal == s.sealOf(x.Sealed); v.Intact {
		v.Matches, err = s.matches(ctx, x)
	}
	return v, err
}

// matches tells whether the books still say what was issued; nil where there is
// nothing any more to ask, or a report tells more or less today than it did then. A
// report they would refuse now has changed.
func (s *Service) matches(ctx context.Context, x *stored) (*bool, error) {
	var o Options
	var reader []actor.Grant
	var then struct{ Schema string }
	if err := errors.Join(json.Unmarshal([]byte(x.Options), &o), json.Unmarshal([]byte(x.Reader), &reader), json.Unmarshal([]byte(x.Snapshot), &then)); err != nil {
		return nil, err
	}
	if then.Schema != kindOf(x.Kind).new(o).head().Schema {
		return nil, nil
	}
	now, err := s.Report(actor.With(ctx, actor.Actor{ID: x.CreatedBy, Grants: reader}), x.Kind, x.SubjectID, o)
	if err == nil {
		same := now.head().Checksum == x.Checksum
		return &same, nil
	}
	switch fault.From(err).Kind {
	case fault.NotFound:
		return nil, nil
	case fault.Internal, fault.Unavailable:
		return nil, err
	}
	return new(bool), nil
}
