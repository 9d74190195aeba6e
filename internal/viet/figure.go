package viet

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/amount"
)

// Format is how numbers are written.
type Format string

// The formats. Without one, only what both read alike, or one alone can read, is
// understood.
const (
	Vietnamese Format = "vi"    // 45.840,5: dots part thousands, a comma the decimals
	Plain      Format = "plain" // 45,840.5 or 45840.5
)

// Figure is a number as somebody wrote it, with the words around it.
type Figure struct {
	Value     amount.Amount
	Unit      string // the words after it, as written; "" for none
	Qualifier string // exact, over, nearly, estimate
}

// What may be wrong with a figure, beside amount's ErrPrecision and ErrRange.
var (
	ErrNoFigure = errors.New("viet: no figure in it")
	ErrSeveral  = errors.New("viet: several figures in it")
	ErrWords    = errors.New("viet: words that are neither a unit of measure nor a qualifier")
	ErrGroups   = errors.New("viet: digits grouped in no known way")
	ErrFormat   = errors.New("viet: not written in this format")
)

// AmbiguousError is a figure that reads as two numbers: as thousands and with
// decimals.
type AmbiguousError struct{ Thousands, Decimals amount.Amount }

// Error says that there are two; a caller is shown both.
func (*AmbiguousError) Error() string { return "viet: reads as two numbers" }

var (
	// A number: digits, with marks or spaces between them. Digits right after a
	// letter belong to a unit of measure, as in m2.
	figureText = regexp.MustCompile(`(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,']\d+)*`)

	vietnameseNumber = regexp.MustCompile(`^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:,\d+)?$`)
	plainNumber      = regexp.MustCompile(`^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ ']\d{3})+)(?:\.\d+)?$`)
	unitText         = regexp.MustCompile(`^[\p{L}%‰][\p{L}\d %‰/²³.()-]*$`)
)

// qualifiers are the words before a figure that say how exact it is. Others are
// not guessed at.
func qualifier(words string) (string, bool) {
	switch strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(words+" ", "đạt "), "đạt ")) {
	case "":
		return "exact", true
	case "hơn", "trên":
		return "over", true
	case "gần", "ngót", "ngót nghét":
		return "nearly", true
	case "khoảng", "ước", "ước tính", "ước khoảng", "xấp xỉ", "chừng", "độ":
		return "estimate", true
	}
	return "", false
}

// ReadFigure reads a figure as clerks write it: "45.840 tỷ", "18,68 %", "hơn 251,2
// ngàn tỷ". The words after the number are its unit of measure and are kept, not
// multiplied out; before it stands nothing but how exact it is.
//
// Without a format a number is understood when only one format can read it
// (1.234,5 · 1.234.567 · 0.125 · 97,5), or when Vietnamese words stand beside it.
// "1.000" alone is an AmbiguousError. In a format nothing else is tried.
func ReadFigure(text string, f Format) (Figure, error) {
	text = norm.NFC.String(strings.Map(plainSigns, text))
	at, err := theNumber(text)
	if err != nil {
		return Figure{}, err
	}
	before, number, unit := strings.TrimSpace(text[:at[0]]), text[at[0]:at[1]], strings.TrimSpace(text[at[1]:])
	sign := ""
	if s := strings.TrimRight(before, "+-"); s != before {
		if len(before)-len(s) > 1 {
			return Figure{}, ErrWords
		}
		sign, before = strings.TrimPrefix(before[len(s):], "+"), strings.TrimSpace(s)
	}
	how, known := qualifier(strings.ToLower(before))
	if !known || unit != "" && !unitText.MatchString(unit) || strings.HasSuffix(unit, "trở lên") || strings.HasSuffix(unit, "trở xuống") {
		return Figure{}, ErrWords
	}
	if f == "" && (before != "" || speaksVietnamese(unit)) && vietnameseNumber.MatchString(number) {
		f = Vietnamese
	}
	v, err := readNumber(sign, number, f)
	return Figure{v, unit, how}, err
}

// theNumber finds the one number of a text.
func theNumber(text string) ([]int, error) {
	var found [][]int
	for _, m := range figureText.FindAllStringIndex(text, -1) {
		if before := []rune(text[:m[0]]); len(before) == 0 || !unicode.IsLetter(before[len(before)-1]) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return nil, ErrNoFigure
	case 1:
		return found[0], nil
	}
	return nil, ErrSeveral
}

func readNumber(sign, number string, f Format) (amount.Amount, error) {
	v, vErr := decimals(sign, number, vietnameseNumber, ",")
	p, pErr := decimals(sign, number, plainNumber, ".")
	switch {
	case errors.Is(vErr, ErrGroups) && errors.Is(pErr, ErrGroups):
		return 0, ErrGroups
	case f == Vietnamese && errors.Is(vErr, ErrGroups), f == Plain && errors.Is(pErr, ErrGroups):
		return 0, ErrFormat
	case f == Vietnamese, f == "" && errors.Is(pErr, ErrGroups):
		return v, vErr
	case f == Plain, f == "" && errors.Is(vErr, ErrGroups):
		return p, pErr
	case vErr != nil:
		return 0, vErr
	case pErr != nil:
		return 0, pErr
	case v == p:
		return v, nil
	}
	if strings.Contains(number, ",") {
		return 0, &AmbiguousError{p, v}
	}
	return 0, &AmbiguousError{v, p}
}

// decimals reads a number in one format; ErrGroups for one of another.
func decimals(sign, number string, form *regexp.Regexp, mark string) (amount.Amount, error) {
	if !form.MatchString(number) {
		return 0, ErrGroups
	}
	whole, part, _ := strings.Cut(number, mark)
	whole = strings.TrimLeft(strings.NewReplacer(".", "", ",", "", " ", "", "'", "").Replace(whole), "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		whole += "." + part
	}
	return amount.Parse(sign + whole)
}

// speaksVietnamese holds for words with letters that only Vietnamese has here.
func speaksVietnamese(words string) bool {
	return strings.IndexFunc(words, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }) >= 0
}

// plainSigns writes digits, spaces and minus signs in their plain form.
func plainSigns(r rune) rune {
	switch {
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	case r == '\u2212', r == '\u2013', r == '－':
		return '-'
	case r == '\u2019':
		return '\''
	case r == '，':
		return ','
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}
