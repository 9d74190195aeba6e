// Package app is the composition root: New wires everything from the
// configuration, Run serves until its context ends.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/agreement"
	"giaouoc/internal/app/pages"
	"giaouoc/internal/attachment"
	"giaouoc/internal/audit"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/calendar"
	"giaouoc/internal/config"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/pilot"
	"giaouoc/internal/progress"
	"giaouoc/internal/rating"
	"giaouoc/internal/record"
	"giaouoc/internal/registration"
	"giaouoc/internal/report"
	"giaouoc/internal/scoring"
	"giaouoc/internal/search"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// Version is the release and Built the moment it was made (RFC 3339); the linker
// sets them.
var (
	Version = development
	Built   = ""
)

// DataFile is the name of the SQLite database in the data directory.
const DataFile = "giaouoc.db"

// Options are what does not come from the configuration.
type Options struct {
	Clock     date.Clock
	Log       *slog.Logger
	Trace     func(sql string) // sees every statement, for tests
	DataFile  string           // SQLite file below Config.Data; DataFile when empty
	Ephemeral bool             // migrate whatever the configuration says
}

// App is the service, wired.
type App struct {
	Config   config.Config
	DB       *db.DB
	Audit    *audit.Log
	Security *audit.SecurityLog
	Server   *httpx.Server
	Log      *slog.Logger

	Accounts      *account.Service
	Records       *record.Service
	Units         *unit.Service
	Blocs         *bloc.Service
	Agreements    *agreement.Service
	Calendars     *calendar.Service
	Registrations *registration.Service
	Models        *pilot.Service
	Ratings       *rating.Service
	Progress      *progress.Service
	Scores        *scoring.Service
	Awards        *award.Service
	Reports       *report.Service
	Searches      *search.Service

	Attachments *attachment.Service
	files       *attachment.Disk

	Successions *succession.Service

	metrics *metrics
}

