package app

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// routes are what is served beside the API: health and the contract itself.
func (a *App) routes() {
	e := a.Server.Engine()
	e.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	e.GET("/readyz", a.ready)
	spec := sync.OnceValues(a.contract)
	e.GET("/openapi.json", func(c *gin.Context) {
		b, _ := spec()
		c.Data(http.StatusOK, "application/json", b)
	})
	e.GET("/openapi.yaml", func(c *gin.Context) {
		_, b := spec()
		c.Data(http.StatusOK, "application/yaml", b)
	})
}

// contract renders the API's description as JSON and YAML; it depends on
// nothing but the code.
func (a *App) contract() (asJSON, asYAML []byte) {
	asJSON, err := json.MarshalIndent(a.Server.Spec(), "", " ")
	if err == nil {
		asYAML, err = a.Server.Spec().YAML()
	}
	if err != nil {
		panic(err) // built from our own types; a test renders it
	}
	return asJSON, asYAML
}

// Contract is the API's description in YAML.
func (a *App) Contract() []byte {
	_, y := a.contract()
	return y
}

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
