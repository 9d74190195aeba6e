package scoring

import "giaouoc/internal/httpx"

// Register registers the operations of scoring.
func Register(s *httpx.Server, svc *Service) {
	registerTables(s, svc)
	registerSheets(s, svc)
	registerVotes(s, svc)
	registerRankings(s, svc)
}
