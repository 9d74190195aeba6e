package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
)

// Hit is a record that was found, with what is shown of it.
type Hit struct {
	Kind        string
	ID          string
	Entry       string // of the index
	Seq         int64  // later records have higher ones
	Title       *string
	Body        *string // prose the words may stand in
	Names       *string // JSON: further names the words may stand in
	BlocID      *string
	BlocName    *string
	TermID      *string
	PeriodLabel *string
	UnitID      *string
	UnitName    *string
	IssuedOn    *date.Partial
	Authority   *string
	Rank        *int     // among the better ways to match; nil: the index cannot tell
	Tier        string   `gorm:"-"`
	Recipients  []string `gorm:"-"`
}

// told reports whether the index told how well it matches.
func (h Hit) told() bool { return h.Rank != nil }

// source says how one kind is shown and who may read it. The condition is on the
// entry's own bloc and term where they decide, otherwise on the record.
type source struct {
	columns string // title, body, names, bloc_id, bloc_name, term_id, period_label, unit_id, unit_name, issued_on, authority
	from    string // joined to the hits h that are shown
	record  string // joined to the hits where the condition is on the record
	readable
}

type readable func(tx *gorm.DB) (string, []any)

// registry is open to whoever has a grant at all, which the operation asks for.
func registry(*gorm.DB) (string, []any) { return "1 = 1", nil }

func ofBlocs(tx *gorm.DB) (string, []any) {
	return actor.From(tx.Statement.Context).Extent(actor.BlocRead).BlocRows("h.bloc_id")
}

func ofTerms(tx *gorm.DB) (string, []any) {
	return actor.From(tx.Statement.Context).Extent(actor.AgreementRead).TermRows("h.bloc_id", "h.term_id")
}

const formerNames = `(SELECT string_agg(v.name, ' · ') FROM unit_versions v WHERE v.unit_id = r.id AND v.name <> r.name)`

var sources = map[string]source{
	"unit": {
		"r.name, " + formerNames + ", r.aliases, NULL, NULL, NULL, NULL, NULL, NULL, NULL, r.province",
		"units r ON r.id = h.id", "", registry,
	},
	"bloc": {
		"r.name, NULL, r.names, r.id, r.name, NULL, NULL, NULL, NULL, NULL, o.name",
		"blocs r ON r.id = h.id LEFT JOIN authorities o ON o.id = r.organizer_id", "", ofBlocs,
	},
	"agreement": {
		"r.title, r.preamble, r.legal_bases, r.bloc_id, b.name, r.term_id, t.period_label, NULL, NULL, NULL, NULL",
		"agreements r ON r.id = h.id LEFT JOIN terms t ON t.id = r.term_id LEFT JOIN blocs b ON b.id = r.bloc_id", "", ofTerms,
	},
	"commitment": {
		"r.text, r.theme, NULL, r.bloc_id, b.name, r.term_id, t.period_label, r.unit_id, COALESCE(u.name, r.unit_as_written), NULL, NULL",
		"commitments r ON r.id = h.id LEFT JOIN terms t ON t.id = r.term_id LEFT JOIN blocs b ON b.id = r.bloc_id LEFT JOIN units u ON u.id = r.unit_id", "", ofTerms,
	},
	"decision": {
		"r.number, r.summary, NULL, r.bloc_id, b.name, NULL, NULL, NULL, NULL, r.issued_on, COALESCE(o.name, r.authority_as_written)",
		"decisions r ON r.id = h.id LEFT JOIN blocs b ON b.id = r.bloc_id LEFT JOIN authorities o ON o.id = r.authority_id",
		"JOIN decisions d ON d.id = h.id", award.ReadableDecisions,
	},
	"award": {
		"COALESCE(t.local_name, t.vi, r.type_as_written), r.citation, NULL, r.bloc_id, COALESCE(b.name, r.bloc_as_written), NULL, r.period_label, NULL, NULL, NULL, NULL",
		"awards r ON r.id = h.id LEFT JOIN award_types t ON t.id = r.award_type_id LEFT JOIN blocs b ON b.id = r.bloc_id",
		"JOIN awards a ON a.id = h.id", award.Readable,
	},
	"recipient": {
		"COALESCE(t.local_name, t.vi, r.type_as_written), r.citation, NULL, r.bloc_id, COALESCE(b.name, r.bloc_as_written), NULL, r.period_label, NULL, NULL, NULL, NULL",
		"awards r ON r.id = h.id LEFT JOIN award_types t ON t.id = r.award_type_id LEFT JOIN blocs b ON b.id = r.bloc_id",
		"JOIN awards a ON a.id = h.id", award.Readable,
	},
	"person": {
		"r.name, NULL, r.positions, NULL, NULL, NULL, NULL, r.unit_id, COALESCE(u.name, r.unit_as_written), NULL, NULL",
		"persons r ON r.id = h.id LEFT JOIN units u ON u.id = r.unit_id", "", registry,
	},
}

