package content_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/app/apptest"
)

// book is a running program with a bloc and what hangs on it, and a record of
// what was written into which member.
type book struct {
	t       testing.TB
	c       *apptest.Client
	k       *contract
	ids     map[string]string
	below   map[string]bool     // collection and id of records that have parts
	n       int                 // tags given
	ranges  int                 // of years given
	wrote   map[string]*written // by mark
	field   map[string]*reach   // by operation and pointer
	refused map[string]bool     // texts that were refused for their characters
}

// written is a text the program took.
type written struct {
	field string // operation and pointer
	sent  string
	kept  string // the form it is to be kept in
}

// reach says what became of what was sent in one member.
type reach struct {
	took, shown int
	refused     map[string]int // problem codes
}

func open(t testing.TB, c *apptest.Client) *book {
	t.Helper()
	b := &book{t: t, c: c, k: readContract(t, c), ids: map[string]string{}, below: map[string]bool{}, wrote: map[string]*written{}, field: map[string]*reach{}, refused: map[string]bool{}}
	b.ids["organizer"] = b.make("/authorities", object{"name": "Hội đồng"})
	b.ids["bloc"] = b.make("/blocs", object{"kind": "bloc", "code": "KHOI", "names": []object{{"name": "Khối", "kind": "current"}}, "organizer_id": b.ids["organizer"]})
	b.ids["unit"] = b.make("/units", object{"name": "Đơn vị"})
	b.ids["term"] = b.make("/terms", object{"bloc_id": b.ids["bloc"], "period": "2021", "status": "planning"})
	b.make("/terms/"+b.ids["term"]+"/members", object{"unit_id": b.ids["unit"]})
	b.lead(b.ids["term"])
	b.make("/grants", object{"user_id": c.UserID, "role": "leader", "scope": "unit", "scope_id": b.ids["unit"]})
	b.ids["agreement"] = b.make("/agreements", object{"term_id": b.ids["term"], "title": "Giao ước", "basis": "reported", "status": "in_force"})
	b.ids["award"] = b.make("/awards", object{"bloc_id": b.ids["bloc"], "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 9000, "period": "2021"})
	return b
}

func (b *book) make(path string, body object) string {
	b.t.Helper()
	return b.c.Post(path, body).Must(201).ID()
}

func (b *book) tag() string { b.n++; return strconv.Itoa(b.n) }

// frames are the bodies into which an operation's texts are put: what it cannot
// do without, and names of other records. Members that exclude one another stand
// in different frames. An operation without a frame fails the test.
func (b *book) frames(op string) []object {
	switch op {
	case "createUnit", "createAuthority", "createPerson", "createMovement":
		return []object{{}}
	case "createUnitVersion":
		return []object{{"valid_from": fmt.Sprintf("%d-%02d-%02d", 1950+b.n/28/12, 1+b.n/28%12, 1+b.n%28)}}
	case "createArrangement":
		return []object{{"period": b.years(), "period_kind": "range"}}
	case "createAwardType":
		return []object{{"class": "form", "subjects": []string{"collective"}, "level": "grassroots"}}
	case "createBloc":
		return []object{{"kind": "bloc", "names": []any{object{"kind": "current"}}}, {"kind": "bloc"}}
	case "createTerm":
		return []object{{"bloc_id": b.ids["bloc"], "period": b.years(), "period_kind": "range", "status": "planning"}}
	case "createTermCopy":
		return []object{{"period": b.years(), "period_kind": "range"}}
	case "createAgreementCopy":
		return []object{{"term_id": b.newTerm()}}
	case "createMember":
		return []object{{}}
	case "createLeadership":
		return []object{{"role": "deputy"}}
	case "createDeadline":
		return []object{{"kind": "other", "due_on": "2021-06-30"}}
	case "createEvent":
		return []object{{"terms": []object{{"term_id": b.ids["term"], "purpose": "activity"}}, "held_on": "2021-06-01"}}
	case "createRegistration":
		term := b.newTerm()
		b.make("/terms/"+term+"/members", object{"unit_id": b.ids["unit"]})
		return []object{{"term_id": term, "unit_id": b.ids["unit"], "titles": []object{{"subject": "initiative"}}}}
	case "transitionRegistration":
		return []object{{"to": "returned", "reason": "Sửa", "fields": []object{{"list": "commitments"}}}, {"to": "accepted"}}
	case "createAgreement":
		return []object{{"term_id": b.newTerm(), "basis": "reported", "status": "in_force"}}
	case "createCommitment":
		return []object{{"agreement_id": b.ids["agreement"], "scope": "unit"}, {"agreement_id": b.ids["agreement"], "scope": "common", "target": 12.5, "measure": "quantity"}}
	case "createSignature":
		return []object{{"status": "signed"}}
	case "createAnnex":
		return []object{{}}
	case "createDecision":
		return []object{{"bloc_id": b.ids["bloc"], "kind": "award", "authority_id": b.ids["organizer"], "issued_on": "2021-12-01"}, {"bloc_id": b.ids["bloc"], "kind": "award", "issued_on": "2021-12-01"}}
	case "createAward":
		return []object{
			{"bloc_id": b.ids["bloc"], "recipient_kind": "collective", "period": "2021"},
			{"recipient_kind": "collective", "period": "2021"},
			{"bloc_id": b.ids["bloc"], "recipient_kind": "individual", "period": "2021"},
			{"bloc_id": b.ids["bloc"], "recipient_kind": "household", "period": "2021"},
			{"bloc_id": b.ids["bloc"], "recipient_kind": "bloc", "period": "2021"},
		}
	case "createRecipient":
		return []object{{}, {"{id}": "individual"}, {"{id}": "household"}, {"{id}": "bloc"}} // below an award of the kind
	case "createAttachment":
		return []object{{"owner_kind": "award", "owner_id": b.ids["award"]}}
	case "createCalendarFeed":
		return []object{{"scope": "personal"}}
	case "createToken":
		return []object{{"scope": "read"}}
	case "createUser":
		return []object{{"username": "user" + b.tag(), "password": "mật khẩu dài để thử"}}
	case "transitionTerm":
		return []object{{"to": "signing"}}
	case "transitionAgreement":
		return []object{{"to": "consulting"}}
	case "transitionDecision":
		return []object{{"to": "in_force"}}
	case "transitionSignature":
		return []object{{"to": "signed"}}
	case "createReportWording":
		f := object{"kind": "annual", "subject_id": b.ids["term"], "sections": []object{{"section": "strengths"}}}
		if before := b.c.Get("/report-wordings?limit=1&subject_id=" + b.ids["term"]).Must(200).Column("revision"); len(before) > 0 {
			f["replaces"] = before[0]
		}
		return []object{f}
	case "transitionIssuedReport":
		return []object{{"to": "withdrawn"}}
	case "createProgressEntry":
		one := object{"value": 1} // so that any words may stand beside it
		return []object{{"term_id": b.ids["term"], "period": "2021", "scope": "unit", "planned": one, "actual": one, "share": one, "change": one, "evidence": []any{object{}}}}
	case "createModel":
		return []object{{"term_id": b.ids["term"], "status": "proposed", "units": []any{object{"part": "pilot"}}}}
	case "transitionModel":
		return []object{{"to": "stopped"}}
	case "createScoreTable":
		criterion := object{"code": "1", "kind": "manual", "max": 1, "scored_by": "unit", "options": []any{object{"points": 1}}}
		return []object{{"term_id": b.ids["term"], "mode": "points", "step": "0.01", "rounding": "half_up", "criteria": []any{criterion}, "classes": []any{object{"from": 0}}}}
	case "createScoreTableCopy":
		return []object{{"term_id": b.ids["term"]}}
	case "transitionScoreTable":
		return []object{{"to": "applied"}}
	case "transitionScoreSheet":
		return []object{{"to": "explained"}}
	case "saveScores":
		term, criterion := b.scored()
		b.make("/score-sheets", object{"term_id": term, "unit_id": b.ids["unit"], "status": "submitted"})
		return []object{{"term_id": term, "stage": "verified", "data": []any{object{"unit_id": b.ids["unit"], "criterion_id": criterion, "points": 1, "evidence": []any{object{}}}}}}
	case "createVote":
		return []object{{"term_id": b.ids["term"], "threshold": "90%", "quorum": "2/3", "base": "eligible", "items": []any{object{"yes": 1}}}}
	case "createVoter":
		return []object{{"unit_id": b.ids["unit"], "part": "recused"}}
	case "transitionVote":
		return []object{{"to": "open"}}
	case "createRanking": // each of a term whose ranking is published, which it corrects
		none := []string{}
		stated, computed := b.newTerm(), ""
		computed, _ = b.scored()
		for _, term := range []string{stated, computed} {
			b.make("/rankings", object{"term_id": term, "origin": "stated", "status": "published", "rows": []object{{"unit_as_written": "Đơn vị", "rank": 1}}})
		}
		return []object{{"term_id": stated, "origin": "stated", "rows": []any{object{"rank": 1}}, "facts": none}, {"term_id": computed, "facts": []any{object{"unit_id": b.ids["unit"]}}, "rows": none}}
	case "transitionRanking":
		return []object{{"to": "concluded"}}
	case "createRating":
		return []object{{"term_id": b.ids["term"], "standing": "recognised", "level": "good", "circumstances": []any{object{"kind": "other"}}}}
	case "createRatingRule":
		return []object{{"kind": "disunity", "cap": "not_completed"}}
	case "createPeriodClosing":
		term := b.newTerm()
		return []object{{"term_id": term, "period": b.c.Get("/terms/" + term).Must(200).Str("period.label"), "period_kind": "range"}}
	case "transitionPeriodClosing":
		return []object{{"to": "reopened"}}
	case "createSuccession":
		return []object{{"subject": "unit", "kind": "merge"}}
	}
	return nil
}

// put builds a body from a frame: every free text the frame does not hold is
// taken from value.
func (k *contract) put(s *schema, at string, frame any, value func(pointer string, s *schema) (string, bool)) any {
	s = k.resolve(s)
	switch {
	case s.free():
		if frame != nil {
			return frame
		}
		if v, ok := value(at, s); ok {
			return v
		}
		return nil
	case s.Items != nil:
		return k.putAll(s, at, frame, value)
	case len(s.Properties) == 0:
		return frame
	}
	out := object{}
	if f, ok := frame.(object); ok {
		maps.Copy(out, f)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if v := k.put(s.Properties[name], at+"/"+name, out[name], value); v != nil {
			out[name] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (k *contract) putAll(s *schema, at string, frame any, value func(string, *schema) (string, bool)) any {
	var first any
	switch f := frame.(type) {
	case nil:
	case []any:
		first = f[0]
	case []object:
		first = f[0]
	default:
		return frame
	}
	if v := k.put(s.Items, at+"/0", first, value); v != nil {
		return []any{v}
	}
	return nil
}

// send makes one record of a frame. value gives what to write in each member;
// what is refused is taken out and noted, until the rest is taken.
func (b *book) send(f framed, value func(pointer string) string) *apptest.Answer {
	b.t.Helper()
	s, media := b.k.body(f.op)
	frame := b.frames(f.op.OperationID)[f.frame]
	path := b.address(f.op, frame)
	headers := b.match(path)
	out, values := map[string]string{}, map[string]string{} // pointer → code it was refused with; value
	for range 16 {
		sent := map[string]string{}
		body, _ := b.k.put(s, "", frame, func(at string, _ *schema) (string, bool) {
			if values[at] == "" {
				values[at] = value(at)
			}
			v := values[at]
			switch {
			case character[out[at]]:
				v = "Chữ " + b.tag() // something may have to stand there
			case out[at] != "":
				return "", false
			}
			if f.op.OperationID == "createAttachment" && at == "/name" {
				v += ".pdf"
			}
			sent[at] = v
			return v, true
		}).(object)
		a := b.post(path, media, body, headers)
		if a.Status == 200 || a.Status == 201 {
			b.note(f.op, sent, out, values)
			if first, _, _ := strings.Cut(strings.TrimPrefix(f.op.path, "/"), "/"); !strings.Contains(f.op.path, "{id}") {
				b.below[first+" "+a.ID()] = true
			}
			return a
		}
		if !drop(a, sent, out) {
			b.t.Errorf("%s is not taken: %d %v after %v", f.op.OperationID, a.Status, a.Fields(), out)
			return a
		}
	}
	b.t.Errorf("%s is never taken", f.op.OperationID)
	return nil
}

// character are the codes of text that is refused for its characters.
var character = map[string]bool{"forbidden_character": true, "blank": true}

// drop moves what an answer refuses from what was sent to what is refused, and
// reports whether there was any. What is refused for a companion that is not
// there goes as well.
func drop(a *apptest.Answer, sent, refused map[string]string) bool {
	dropped := false
	for _, f := range a.Fields() {
		at, code, _ := strings.Cut(f, " ")
		parent, name := at[:strings.LastIndexByte(at, '/')+1], strings.TrimSuffix(at[strings.LastIndexByte(at, '/')+1:], "_id")
		for pointer := range sent {
			hit := pointer == at || strings.HasPrefix(pointer, at+"/")
			if in, ok := strings.CutPrefix(pointer, parent); ok && !hit {
				// unit_id speaks of unit_as_written and sub_unit too.
				hit = code == "required" || code == "conflicts_with" && !strings.Contains(in, "/") && strings.Contains(in, name)
			}
			if hit && refused[pointer] != code && (refused[pointer] == "" || character[refused[pointer]]) {
				refused[pointer], dropped = code, true
			}
		}
	}
	return dropped
}

func (b *book) post(path, media string, body object, headers []string) *apptest.Answer {
	if media != "multipart/form-data" {
		return b.c.Post(path, body, headers...)
	}
	form := map[string]string{}
	for name, v := range body {
		form[name] = fmt.Sprint(v)
	}
	return b.c.Upload(path, form, "van-ban.pdf", "", []byte("%PDF-1.7\n"))
}

// address is where an operation of a frame is called.
func (b *book) address(op *operation, frame object) string {
	b.t.Helper()
	if !strings.Contains(op.path, "{id}") {
		return op.path
	}
	return strings.Replace(op.path, "{id}", b.parent(op, frame), 1)
}

// match are the headers of a step at an address.
func (b *book) match(path string) []string {
	b.t.Helper()
	if record, ok := strings.CutSuffix(path, "/transitions"); ok {
		return []string{"If-Match", b.c.ETag(record)}
	}
	return nil
}

// parent is the record below whose address an operation works: the one all
// exports are of, or for a step a new one.
func (b *book) parent(op *operation, frame object) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(op.path, "/"), "/")
	id := map[string]string{"terms": b.ids["term"], "agreements": b.ids["agreement"], "awards": b.ids["award"], "units": b.ids["unit"]}[first]
	if op.OperationID == "createScoreTableCopy" {
		id = b.make("/score-tables", object{"term_id": b.ids["term"], "title": "Bảng điểm " + b.tag()})
	}
	if op.OperationID == "createVoter" {
		term := b.newTerm()
		b.make("/terms/"+term+"/members", object{"unit_id": b.ids["unit"]})
		id = b.make("/votes", object{"term_id": term, "title": "Bỏ phiếu " + b.tag()})
	}
	if strings.HasPrefix(op.OperationID, "transition") {
		switch first {
		case "votes":
			id = b.make("/votes", object{"term_id": b.newTerm(), "title": "Bỏ phiếu " + b.tag()})
		case "rankings":
			id = b.make("/rankings", object{"term_id": b.newTerm(), "origin": "stated", "rows": []object{{"unit_as_written": "Đơn vị " + b.tag(), "rank": 1}}})
		case "terms":
			id = b.newTerm()
		case "agreements":
			id = b.make("/agreements", object{"term_id": b.newTerm(), "title": "Giao ước", "basis": "original", "status": "draft"})
		case "registrations":
			term := b.newTerm()
			b.make("/terms/"+term+"/members", object{"unit_id": b.ids["unit"]})
			id = b.make("/registrations", object{"term_id": term, "unit_id": b.ids["unit"], "status": "submitted", "commitments": []object{{"text": "Chỉ tiêu"}}})
		case "decisions":
			id = b.make("/decisions", object{"bloc_id": b.ids["bloc"], "kind": "award", "number": b.tag(), "issued_on": "2021-12-01", "authority_id": b.ids["organizer"], "status": "draft"})
		case "score-sheets":
			term, _ := b.scored()
			id = b.make("/score-sheets", object{"term_id": term, "unit_id": b.ids["unit"], "status": "submitted"})
			b.c.Move("/score-sheets/"+id, "verified", "Chưa đủ điểm").Must(200)
		case "score-tables":
			id = b.make("/score-tables", object{"term_id": b.ids["term"], "title": "Bảng điểm " + b.tag(), "criteria": []object{{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 1}}})
		case "models":
			id = b.make("/models", object{"term_id": b.ids["term"], "title": "Mô hình " + b.tag()})
		case "period-closings":
			id = b.make("/period-closings", b.frames("createPeriodClosing")[0])
		case "issued-reports":
			id = b.make("/issued-reports", object{"kind": "annual", "subject_id": b.ids["term"]})
		case "signatures":
			unit := b.make("/units", object{"name": "Đơn vị ký " + b.tag()})
			id = b.make("/agreements/"+b.ids["agreement"]+"/signatures", object{"unit_id": unit, "status": "pending"})
		}
	}
	if kind, ok := frame["{id}"].(string); ok {
		delete(frame, "{id}")
		id = b.make("/awards", object{"bloc_id": b.ids["bloc"], "type_as_written": "bằng khen", "recipient_kind": kind, "period": "2021"})
	}
	if id == "" {
		b.t.Fatalf("%s works on a record of a kind not made here: make one", op.OperationID)
	}
	b.below[first+" "+id] = true
	return id
}

func (b *book) newTerm() string {
	b.t.Helper()
	return b.lead(b.make("/terms", object{"bloc_id": b.ids["bloc"], "period": b.years(), "period_kind": "range", "status": "planning"}))
}

// scored is a term whose score table is applied, and the one criterion of that.
func (b *book) scored() (term, criterion string) {
	b.t.Helper()
	term = b.newTerm()
	table := b.c.Post("/score-tables", object{"term_id": term, "title": "Bảng điểm", "criteria": []object{{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 1}}}).Must(201)
	b.c.Move("/score-tables/"+table.ID(), "applied", "").Must(200)
	return term, table.Str("criteria.0.id")
}

// lead has the unit lead a term: its secretary, who asks here, reports there.
func (b *book) lead(term string) string {
	b.t.Helper()
	b.make("/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.ids["unit"]})
	return term
}

// years is a range of years nothing else uses.
func (b *book) years() string {
	b.ranges++
	from := 1900 + b.ranges%190
	return fmt.Sprintf("%d-%d", from, from+1+b.ranges/190)
}

func (b *book) at(op *operation, pointer string) *reach {
	name := op.OperationID + " " + pointer
	if b.field[name] == nil {
		b.field[name] = &reach{refused: map[string]int{}}
	}
	return b.field[name]
}

// note writes down what was taken and what not.
func (b *book) note(op *operation, sent, refused, values map[string]string) {
	for pointer, v := range sent {
		if m := mark.FindString(v); m != "" && refused[pointer] == "" {
			b.at(op, pointer).took++
			b.wrote[m] = &written{op.OperationID + " " + pointer, v, kept(v)}
		}
	}
	for pointer, code := range refused {
		b.at(op, pointer).refused[code]++
		if character[code] {
			b.refused[values[pointer]] = true
		}
	}
}

// mark is what tells one text from every other wherever it turns up.
var mark = regexp.MustCompile(`#\d+#`)

// kept is the form a text is to be kept in.
func kept(v string) string {
	v = strings.ReplaceAll(strings.ReplaceAll(v, "\r\n", "\n"), "\r", "\n")
	v = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, v)
	return norm.NFC.String(strings.Trim(v, " \t\n"))
}

// framed is one frame of an operation.
type framed struct {
	op    *operation
	frame int
}

// everything lists all frames of all operations that make records with text.
func (b *book) everything() (out []framed) {
	b.t.Helper()
	for _, op := range b.k.makers() {
		s, _ := b.k.body(op)
		frames := len(b.frames(op.OperationID))
		if frames == 0 {
			b.t.Errorf("%s makes a record of text and has no frame here: write one", op.OperationID)
		}
		for _, p := range b.k.texts(s, "") {
			b.at(op, p)
		}
		for i := range frames {
			out = append(out, framed{op, i})
		}
	}
	return out
}
