package apptest

import "giaouoc/internal/actor"

// Year is one bloc with one term, 2026: three members in protocol order, the first of
// which leads, and who writes for them.
type Year struct {
	Admin        *Client
	Leader       *Client // secretary of the first unit
	Clerk, Other *Client // of the second unit and of the third
	Organizer    string
	Bloc, Term   string
	Units        []string
	name         string
}

// Year makes a year of a bloc whose records are named by it.
func (s *Service) Year(name string) Year {
	y := Year{Admin: s.Admin(), name: name}
	make := func(path string, body map[string]any) string { return y.Admin.Post(path, body).Must(201).ID() }
	y.Organizer = make("/authorities", map[string]any{"name": "Cơ quan tổ chức " + name})
	y.Bloc = make("/blocs", map[string]any{"kind": "bloc", "name": "Khối " + name, "organizer_id": y.Organizer})
	y.Term = y.Open("2026")
	as := func(r actor.Role, unit string) *Client { return s.As(Right{Role: r, Scope: actor.OfUnit, ID: unit}) }
	y.Leader, y.Clerk, y.Other = as(actor.Leader, y.Units[0]), as(actor.Clerk, y.Units[1]), as(actor.Clerk, y.Units[2])
	return y
}

// Open makes a term of the bloc with its members and leader.
func (y *Year) Open(label string) string {
	term := y.Admin.Post("/terms", map[string]any{"bloc_id": y.Bloc, "period": label, "status": "signing"}).Must(201).ID()
	if y.Units == nil {
		for _, u := range []string{"Văn phòng", "Ban Tổ chức", "Báo"} {
			y.Units = append(y.Units, y.Admin.Post("/units", map[string]any{"name": u + " " + y.name}).Must(201).ID())
		}
	}
	for _, id := range y.Units {
		y.Admin.Post("/terms/"+term+"/members", map[string]any{"unit_id": id}).Must(201)
	}
	y.Admin.Post("/terms/"+term+"/leadership", map[string]any{"role": "leader", "unit_id": y.Units[0]}).Must(201)
	return term
}

// Lock takes the term to its end: nothing of it changes any more.
func (y *Year) Lock() {
	at := "/terms/" + y.Term
	for _, to := range []string{"in_force", "reviewing", "concluded", "locked"} {
		body := map[string]any{"to": to}
		if to == "concluded" {
			body["without_ranking"] = true
		}
		y.Admin.Do("POST", at+"/transitions", body, "If-Match", y.Admin.ETag(at)).Must(200)
	}
}
