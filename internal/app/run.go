package app

import (
	"context"
	"errors"
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
	a.work(&wg, "database watch", func() { a.DB.Watch(background) })
	a.work(&wg, "security log", func() { a.Security.Run(background) })
	a.work(&wg, "idempotency purge", func() { a.purge(background) })
	a.work(&wg, "token use", func() { a.tokenUse(background) })
	a.work(&wg, "attachment sweep", func() { a.sweep(background) })

	servers := []*http.Server{server(a.Server.Handler())}
	errs := make(chan error, 2)
	a.work(&wg, "http", func() { errs <- servers[0].Serve(l) })
	if a.Config.MetricsAddr != "" {
		ml, err := net.Listen("tcp", a.Config.MetricsAddr)
		if err != nil {
			stop()
			return err
		}
		m := server(a.metrics.handler())
		servers = append(servers, m)
		a.work(&wg, "metrics", func() { errs <- m.Serve(ml) })
	}
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
func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 25 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10,
	}
}

// work runs something in the background. A panic there is logged and ends that
// work, not the service.
func (a *App) work(wg *sync.WaitGroup, name string, fn func()) {
	wg.Go(func() {
		defer func() {
			if v := recover(); v != nil {
				a.Log.Error("panic in background work", "work", name, "value", v, "stack", string(debug.Stack()))
			}
		}()
		fn()
	})
}

func (a *App) purge(ctx context.Context) {
	for {
		if _, err := a.DB.PurgeIdempotency(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("idempotency records not purged", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(10 * time.Minute):
		}
	}
}

// tokenUse writes when API tokens were last used; Close writes what is left.
func (a *App) tokenUse(ctx context.Context) {
	for {
		if err := a.Accounts.FlushUses(context.WithoutCancel(ctx)); err != nil {
			a.Log.Warn("last use of API tokens not written", "cause", err)
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
