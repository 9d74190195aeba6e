package viet

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/amount"
)

// Format is how a writer marks thousands and decimals; "" when nobody said.
type Format string

// The formats. Spaces and apostrophes part thousands in both, and both may leave
// thousands unparted.
const (
	VN    Format = "vi"    // 45.840,5
	Plain Format = "plain" // 45,840.5
)

// Figure is a figure (số liệu) as somebody wrote it. "Hơn 251,2 ngàn tỷ" is over
// 251.2 of the unit "ngàn tỷ": it is not multiplied out.
type Figure struct {
	Value     amount.Amount
	Unit      string // the words after the number, as written; "" when there are none
	Qualifier Qualifier
}

// Qualifier is how exact a figure is in the words of its writer.
type Qualifier string

// The qualifiers.
const (
	Exact    Qualifier = "exact"
	Over     Qualifier = "over"
	Nearly   Qualifier = "nearly"
	Estimate Qualifier = "estimate"
)

// What is wrong with a figure. Too many decimals are amount.ErrPrecision, too
// large a number is amount.ErrRange.
var (
	ErrNoFigure = errors.New("viet: no figure")
	ErrSeveral  = errors.New("viet: several figures")
	ErrWords    = errors.New("viet: words that are neither a qualifier nor a unit of measure")
	ErrGroups   = errors.New("viet: digits grouped in no known way")
	// ErrFormat comes wrapped with the name of the format.
	ErrFormat = errors.New("viet: not a number of the format")
)

// AmbiguousError is a number that reads with thousands in one format and with
// decimals in the other.
type AmbiguousError struct{ Thousands, Decimals amount.Amount }

// Error is for the log.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("viet: %s or %s", e.Thousands, e.Decimals)
}

// ReadFigure reads one figure, with a qualifier before it and a unit of measure
// after it where there are any. Nothing is guessed:
//
//	written                        without a format      vi          plain
//	97,5 · 0,125 · 1.234.567,5     as vi                 read        ErrFormat
//	97.5 · 0.125 · 1,234,567.5     as plain              ErrFormat   read
//	1.000 · 1,000                  AmbiguousError        read        read
//	1.000 tỷ · hơn 1.000           as vi                 read        read
//	45840 · 04 · 1 234 · 1'234     read                  read        read
//	1.00.000 · 12.34,5 · 0 125     ErrGroups             ErrFormat   ErrFormat
//	12/15 · 10-15 · 26/02/2021     ErrSeveral, in any format
//	tốt · m2                       ErrNoFigure, in any format
//	năm 2021 · 2 tỷ rưỡi · 1e6     ErrWords, in any format
//
// So a format is never left for the other one. Without a format a Vietnamese word,
// which is a qualifier or a unit with a letter that ASCII lacks (tỷ, hồ sơ, đ; not
// ha, km, %), settles what both could read: 1.000 tỷ is a thousand and 1,000 tỷ is
// one. It does not refuse what plain alone can read, as in 12.5 triệu.
//
// Text may be in any Unicode form, with full-width digits and marks and with any
// kind of space; a sign (+, -, −) touches its number. Words that make the number
// another one (rưỡi, trở lên, triệu hai) are ErrWords and so is every mark that is
// no part of a unit. The figure is empty when there is an error.
func ReadFigure(text string, f Format) (Figure, error) {
	text = strings.TrimSpace(norm.NFC.String(strings.Map(plainChar, text)))
	at, err := onlyNumber(text)
	if err != nil {
		return Figure{}, err
	}
	sign, before := cutSign(text[:at[0]])
	number, unit := text[at[0]:at[1]], strings.TrimSpace(text[at[1]:])
	q, known := qualifier(before)
	if !known || !isUnit(unit) {
		return Figure{}, ErrWords
	}
	if _, ok := VN.decimal(number); f == "" && ok && (before != "" || isVietnamese(unit)) {
		f = VN
	}
	v, err := readNumber(sign, number, f)
	if err != nil {
		return Figure{}, err
	}
	return Figure{v, unit, q}, nil
}

// WriteNumber writes a plain decimal, which is what amounts and points are as
// text, with the decimal mark of a format. Thousands are not parted, so that
// whole numbers read the same everywhere.
func WriteNumber(decimal string, f Format) string {
	if f == VN {
		return strings.Replace(decimal, ".", ",", 1)
	}
	return decimal
}

