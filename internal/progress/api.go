package progress

import "giaouoc/internal/httpx"

const metaExample = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`

// Register registers the operations of the working year.
func Register(s *httpx.Server, svc *Service) {
	registerRegistrations(s, svc)
}
