package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/app/pages"
	"giaouoc/internal/config"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/web"
)

// routes are what is served beside the API: health, the contract itself
// and its pages for people.
func (a *App) routes() {
	e := a.Server.Engine()
	e.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	e.GET("/readyz", a.ready)
	spec := sync.OnceValues(func() (docs [2][]byte, err error) {
		spec := Described().Spec()
		if docs[0], err = json.MarshalIndent(spec, "", " "); err != nil {
			return docs, err
		}
		docs[1], err = spec.YAML()
		return docs, err
	})
	asJSON := func() ([]byte, error) {
		docs, err := spec()
		return docs[0], err
	}
	pages.Register(a.Server, asJSON)
	pages.RegisterSchemas(a.Server)
	for address, page := range web.Pages() {
		e.GET(address, gin.WrapH(page))
	}
	// Who mistypes an address in a browser sees a page, programs a problem.
	e.NoRoute(func(c *gin.Context) {
		r := c.Request
		people := r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/api/") &&
			httpx.Accepted(r.Header.Values("Accept"), "application/json", "text/html") == "text/html"
		if !people || !web.NotFound(c.Writer) {
			a.Server.Refuse(c, fault.Missing())
		}
	})
	for i, kind := range []string{"json", "yaml"} {
		e.GET("/openapi."+kind, func(c *gin.Context) {
			docs, err := spec()
			if err != nil {
				panic(err) // built from our own types; a test renders it
			}
			c.Data(http.StatusOK, "application/"+kind, docs[i])
		})
	}
}

// Described is a server that describes the API and answers nothing. It depends on
// nothing but the code: no configuration, no database.
func Described() *httpx.Server {
	a := &App{Log: slog.New(slog.DiscardHandler), metrics: newMetrics()}
	a.wire(config.Config{}, keys{}, Options{Clock: date.System()}, true)
	return a.Server
}

// Contract is the API's description in YAML.
func Contract() ([]byte, error) { return Described().Spec().YAML() }

// ContractJSON is the same in JSON.
func ContractJSON() ([]byte, error) { return json.MarshalIndent(Described().Spec(), "", " ") }

// ready tells whether requests can be answered: the database is there and its
// schema is ours. It gives strangers no causes.
func (a *App) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		a.Log.Warn("not ready", "cause", err)
		c.Header("Retry-After", "2")
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "unavailable", "database": "away"})
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok", "database": "ok"})
}
