package encode

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// JSON writes the whole report as one document. A report with a list that may be
// too long to hold writes itself, row by row.
func JSON(w io.Writer, d *Document) error {
	if r, ok := d.Payload.(interface{ WriteJSON(w io.Writer) error }); ok {
		return r.WriteJSON(w)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(d.Payload)
}

// WriteJSON writes a payload that is an object with one member more: the rows of
// a table, each an object of its columns.
func WriteJSON(w io.Writer, payload any, member string, t Table) error {
	var head bytes.Buffer
	e := json.NewEncoder(&head)
	e.SetEscapeHTML(false)
	if err := e.Encode(payload); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	_, _ = out.Write(bytes.TrimSuffix(head.Bytes(), []byte("}\n")))
	_, _ = out.WriteString(`,"` + member + `":[`)
	first := true
	for row, err := range t.all() {
		if err != nil {
			return err
		}
		if !first {
			_ = out.WriteByte(',')
		}
		first = false
		if err := t.object(out, row); err != nil {
			return err
		}
	}
	_, err := out.WriteString("]}\n") // the first failure stays
	if err == nil {
		err = out.Flush()
	}
	return err
}

// object writes a row as an object: numbers as such, null for what is unknown.
func (t Table) object(out *bufio.Writer, row []string) error {
	for i, c := range t.Columns {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		_ = out.WriteByte(before)
		_, _ = out.WriteString(`"` + c.Key + `":`)
		switch v := row[i]; {
		case v == "":
			_, _ = out.WriteString("null")
		case c.Kind == Integer || c.Kind == Ordinal:
			_, _ = out.WriteString(v)
		default:
			b, err := json.Marshal(v)
			if err != nil {
				return err
			}
			_, _ = out.Write(b)
		}
	}
	return out.WriteByte('}')
}

// ReadRows takes the rows of a table from what WriteJSON wrote of them.
func ReadRows(raw []byte, t Table) (*Rows, error) {
	var objects []map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&objects); err != nil {
		return nil, err
	}
	rows, row := NewRows(), make([]string, len(t.Columns))
	for _, o := range objects {
		for i, c := range t.Columns {
			switch v := o[c.Key].(type) {
			case json.Number:
				row[i] = v.String()
			case string:
				row[i] = v
			default:
				row[i] = ""
			}
		}
		if err := rows.Add(row); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
