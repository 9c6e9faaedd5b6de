package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"metrograph/model"
)

// quarantine keeps a rejected document for whoever mends it. Nothing of a classified one is
// kept, and of a dry run nothing at all.
func (r *run) quarantine(ctx context.Context, index int, f FileReport) error {
	if f.Outcome != Rejected || f.Code == model.CodeClassifiedRefused || r.options.Check || r.job.ID == "" || f.Tally != nil {
		return nil
	}
	rejection := model.Rejection{Place: index + 1, Name: sourceName(f.Name), Format: f.Format, Code: f.Code, Findings: f.Findings}
	var content io.Reader
	if r.raw != nil {
		rejection.Hash, rejection.Size, content = f.Hash, f.Size, bytes.NewReader(r.raw)
	}
	return r.registry.Reject(ctx, r.job.ID, rejection, content)
}

var declared = regexp.MustCompile(`(?i)^[^>]*\bencoding\s*=\s*["']utf-8["']`)

// Annotation is what is appended to a rejected document, of which the head is given, so that
// its findings travel with it and it stays a document of its format: lines keep their numbers.
// It is empty for what has no place for them.
func Annotation(f model.Rejection, head []byte) string {
	if !strings.HasPrefix(f.Format, "DCC") || bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) || bytes.IndexByte(head, 0) >= 0 {
		return ""
	}
	languages := []string{"en"}
	if !bytes.Contains(head, []byte("encoding")) || declared.Match(head) { // else only ASCII is sure to be read
		languages = []string{"en", "zh"}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n<!-- %s\n", f.Code)
	for _, finding := range f.Findings {
		fmt.Fprintf(&b, "%d: %s %s %s:", finding.Line, finding.Severity, finding.Rule, inComment(finding.Path, len(languages) > 1))
		for _, language := range languages {
			b.WriteString(" " + inComment(finding.Message.In(language), len(languages) > 1))
		}
		b.WriteString("\n")
	}
	b.WriteString("-->\n")
	return b.String()
}

// inComment is a text as a comment of XML can have it.
func inComment(text string, all bool) string {
	text = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0xFFFE || c == 0xFFFF || c > '~' && !all {
			return '?'
		}
		return c
	}, text)
	for strings.Contains(text, "--") {
		text = strings.ReplaceAll(text, "--", "- -")
	}
	return strings.TrimSuffix(text, "-")
}