// plainChar returns full-width digits, signs and marks, spaces, the minus sign and
// the typographic apostrophe as ASCII has them. Tabs and line ends stay: what they
// part are not groups of one number.
func plainChar(r rune) rune {
	switch {
	case '０' <= r && r <= '９', r == '＋', r == '－', r == '，', r == '．', r == '％', r == '／':
		return r - '０' + '0'
	case r == '−':
		return '-'
	case r == '’':
		return '\''
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

var numberText = regexp.MustCompile(`(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,']\d+)*`)

// onlyNumber is where the one number of a text begins and ends. Digits right after
// a letter are part of a word: m2, CO2.
func onlyNumber(text string) ([]int, error) {
	var found []int
	for _, at := range numberText.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		switch {
		case unicode.IsLetter(before):
		case found != nil:
			return nil, ErrSeveral
		default:
			found = at
		}
	}
	if found == nil {
		return nil, ErrNoFigure
	}
	return found, nil
}

// cutSign takes the sign off the end of what stands before a number. Behind
// anything but a space it is no sign and stays.
func cutSign(before string) (sign, rest string) {
	rest = strings.TrimRight(before, "+-")
	if len(before)-len(rest) == 1 && (rest == "" || strings.HasSuffix(rest, " ")) {
		return strings.TrimPrefix(before[len(rest):], "+"), strings.TrimSpace(rest)
	}
	return "", strings.TrimSpace(before)
}

// The groups of a number. A clerk's zero in front (04) may stand before one that
// has marks, but 0.125 has no thousands.
const (
	markedGroups = `(?:[1-9]\d{0,2}|0[1-9]\d?|00[1-9])(?:%s\d{3})+`
	spacedGroups = `[1-9]\d{0,2}(?:(?: \d{3})+|(?:'\d{3})+)`
)

var (
	vnNumber    = regexp.MustCompile(`^(\d+|` + fmt.Sprintf(markedGroups, `\.`) + `|` + spacedGroups + `)(?:,(\d+))?$`)
	plainNumber = regexp.MustCompile(`^(\d+|` + fmt.Sprintf(markedGroups, `,`) + `|` + spacedGroups + `)(?:\.(\d+))?$`)

	groupMarks = strings.NewReplacer(".", "", ",", "", " ", "", "'", "")
)

// decimal is a number of the format as a plain decimal, if it is one.
func (f Format) decimal(number string) (string, bool) {
	var parts []string
	switch f {
	case VN:
		parts = vnNumber.FindStringSubmatch(number)
	case Plain:
		parts = plainNumber.FindStringSubmatch(number)
	}
	if parts == nil {
		return "", false
	}
	whole := strings.TrimLeft(groupMarks.Replace(parts[1]), "0")
	if whole == "" {
		whole = "0"
	}
	if parts[2] != "" {
		whole += "." + parts[2]
	}
	return whole, true
}

// readNumber reads a number in a format, or in the one that can read it.
func readNumber(sign, number string, f Format) (amount.Amount, error) {
	if f != "" {
		n, ok := f.decimal(number)
		if !ok {
			return 0, fmt.Errorf("%w %q", ErrFormat, string(f))
		}
		return amount.Parse(sign + n)
	}
	vn, errVN := readNumber(sign, number, VN)
	plain, errPlain := readNumber(sign, number, Plain)
	switch notVN, notPlain := errors.Is(errVN, ErrFormat), errors.Is(errPlain, ErrFormat); {
	case notVN && notPlain:
		return 0, ErrGroups
	case notVN:
		return plain, errPlain
	case notPlain, errVN != nil, vn == plain:
		return vn, errVN
	case strings.Contains(number, ","):
		return 0, &AmbiguousError{Thousands: plain, Decimals: vn}
	}
	return 0, &AmbiguousError{Thousands: vn, Decimals: plain}
}

// qualifier reads the words before a number; "đạt" (reached) may stand with them.
// Only words that can mean nothing else there are known. "Ước đạt trên" is two
// qualifiers, and a bound (không quá, ít nhất, từ) is none: they are not.
func qualifier(words string) (Qualifier, bool) {
	words = folded(words)
	if words == "đạt" {
		return Exact, true
	}
	switch strings.TrimPrefix(words, "đạt ") {
	case "":
		return Exact, true
	case "hơn", "trên":
		return Over, true
	case "gần", "gần đạt", "gần bằng", "ngót", "ngót nghét", "suýt soát":
		return Nearly, true
	case "khoảng", "vào khoảng", "khoảng chừng", "khoảng độ", "chừng", "chừng độ", "độ", "độ chừng",
		"xấp xỉ", "trên dưới", "ước", "ước đạt", "ước tính", "ước tính đạt", "ước thực hiện",
		"ước chừng", "ước khoảng", "ước đạt khoảng", "ước tính khoảng", "ước lượng":
		return Estimate, true
	}
	return "", false
}

const unitWord = `(?:\p{L}*m[23]|CO2|\p{L}+[²³]?|°C?|[%‰\p{Sc}])`

var (
	unitText = regexp.MustCompile(`^` + unitWord + `(?: ?[/.·-] ?` + unitWord + `| *` + unitWord + `)*$`)

	// Words that change the number before them: a half or a digit more after a
	// power of ten (2 tỷ rưỡi, 1 triệu hai), a bound, a qualifier that comes late.
	numberGoesOn = regexp.MustCompile(` (?:rưỡi|rưởi|hơn|có lẻ|trở lên|trở xuống|trở lại|đổ lại|ước đạt|ước tính|` +
		`(?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ) (?:linh|lẻ|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín)) `)
)

// isUnit holds for no words and for those that may be a unit of measure. Digits
// stand in it only where they are part of one, so that 1e6 and 5x3 have none.
func isUnit(words string) bool {
	return words == "" || unitText.MatchString(words) && !numberGoesOn.MatchString(" "+folded(words)+" ")
}

// isVietnamese holds for words with a letter of the Vietnamese alphabet that ASCII
// lacks. Other letters (µ, ü) tell nothing.
func isVietnamese(words string) bool {
	return strings.ContainsFunc(strings.ToLower(words), func(r rune) bool {
		return 0x1EA0 <= r && r <= 0x1EF9 || strings.ContainsRune("àáâãèéêìíòóôõùúýăđĩũơư", r)
	})
}

// folded is words in lower case with one space between them.
func folded(words string) string { return strings.Join(strings.Fields(strings.ToLower(words)), " ") }
