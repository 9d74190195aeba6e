package unit

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// UnitFields are what belongs to a unit's identity.
type UnitFields struct {
	Code         httpx.Opt[string]   `json:"code,omitzero" maxLength:"50" doc:"a short code of the office's own; unique"`
	Kind         httpx.Opt[string]   `json:"kind,omitzero" enum:"party,state,front,union,enterprise,public_service,school,armed_forces,other"`
	IsEnterprise httpx.Opt[bool]     `json:"is_enterprise,omitzero"`
	Aliases      httpx.Opt[[]string] `json:"aliases,omitzero" maxItems:"50" doc:"other words sources use for it"`
	record.ProvenanceInput
}

// VersionFields are what belongs to a time of the unit.
type VersionFields struct {
	Name            httpx.Opt[string]       `json:"name,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	ShortName       httpx.Opt[string]       `json:"short_name,omitzero" maxLength:"100"`
	ParentID        httpx.Opt[string]       `json:"parent_id,omitzero" format:"uuid"`
	ParentAsWritten httpx.Opt[string]       `json:"parent_as_written,omitzero" maxLength:"500"`
	Province        httpx.Opt[string]       `json:"province,omitzero" maxLength:"100"`
	LegalForm       httpx.Opt[string]       `json:"legal_form,omitzero" maxLength:"200"`
	ValidFrom       httpx.Opt[date.Partial] `json:"valid_from,omitzero"`
	ValidTo         httpx.Opt[date.Partial] `json:"valid_to,omitzero"`
}

// CreateUnitBody is a new unit with its first version.
type CreateUnitBody struct {
	UnitFields
	VersionFields
}

// VersionBody is a version as a caller gives it.
type VersionBody struct {
	VersionFields
	record.ProvenanceInput
}

// AuthorityBody is an authority as a caller gives it.
type AuthorityBody struct {
	Name     httpx.Opt[string] `json:"name,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	System   httpx.Opt[string] `json:"system,omitzero" enum:"state,party,front,union,other"`
	Level    httpx.Opt[string] `json:"level,omitzero" enum:"national,ministry_province,grassroots"`
	Province httpx.Opt[string] `json:"province,omitzero" maxLength:"100"`
	UnitID   httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	record.ProvenanceInput
}

// View is a unit on the wire.
type View struct {
	record.MetaView
	Code         *string  `json:"code"`
	Kind         *string  `json:"kind" enum:"party,state,front,union,enterprise,public_service,school,armed_forces,other"`
	IsEnterprise *bool    `json:"is_enterprise"`
	Name         string   `json:"name" doc:"of the latest version"`
	ShortName    *string  `json:"short_name"`
	Province     *string  `json:"province"`
	Aliases      []string `json:"aliases"`
	record.ProvenanceView
}

// DetailView is one unit with a warning about namesakes.
type DetailView struct {
	View
	SameName []string `json:"same_name_ids" doc:"other units that have or had this name: maybe a duplicate, maybe not"`
}

func unitView(u Unit) View {
	return View{u.Meta.View(), u.Code, u.Kind, u.IsEnterprise, u.Name, u.ShortName, u.Province, u.Aliases.V, u.Provenance.View()}
}

// NewView shows a unit.
func NewView(u Unit) View { return unitView(u) }

func detailView(u shown) DetailView { return DetailView{unitView(u.Unit), u.SameName} }

// VersionView is a version on the wire.
type VersionView struct {
	record.MetaView
	UnitID    string        `json:"unit_id" format:"uuid"`
	Name      string        `json:"name"`
	ShortName *string       `json:"short_name"`
	Parent    *record.Ref   `json:"parent"`
	Province  *string       `json:"province"`
	LegalForm *string       `json:"legal_form"`
	ValidFrom *date.Partial `json:"valid_from"`
	ValidTo   *date.Partial `json:"valid_to" doc:"null: not ended, or unknown"`
	record.ProvenanceView
}

func versionView(v versionRow) VersionView {
	return VersionView{
		v.Meta.View(), v.UnitID, v.Name, v.ShortName, record.NewRef(v.ParentID, v.ParentAsWritten, v.ParentName),
		v.Province, v.LegalForm, v.ValidFrom, v.ValidTo, v.Provenance.View(),
	}
}

// AuthorityView is an authority on the wire.
type AuthorityView struct {
	record.MetaView
	Name     string      `json:"name"`
	System   *string     `json:"system" enum:"state,party,front,union,other"`
	Level    *string     `json:"level" enum:"national,ministry_province,grassroots"`
	Province *string     `json:"province"`
	Unit     *record.Ref `json:"unit"`
	record.ProvenanceView
}

func authorityView(a authorityRow) AuthorityView {
	return AuthorityView{a.Meta.View(), a.Name, a.System, a.Level, a.Province, record.NewRef(a.UnitID, nil, a.UnitName), a.Provenance.View()}
}

