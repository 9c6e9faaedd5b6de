// Package table writes records as tables, for spreadsheets and for programs that read CSV:
// a row a record, and of certificates a second table with a row a result point. Tables begin
// with two rows of names: as in the schema, and in Chinese.
package table

import (
	"metrograph/export"
	"metrograph/model"
)

// table is a table about records of one kind.
type table struct {
	name, zh string
	columns  []column
	// rows are the rows of a record; nil for one, which the columns make.
	rows func(model.Record, func([]cell) error) error
}

// column is a column of a table with a row a record.
type column struct {
	name, zh string
	of       func(model.Record, export.Related) cell
}

// cell is a cell: a text, or the text of a number.
type cell struct {
	text   string
	number bool
}

// sink is where rows go.
type sink interface {
	row(table int, cells []cell) error
	finish() error
	close() error
}

// writer makes rows of records.
type writer struct {
	tables []table
	out    sink
	cells  []cell
}

func newWriter(tables []table, out sink) (*writer, error) {
	w := &writer{tables: tables, out: out}
	for i, t := range tables {
		names, zh := make([]cell, len(t.columns)), make([]cell, len(t.columns))
		for n, c := range t.columns {
			names[n].text, zh[n].text = c.name, c.zh
		}
		for _, header := range [][]cell{names, zh} {
			if err := out.row(i, header); err != nil {
				return w, err
			}
		}
	}
	return w, nil
}

// Write writes the rows of a record. What is masked is an empty cell.
func (w *writer) Write(record model.Record, related export.Related) error {
	for i, t := range w.tables {
		if t.rows != nil {
			if err := t.rows(record, func(cells []cell) error { return w.out.row(i, cells) }); err != nil {
				return err
			}
			continue
		}
		w.cells = w.cells[:0]
		for _, c := range t.columns {
			w.cells = append(w.cells, c.of(record, related))
		}
		if err := w.out.row(i, w.cells); err != nil {
			return err
		}
	}
	return nil
}

// Deleted writes nothing: a table is about what is there.
func (*writer) Deleted(model.ID, int) error { return nil }

// Fail writes nothing: the file stays without its end, which no program takes for whole.
func (*writer) Fail(string) error { return nil }

// Finish writes the end of the file.
func (w *writer) Finish() error { return w.out.finish() }

// Close gives back the room on disk.
func (w *writer) Close() error { return w.out.close() }

// takes tells whether there are tables for records of a kind.
func takes(kind model.Kind) bool { return kind.Shareable() && kind.New() != nil }

// needs are the institutions and methods that tables name.
func needs(kind model.Kind) []export.Need {
	institution := export.Need{Kind: model.KindInstitution, Fields: []string{"name"}}
	switch kind {
	case model.KindCertificate:
		return []export.Need{institution, {Kind: model.KindMethod, Fields: []string{"code"}}}
	case model.KindInstrument, model.KindPerson, model.KindInstitution:
		return []export.Need{institution}
	default:
		return nil
	}
}

// tablesOf are the tables about records of a kind.
func tablesOf(kind model.Kind) []table {
	switch kind {
	case model.KindCertificate:
		return []table{{name: "certificates", zh: "证书", columns: certificates()}, results()}
	case model.KindInstrument:
		return []table{{name: "instruments", zh: "计量器具", columns: instruments()}}
	case model.KindInstitution:
		return []table{{name: "institutions", zh: "机构", columns: institutions()}}
	case model.KindMethod:
		return []table{{name: "methods", zh: "方法", columns: methods()}}
	case model.KindPerson:
		return []table{{name: "persons", zh: "人员", columns: persons()}}
	case model.KindEnvironment:
		return []table{{name: "environments", zh: "环境条件", columns: environments()}}
	case model.KindDataset:
		return []table{{name: "datasets", zh: "数据集", columns: datasets()}}
	case model.KindAttachment:
		return []table{{name: "attachments", zh: "附件", columns: attachments()}}
	default:
		return nil
	}
}
