// Package books makes the same large books every time: ten units a bloc, ten
// years, 200 commitments an agreement in five themes, and each year a flag and
// four certificates a bloc. It writes them into a migrated database faster than
// the service would take them in, past its rules and its record of acts.
package books

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/viet"
)

// Shape of the books.
const (
	UnitsPerBloc        = 10
	Years               = 10
	FirstYear           = 2016
	Themes              = 5
	CommitmentsPerTheme = 40
	PerAgreement        = Themes * CommitmentsPerTheme
	AwardsPerYear       = 5
	Provinces           = 1
)

// Size is how many commitments the books have: a multiple of what a bloc makes
// in its ten years (2 000).
type Size int

// The sizes that are measured.
const (
	S Size = 10_000
	M Size = 100_000
	L Size = 1_000_000
)

// Blocs is how many blocs books of this size have.
func (s Size) Blocs() int { return int(s) / (Years * PerAgreement) }

// kind numbers the kinds of record in their ids.
type kind int

const (
	authorities kind = iota + 1
	blocs
	units
	versions
	terms
	members
	leaderships
	agreements
	signatures
	commitments
	awards
	recipients
	decisions
)

func id(k kind, n int) string { return fmt.Sprintf("0190%04x-0000-7000-8000-%012x", int(k), n) }

// Organizer is the id of the authority that organises every bloc.
func Organizer() string { return id(authorities, 0) }

// Bloc is the id of the nth bloc.
func Bloc(n int) string { return id(blocs, n) }

// Unit is the id of a bloc's nth unit.
func Unit(bloc, n int) string { return id(units, bloc*UnitsPerBloc+n) }

// Agreement is the id of a bloc's agreement of a year.
func Agreement(bloc, year int) string { return id(agreements, bloc*Years+year-FirstYear) }

// Term is the id of a bloc's term of a year.
func Term(bloc, year int) string { return id(terms, bloc*Years+year-FirstYear) }

// Province is the name of a bloc's province.
func Province(bloc int) string { return "Tỉnh số " + strconv.Itoa(bloc%Provinces+1) }

// LeadingUnit is which of its bloc's units leads in a year.
func LeadingUnit(year int) int { return (year - FirstYear) % UnitsPerBloc }

var written = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// table is one table's rows, in the order of its columns.
type table struct {
	name    string
	columns string
	rows    iter.Seq[[]any]
}

const meta = "id, version, created_at, updated_at, created_by, sources, basis, "

func row(k kind, n int, more ...any) []any {
	return append([]any{id(k, n), 1, written, written, "bench", "[]", "{}"}, more...)
}

// tables are the books, each table after those it points to. types are the ids of
// the award types a flag and a certificate have.
func tables(size Size, flag, certificate string) []table {
	nBlocs := size.Blocs()
	nTerms := nBlocs * Years
	label := func(term int) string { return strconv.Itoa(FirstYear + term%Years) }
	each := func(n int, make func(int) []any) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			for i := range n {
				if !yield(make(i)) {
					return
				}
			}
		}
	}
	return []table{
		{"authorities", meta + "name, name_sort, search_text", each(1, func(i int) []any {
			return row(authorities, i, "Hội đồng Thi đua - Khen thưởng", "0", "hoi dong thi dua khen thuong")
		})},
		{"units", meta + "name, name_sort, search_text, aliases", each(nBlocs*UnitsPerBloc, func(i int) []any {
			name := unitName(i)
			return row(units, i, name, viet.SortKey(name), viet.Key(name), "[]")
		})},
		{"unit_versions", meta + "unit_id, name, name_key, valid_from", each(nBlocs*UnitsPerBloc, func(i int) []any {
			return row(versions, i, id(units, i), unitName(i), viet.Key(unitName(i)), "2001")
		})},
		{"blocs", meta + "kind, name, names, name_sort, search_text, organizer_id, provinces", each(nBlocs, func(i int) []any {
			name := fmt.Sprintf("Khối thi đua các cơ quan số %d", i+1)
			return row(blocs, i, "bloc", name, "[]", viet.SortKey(name), viet.Key(name), Organizer(), `["`+Province(i)+`"]`)
		})},
		{"terms", meta + "bloc_id, period_kind, period_label, period_starts_on, period_ends_on, listing_year, deputies_state, members_state, without_ranking", each(nTerms, func(i int) []any {
			y := label(i)
			return row(terms, i, Bloc(i/Years), "calendar_year", y, y+"-01-01", y+"-12-31", FirstYear+i%Years, "none", "listed", false)
		})},
		{"members", meta + "term_id, bloc_id, unit_id, position", each(nTerms*UnitsPerBloc, func(i int) []any {
			term := i / UnitsPerBloc
			return row(members, i, id(terms, term), Bloc(term/Years), Unit(term/Years, i%UnitsPerBloc), i%UnitsPerBloc+1)
		})},
		{"leaderships", meta + "term_id, bloc_id, role, unit_id, persons", each(nTerms, func(i int) []any {
			return row(leaderships, i, id(terms, i), Bloc(i/Years), "leader", Unit(i/Years, LeadingUnit(FirstYear+i%Years)), "[]")
		})},
		{"agreements", meta + "term_id, bloc_id, title, preamble, legal_bases, basis_of_text, status, search_text", each(nTerms, func(i int) []any {
			title := "Giao ước thi đua năm " + label(i)
			return row(agreements, i, id(terms, i), Bloc(i/Years), title, "Các đơn vị thành viên thống nhất ký kết giao ước thi đua với những nội dung sau:", `["Luật Thi đua, khen thưởng năm 2022"]`,
				"reported", []string{"in_force", "concluded"}[i%2], viet.Key(title))
		})},
		{"signatures", meta + "agreement_id, term_id, bloc_id, position, unit_id, role, signed_on, method, status", each(nTerms*UnitsPerBloc, func(i int) []any {
			term := i / UnitsPerBloc
			return row(signatures, i, id(agreements, term), id(terms, term), Bloc(term/Years), i%UnitsPerBloc+1, Unit(term/Years, i%UnitsPerBloc), "head", label(term)+"-02-26", "in_person", "signed")
		})},
		{"commitments", meta + "agreement_id, term_id, bloc_id, position, theme, text, search_text, scope, unit_id, measure, target, unit_of_measure, due_on, legal_basis, targets", each(int(size), commitment)},
		{"awards", meta + "bloc_id, bloc_state, award_type_id, recipient_kind, count, named, period_kind, period_label, period_starts_on, period_ends_on, listing_year, status, search_text", each(nTerms*AwardsPerYear, func(i int) []any {
			term, kind, y := i/AwardsPerYear, certificate, label(i/AwardsPerYear)
			if i%AwardsPerYear == 0 {
				kind = flag
			}
			return row(awards, i, Bloc(term/Years), "one", kind, "collective", 1+i%3, 0, "calendar_year", y, y+"-01-01", y+"-12-31", FirstYear+term%Years, "in_force", "")
		})},
	}
}

