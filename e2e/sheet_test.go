package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
)

// checkSheets asks for the evaluator's sheet of every certificate and data set: there is one of
// those that the caller sees and of no other, and it rests on no record that the caller does
// not see. The guard reads what else it tells.
func (v *visit) checkSheets(t *testing.T) {
	t.Helper()
	v.checkSheetsOf(t, slices.Concat(v.of(model.KindCertificate), v.of(model.KindPerson)), 10, "")
	v.checkSheetsOf(t, v.of(model.KindDataset), 2, "members {certificate {id} lines {...line}}")
}

func (v *visit) checkSheetsOf(t *testing.T, subjects []*record, atOnce int, members string) {
	t.Helper()
	for batch := range slices.Chunk(subjects, atOnce) {
		a, _ := v.aliases(t, batch, func(r *record) string {
			return fmt.Sprintf(`evaluationSheet(subject: %q) {subject {id} certificates lines {...line} %s}`, r.id, members)
		}, `fragment line on SheetLine {topic outcome found {en zh} value limit unit {text} checked failing path records {id}}`)
		for i, r := range batch {
			sheet := a.Data[fmt.Sprint("a", i)]
			want := v.seen[r.id] != nil && r.kind != model.KindPerson
			if (sheet != nil) != want {
				t.Errorf("the sheet of %s: %v, want one: %t", r, sheet, want)
			}
			lines := list(sheet, "lines")
			for _, member := range list(sheet, "members") {
				lines = append(lines, list(member, "lines")...)
			}
			if r.kind == model.KindCertificate && want && len(lines) < 10 {
				t.Errorf("the sheet of %s has %d lines", r, len(lines))
			}
			v.checkRests(t, r, lines)
		}
	}
}

func (v *visit) checkRests(t *testing.T, of *record, lines []any) {
	t.Helper()
	for _, line := range lines {
		for _, record := range list(line, "records") {
			if id := model.ID(at(record, "id").(string)); v.seen[id] == nil {
				t.Errorf("the sheet of %s rests on %s", of, id)
			}
		}
	}
}
