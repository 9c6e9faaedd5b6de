package e2e_test

import (
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
)

// world is the deliberate data of the access matrix, on a running node: for each origin a
// record of each kind, class and status, and of certificates and instruments one that the
// manufacturer M made and one that it did not.
type world struct {
	*node
	data    string
	keys    map[string]string // by the name of whose they are
	origins []*origin
	others  []*origin // institutions without records
	records []*record
	byID    map[model.ID]*record
	content map[model.ID]string // of attachments
	shape   *shape
	begin   string // the cursor of a change from before the records
}

// origin is an institution whose records the matrix has.
type origin struct {
	name   string
	kind   model.InstitutionKind
	level  model.Level
	region model.Region
	id     model.ID
}

// cell is what a record of the matrix is, as far as access is concerned.
type cell struct {
	kind   model.Kind
	origin *origin
	class  model.Classification
	status model.Status
	made   bool // by the manufacturer M
}

// record is a record of the world.
type record struct {
	cell
	id      model.ID
	number  int // its marks have it: zzname0001
	version int
	extra   bool                  // not of the matrix
	links   map[string][]model.ID // where its edges lead, by path
}

func (r *record) String() string {
	made := ""
	if r.made {
		made = ", made by M"
	}
	return fmt.Sprintf("%s %s of %s (%s, %s%s)", r.kind, r.id, r.origin.name, r.class, r.status, made)
}

// mark is a text that is nowhere else: guards know by it what they see.
func (r *record) mark(field string) string { return fmt.Sprintf("zz%s%04d", field, r.number) }

// facts are what access to the record is decided by.
func (r *record) facts(maker model.ID) *model.Facts {
	f := &model.Facts{Kind: r.kind, Classification: r.class, Level: r.origin.level, Status: r.status,
		Origin: r.origin.id, Region: r.origin.region}
	if _, has := model.Fields(r.kind, "discipline"); has {
		f.Discipline = model.DisciplineThermal
	}
	if r.made {
		f.Manufacturers = []model.ID{maker}
	}
	return f
}

// theOrigins are those of the matrix; the first is whose node it is.
func theOrigins() []*origin {
	return []*origin{
		{name: "N", kind: model.InstitutionNationalInstitute, level: model.LevelNational, region: "110000"},
		{name: "P", kind: model.InstitutionLocalInstitute, level: model.LevelProvincial, region: "440000"},
		{name: "Q", kind: model.InstitutionLocalInstitute, level: model.LevelProvincial, region: "330000"},
		{name: "T", kind: model.InstitutionThirdPartyLab, level: model.LevelThirdParty, region: "440300"},
		{name: "M", kind: model.InstitutionManufacturer, level: model.LevelManufacturer, region: "330100"},
	}
}

// bystanders are institutions without records: a department of the government, which has no
// level, and a partner for agreements that concern no caller of the matrix.
func bystanders() []*origin {
	return []*origin{
		{name: "G", kind: model.InstitutionOther, region: "110000"},
		{name: "Z", kind: model.InstitutionThirdPartyLab, level: model.LevelThirdParty, region: "510100"},
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{data: t.TempDir(), keys: map[string]string{}, origins: theOrigins(), others: bystanders(),
		byID: map[model.ID]*record{}, content: map[model.ID]string{}}
	w.keys["administrator of N"] = createKey(t, w.data, append(national(), "--role", "ADMINISTRATOR")...)
	w.node = serve(t, w.data)
	w.found(t)
	w.stop(t)
	w.makeKeys(t)
	w.node = serve(t, w.data)
	w.shape = readShape(t, w.as(""))
	first := w.as(w.keys[everything]).follow(t, `subscription {recordChanged {cursor id}}`, nil)
	for _, o := range w.origins {
		w.populate(t, o)
	}
	w.begin = first.next().Data.RecordChanged.Cursor
	w.stop(t)
	w.settle(t)
	w.node = serve(t, w.data, "--statistics-least", "0") // what callers may count is asked record by record
	return w
}

// add enters a record into the world; its marks are known from then on.
func (w *world) add(c cell) *record {
	r := &record{cell: c, number: len(w.records) + 1, version: 1, links: map[string][]model.ID{}}
	w.records = append(w.records, r)
	return r
}

// born gives a record the id that the node gave it.
func (w *world) born(r *record, id model.ID) {
	r.id, w.byID[id] = id, r
}

func (w *world) numbered(number int) *record { return w.records[number-1] }

// origin returns an institution by name.
func (w *world) origin(name string) *origin {
	all := slices.Concat(w.origins, w.others)
	return all[slices.IndexFunc(all, func(o *origin) bool { return o.name == name })]
}

// of returns the records of a kind, in the order of their creation.
func (w *world) of(kind model.Kind) []*record {
	var list []*record
	for _, r := range w.records {
		if r.kind == kind {
			list = append(list, r)
		}
	}
	return list
}

// kinds are those that are served and that recorders write. Publications are made by the node
// alone, evaluations, reviews and reports by their own mutations, committees by reviewers:
// TestEvaluation and TestReports ask as each of their readers.
func kinds() []model.Kind {
	return slices.DeleteFunc(model.Kinds(), func(k model.Kind) bool {
		return k == model.KindCredential || k == model.KindPublication || k == model.KindCommittee || k == model.KindEvaluation ||
			k == model.KindReview || k == model.KindReport || k.Task()
	})
}
