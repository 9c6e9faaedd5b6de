package blob_test

import (
	"bytes"
	"strings"
	"testing"

	"metrograph/blob"
	"metrograph/model"
)

// Beginnings of files as their formats have them.
var (
	png  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"
	webm = "\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
	mp4  = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
	elf  = "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00"
	exe  = "MZ\x90\x00\x03\x00\x00\x00"
	zip  = "PK\x03\x04\x14\x00\x00\x00\x08\x00"
	tdms = "\x01\x02\x03\x04 raw data of an instrument \x00\x00\xff\xfe"
)

// TestKind: a file is kept under the type that it was declared to have where it can be that.
func TestKind(t *testing.T) {
	for _, c := range []struct{ content, declared, want string }{
		{png, "", "image/png"},
		{png, "application/octet-stream", "image/png"},
		{png, "image/png", "image/png"},
		{png, "image/jpeg", ""},
		{png, "text/html", ""},
		{webm, "video/webm", "video/webm"},
		{mp4, "video/mp4", "video/mp4"},
		{mp4, "video/webm", ""},
		{"%PDF-1.7\n", "application/pdf", "application/pdf"},
		{"x;y\n1;2\n", "text/csv", "text/csv"},
		{"x;y\n1;2\n", "text/csv; charset=utf-8", "text/csv; charset=utf-8"},
		{"x,y\n1,2\n", "application/pdf", ""},
		{"x,y\n1,2\n", "text/html", ""},
		{"x,y\n1,2\n", "text/javascript", ""},
		{`{"a": 1}`, "application/json", "application/json"},
		{`<?xml version="1.0"?><a/>`, "application/xml", "application/xml"},
		{zip, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{zip, "image/png", ""},
		{tdms, "", "application/octet-stream"},
		{tdms, "application/x-tdms", "application/x-tdms"},
		{tdms, "video/webm", ""},
		{"", "text/plain", "text/plain"},
		{elf, "", ""},
		{exe, "application/octet-stream", ""},
		{"<!DOCTYPE html><script>alert(1)</script>", "text/plain", ""},
		{`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "image/svg+xml", ""},
	} {
		got, err := blob.Kind(strings.NewReader(c.content), c.declared)
		if err != nil && model.CodeOf(err) != model.CodeInvalid || got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%.12q as %q: %q, %v", c.content, c.declared, got, err)
		}
	}
}

// FuzzKind: whatever a file is, it is not kept as a page or a script, and is left at its
// beginning.
func FuzzKind(f *testing.F) {
	for _, content := range []string{png, webm, mp4, elf, exe, zip, tdms, "<html>", "a,b"} {
		f.Add([]byte(content), "text/csv")
	}
	f.Fuzz(func(t *testing.T, content []byte, declared string) {
		in := bytes.NewReader(content)
		kind, err := blob.Kind(in, declared)
		if err == nil && (strings.Contains(kind, "html") || strings.Contains(kind, "javascript") || strings.Contains(kind, "svg") || in.Len() != len(content)) {
			t.Errorf("kept as %q, %d of %d bytes left", kind, in.Len(), len(content))
		}
	})
}
