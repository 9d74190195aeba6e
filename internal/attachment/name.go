package attachment

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

// maxName bounds a name, in characters.
const maxName = 200

// notInNames are characters that cannot stand in a file's name on Windows: who
// fetches the file there could not keep it under its name. The separators of
// paths are told apart.
const notInNames = `<>:"|?*`

// checkName returns a name in the form in which it is kept, or notes at pointer
// why no file can be called so. Nothing is cut off: a path is refused.
func checkName(name, pointer string, bad *fault.Fields) string {
	clean, wrong := viet.Clean(name, false)
	switch {
	case wrong != nil:
		forbid(bad, pointer, wrong.Rune, wrong.Index)
	case clean == "":
		bad.Add(pointer, "blank")
	case utf8.RuneCountInString(clean) > maxName:
		bad.Add(pointer, "max_length", "max", maxName)
	case strings.ContainsAny(clean, `/\`), strings.Contains(clean, ".."):
		bad.Add(pointer, "path_in_name")
	case strings.ContainsAny(clean, notInNames):
		i := strings.IndexAny(clean, notInNames)
		forbid(bad, pointer, rune(clean[i]), utf8.RuneCountInString(clean[:i]))
	case strings.HasPrefix(clean, "."), strings.HasSuffix(clean, "."), reserved(clean):
		bad.Add(pointer, "reserved_name")
	}
	return clean
}

func forbid(bad *fault.Fields, pointer string, r rune, index int) {
	bad.Add(pointer, "forbidden_character", "character", strconv.QuoteRuneToASCII(r), "position", index+1)
}

// reserved holds for the names Windows keeps for devices, with any extension.
func reserved(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimSpace(base))
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}, base) {
		return true
	}
	device := strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")
	return device && utf8.RuneCountInString(base) == 4 && strings.ContainsAny(base[3:], "0123456789¹²³")
}

// secretWords are the words that stand before or after MẬT where it marks no
// document: state secret, password, cryptography, confidentiality and so on.
var (
	beforeSecret = []string{"BÍ", "BẢO", "CƠ", "CẨN", "THÂN", "ẨN", "NỘI", "TINH"}
	afterSecret  = []string{"KHẨU", "MÃ", "VỤ", "THƯ", "ĐỘ", "ONG", "THIẾT", "LỆNH", "DANH", "HIỆU", "BÁO", "NGHỊ", "NGỮ", "ĐÀM", "PHỤC"}
)

// marking finds in a file's name the marking of a state secret, in the capitals
// in which documents are marked (the three degrees of the Law on Protection of
// State Secrets 2018, article 8); "" where there is none. TỐI and TUYỆT MẬT are
// found without tones too; a bare MAT is too often another word.
func marking(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) })
	at := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return words[i]
	}
	for i, w := range words {
		before := at(i - 1)
		switch {
		case w != "MẬT" && w != "MAT":
		case before == "TỐI" || before == "TUYỆT" || before == "TOI" || before == "TUYET":
			return before + " " + w
		case w == "MAT", slices.Contains(beforeSecret, before), slices.Contains(afterSecret, at(i+1)):
		default:
			return w
		}
	}
	return ""
}