const columnNames = "kind, entry, title, body, names, bloc_id, bloc_name, term_id, period_label, unit_id, unit_name, issued_on, authority"

// shownAs is the kind of the record an entry opens: a recipient's is the award.
func shownAs(kind string) string {
	if kind == "recipient" {
		return "award"
	}
	return kind
}

// find asks the index for several kinds at once, in one statement: the newest
// first, and where all records are asked, of those that the index can tell to
// match best. What is shown of the hits is read when it is known which are.
func find(tx *gorm.DB, matches []db.Match, newest bool, limit int) ([]Hit, error) {
	best := "rank, "
	if newest { // as many of them as suffice, without a look at the others
		best = ""
	}
	var parts []string
	var args []any
	for _, m := range matches {
		columns, order := "h.id, h.entry, h.seq, h.rank", " ORDER BY "+best+"h.seq DESC LIMIT "
		if m.Kind != shownAs(m.Kind) { // many entries open one record
			columns, order = "h.id, max(h.entry) AS entry, max(h.seq) AS seq, min(h.rank) AS rank", " GROUP BY h.id ORDER BY "+best+"max(h.seq) DESC LIMIT "
		}
		hits, hitArgs := readableHits(tx, m, newest, "'"+shownAs(m.Kind)+"' AS kind, "+columns, order+strconv.Itoa(limit))
		parts = append(parts, "SELECT * FROM ("+hits+") x")
		args = append(args, hitArgs...)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return db.All[Hit](tx, "SELECT * FROM ("+strings.Join(parts, " UNION ALL ")+") found ORDER BY "+best+"seq DESC", args...)
}

// show reads what is shown of hits, in one statement; one whose record is gone by
// now is left out.
func show(tx *gorm.DB, hits []Hit) ([]Hit, error) {
	entries := map[string][]string{}
	for _, h := range hits {
		entries[h.Kind] = append(entries[h.Kind], h.Entry)
	}
	var parts []string
	var args []any
	for _, kind := range slices.Sorted(maps.Keys(entries)) {
		cond, arg := db.In(tx, "id", entries[kind])
		parts = append(parts, "SELECT '"+kind+"', h.entry, "+sources[kind].columns+" FROM (SELECT id AS entry, record_id AS id FROM search_entries WHERE "+cond+") h JOIN "+sources[kind].from)
		args = append(args, arg)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	read, err := db.All[Hit](tx, "WITH shown ("+columnNames+") AS ("+strings.Join(parts, " UNION ALL ")+") SELECT * FROM shown", args...)
	if err != nil {
		return nil, err
	}
	of := map[string]Hit{}
	for _, h := range read {
		of[h.Entry] = h
	}
	var out []Hit
	for _, h := range hits {
		if s, ok := of[h.Entry]; ok {
			s.ID, s.Seq, s.Tier = h.ID, h.Seq, h.Tier
			out = append(out, s)
		}
	}
	return out, nil
}

// readableHits selects from the entries that match those the caller may read.
func readableHits(tx *gorm.DB, m db.Match, newest bool, columns, order string) (string, []any) {
	s := sources[m.Kind]
	hits, args := m.Hits(tx, newest)
	cond, condArgs := s.readable(tx)
	return "SELECT " + columns + " FROM " + hits + " h " + s.record + " WHERE " + cond + order, append(args, condArgs...)
}

// count tells how many records of each kind match.
func count(tx *gorm.DB, matches []db.Match) (map[string]int64, error) {
	ids, args := map[string][]string{}, map[string][]any{}
	for _, m := range matches {
		one, oneArgs := readableHits(tx, m, false, "h.id", "")
		kind := shownAs(m.Kind)
		ids[kind], args[kind] = append(ids[kind], one), append(args[kind], oneArgs...)
	}
	totals := map[string]int64{}
	for kind, parts := range ids {
		var n int64
		if err := tx.Raw("SELECT count(*) FROM ("+strings.Join(parts, " UNION ")+") x", args[kind]...).Scan(&n).Error; err != nil {
			return nil, err
		}
		totals[kind] = n
	}
	return totals, nil
}

// documents are the folded words by which entries are found. The kinds are
// written out, so that only their branches of the view are read.
func documents(tx *gorm.DB, hits []Hit) (map[string]string, error) {
	entries := map[string][]string{}
	for _, h := range hits {
		entries[h.Kind] = append(entries[h.Kind], h.Entry)
	}
	var parts []string
	var args []any
	for _, kind := range slices.Sorted(maps.Keys(entries)) {
		kinds := "'" + kind + "'"
		if kind == "award" {
			kinds += ", 'recipient'"
		}
		cond, arg := db.In(tx, "id", entries[kind])
		parts = append(parts, "SELECT id, words FROM search_documents WHERE kind IN ("+kinds+") AND "+cond)
		args = append(args, arg)
	}
	words := map[string]string{}
	if len(parts) == 0 {
		return words, nil
	}
	rows, err := db.All[struct{ ID, Words string }](tx, strings.Join(parts, " UNION ALL "), args...)
	for _, r := range rows {
		words[r.ID] = r.Words
	}
	return words, err
}

// maxTags bounds the tags a caller's reach is named by; who reaches more is
// asked for it record by record.
const maxTags = 200

// reachTags name the terms and blocs of a caller who reaches few, so that a
// frequent word does not make the database leaf through everybody's records.
// They narrow only: the condition on the records decides. ok is false where it
// would not pay.
func reachTags(tx *gorm.DB) (tags []string, ok bool, err error) {
	e := actor.From(tx.Statement.Context).Extent(actor.AgreementRead)
	if e.Everything {
		return nil, false, nil
	}
	units := slices.Concat(e.Units, e.Leads, e.Deputises)
	reached, err := db.All[struct{ TermID, BlocID *string }](tx, `SELECT DISTINCT term_id, NULL AS bloc_id FROM belongings WHERE unit_id IN ?
		UNION ALL SELECT NULL, id FROM blocs WHERE organizer_id IN ? OR id IN ? LIMIT ?`, orNone(units), orNone(e.Authorities), orNone(e.Blocs), maxTags+1)
	for _, r := range reached {
		if r.TermID != nil {
			tags = append(tags, termTag(*r.TermID))
		} else {
			tags = append(tags, blocTag(*r.BlocID))
		}
	}
	return tags, len(tags) <= maxTags, err
}

// orNone is a list an IN can take: an empty one is nobody's id.
func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{""}
	}
	return ids
}

