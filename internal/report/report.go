package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/gowebpki/jcs"

	"giaouoc/internal/date"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

// Head says how, when and for whom a report was taken out.
type Head struct {
	Schema         string    `json:"schema"`
	GeneratedAt    time.Time `json:"generated_at"`
	DataAsOf       time.Time `json:"data_as_of" doc:"the instant of the snapshot"`
	Locked         bool      `json:"locked" doc:"what it reports is held fast: by the lock of the term, the close of the period, the first signature, the decision in force"`
	DocumentStatus string    `json:"document_status" enum:"draft,locked,current" doc:"a draft until it is locked; current: it tells the books as they stand, which nothing locks"`
	Layout         string    `json:"layout" enum:"party,state,enterprise" doc:"how docx and pdf look"`
	Wording        *Wording  `json:"wording" doc:"what an office wrote for the document; null: nothing"`
	Code           *string   `json:"code" doc:"of the issued report that this file is of; null: a working copy"`
	ExportedBy     string    `json:"exported_by"`
	Program        string    `json:"program"`
	Checksum       string    `json:"checksum" doc:"sha256: over the canonical JSON (RFC 8785) of data; the same in every form of one snapshot"`

	program *Program // what takes it out; nil in a report that was stored
	link    string   // to the page that verifies the file

	revision *int // of Wording
}

func (h *Head) head() *Head { return h }

// subject is what a report is about.
type subject struct {
	BlocID string       // "" outside blocs
	TermID string       // "" where it is about no single term
	UnitID string       // the unit whose own it is
	Name   string       // of the bloc, unit or decision
	Code   string       // the same for a file's name; "" for the name
	Period string       // "" for none
	Layout string       // what the bloc's documents look like; "" unknown
	State  string       // of Head.DocumentStatus
	Early  bool         // not everybody who reads reports may read it yet
	Day    date.Partial // of a decision: who led the bloc then may word it; "" unknown
}

// Options are what may be chosen of a report. A kind leaves alone what it does
// not know.
type Options struct {
	Layout      string `json:"layout,omitempty"`       // "": as the bloc's documents look
	OnlyAwarded bool   `json:"only_awarded,omitempty"` // of the annual report
	Draft       bool   `json:"draft,omitempty"`        // of a list: as a draft in any case
	FromYear    int    `json:"from_year,omitempty"`    // of statistics; 0: the first on record
	ToYear      int    `json:"to_year,omitempty"`

	brief bool // what it is about is enough: no list that may be long
}

// kind is a kind of report.
type kind struct {
	name string
	file string // what its files are called, in ASCII
	new  func(Options) Report
}

// kinds are the kinds of reports there are.
func kinds() []kind {
	return []kind{
		{"annual", "BaoCaoTongKet", func(o Options) Report {
			return &Annual{Head: Head{Schema: AnnualSchema}, Filters: AnnualFilters{o.OnlyAwarded}}
		}},
		{"mid_year", "BaoCaoSoKet", func(Options) Report { return &MidYear{Head: Head{Schema: MidYearSchema}} }},
		{"agreement", "BanGiaoUoc", func(Options) Report { return &AgreementPaper{Head: Head{Schema: AgreementSchema}} }},
		{"registration", "DangKyThiDua", func(Options) Report { return &RegistrationPaper{Head: Head{Schema: RegistrationSchema}} }},
		{"score_table", "BangDiem", func(Options) Report { return &ScoreTablePaper{Head: Head{Schema: ScoreTableSchema}} }},
		{"vote", "BienBanKiemPhieu", func(Options) Report { return &VoteMinutes{Head: Head{Schema: VoteSchema}} }},
		{"ranking", "BangXepHang", func(Options) Report { return &RankingPaper{Head: Head{Schema: RankingSchema}} }},
		{"deliberation", "BienBanBinhXet", func(Options) Report { return &Deliberation{Head: Head{Schema: DeliberationSchema}} }},
		{"commendations", "DanhSachKhenThuong", func(o Options) Report {
			return &Commendations{Head: Head{Schema: CommendationsSchema}, Filters: CommendationFilters{o.Draft}}
		}},
		{"unit_profile", "HoSoDonVi", func(Options) Report { return &ProfileReport{Head: Head{Schema: ProfileSchema}} }},
		{"award_statistics", "ThongKeKhenThuong", func(o Options) Report {
			return &AwardStatistics{brief: o.brief, StatisticsFigures: StatisticsFigures{Head: Head{Schema: StatisticsSchema}, Filters: StatisticsFilters{asked(o.FromYear), asked(o.ToYear)}}}
		}},
	}
}

func kindNames() (names []string) {
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// asked is a number that was chosen; nil for none.
func asked(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// kindOf is the kind of a name, which the contract lets nobody mistype.
func kindOf(name string) kind {
	all := kinds()
	return all[slices.IndexFunc(all, func(k kind) bool { return k.name == name })]
}

// seal computes the checksum over what is reported.
func seal(r Report) error {
	b, err := json.Marshal(r.sealed())
	if err == nil {
		b, err = jcs.Transform(b)
	}
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	r.head().Checksum = "sha256:" + hex.EncodeToString(sum[:])
	return nil
}

// Describe is a report's document with what all of them have: when and by whom
// it was taken out, and whether it is a draft.
func Describe(r Report, lang text.Lang) *encode.Document {
	h, d := r.head(), r.document(lang)
	d.Lang, d.Draft, d.At, d.Author, d.Program, d.Checksum, d.Payload = lang, h.DocumentStatus == draft, h.DataAsOf, h.ExportedBy, h.Program, h.Checksum, r
	return d
}

// The states of a document.
const (
	draft   = "draft"
	locked  = "locked"
	current = "current"
)

// standing tells whether a report is a draft.
func (h *Head) standing() encode.Fact {
	return encode.Fact{Key: "document_status", Value: h.DocumentStatus, Kind: encode.Words, Words: "report.document_status"}
}

// asOf tells what time the report is of.
func (h *Head) asOf() encode.Fact {
	return encode.Fact{Key: "data_as_of", Value: h.DataAsOf.UTC().Format(time.RFC3339Nano), Kind: encode.Instant}
}

// traced are the facts about the file that every report ends with.
func (h *Head) traced(lang text.Lang) []encode.Fact {
	said := ""
	if h.program != nil {
		said = h.program.said(lang)
	}
	return []encode.Fact{
		{Key: "exported_by", Value: h.ExportedBy},
		{Key: "program", Value: h.Program, Said: said},
		{Key: "schema", Value: h.Schema},
		{Key: "code", Value: words(h.Code)},
		{Key: "code_at", Value: h.link},
		{Key: "checksum", Value: h.Checksum},
	}
}

// fileName is the name of the file in ASCII and in full: of the kind of report,
// its subject and period, and the time of its data.
func (k kind) fileName(r Report, lang text.Lang, suffix string) (ascii, full string) {
	s := r.subject()
	code := cmp.Or(encode.Slug(s.Code), encode.Slug(s.Name))
	const long, longest = 60, 120
	if len(code) > long {
		code = strings.TrimRight(code[:long], "-")
	}
	parts := []string{k.file}
	for _, p := range []string{code, s.Period, encode.Stamp(r.head().DataAsOf)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	name := text.Of(lang, "report."+k.name+".file", map[string]any{"name": s.Name, "period": s.Period})
	if letters := []rune(name); len(letters) > longest {
		name = string(letters[:longest]) + "…"
	}
	return strings.Join(parts, "_") + suffix, strings.TrimRight(name, " –") + strings.TrimPrefix(suffix, "_csv")
}