const (
	metaExample    = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`
	sourcesExample = `"sources":[],"basis":{},"remark":null`

	unitExample      = `{` + metaExample + `,"code":"VPTU","kind":"party","is_enterprise":false,"name":"Văn phòng Tỉnh ủy","short_name":null,"province":"Ninh Bình","aliases":[],` + sourcesExample + `,"same_name_ids":[]}`
	versionExample   = `{` + metaExample + `,"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","name":"Ban Tuyên giáo và Dân vận Tỉnh ủy","short_name":null,"parent":null,"province":"Ninh Bình","legal_form":null,"valid_from":"2025-02","valid_to":null,` + sourcesExample + `}`
	authorityExample = `{` + metaExample + `,"name":"Chủ tịch UBND tỉnh","system":"state","level":"ministry_province","province":"Ninh Bình","unit":null,` + sourcesExample + `}`
)

// Register registers the operations on units and authorities.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listUnits", Path: "/units", Tag: "registry"}, unitList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[View], error) {
			p, err := svc.Units(ctx, in.Request())
			return db.MapPage(p, unitView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createUnit", Path: "/units", Tag: "registry", Faults: []string{"duplicate"},
		Request: `{"code":"VPTU","name":"Văn phòng Tỉnh ủy","kind":"party","province":"Ninh Bình"}`, Response: unitExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateUnitBody]) (DetailView, error) {
			return httpx.Shown(detailView)(svc.CreateUnit(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getUnit", Path: "/units/{id}", Tag: "registry", Entity: "unit", Response: unitExample},
		func(ctx context.Context, in *httpx.One) (DetailView, error) {
			return httpx.Shown(detailView)(svc.Unit(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateUnit", Path: "/units/{id}", Tag: "registry", Faults: []string{"duplicate"}, Request: `{"aliases":["VP Tỉnh ủy"]}`, Response: unitExample},
		func(ctx context.Context, in *httpx.Change[UnitFields]) (DetailView, error) {
			return httpx.Shown(detailView)(svc.UpdateUnit(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteUnit", Path: "/units/{id}", Tag: "registry", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteUnit(ctx, in.ID, in.Version()) })
	registerVersions(s, svc)
	registerAuthorities(s, svc)
}

func registerVersions(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listUnitVersions", Path: "/units/{id}/versions", Tag: "registry"}, versionList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[VersionView], error) {
			p, err := svc.Versions(ctx, in.ID, in.Request())
			return db.MapPage(p, versionView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createUnitVersion", Path: "/units/{id}/versions", At: "/unit-versions", Tag: "registry",
		Request: `{"name":"Ban Tuyên giáo và Dân vận Tỉnh ủy","valid_from":"2025-02"}`, Response: versionExample,
	},
		func(ctx context.Context, in *httpx.Child[VersionBody]) (VersionView, error) {
			return httpx.Shown(versionView)(svc.CreateVersion(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getUnitVersion", Path: "/unit-versions/{id}", Tag: "registry", Entity: "unit_version", Response: versionExample},
		func(ctx context.Context, in *httpx.One) (VersionView, error) {
			return httpx.Shown(versionView)(svc.Version(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateUnitVersion", Path: "/unit-versions/{id}", Tag: "registry", Request: `{"valid_to":"2025-01"}`, Response: versionExample},
		func(ctx context.Context, in *httpx.Change[VersionBody]) (VersionView, error) {
			return httpx.Shown(versionView)(svc.UpdateVersion(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteUnitVersion", Path: "/unit-versions/{id}", Tag: "registry", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteVersion(ctx, in.ID, in.Version()) })
}

func registerAuthorities(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAuthorities", Path: "/authorities", Tag: "registry"}, authorityList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[AuthorityView], error) {
			p, err := svc.Authorities(ctx, in.Request())
			return db.MapPage(p, authorityView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createAuthority", Path: "/authorities", Tag: "registry",
		Request: `{"name":"Chủ tịch UBND tỉnh","system":"state","level":"ministry_province","province":"Ninh Bình"}`, Response: authorityExample,
	},
		func(ctx context.Context, in *httpx.Make[AuthorityBody]) (AuthorityView, error) {
			return httpx.Shown(authorityView)(svc.CreateAuthority(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAuthority", Path: "/authorities/{id}", Tag: "registry", Entity: "authority", Response: authorityExample},
		func(ctx context.Context, in *httpx.One) (AuthorityView, error) {
			return httpx.Shown(authorityView)(svc.Authority(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateAuthority", Path: "/authorities/{id}", Tag: "registry", Request: `{"level":"ministry_province"}`, Response: authorityExample},
		func(ctx context.Context, in *httpx.Change[AuthorityBody]) (AuthorityView, error) {
			return httpx.Shown(authorityView)(svc.UpdateAuthority(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteAuthority", Path: "/authorities/{id}", Tag: "registry", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteAuthority(ctx, in.ID, in.Version())
		})
}
