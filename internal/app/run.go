package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// drain is how long started requests may take to finish after a stop.
const drain = 10 * time.Second

// Run serves on the listener until the context ends, then finishes what was
// started, stops the work in the background, and returns. The error says why
// serving stopped early.
func (a *App) Run(ctx context.Context, l net.Listener) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var wg sync.WaitGroup
	a.job(background, &wg, "database watch", a.DB.Watch)
	a.job(background, &wg, "security log", a.Security.Run)
	a.job(background, &wg, "purge", a.purge)
	a.job(background, &wg, "token use", a.tokenUse)
	a.job(background, &wg, "attachment sweep", a.sweep)
	a.job(background, &wg, "packages of reports", a.Reports.Work)

	servers := []*http.Server{a.server(a.Server.Handler())}
	errs := make(chan error, 2)
	a.work(&wg, "http", func() { errs <- servers[0].Serve(l) })
	if a.Config.MetricsAddr != "" {
		ml, err := net.Listen("tcp", a.Config.MetricsAddr)
		if err != nil {
			stop()
			return err
		}
		m := a.server(a.metrics.handler())
		servers = append(servers, m)
		a.work(&wg, "metrics", func() { errs <- m.Serve(ml) })
	}
	// What only the start needed goes back to the machine, beside the first requests.
	a.work(&wg, "memory of the start", debug.FreeOSMemory)
	var err error
	select {
	case <-ctx.Done():
	case err = <-errs:
	}
	patience, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	for _, s := range servers {
		err = errors.Join(err, s.Shutdown(patience))
	}
	stop()
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// server sets every time limit, so that a slow or silent client costs little.
// What net/http has to say goes into the log like everything else.
func (a *App) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 25 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelWarn),
	}
}

// afterPanic is how long a job rests before it is begun anew.
const afterPanic = 5 * time.Second

// job keeps a loop going until the context ends: one that panicked is begun anew
// after a rest.
func (a *App) job(ctx context.Context, wg *sync.WaitGroup, name string, loop func(context.Context)) {
	a.work(wg, name, func() {
		for !a.survive(name, func() { loop(ctx) }) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(afterPanic):
			}
		}
	})
}

// work runs something in the background. A panic there is logged, counted and
// ends that work, not the service.
func (a *App) work(wg *sync.WaitGroup, name string, fn func()) {
	wg.Go(func() { a.survive(name, fn) })
}

// survive runs fn and reports whether it came to its end without a panic.
func (a *App) survive(name string, fn func()) (ended bool) {
	defer func() {
		if v := recover(); v != nil {
			a.metrics.panicked(name)
			a.Log.Error("panic in background work", "work", name, "value", v, "stack", string(debug.Stack()))
		}
	}()
	fn()
	return true
}

// purge forgets what has had its time: answers kept with their keys, refused
// attempts, counted log-ins, tokens of sessions.
func (a *App) purge(ctx context.Context) {
	for {
		_, err := a.DB.PurgeIdempotency(ctx)
		if err = errors.Join(err, a.Security.Purge(ctx), a.Accounts.Purge(ctx)); err != nil && ctx.Err() == nil {
			a.Log.Warn("what has had its time is not purged", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * time.Minute):
		}
	}
}

// tokenUse writes when API tokens and calendar feeds were last used; Close writes
// what is left.
func (a *App) tokenUse(ctx context.Context) {
	for {
		writing := context.WithoutCancel(ctx)
		if err := errors.Join(a.Accounts.FlushUses(writing), a.Calendars.FlushUses(writing)); err != nil {
			a.Log.Warn("last use of API tokens and calendar feeds not written", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

// sweep drops bytes of attachments that no commit ever kept.
func (a *App) sweep(ctx context.Context) {
	for {
		switch n, err := a.Attachments.Sweep(ctx); {
		case err != nil && ctx.Err() == nil:
			a.Log.Warn("attachments not swept", "cause", err)
		case n > 0:
			a.Log.Info("attachments swept", "files", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}
