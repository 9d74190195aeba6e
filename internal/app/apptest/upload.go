package apptest

import (
	"bytes"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// Upload sends a form with a file, whose name is sent exactly as given. claim is
// the media type the client claims; "" claims none.
func (c *Client) Upload(path string, fields map[string]string, filename, claim string, content []byte, headers ...string) *Answer {
	c.t.Helper()
	body, kind := c.Form(fields, filename, claim, content)
	return c.Do("POST", path, body, append([]string{"Content-Type", kind}, headers...)...)
}

// Form is the body of an upload and its media type.
func (c *Client) Form(fields map[string]string, filename, claim string, content []byte) (body, kind string) {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, v := range fields {
		if err := w.WriteField(name, v); err != nil {
			c.t.Fatal(err)
		}
	}
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + strings.ReplaceAll(filename, `"`, `\"`) + `"`}}
	if claim != "" {
		h.Set("Content-Type", claim)
	}
	p, err := w.CreatePart(h)
	if err == nil {
		_, err = p.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}