// New opens the database, brings its schema up to date where that is wanted,
// and wires services and operations. Close releases it.
func New(ctx context.Context, cfg config.Config, o Options) (*App, error) {
	if o.Clock == nil {
		o.Clock = date.System()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.DataFile == "" {
		o.DataFile = DataFile
	}
	keys, err := loadKeys(cfg)
	if err != nil {
		return nil, err
	}
	store, err := db.Open(ctx, db.Options{URL: cfg.DatabaseURL, Path: filepath.Join(cfg.Data, o.DataFile), Clock: o.Clock, Trace: o.Trace})
	if err != nil {
		return nil, err
	}
	a := &App{Config: cfg, DB: store, Log: o.Log, Audit: audit.New(keys.audit), metrics: newMetrics()}
	if a.files, err = attachment.OpenDisk(filepath.Join(cfg.Data, beside(o.DataFile, "attachments")), o.Clock); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if err := a.prepare(ctx, cfg, keys, o); err != nil {
		return nil, errors.Join(err, a.files.Close(), store.Close())
	}
	return a, nil
}

// beside names a directory of files below Config.Data. Books beside the real ones,
// the demo's, have files of their own.
func beside(dataFile, name string) string {
	if dataFile == DataFile {
		return name
	}
	return strings.TrimSuffix(dataFile, ".db") + "-" + name
}

// prepare brings schema and award catalogue up to date around the wiring.
func (a *App) prepare(ctx context.Context, cfg config.Config, keys keys, o Options) error {
	if err := a.schema(ctx, cfg.AutoMigrate || o.Ephemeral); err != nil {
		return err
	}
	a.wire(cfg, keys, o, false)
	a.Server.Forget()
	return a.Awards.Load(ctx)
}

func (a *App) schema(ctx context.Context, migrate bool) error {
	if !migrate {
		return a.DB.CheckSchema(ctx)
	}
	n, err := a.DB.Migrate(ctx)
	if err == nil && n > 0 {
		a.Log.Info("schema brought up to date", "migrations", n)
	}
	return err
}

// wire makes the services in the order of their folders and registers what
// each answers, described or not.
func (a *App) wire(cfg config.Config, keys keys, o Options, described bool) {
	signer := account.NewSigner(keys.token, cfg.AccessTokenTTL, o.Clock)
	a.Accounts = account.New(a.DB, a.Audit, signer, cfg.RefreshTokenTTL, calendar.DropFeeds)
	a.Security = audit.NewSecurityLog(a.DB, a.Log)
	a.Server = httpx.New(httpx.Options{
		DB: a.DB, Log: a.Log, CursorKey: keys.cursor, PublicURL: cfg.PublicURL, TrustedProxies: cfg.TrustedProxies,
		Authenticate: a.Accounts.Authenticate, Refused: a.refused, Observe: a.metrics.observe,
		Panicked: func() { a.metrics.panicked(inRequest) }, Described: described,
	})
	a.Records = record.New(a.DB, a.Audit)
	a.Units = unit.New(a.DB, a.Audit)
	a.Blocs = bloc.New(a.DB, a.Audit, scoring.Ranked)
	a.Agreements = agreement.New(a.DB, a.Audit)
	a.Calendars = calendar.New(a.DB, a.Audit, a.Accounts.ActorOf, cfg.PublicURL)
	a.Registrations = registration.New(a.DB, a.Audit)
	a.Models = pilot.New(a.DB, a.Audit)
	a.Progress = progress.New(a.DB, a.Audit)
	a.Scores = scoring.New(a.DB, a.Audit)
	a.Ratings = rating.New(a.DB, a.Audit)
	a.Awards = award.New(a.DB, a.Audit)
	a.Reports = report.New(a.DB, a.Audit, program(), report.Workshop{Dir: filepath.Join(cfg.Data, beside(o.DataFile, "packages")), Actor: a.Accounts.ActorOf, Log: a.Log})
	a.Searches = search.New(a.DB)
	a.Attachments = attachment.New(a.DB, a.Audit, a.files, attachment.Limits{File: cfg.AttachmentMaxBytes, Quota: cfg.AttachmentQuotaBytes})
	a.Successions = succession.New(a.DB, a.Audit, award.SeesDecision)

	account.Register(a.Server, a.Accounts)
	record.Register(a.Server, a.Records)
	unit.Register(a.Server, a.Units)
	bloc.Register(a.Server, a.Blocs)
	agreement.Register(a.Server, a.Agreements)
	calendar.Register(a.Server, a.Calendars)
	pages.RegisterCalendar(a.Server, a.Calendars)
	registration.Register(a.Server, a.Registrations)
	pilot.Register(a.Server, a.Models)
	progress.Register(a.Server, a.Progress)
	scoring.Register(a.Server, a.Scores)
	rating.Register(a.Server, a.Ratings)
	pages.RegisterVerify(a.Server, pages.Verifiers{Signed: a.Agreements.Verify, Issued: a.Reports.Verify})
	award.Register(a.Server, a.Awards)
	report.Register(a.Server, a.Reports)
	search.Register(a.Server, a.Searches)
	attachment.Register(a.Server, a.Attachments)
	succession.Register(a.Server, a.Successions)
	a.registerMeta()
	a.routes()
}

func (a *App) refused(r httpx.Refusal) {
	kind, name := "denied", r.Actor.Name
	if r.Call.Operation == "login" {
		kind, name = "login", r.Call.Subject
	} else if r.Call.Subject != "" { // an API token, refused or too narrow
		kind, name = "token", r.Call.Subject
	}
	a.Security.Note(audit.SecurityEvent{
		Kind: kind, ActorID: r.Actor.ID, Username: name, Address: r.Call.Address,
		Method: r.Method, Path: r.Path, Status: r.Status, Code: r.Code, RequestID: r.Call.ID,
	})
}

// Close writes out the security log and closes the database.
func (a *App) Close() error {
	a.Security.Flush(context.Background())
	return errors.Join(a.Accounts.FlushUses(context.Background()), a.Calendars.FlushUses(context.Background()), a.files.Close(), a.DB.Close())
}

// String says which release runs on which engine.
func (a *App) String() string { return fmt.Sprintf("giaouoc %s (%s)", Version, a.DB.Engine()) }
