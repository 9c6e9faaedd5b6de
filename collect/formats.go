package collect

import (
	"path"
	"slices"
	"strings"

	"metrograph/collect/dcc"
	"metrograph/collect/dcx"
	"metrograph/collect/ndjson"
	"metrograph/collect/table"
	"metrograph/model"
)

// Formats names the formats of documents, as addresses have them.
func Formats() []string {
	names := []string{"dcc", "dcx"}
	for _, f := range rowFormats {
		names = append(names, strings.ToLower(f.name))
	}
	return append(names, "json")
}

// FormatOf is the format of a file that begins like this, or else the one that files of its
// name are likely to have.
func FormatOf(name string, head []byte) string {
	if found := formatLike(head); found != "" {
		return found
	}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if ending != "" && slices.Contains(Formats(), ending) {
		return ending
	}
	return Formats()[0]
}

// formatLike is the format of documents that begin like this; empty where there is none.
func formatLike(head []byte) string {
	switch f := rowFormatOf(head); {
	case f != nil:
		return strings.ToLower(f.name)
	case dcx.Sniff(head):
		return "dcx"
	case dcc.Sniff(head):
		return "dcc"
	}
	return ""
}

// otherThan finds that a file begins otherwise than files of the format do that it was said to
// have. What a document is, its beginning tells: this is for whoever took a wrong file. One that
// is in no format at all is told of when it is read.
func otherThan(said string, head []byte) *model.Finding {
	found := formatLike(head)
	same := said == "" || found == "" || said == found || said == "json" && found == strings.ToLower(ndjson.Format) ||
		said == strings.ToLower(table.CSV) && found == strings.ToLower(table.XLSX) // an archive of tables
	if same {
		return nil
	}
	return finding(ruleOther, strings.ToUpper(said), strings.ToUpper(found))
}
