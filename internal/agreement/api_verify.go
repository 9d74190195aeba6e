package agreement

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

// VerifiedView is what anybody may know of a signed text from its hash.
type VerifiedView struct {
	Hash       string         `json:"hash"`
	Found      bool           `json:"found"`
	Kind       string         `json:"kind"`
	Title      string         `json:"title"`
	Bloc       string         `json:"bloc"`
	Period     string         `json:"period"`
	FrozenAt   time.Time      `json:"frozen_at"`
	Signatures map[string]int `json:"signatures"`
	Intact     bool           `json:"intact"`
}

// RegisterVerify registers the public check of a hash printed on a signed text:
// GET /verify/{hash}. Whoever holds the hash has seen the text; nothing else is
// told.
func RegisterVerify(s *httpx.Server, svc *Service) {
	s.Engine().GET("/verify/:hash", func(c *gin.Context) {
		hash := c.Param("hash")
		v, err := svc.Verify(c.Request.Context(), hash)
		if err != nil {
			s.Refuse(c, fault.From(err))
			return
		}
		c.JSON(http.StatusOK, VerifiedView{hash, true, v.Kind, v.Title, v.Bloc, v.Period, v.FrozenAt, v.Signatures, v.Intact})
	})
}