func termTag(id string) string { return "/t" + strings.ReplaceAll(id, "-", "") }
func blocTag(id string) string { return "/b" + strings.ReplaceAll(id, "-", "") }
func number(n int) string      { return strconv.Itoa(n) }

// maxRecipients bounds the names read to show why an award was found; the award
// itself is found by all of them.
const maxRecipients = 500

// recipients reads the names by which the awards among the hits may have been
// found: those that hold one of the words.
func recipients(tx *gorm.DB, awardIDs, words []string) (map[string][]string, error) {
	names := map[string][]string{}
	if len(awardIDs) == 0 {
		return names, nil
	}
	const key = "(r.search_text || ' ' || COALESCE(u.search_text, '') || ' ' || COALESCE(p.search_text, ''))"
	var either []string
	args := []any{awardIDs}
	for _, w := range words {
		either = append(either, key+` LIKE ? ESCAPE '\'`)
		args = append(args, db.Like(w))
	}
	var rows []struct{ AwardID, Name string }
	err := tx.Raw(`SELECT r.award_id, COALESCE(p.name, r.person_as_written, r.household, u.name, r.unit_as_written, r.honoured_bloc_as_written, r.sub_unit) AS name
		FROM recipients r LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id
		WHERE r.award_id IN ? AND (`+strings.Join(either, " OR ")+`) ORDER BY r.award_id, r.place LIMIT `+strconv.Itoa(maxRecipients), args...).Scan(&rows).Error
	for _, r := range rows {
		names[r.AwardID] = append(names[r.AwardID], r.Name)
	}
	return names, err
}
