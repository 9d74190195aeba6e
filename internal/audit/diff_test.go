package audit

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/db"
)

type inner struct {
	Label string `gorm:"column:label"`
}

type Meta struct {
	ID        string
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
}

type sample struct {
	Meta         `gorm:"embedded"`
	Name         string
	NameKey      string
	Note         *string
	Count        int
	Open         bool
	Tags         db.JSON[[]string]
	Period       inner `gorm:"embedded;embeddedPrefix:period_"`
	PasswordHash string
	TokenHash    *string
	Hidden       string `gorm:"-"`
}

func TestDiff(t *testing.T) {
	note, hash := "x", "argon2id$secret"
	base := sample{Meta: Meta{ID: "1", Version: 1}, Name: "a", NameKey: "a", Count: 1, Tags: db.NewJSON([]string{}), PasswordHash: "old-secret"}
	with := func(change func(*sample)) *sample {
		c := base
		change(&c)
		return &c
	}
	for name, tt := range map[string]struct {
		before, after any
		want          string
	}{
		"nothing":         {&base, with(func(*sample) {}), `[]`},
		"both nil":        {nil, nil, `[]`},
		"derived":         {&base, with(func(s *sample) { s.NameKey, s.Version, s.UpdatedAt = "b", 2, time.Now() }), `[]`},
		"text":            {&base, with(func(s *sample) { s.Name = "b" }), `[{"field":"name","from":"a","to":"b"}]`},
		"to unknown":      {with(func(s *sample) { s.Note = &note }), &base, `[{"field":"note","from":"x","to":null}]`},
		"zero is a value": {&base, with(func(s *sample) { s.Count = 0 }), `[{"field":"count","from":1,"to":0}]`},
		"bool":            {&base, with(func(s *sample) { s.Open = true }), `[{"field":"open","from":false,"to":true}]`},
		"JSON column":     {&base, with(func(s *sample) { s.Tags = db.NewJSON([]string{"p"}) }), `[{"field":"tags","from":[],"to":["p"]}]`},
		"embedded":        {&base, with(func(s *sample) { s.Period.Label = "2021" }), `[{"field":"period_label","from":"","to":"2021"}]`},
		"password":        {&base, with(func(s *sample) { s.PasswordHash = "new-secret" }), `[{"field":"password_hash","from":"…","to":"…"}]`},
		"secret appears":  {&base, with(func(s *sample) { s.TokenHash = &hash }), `[{"field":"token_hash","from":null,"to":"…"}]`},
		"not a column":    {&base, with(func(s *sample) { s.Hidden = "h" }), `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := json.Marshal(Diff(tt.before, tt.after))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiffOfNewAndRemoved(t *testing.T) {
	s := &sample{Name: "a"}
	made, gone := Diff(nil, s), Diff(s, nil)
	if len(made) != len(gone) || len(made) < 6 {
		t.Fatalf("%d and %d fields", len(made), len(gone))
	}
	for i := range made {
		if string(made[i].From) != "null" || string(gone[i].To) != "null" || string(made[i].To) != string(gone[i].From) {
			t.Errorf("%+v %+v", made[i], gone[i])
		}
	}
}
