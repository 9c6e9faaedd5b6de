package collect

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"

	"metrograph/collect/ndjson"
	"metrograph/model"
)

// Mended writes the rejected rows of a document, as they were kept, as a document of the same
// format with what is wrong with each of them, to be mended and handed in again.
func Mended(w io.Writer, f model.Rejection, kept io.Reader) error {
	format := rowFormatNamed(f.Format)
	if format == nil {
		return model.NotFound()
	}
	lines, last := bufio.NewReaderSize(kept, 64<<10), 0
	return format.mend(w, func() (*model.RejectedRow, error) {
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				return nil, err // a line without an end is none
			}
			var r model.RejectedRow
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, err
			}
			if r.Number <= last { // kept again after a crash
				continue
			}
			last = r.Number
			return &r, nil
		}
	})
}

// MendedName is the name of the document with the rejected rows.
func MendedName(f model.Rejection) string {
	name := strings.TrimSuffix(f.Name, path.Ext(f.Name))
	if name == "" {
		name = "rejected"
	}
	return name + "-rejected." + strings.ToLower(f.Format)
}

// mendLines writes rejected rows as lines of JSON.
func mendLines(w io.Writer, rows func() (*model.RejectedRow, error)) error {
	for {
		r, err := rows()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := ndjson.Mend(w, r.Line, r.Raw, r.Findings); err != nil {
			return err
		}
	}
}
