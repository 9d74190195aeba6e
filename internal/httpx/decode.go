package httpx

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"
)

var errJSON = errors.New("not one JSON value in UTF-8 of bounded depth")

// undecodable is the key of a finding about a value that is JSON and of the right
// kind, but that no field can hold: a number too large, too fine or not whole.
const undecodable = "undecodable"

// unmarshal is encoding/json, stricter: valid UTF-8, bounded depth; and telling
// where a value stands that cannot be held.
func unmarshal(b []byte, v any) error {
	if !utf8.Valid(b) || tooDeep(b) {
		return errJSON
	}
	b = bytes.TrimSpace(b)
	err := json.Unmarshal(b, v)
	if err == nil || !json.Valid(b) {
		return err
	}
	at := ""
	if wrong := (*json.UnmarshalTypeError)(nil); reflect.TypeOf(v).Elem().Kind() == reflect.Interface && errors.As(err, &wrong) {
		at = endsAt(b, wrong.Offset)
	} else { // of what keeps to the contract already, so that it is not deep
		at = culprit(b, reflect.TypeOf(v).Elem())
	}
	finding, _ := json.Marshal(finding{undecodable, []any{at}})
	return errors.New(string(finding))
}

// endsAt is the JSON pointer of the value that had been read at an offset, which is
// that of its end or the byte after.
func endsAt(b []byte, offset int64) string {
	type container struct {
		list bool
		name string // of the member that is read; "" while a name is awaited
		n    int    // items that were read
	}
	var open []container
	pointer := func() (at string) {
		for _, c := range open {
			if c.list {
				at += "/" + strconv.Itoa(c.n)
			} else {
				at += "/" + pointerEscapes.Replace(c.name)
			}
		}
		return at
	}
	d, awaited := json.NewDecoder(bytes.NewReader(b)), false
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		last := len(open) - 1
		delim, isDelim := token.(json.Delim)
		switch {
		case awaited && !isDelim:
			open[last].name, awaited = token.(string), false
			continue
		case isDelim && (delim == '}' || delim == ']'):
			open = open[:last]
		case d.InputOffset()+1 >= offset:
			return pointer()
		case isDelim:
			open, awaited = append(open, container{list: delim == '['}), delim == '{'
			continue
		}
		// A value was read: its list goes on, its object awaits a name.
		if last = len(open) - 1; last >= 0 {
			open[last].n++
			awaited = !open[last].list
		}
	}
}

// culprit is the JSON pointer of the first value that keeps b from being read as
// a t. It leaves members and items out by halves, so that a large body costs a
// few readings only.
func culprit(b []byte, t reflect.Type) string {
	fails := func(part []byte) bool { return json.Unmarshal(part, reflect.New(t).Interface()) != nil }
	pointer, wrap := "", func(part []byte) []byte { return part }
	for {
		names, parts, list := children(b)
		first := sort.Search(len(parts), func(i int) bool { return fails(wrap(join(names[:i+1], parts[:i+1], list))) })
		if first == len(parts) {
			return pointer
		}
		// What stands before it can be read; from here on it alone is looked at.
		step := pointerEscapes.Replace(names[first])
		if list {
			step = strconv.Itoa(first)
		}
		outer, upTo := wrap, parts[:first]
		wrap = func(part []byte) []byte { return outer(join(names[:first+1], append(slices.Clone(upTo), part), list)) }
		pointer, b = pointer+"/"+step, parts[first]
	}
}

// children are the members or items of a JSON object or list; none of anything
// else.
func children(b []byte) (names []string, parts [][]byte, list bool) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	open, err := d.Token()
	if err != nil || open != json.Delim('{') && open != json.Delim('[') {
		return nil, nil, false
	}
	list = open == json.Delim('[')
	for d.More() {
		name := ""
		if !list {
			token, err := d.Token()
			if err != nil {
				break
			}
			name, _ = token.(string)
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			break
		}
		names, parts = append(names, name), append(parts, raw)
	}
	return names, parts, list
}

// join puts members or items together again.
func join(names []string, parts [][]byte, list bool) []byte {
	var b bytes.Buffer
	open, end := byte('{'), byte('}')
	if list {
		open, end = '[', ']'
	}
	_ = b.WriteByte(open)
	for i, p := range parts {
		if i > 0 {
			_ = b.WriteByte(',')
		}
		if !list {
			name, _ := json.Marshal(names[i])
			_, _ = b.Write(append(name, ':'))
		}
		_, _ = b.Write(p)
	}
	_ = b.WriteByte(end)
	return b.Bytes()
}

func tooDeep(b []byte) bool {
	depth, inString, escaped := 0, false, false
	for _, c := range b {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = c == '\\'
			inString = c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
