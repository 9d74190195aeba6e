package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Limits are what an operator allows, in bytes. The quota is asked when a file
// is added. A record that moves to another bloc takes its files along without
// being asked, since the records' features know nothing of files: a bloc may so
// come to hold more than its quota, and then takes no further file.
type Limits struct {
	File  int64 // one file
	Quota int64 // all files of a bloc; those of records outside blocs share one
}

// Service holds the use cases of attachments.
type Service struct {
	db     *db.DB
	audit  *audit.Log
	store  Store
	limits Limits
}

// New makes the service.
func New(books *db.DB, log *audit.Log, store Store, limits Limits) *Service {
	return &Service{books, log, store, limits}
}

// Attachments lists the attachments the caller may read.
func (s *Service) Attachments(ctx context.Context, r db.Request) (db.Page[attachmentRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[attachmentRow](tx, visible(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Attachment reads what is known of one file.
func (s *Service) Attachment(ctx context.Context, id string) (*attachmentRow, error) {
	a, err := find(s.db.Read(ctx), id)
	return a, s.db.Translate(ctx, err)
}

// Take takes bytes in, before anything is decided about them.
func (s *Service) Take(src io.Reader) (*Draft, error) {
	b, err := s.store.Put(src)
	if err != nil {
		return nil, ErrStorage.Because(err)
	}
	return &Draft{Blob: b, store: s.store}, nil
}

// Content opens the bytes of a file that was just read, once they are proven to
// be those that were taken in. One that was removed meanwhile is not_found.
func (s *Service) Content(ctx context.Context, a *attachmentRow) (io.ReadCloser, error) {
	f, err := s.store.Open(a.StorageKey)
	if errors.Is(err, fs.ErrNotExist) {
		if _, gone := s.Attachment(ctx, a.ID); gone != nil {
			return nil, gone
		}
	}
	if err != nil {
		return nil, fault.New(fault.Internal, "internal").Because(err)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, a.Size+1)); err != nil || hex.EncodeToString(sum.Sum(nil)) != a.SHA256 {
		return nil, errors.Join(fault.New(fault.Internal, "internal").Because(fmt.Errorf("the bytes of attachment %s are not those taken in: %w", a.ID, err)), f.Close())
	}
	return f, nil
}

// Create hangs a file on a record: unless the books then have it, its bytes are
// dropped.
func (s *Service) Create(ctx context.Context, in CreateAttachmentBody, file *Draft, claim string) (row *attachmentRow, err error) {
	a, err := s.examine(in, file, claim)
	if err != nil {
		return nil, err
	}
	ran := false // to its end: from there on only the database knows what became of it
	err = s.db.InTx(ctx, func(tx *gorm.DB) (err error) {
		ran = false
		a.Meta = record.NewMeta(tx)
		if err := s.add(tx, in, a); err != nil {
			return err
		}
		if row, err = find(tx, a.ID); err != nil {
			return err
		}
		return db.AtEnd(tx, func(*gorm.DB) error { ran = true; return nil })
	})
	if file.decided = ran; err != nil {
		return nil, err
	}
	_ = s.store.Keep(file.Key) // a doubt that stays is ended by the sweep
	return row, nil
}

// examine notes what is wrong with a file itself.
func (s *Service) examine(in CreateAttachmentBody, file *Draft, claim string) (*Attachment, error) {
	var bad fault.Fields
	sent, pointer := in.File, "/file"
	name := in.Name.Or(sent)
	if in.Name.Value != nil {
		pointer = "/name"
	}
	a := &Attachment{
		Name: checkName(name, pointer, &bad), Size: file.Size, SHA256: file.SHA256, StorageKey: file.Key, Remark: in.Remark.Value,
	}
	if err := checkMarking(map[string]string{"/name": in.Name.Or(""), "/file": sent}); err != nil {
		return nil, err
	}
	if file.Size == 0 {
		bad.Add("/file", "empty_file")
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	b, err := s.store.Open(file.Key)
	if err != nil {
		return nil, ErrStorage.Because(err)
	}
	defer b.Close()
	if a.MediaType, err = sniff(b, a.Size, a.Name, claim, &bad); err != nil {
		return nil, ErrStorage.Because(err)
	}
	a.fold()
	return a, bad.Err()
}

// add writes a file into the books. The quota is looked at last, behind the
// record of the act: the chain of acts has one head per bloc and one for what
// lies outside, and who has appended to it is alone there until the commit.
func (s *Service) add(tx *gorm.DB, in CreateAttachmentBody, a *Attachment) error {
	o := ownerOf(in.OwnerKind)
	at, err := o.hold(tx, in.OwnerID)
	if errors.Is(err, fault.Missing()) {
		return fault.Validation(fault.At("/owner_id", "reference_not_found"))
	}
	if err != nil {
		return err
	}
	*o.field(a) = &in.OwnerID
	if err := db.Insert(tx, a); err != nil {
		return err
	}
	if err := s.audit.Append(tx, audit.Entry{
		Entity: "attachment", EntityID: a.ID, Version: a.Version, BlocID: at.BlocID, TermID: at.TermID, After: a.recorded(o.kind, in.OwnerID),
	}); err != nil {
		return err
	}
	return db.AtEnd(tx, func(tx *gorm.DB) error { return s.fits(tx, at.BlocID, a.Size) })
}

// fits refuses a file that was one too many for its bloc.
func (s *Service) fits(tx *gorm.DB, blocID *string, size int64) error {
	n, err := used(tx, blocID)
	if err != nil || n <= s.limits.Quota {
		return err
	}
	n -= size
	return fault.New(fault.Conflict, "quota_exceeded").Param("used", n).Param("size", size).Param("quota", s.limits.Quota).
		With("used_bytes", n).With("size_bytes", size).With("quota_bytes", s.limits.Quota)
}

// Delete takes a file off its record, and drops its bytes once that is committed.
// What hangs on a signed text stays.
func (s *Service) Delete(ctx context.Context, id string, version int) error {
	var key string
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		at, err := ownerOf(a.OwnerKind).hold(tx, a.OwnerID)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "attachment", &a.Attachment, version); err != nil {
			return err
		}
		if at.frozen {
			return ErrFrozen
		}
		key = a.StorageKey
		// Outside the transaction, yet harmless when it runs again or fails: a doubt
		// about bytes that stay is ended by the sweep.
		if err := s.store.Doubt(key); err != nil {
			return ErrStorage.Because(err)
		}
		if err := db.Delete(tx, &a.Attachment); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{
			Entity: "attachment", EntityID: id, Version: a.Version, BlocID: at.BlocID, TermID: at.TermID, Before: a.recorded(a.OwnerKind, a.OwnerID),
		})
	})
	if err == nil {
		_ = s.store.Remove(key) // what stays is in doubt, and swept
	}
	return err
}

// sweepAge is how long bytes stay in doubt before the books decide about them:
// longer than any request.
const sweepAge = 24 * time.Hour

// Sweep ends old doubts: bytes the books have stay, others go. It returns how
// many went. Bytes nobody ever put in doubt are never touched, so that a wrong
// database cannot empty a store.
func (s *Service) Sweep(ctx context.Context) (removed int, err error) {
	keys, err := s.store.Doubtful(s.db.Now().Add(-sweepAge))
	if err != nil {
		return 0, err
	}
	for chunk := range slices.Chunk(keys, 500) {
		there, err := known(s.db.Read(ctx), chunk)
		if err != nil {
			return removed, s.db.Translate(ctx, err)
		}
		for _, key := range chunk {
			if slices.Contains(there, key) {
				err = errors.Join(err, s.store.Keep(key))
				continue
			}
			removed++
			err = errors.Join(err, s.store.Remove(key))
		}
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}
