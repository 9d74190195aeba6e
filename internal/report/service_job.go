package report

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

// Workshop is where packages of files are made, and by whose rights.
type Workshop struct {
	Dir string // of their files; made when it is missing
	// Actor is a user with the rights they have now.
	Actor func(ctx context.Context, userID string) (actor.Actor, error)
	Log   *slog.Logger
}

// Jobs lists the caller's own jobs.
func (s *Service) Jobs(ctx context.Context, r db.Request) (db.Page[Job], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[Job](tx, jobs(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Job reads one of them.
func (s *Service) Job(ctx context.Context, id string) (*Job, error) {
	j, err := findJob(s.db.Read(ctx), id)
	return j, s.db.Translate(ctx, err)
}

// Order has a package of files made. What it is about must be in the caller's
// reach now, and again when it is read.
func (s *Service) Order(ctx context.Context, in OrderBody) (out *Job, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		k := jobKind(in.Kind)
		if err := in.fits(in.Kind); err != nil {
			return err
		}
		if err := room(tx); err != nil {
			return err
		}
		about, err := s.about(tx, k, in.SubjectID, in.options())
		if err != nil {
			return asReference(err)
		}
		j := Job{
			Meta: record.NewMeta(tx), Kept: keptOf(k, in.SubjectID, about), Name: about.Name, Period: about.Period, Language: in.Language.Or("vi"), State: queued,
		}
		j.Options.V, j.Formats.V = in.options(), slices.Compact(slices.Sorted(slices.Values(in.Formats)))
		if err := db.Insert(tx, &j); err != nil {
			return err
		}
		out = &j
		return s.audit.Append(tx, audit.Entry{Entity: "report_job", EntityID: j.ID, Version: j.Version, BlocID: j.BlocID, TermID: j.TermID, After: j})
	})
	if err == nil {
		s.knock()
	}
	return out, err
}

// knock wakes the worker.
func (s *Service) knock() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake
	}
}

// about says what a job is about, for those who may read it.
func (s *Service) about(tx *gorm.DB, k kind, id string, o Options) (subject, error) {
	o.Draft, o.brief = true, true
	r, err := s.take(tx, k, id, o)
	if err != nil {
		return subject{}, err
	}
	return r.subject(), nil
}

// OpenPackage opens the file of a finished job.
func (s *Service) OpenPackage(j *Job) (io.ReadCloser, error) {
	f, err := os.Open(s.packageOf(j.ID))
	if err != nil {
		return nil, fault.New(fault.Conflict, "report.package_gone").Because(err)
	}
	return f, nil
}

// Package is a job whose file the caller may have: it is there, and what it is
// about is in reach now as it was.
func (s *Service) Package(ctx context.Context, id string) (j *Job, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		if j, err = findJob(tx, id); err != nil {
			return err
		}
		_, err = s.about(tx, jobKind(j.Kind), j.SubjectID, j.Options.V)
		return err
	})
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	return j, j.ready(s.db.Now())
}

func (s *Service) packageOf(id string) string { return filepath.Join(s.workshop.Dir, id+".zip") }

// Work makes packages one after another until the context ends. What was let go of
// when a process ended is begun anew; what has had its time is removed.
func (s *Service) Work(ctx context.Context) {
	for {
		s.warn("remove", errors.Join(s.removeOutlived(ctx), s.removeStray(ctx)))
		for ctx.Err() == nil {
			more, err := s.WorkOne(ctx)
			s.warn("make", err)
			if !more {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		case <-time.After(time.Minute):
		}
	}
}

func (s *Service) warn(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.workshop.Log.Warn("packages of reports", "failed to", what, "cause", err)
	}
}

// half is the pattern of the names of packages in the making.
const half = "half-*"

// removeStray removes files that nobody has written to for an hour and no job
// knows: halves, and packages whose removal was cut short.
func (s *Service) removeStray(ctx context.Context) error {
	files, err := os.ReadDir(s.workshop.Dir)
	if err != nil {
		return gone(err)
	}
	tx := s.db.Read(ctx)
	for _, f := range files {
		info, wrong := f.Info()
		if wrong != nil || time.Since(info.ModTime()) < time.Hour { // by the clock of the file system
			err = errors.Join(err, gone(wrong))
			continue
		}
		id, whole := strings.CutSuffix(f.Name(), ".zip")
		if whole {
			if known, wrong := hasPackage(tx, id); known || wrong != nil {
				err = errors.Join(err, wrong)
				continue
			}
		}
		err = errors.Join(err, gone(os.Remove(filepath.Join(s.workshop.Dir, f.Name()))))
	}
	return err
}

func (s *Service) removeOutlived(ctx context.Context) error {
	ids, err := outlived(ctx, s.db, s.db.Now())
	for _, id := range ids {
		err = errors.Join(err, gone(os.Remove(s.packageOf(id))))
	}
	return err
}