var unitKinds = []string{"Văn phòng Tỉnh ủy", "Ban Tổ chức", "Ủy ban Kiểm tra", "Ban Tuyên giáo và Dân vận", "Ban Nội chính", "Trường Chính trị", "Đảng ủy Công an", "Báo và Phát thanh, Truyền hình", "Sở Nội vụ", "Liên đoàn Lao động"}

func unitName(i int) string {
	return fmt.Sprintf("%s %s số %d", unitKinds[i%len(unitKinds)], Province(i/UnitsPerBloc), i/UnitsPerBloc+1)
}

var themes = []string{"Nhiệm vụ chính trị, chuyên môn", "Xây dựng Đảng và hệ thống chính trị", "Cải cách hành chính, chuyển đổi số", "An sinh xã hội", "Công tác thi đua, khen thưởng"}

func commitment(i int) []any {
	term, at := i/PerAgreement, i%PerAgreement
	unit := Unit(term/Years, at%CommitmentsPerTheme*UnitsPerBloc/CommitmentsPerTheme)
	text := prose(i)
	r := row(commitments, i, id(agreements, term), id(terms, term), Bloc(term/Years), at+1, themes[at/CommitmentsPerTheme], text, viet.Key(text), "unit", unit)
	if at%3 == 0 {
		return append(r, "percent", int64(98_500_000), "%", strconv.Itoa(FirstYear+term%Years)+"-12-31", `["Nghị quyết số 18-NQ/TW"]`, "[]")
	}
	return append(r, "qualitative", nil, nil, nil, "[]", "[]")
}

// The words texts are made of: openings, each frequent, and syllables, the first
// of them far more often than the last.
var openings = []string{
	"Giải quyết thủ tục hành chính đúng hạn", "Hoàn thành chỉ tiêu tinh giản biên chế", "Xây dựng chi bộ trong sạch, vững mạnh",
	"Đẩy mạnh chuyển đổi số trong hoạt động", "Ủng hộ quỹ vì người nghèo", "Kiểm tra, giám sát việc chấp hành quy chế", "Tổ chức phong trào văn hóa, thể thao",
	"Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "Thực hành tiết kiệm, chống lãng phí", "Nâng cao chất lượng công tác tham mưu",
}

var syllables = func() (out []string) {
	for _, rime := range []string{"ông", "ương", "iệt", "ân", "ành", "oàn", "uyên", "ảo", "ấp", "ưới", "ích", "ỉnh", "ộng", "ạnh", "ủa", "ên", "ốt", "ăng", "ìm", "ợp"} {
		for _, initial := range strings.Fields("th c ch đ ng nh tr kh b d g h l m n ph s t v x") {
			out = append(out, initial+rime)
		}
	}
	return out
}()

// Phrases of texts: how often they are found follows from prose.
const (
	Frequent = "thủ tục hành chính"
	Rare     = "phòng chống dịch Covid-19"
	Missing  = "khủng long bạo chúa"
)

func prose(i int) string {
	random := rand.New(rand.NewPCG(2026, uint64(i)))
	words := []string{openings[random.IntN(len(openings))] + ";"}
	for range 10 + random.IntN(8) {
		r := random.Float64()
		words = append(words, syllables[int(r*r*r*float64(len(syllables)))])
	}
	if i%4999 == 17 {
		words = append(words, Rare)
	}
	return strings.Join(words, " ") + ", số hiệu " + strconv.Itoa(i)
}

// Text is the text of a commitment with the name of its unit, by its id; "" for
// an id the books do not have.
func Text(commitmentID string) string {
	var k, n int
	if _, err := fmt.Sscanf(commitmentID, "0190%04x-0000-7000-8000-%012x", &k, &n); err != nil || kind(k) != commitments {
		return ""
	}
	return prose(n) + " " + unitName(n/PerAgreement/Years*UnitsPerBloc+n%CommitmentsPerTheme*UnitsPerBloc/CommitmentsPerTheme)
}
