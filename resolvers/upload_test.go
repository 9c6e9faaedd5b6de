package resolvers

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"metrograph/model"
)

// part is a part of a form: a field, or a file when it has a name.
type part struct{ field, file, content string }

// form makes an upload of parts.
func form(t *testing.T, parts ...part) *http.Request {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, p := range parts {
		if p.file == "" {
			_ = w.WriteField(p.field, p.content) // a buffer takes everything
			continue
		}
		out, _ := w.CreateFormFile(p.field, p.file)
		_, _ = out.Write([]byte(p.content))
	}
	_ = w.Close()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", &body)
	request.Header.Set("Content-Type", w.FormDataContentType())
	return request
}

const uploading = `{"query": "mutation($f: Upload!) { uploadAttachment(input: {file: $f, role: PDF, description: {en: \"scan\"}}) {` +
	` attachment { fileName size url role description { en } } errors { code } } }", "variables": {"f": null, "g": null, "h": ["x"]}}`

func TestUpload(t *testing.T) {
	for name, memory := range map[string]int64{"in memory": 0, "in a file": 1} {
		o := options(&fake{})
		o.Limits.UploadMemory = memory
		content := strings.Repeat("%PDF-1.7", 1<<18)
		request := form(t, part{"operations", "", uploading}, part{"map", "", `{"0": ["variables.f"]}`}, part{"0", "scan.pdf", content})
		t.Log(name)
		serve(t, o, request).wantData(t, fmt.Sprintf(`{"uploadAttachment": {"errors": [], "attachment": {
			"fileName": "scan.pdf", "size": %d, "url": "/attachments/%s", "role": "PDF", "description": {"en": "scan"}}}}`, len(content), id(model.KindAttachment, 9)))
	}
}

func TestUploadsAtFault(t *testing.T) {
	operations, file := part{"operations", "", uploading}, part{"0", "scan.pdf", "%PDF"}
	mapped := func(text string) part { return part{"map", "", text} }
	const incomplete = "the form does not have operations, map, and the files that map names"
	const misplaced = "map names a place that is no null of the variables"
	for _, c := range []struct {
		parts   []part
		status  int
		message string
	}{
		{nil, 400, incomplete},
		{[]part{operations, file}, 400, incomplete},
		{[]part{mapped(`{"0": ["variables.f"]}`), file}, 400, incomplete},
		{[]part{operations, operations, mapped(`{"0": ["variables.f"]}`), file}, 400, incomplete},
		{[]part{operations, mapped(`{"0": ["variables.f"]}`), file, {"more", "", "x"}}, 400, incomplete},
		{[]part{operations, mapped(`{"0": ["variables.f"]}`)}, 400, incomplete},
		{[]part{operations, mapped(`{"1": ["variables.f"]}`), file}, 400, incomplete},
		{[]part{operations, mapped(`{}`), file}, 400, incomplete},
		{[]part{operations, mapped(`{"0": []}`), file}, 400, incomplete},
		{[]part{operations, mapped(`{"0": ["variables.f"]}`), file, file}, 400, incomplete},
		{[]part{operations, mapped(`["variables.f"]`), file}, 400, incomplete},
		{[]part{operations, mapped(`{"0": ["query"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.x"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.f.0"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.h.0"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.h.7"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.h.-1"]}`), file}, 400, misplaced},
		{[]part{operations, mapped(`{"0": ["variables.f", "variables.f"]}`), file}, 400, misplaced},
		{[]part{{"operations", "", `[` + uploading + `]`}, mapped(`{"0": ["0.variables.f"]}`), file}, 400, "send one operation in a request, not a batch"},
		{[]part{{"operations", "", `{"query": <script>`}, mapped(`{"0": ["variables.f"]}`), file}, 400, "the body is not a GraphQL request in JSON"},
	} {
		response := httptest.NewRecorder()
		NewHandler(options(&fake{})).ServeHTTP(response, form(t, c.parts...))
		if response.Code != c.status || !strings.Contains(response.Body.String(), c.message) || !strings.Contains(response.Body.String(), `"code":"INVALID"`) {
			t.Errorf("%v: %d %s, want %d %s", c.parts, response.Code, response.Body, c.status, c.message)
		}
	}
}

func TestUploadsAreBounded(t *testing.T) {
	o := options(&fake{})
	o.Limits.Files, o.Limits.Body = 2, 2000
	many := []part{{"operations", "", uploading}, {"map", "", `{"0": ["variables.f"], "1": ["variables.g"], "2": ["variables.h"]}`},
		{"0", "a", "a"}, {"1", "b", "b"}, {"2", "c", "c"}}
	again := []part{{"operations", "", uploading}, {"map", "", `{"0": ["variables.f", "variables.g", "variables.h"]}`}, {"0", "a", "a"}}
	long := []part{{"operations", "", uploading + strings.Repeat(" ", 2000)}, {"map", "", `{"0": ["variables.f"]}`}, {"0", "a", "a"}}
	for _, parts := range [][]part{many, again, long} {
		response := httptest.NewRecorder()
		NewHandler(o).ServeHTTP(response, form(t, parts...))
		if response.Code != 413 || !strings.Contains(response.Body.String(), `"code":"LIMIT_EXCEEDED"`) {
			t.Errorf("%d %s", response.Code, response.Body)
		}
	}
}
