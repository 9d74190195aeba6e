package encode

import (
	"encoding/json"
	"io"
)

// JSON writes the whole report as one document.
func JSON(w io.Writer, d *Document) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(d.Payload)
}
