package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"testing"
)

const uploadMutation = `mutation($input: UploadAttachmentInput!) {
	uploadAttachment(input: $input) { attachment { id } errors { code message findings { path message { en } } } } }`

// upload attaches a text file by a multipart request and returns the id of the attachment.
func (c *client) upload(t *testing.T, name, content string, input map[string]any) string {
	t.Helper()
	body := c.tryUpload(t, name, content, input)
	var a answer
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("upload: %v: %s", err, body)
	}
	id, _ := at(a.Data, "uploadAttachment", "attachment", "id").(string)
	if id == "" {
		t.Fatalf("upload of %s: %s", name, body)
	}
	return id
}

// tryUpload attaches a text file, and returns the answer.
func (c *client) tryUpload(t *testing.T, name, content string, input map[string]any) string {
	t.Helper()
	input["file"] = nil
	operations, err := json.Marshal(map[string]any{"query": uploadMutation, "variables": map[string]any{"input": input}})
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"operations", string(operations)}, {"map", `{"0": ["variables.input.file"]}`}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="0"; filename=%q`, name)}, "Content-Type": {"text/plain"},
	})
	if err == nil {
		_, err = part.Write([]byte(content))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.send(http.MethodPost, "/graphql", form.FormDataContentType(), &body, "GraphQL-Require-Preflight", "1")
	if err != nil {
		t.Fatal(err)
	}
	return r.body
}
