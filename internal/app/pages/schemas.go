package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

// RegisterSchemas registers the JSON Schemas of documents: GET /schemas names
// them, GET /schemas/{name}/{version} is the one a document's member "schema"
// names.
func RegisterSchemas(s *httpx.Server) {
	at := func(c *gin.Context, name string) string {
		return httpx.CallFrom(c.Request.Context()).Base() + "/schemas/" + name
	}
	answer := func(c *gin.Context, v any) {
		c.Header("Cache-Control", "public, max-age=300")
		c.JSON(http.StatusOK, v)
	}
	s.Engine().GET("/schemas", func(c *gin.Context) {
		all := map[string]string{}
		for _, name := range s.Published() {
			all[name] = at(c, name)
		}
		answer(c, all)
	})
	s.Engine().GET("/schemas/:name/:version", func(c *gin.Context) {
		one, there := s.Schema(c.Param("name") + "/" + c.Param("version"))
		if !there {
			s.Refuse(c, fault.Missing())
			return
		}
		one.ID = at(c, one.ID)
		answer(c, one)
	})
}
