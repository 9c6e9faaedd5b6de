package e2e_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"metrograph/model"
)

// faulty hands in files with one fault each, and keeps count.
type faulty struct {
	*testing.T
	node    *node
	client  *client
	files   int
	created int // of records by all files
}

func newFaulty(t *testing.T) *faulty {
	t.Helper()
	data := t.TempDir()
	key := createKey(t, data, append(national(), "--role", "RECORDER")...)
	n := serve(t, data)
	return &faulty{T: t, node: n, client: n.as(key)}
}

// accounted is what the node says of a file.
type accounted struct {
	Job                                         string
	Read, Created, Amended, Unchanged, Rejected int
	Findings                                    []model.Finding
}

// hand hands a file in.
func (h *faulty) hand(format, content string) (r accounted) {
	h.Helper()
	h.files++
	answer, err := h.client.send(http.MethodPut, "/collect/"+format, "application/octet-stream", strings.NewReader(content))
	if err != nil {
		h.Fatal(err)
	}
	if err := json.Unmarshal([]byte(answer.body), &r); err != nil {
		h.Fatalf("%d %s", answer.status, answer.body)
	}
	return r
}

// check hands a file in of which one row has to be rejected for a fault at a place, and all
// others are taken in.
func (h *faulty) check(name, format, content string, read int, place string, line int) {
	h.Helper()
	r := h.hand(format, content)
	h.created += r.Created
	if r.Read != read || r.Created != read-1 || r.Rejected != 1 || r.Amended+r.Unchanged > 0 {
		h.Errorf("%s: %d rows were read, %d created, %d amended, %d unchanged, %d rejected: %.600v", name, r.Read, r.Created, r.Amended, r.Unchanged, r.Rejected, r.Findings)
		return
	}
	told := false
	for _, f := range r.Findings {
		if f.Severity != model.SeverityError {
			continue
		}
		if f.Line != line {
			h.Errorf("%s: a fault in line %d: %+v", name, f.Line, f)
		}
		told = told || within(f.Path, place) && f.Message.Zh != "" && f.Message.En != ""
	}
	if !told {
		h.Errorf("%s: nothing is told of %s: %.600v", name, place, r.Findings)
	}
}

// within tells whether a path is a place or in it.
func within(path, place string) bool {
	rest, found := strings.CutPrefix(path, place)
	return found && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// reconcile compares the counts with what the node has, and with its accounts.
func (h *faulty) reconcile() {
	h.Helper()
	a := h.client.read(h.T, `{certificates {totalCount} instruments {totalCount} environments {totalCount} persons {totalCount} methods {totalCount} institutions {totalCount}
		collectionJobs {totalCount}}`, nil)
	have := 0.0
	for _, kind := range []string{"certificates", "instruments", "environments", "persons", "methods", "institutions"} {
		n, _ := at(a.Data, kind, "totalCount").(float64)
		have += n
	}
	if int(have) != h.created+1 || at(a.Data, "collectionJobs", "totalCount") != float64(h.files) { // and the institution itself
		h.Errorf("%d records were created and %d files handed in: %s", h.created, h.files, a.body)
	}
}
