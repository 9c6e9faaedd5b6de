package policy

import (
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// Institutions of the access matrix.
const (
	matrixOwn     model.ID = "inst_00000000000000000000000001" // the caller's
	matrixOther   model.ID = "inst_00000000000000000000000002" // a stranger
	matrixPartner model.ID = "inst_00000000000000000000000003" // has an agreement with the caller's
	matrixHere             = model.Region("110105")            // the caller's
	matrixNear             = model.Region("110108")            // in the same province
	matrixFar              = model.Region("440305")            // in another
)

// Caller is a typical caller of the access matrix.
type Caller struct {
	Name      string
	Principal model.Principal
}

// Callers returns the callers of the access matrix: anyone, members of an institution of
// each level, and whoever has a role in one.
func Callers() []Caller {
	callers := []Caller{{Name: "anyone"}}
	add := func(name string, level model.Level, roles ...model.Role) {
		callers = append(callers, Caller{name, model.Principal{
			Subject: name, Institution: matrixOwn, Level: level, Region: matrixHere, Granted: model.Roles(roles...),
		}})
	}
	add("third party", model.LevelThirdParty)
	add("manufacturer", model.LevelManufacturer)
	add("provincial centre", model.LevelProvincial)
	add("national centre", model.LevelNational)
	for _, role := range []model.Role{model.RoleRecorder, model.RoleReviewer, model.RoleExpert, model.RolePublisher,
		model.RoleAdministrator, model.RoleAuditor} {
		add(strings.ToLower(string(role))+" of a third party", model.LevelThirdParty, role)
	}
	add("auditor of the national centre", model.LevelNational, model.RoleAuditor)
	return append(callers, Caller{"government", model.Principal{
		Subject: "government", Granted: model.Roles(model.RoleGovernment),
	}})
}

// Sample is a typical record of the access matrix, as it stands to the callers.
type Sample struct {
	Name  string
	Facts model.Facts
}

// Samples returns the records of a kind of the access matrix.
func Samples(kind model.Kind) []Sample {
	type c = model.Classification
	record := func(name string, class c, status model.Status, level model.Level, origin model.ID, region model.Region, made ...model.ID) Sample {
		return Sample{name, model.Facts{Kind: kind, Classification: class, Status: status, Level: level, Origin: origin,
			Region: region, Manufacturers: made, Discipline: model.DisciplineMechanics}}
	}
	const (
		public, hidden   = model.ClassificationPublic, model.ClassificationNonPublic
		published, draft = model.StatusPublished, model.StatusDraft
		national, lab    = model.LevelNational, model.LevelThirdParty
		maker, province  = model.LevelManufacturer, model.LevelProvincial
	)
	return []Sample{
		record("public, published", public, published, province, matrixOther, matrixFar),
		record("public, not yet published", public, model.StatusReviewed, province, matrixOther, matrixFar),
		record("public, withdrawn", public, model.StatusWithdrawn, province, matrixOther, matrixFar),
		record("non-public of a third party near", hidden, published, lab, matrixOther, matrixNear),
		record("non-public of a third party far", hidden, published, lab, matrixOther, matrixFar),
		record("non-public of a manufacturer near", hidden, published, maker, matrixOther, matrixNear),
		record("non-public of a provincial centre", hidden, published, province, matrixOther, matrixNear),
		record("non-public of the national centre", hidden, published, national, matrixOther, matrixNear),
		record("non-public, made by the caller", hidden, published, lab, matrixOther, matrixFar, matrixOwn),
		record("draft, made by the caller", hidden, draft, lab, matrixOther, matrixFar, matrixOwn),
		record("non-public of a partner", hidden, published, lab, matrixPartner, matrixFar),
		record("draft of a partner", hidden, draft, lab, matrixPartner, matrixFar),
		record("draft of a stranger", hidden, draft, lab, matrixOther, matrixNear),
		record("own, draft", hidden, draft, lab, matrixOwn, matrixHere),
		record("own, published", hidden, published, lab, matrixOwn, matrixHere),
	}
}

// MatrixAgreement is the agreement that the samples of a partner suppose.
func MatrixAgreement() *model.Agreement {
	a := &model.Agreement{GrantorID: matrixPartner, GranteeID: matrixOwn,
		Kinds: []model.Kind{model.KindCertificate, model.KindInstrument}}
	a.ID, a.Origin, a.Status = "agr_00000000000000000000000001", matrixPartner, model.StatusPublished
	return a
}

// Decision is whether a caller may do an action to a record, and which fields it shows.
type Decision func(who *model.Principal, action model.Action, f *model.Facts) (model.FieldSet, bool, error)

// Compiled decides by the compiled table.
func (p *Policy) Compiled(who *model.Principal, action model.Action, f *model.Facts) (model.FieldSet, bool, error) {
	fields, ok := p.For(who).Decide(action, f)
	return fields, ok, nil
}

// Live decides by asking Casbin for the record and then for each of its fields, which is slow.
func (p *Policy) Live(who *model.Principal, action model.Action, f *model.Facts) (model.FieldSet, bool, error) {
	ok, err := p.Enforce(who, action, f)
	if err != nil || !ok {
		return 0, false, err
	}
	if !showsFields(action) {
		return model.AllFields, true, nil
	}
	var fields model.FieldSet
	for i, name := range model.FieldNames(f.Kind) {
		shown, err := p.EnforceField(who, action, f, name)
		if err != nil {
			return 0, false, err
		}
		if shown {
			fields |= 1 << i
		}
	}
	return fields, true, nil
}

const matrixHead = `Letters: R read, C count, H history, D download, N create, A amend, W withdraw, X delete, P publish.
Small letters: some fields are hidden, those after "without". What is not written is forbidden.
`

// Matrix writes down what the callers may do to the samples: for each caller, the samples
// that they may do the same to, and under them what this is and to which kinds of record.
// What is not written is forbidden.
func Matrix(decide Decision) (string, error) {
	var b strings.Builder
	b.WriteString(matrixHead)
	for _, caller := range Callers() {
		blocks, err := matrixBlocks(decide, &caller.Principal)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "\n%s\n", strings.ToUpper(caller.Name))
		for _, block := range blocks {
			fmt.Fprintf(&b, "  %s\n%s", strings.Join(block.samples, "; "), block.text)
		}
	}
	return b.String(), nil
}