// WorkOne makes the oldest package that waits, and reports whether there was one.
// One that cannot be made is failed, with the code of the reason.
func (s *Service) WorkOne(ctx context.Context) (bool, error) {
	var j *Job
	err := s.db.InTx(ctx, func(tx *gorm.DB) (err error) {
		j, err = nextJob(tx, s.worker)
		return err
	})
	if err != nil || j == nil {
		return false, err
	}
	made, err := s.produce(ctx, j)
	if ctx.Err() != nil {
		return false, s.letGo(ctx, j) // begun anew after the restart
	}
	if errors.Is(err, errLost) {
		return true, err
	}
	now := s.db.Now()
	to := map[string]any{"state": done, "failure": nil, "file_name": made.name, "file_size": made.size, "sha256": made.sum, "finished_at": now, "expires_at": now.Add(keptFor)}
	if err != nil {
		to = map[string]any{"state": failed, "failure": fault.From(err).Code, "finished_at": now}
	}
	wrote := s.keep(ctx, j, to)
	if wrote != nil && !errors.Is(wrote, errLost) {
		_ = os.Remove(s.packageOf(j.ID))
	}
	if err != nil && fault.From(err).Kind != fault.Internal {
		err = nil // the caller's to mend: the job tells of it
	}
	return true, errors.Join(err, wrote)
}

// holder keeps a job for its worker while its files are written, however long one
// takes; a write fails when somebody else took the job.
type holder struct {
	to   io.Writer
	hold func() error
	last time.Time
}

func (h *holder) Write(b []byte) (int, error) {
	if time.Since(h.last) > held/4 {
		if err := h.hold(); err != nil {
			return 0, err
		}
		h.last = time.Now()
	}
	return h.to.Write(b)
}

// keep writes how a job ended. The database may be busy or away for a while: it is
// tried as long as the job is held.
func (s *Service) keep(ctx context.Context, j *Job, to map[string]any) (err error) {
	for pause := time.Second; ; pause *= 2 {
		err = s.db.InTx(ctx, func(tx *gorm.DB) error { return setState(tx, j, s.worker, maps.Clone(to)) })
		if err == nil || errors.Is(err, errLost) || pause > held/2 {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// letGo gives a job back at the end of the service.
func (s *Service) letGo(ctx context.Context, j *Job) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		return setState(tx, j, s.worker, map[string]any{"held_until": s.db.Now().Add(-time.Second)})
	})
}

type made struct {
	name string
	size int64
	sum  string
}

// part is one document of a package.
type part struct {
	kind   kind
	report Report
}

// produce reads what a package holds in one snapshot and writes its files. A panic
// is that package's failure: begun anew, it would stand in the way of all others.
func (s *Service) produce(ctx context.Context, j *Job) (m made, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("package %s: panic: %v\n%s", j.ID, v, debug.Stack())
		}
	}()
	who, err := s.workshop.Actor(ctx, j.CreatedBy)
	if err != nil {
		return m, err
	}
	ctx = actor.With(ctx, who)
	var parts []part
	if err = s.db.View(ctx, func(tx *gorm.DB) error {
		parts, err = s.parts(tx, j)
		return err
	}); err != nil {
		return m, err
	}
	if err = os.MkdirAll(s.workshop.Dir, 0o700); err != nil {
		return m, err
	}
	f, err := os.CreateTemp(s.workshop.Dir, half)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, gone(os.Remove(f.Name()))) }()
	sum := sha256.New()
	hold := func() error {
		return s.db.InTx(ctx, func(tx *gorm.DB) error { return setState(tx, j, s.worker, map[string]any{}) })
	}
	err = s.pack(ctx, j, parts, &holder{io.MultiWriter(f, sum), hold, time.Now()})
	size, told := f.Seek(0, io.SeekCurrent)
	if err = errors.Join(err, told, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), s.packageOf(j.ID))
	}
	name, _ := parts[0].kind.fileName(parts[0].report, text.Lang(j.Language), ".zip")
	return made{name, size, hex.EncodeToString(sum.Sum(nil))}, err
}

// gone is an error of removing what may be gone already.
func gone(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// pack writes the files of a package, numbered in order, and tells how many are
// there.
func (s *Service) pack(ctx context.Context, j *Job, parts []part, to io.Writer) error {
	lang, z, n := text.Lang(j.Language), zip.NewWriter(to), 0
	progress := func(more map[string]any) error {
		return s.db.InTx(ctx, func(tx *gorm.DB) error { return setState(tx, j, s.worker, more) })
	}
	if err := progress(map[string]any{"total": len(parts) * len(j.Formats.V)}); err != nil {
		return err
	}
	for i, p := range parts {
		for _, f := range encode.Formats() {
			if !slices.Contains(j.Formats.V, f.Name) {
				continue
			}
			name, _ := p.kind.fileName(p.report, lang, f.Suffix)
			w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%02d_%s", i, name), Method: zip.Deflate, Modified: p.report.head().DataAsOf})
			if err != nil {
				return err
			}
			if err := f.Write(w, Describe(p.report, lang)); err != nil {
				return err
			}
			n++
			if err := progress(map[string]any{"done": n}); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// parts reads the documents of a job.
func (s *Service) parts(tx *gorm.DB, j *Job) ([]part, error) {
	if j.Kind == handbookKind {
		return s.handbook(tx, j)
	}
	k := kindOf(j.Kind)
	r, err := s.take(tx, k, j.SubjectID, j.Options.V)
	return []part{{k, r}}, err
}
