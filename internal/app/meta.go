package app

import (
	"context"
	"strings"

	"giaouoc/internal/attachment"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

type metaView struct {
	Product         string   `json:"product"`
	Version         string   `json:"version"`
	APIVersion      string   `json:"api_version"`
	Languages       []string `json:"languages"`
	DefaultLanguage string   `json:"default_language"`
	DefaultLimit    int      `json:"default_limit"`
	MaxLimit        int      `json:"max_limit"`
	MaxBodyBytes    int      `json:"max_body_bytes"`

	AttachmentMaxBytes   int64    `json:"attachment_max_bytes"`
	AttachmentQuotaBytes int64    `json:"attachment_quota_bytes" doc:"of a bloc, and of all records outside blocs"`
	AttachmentMediaTypes []string `json:"attachment_media_types"`
}

type labelView struct {
	Value string `json:"value"`
	Vi    string `json:"vi"`
	En    string `json:"en"`
}

type nothing struct{}

// registerMeta registers what the service says of itself.
func (a *App) registerMeta() {
	httpx.Get(a.Server, httpx.Op{
		ID: "getMeta", Path: "/meta", Tag: "meta",
		Response: `{"product":"giaouoc","version":"1.0.0","api_version":"v1","languages":["vi","en"],"default_language":"vi","default_limit":50,"max_limit":200,"max_body_bytes":1048576,"attachment_max_bytes":20971520,"attachment_quota_bytes":2147483648,"attachment_media_types":["application/pdf"]}`,
	},
		func(context.Context, *nothing) (metaView, error) {
			return metaView{"giaouoc", Version, "v1", []string{"vi", "en"}, "vi", db.DefaultLimit, db.MaxLimit, 1 << 20, a.Config.AttachmentMaxBytes, a.Config.AttachmentQuotaBytes, attachment.MediaTypes()}, nil
		})
	labels := enumLabels()
	httpx.Get(a.Server, httpx.Op{
		ID: "getEnums", Path: "/enums", Tag: "meta",
		Response: `{"signature_status":[{"value":"pending","vi":"Chưa ký","en":"Pending"}]}`,
	},
		func(context.Context, *nothing) (map[string][]labelView, error) { return labels, nil })
}

// enumLabels reads the labels "enum.<name>.<nn>.<value>" of the catalogue; nn
// keeps the office's order.
func enumLabels() map[string][]labelView {
	out := map[string][]labelView{}
	for _, k := range text.Keys("enum.") {
		parts := strings.SplitN(k, ".", 4) // a value may hold a dot
		out[parts[1]] = append(out[parts[1]], labelView{parts[3], text.Of(text.Vi, k, nil), text.Of(text.En, k, nil)})
	}
	return out
}
