package collect

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"metrograph/model"
)

// Outcome is what became of a document.
type Outcome string

const (
	Created   Outcome = "CREATED"   // 新建
	Amended   Outcome = "AMENDED"   // 修改
	Unchanged Outcome = "UNCHANGED" // 未变
	Rejected  Outcome = "REJECTED"  // 拒绝
)

// Report is what became of an import.
type Report struct {
	Job             model.ID        `json:"job,omitempty"`   // the record of the collection; none where there are several
	Check           bool            `json:"check,omitempty"` // nothing was written
	Read            int             `json:"read"`            // records: documents, and rows of those that have many
	Created         int             `json:"created"`
	Amended         int             `json:"amended"`
	Unchanged       int             `json:"unchanged"`
	Rejected        int             `json:"rejected"`
	Findings        []model.Finding `json:"findings"` // the first ones of all documents; each document has its own
	Seconds         float64         `json:"seconds"`
	PeakMemoryBytes uint64          `json:"peakMemoryBytes,omitempty"` // of the process; 0 where that is not the reader's
	Files           []FileReport    `json:"files"`                     // in the order of the sources
}

// FileReport is what became of a document.
type FileReport struct {
	Name        string          `json:"name"`           // of a classified document only its place, e.g. #3
	Job         model.ID        `json:"job,omitempty"`  // in a report of several
	Hash        string          `json:"hash,omitempty"` // SHA-256, hexadecimal
	Size        int64           `json:"size,omitempty"` // in bytes
	Format      string          `json:"format,omitempty"`
	Outcome     Outcome         `json:"outcome"`
	Code        model.Code      `json:"code,omitempty"` // why it was rejected
	Certificate model.ID        `json:"certificate,omitempty"`
	Number      string          `json:"number,omitempty"` // of the certificate
	Instruments int             `json:"instruments"`
	Tables      int             `json:"tables"`
	Rows        int             `json:"rows"` // of all tables
	Attachments int             `json:"attachments"`
	Findings    []model.Finding `json:"findings,omitempty"` // of a document of many rows the first ones
	Tally       *model.Tally    `json:"tally,omitempty"`    // of the rows; nil for a document that is one record
	Under       bool            `json:"under,omitempty"`    // way: there are more rows to come
	Kept        int             `json:"kept,omitempty"`     // rejected rows that are kept to be mended
}

func (r *Report) add(f FileReport) {
	r.Files = append(r.Files, f)
	t := f.Outcome.tally()
	if f.Tally != nil {
		t = *f.Tally
	}
	r.Read += t.Read
	r.Created += t.Created
	r.Amended += t.Amended
	r.Unchanged += t.Unchanged
	r.Rejected += t.Rejected
}

// tally counts one record that the outcome is of.
func (o Outcome) tally() model.Tally {
	t := model.Tally{Read: 1}
	switch o {
	case Created:
		t.Created = 1
	case Amended:
		t.Amended = 1
	case Unchanged:
		t.Unchanged = 1
	default:
		t.Rejected = 1
	}
	return t
}

// outcomeOf is what became of a document of many rows: the first of these that any row became.
func outcomeOf(t model.Tally) Outcome {
	switch {
	case t.Created > 0:
		return Created
	case t.Amended > 0:
		return Amended
	case t.Unchanged > 0:
		return Unchanged
	}
	return Rejected
}

// Add adds the documents of another report, e.g. of one document sent to a running node.
func (r *Report) Add(other Report) {
	if len(r.Files) == 0 {
		r.Job = other.Job
	} else if r.Job != other.Job {
		r.Job = "" // each document has its own
	}
	for _, f := range other.Files {
		if f.Code == model.CodeClassifiedRefused {
			f.Name = place(len(r.Files))
		}
		f.Job = other.Job
		r.add(f)
	}
	left := max(model.MaxJobFindings-len(r.Findings), 0)
	r.Findings = append(r.Findings, other.Findings[:min(left, len(other.Findings))]...)
	r.Check = r.Check || other.Check
	r.Seconds += other.Seconds
	r.PeakMemoryBytes = max(r.PeakMemoryBytes, other.PeakMemoryBytes)
}