// matrixBlock is what may be done to several samples alike.
type matrixBlock struct {
	samples []string
	text    string
}

func matrixBlocks(decide Decision, who *model.Principal) ([]*matrixBlock, error) {
	var blocks []*matrixBlock
	for i, sample := range Samples("") {
		text, err := matrixLines(decide, who, i)
		if err != nil {
			return nil, err
		}
		if text == "" {
			continue
		}
		at := slices.IndexFunc(blocks, func(b *matrixBlock) bool { return b.text == text })
		if at < 0 {
			at = len(blocks)
			blocks = append(blocks, &matrixBlock{text: text})
		}
		blocks[at].samples = append(blocks[at].samples, sample.Name)
	}
	return blocks, nil
}

// matrixCell is what may be done to a record of several kinds alike.
type matrixCell struct {
	letters string
	kinds   []string
	masked  []string
}

// matrixLines are the cells of the i-th sample as lines.
func matrixLines(decide Decision, who *model.Principal, i int) (string, error) {
	var cells []*matrixCell
	for _, kind := range model.Kinds() {
		facts := Samples(kind)[i].Facts
		letters, masked, err := matrixLetters(decide, who, &facts)
		if err != nil {
			return "", err
		}
		at := slices.IndexFunc(cells, func(c *matrixCell) bool { return c.letters == letters })
		if at < 0 {
			at = len(cells)
			cells = append(cells, &matrixCell{letters: letters})
		}
		c := cells[at]
		c.kinds = append(c.kinds, string(kind))
		c.masked = append(c.masked, masked...)
	}
	var lines strings.Builder
	for _, c := range cells {
		if strings.Trim(c.letters, "-") != "" {
			lines.WriteString(c.text())
		}
	}
	return lines.String(), nil
}

func (c *matrixCell) text() string {
	const indent = "    "
	text := indent + c.letters + "  " + strings.Join(c.kinds, " ") + "\n"
	if len(c.masked) > 0 {
		slices.Sort(c.masked)
		text += indent + strings.Repeat(" ", len(c.letters)) + "  without " + strings.Join(slices.Compact(c.masked), " ") + "\n"
	}
	return text
}

// matrixLetters is a letter for each action, and the fields that any of them hides.
func matrixLetters(decide Decision, who *model.Principal, f *model.Facts) (string, []string, error) {
	const yes, some = "RCHDNAWXP", "rchdnawxp"
	letters := []byte("---------")
	var masked []string
	for i, action := range model.Action("").Values() {
		fields, ok, err := decide(who, action, f)
		if err != nil {
			return "", nil, err
		}
		if !ok {
			continue
		}
		letters[i] = yes[i]
		if hidden := (^fields).Names(f.Kind); len(hidden) > 0 {
			letters[i] = some[i]
			masked = append(masked, hidden...)
		}
	}
	return string(letters), masked, nil
}
