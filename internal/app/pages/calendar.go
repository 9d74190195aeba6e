package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/calendar"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

// RegisterCalendar registers where feeds are read: GET /calendar/<address>.ics. The
// programs that do so cannot sign in; the address alone lets them in, as who
// subscribed to it, and no further.
func RegisterCalendar(s *httpx.Server, svc *calendar.Service) {
	s.Engine().GET("/calendar/:address", func(c *gin.Context) {
		c.Header("Cache-Control", "no-store")
		ctx := c.Request.Context()
		of, err := svc.Subscription(ctx, c.Param("address"))
		if err != nil {
			s.Refuse(c, fault.From(err))
			return
		}
		done, full := s.Workplace(ctx, of.UserID)
		if full != nil {
			s.Refuse(c, full)
			return
		}
		defer done()
		body, err := svc.Calendar(ctx, of)
		if err != nil {
			s.Refuse(c, fault.From(err))
			return
		}
		sum := sha256.Sum256(body)
		tag := `"` + hex.EncodeToString(sum[:]) + `"`
		c.Header("Cache-Control", "private, no-cache") // rights may have changed since
		c.Header("ETag", tag)
		c.Header("X-Robots-Tag", "noindex")
		if httpx.CallFrom(ctx).Has(tag) {
			c.Status(http.StatusNotModified)
			return
		}
		c.Header("Content-Disposition", `inline; filename="giaouoc.ics"`) // not the address
		c.Data(http.StatusOK, "text/calendar; charset=utf-8", body)
	})
}