// place names a document by its place among the others, from 1.
func place(index int) string { return fmt.Sprintf("#%d", index+1) }

// Count returns how many findings of a severity the document has.
func (f FileReport) Count(s model.Severity) int {
	n := 0
	for _, finding := range f.Findings {
		if finding.Severity == s {
			n++
		}
	}
	return n
}

// String is one line about the document.
func (f FileReport) String() string {
	line := fmt.Sprintf("%-9s %s", f.Outcome, f.Name)
	if f.Number != "" {
		line += " → " + f.Number
	}
	if t := f.Tally; t != nil {
		line += fmt.Sprintf(" %d = %d + %d + %d + %d", t.Read, t.Created, t.Amended, t.Unchanged, t.Rejected)
	}
	if f.Code != "" {
		line += " [" + string(f.Code) + "]"
	}
	return line + fmt.Sprintf(" (%d/%d/%d)", f.Count(model.SeverityError), f.Count(model.SeverityWarning), f.Count(model.SeverityInfo))
}

// WriteFindings writes the document's findings that are as grave as the severity or graver,
// one a line, as compilers do: file, line, severity, rule and sentence.
func (f FileReport) WriteFindings(w io.Writer, from model.Severity, langs ...string) error {
	for _, finding := range f.Findings {
		if gravity(finding.Severity) > gravity(from) {
			continue
		}
		place := f.Name
		if finding.Line > 0 {
			place = fmt.Sprintf("%s:%d", f.Name, finding.Line)
		}
		if _, err := fmt.Fprintf(w, "%s: %s %s: %s\n", place, finding.Severity, finding.Rule, finding.Message.In(langs...)); err != nil {
			return err
		}
	}
	return nil
}

// gravity is the place of a severity among all, from the gravest.
func gravity(s model.Severity) int {
	for i, known := range s.Values() {
		if s == known {
			return i
		}
	}
	return len(s.Values())
}

var headings = []string{"文件 File", "结果 Outcome", "证书 Certificate", "表 Tables", "行 Rows", "错误 Errors", "警告 Warnings", "提示 Notes"}

// WriteTable writes a line for every document under bilingual headings, and the totals.
func (r Report) WriteTable(w io.Writer) error {
	rows := [][]string{headings}
	for _, f := range r.Files {
		row := []string{f.Name, string(f.Outcome), f.Number}
		for _, n := range []int{f.Tables, f.Rows, f.Count(model.SeverityError), f.Count(model.SeverityWarning), f.Count(model.SeverityInfo)} {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, row)
	}
	const firstNumber = 3
	widths := make([]int, len(headings))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], columns(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-columns(cell))
			if i < firstNumber {
				line.WriteString(cell + pad + "  ")
			} else {
				line.WriteString(pad + cell + "  ")
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return r.writeTotals(w)
}

func (r Report) writeTotals(w io.Writer) error {
	check := ""
	if r.Check {
		check = "检查，未写入 check, nothing written; "
	}
	memory := ""
	if r.PeakMemoryBytes > 0 {
		memory = fmt.Sprintf(", %d MiB", r.PeakMemoryBytes>>20)
	}
	_, err := fmt.Fprintf(w, "%s读取 read %d, 新建 created %d, 修改 amended %d, 未变 unchanged %d, 拒绝 rejected %d; %.1f s%s\n",
		check, r.Read, r.Created, r.Amended, r.Unchanged, r.Rejected, r.Seconds, memory)
	return err
}

// columns is how many columns of a terminal a text takes: Han characters take two.
func columns(text string) int {
	n := 0
	for _, c := range text {
		switch width.LookupRune(c).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
