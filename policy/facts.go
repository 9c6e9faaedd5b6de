package policy

import (
	"slices"
	"strings"

	"metrograph/model"
)

// valueSet is a set of values of the enumerated attributes, one bit a value, and for each
// attribute one more that stands for every value not known. The facts of a record have one
// bit of each attribute, so that one operation compares them with a clause.
type valueSet uint32

// enumeration is where the values of an attribute are in [valueSet].
type enumeration struct {
	attr   model.Attribute
	shift  int
	values []string
}

const (
	classificationShift = 0
	levelShift          = classificationShift + 2 + 1
	statusShift         = levelShift + 4 + 1
	disciplineShift     = statusShift + 5 + 1
	enumeratedBits      = disciplineShift + 10 + 1

	everyValue valueSet = 1<<enumeratedBits - 1
)

var enumerations = []enumeration{
	{model.AttrClassification, classificationShift, texts(model.Classification("").Values())},
	{model.AttrLevel, levelShift, texts(model.Level("").Values())},
	{model.AttrStatus, statusShift, texts(model.Status("").Values())},
	{model.AttrDiscipline, disciplineShift, texts(model.Discipline("").Values())},
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// enumerated returns the enumeration of an attribute; ok is false for one of open values.
func enumerated(attr model.Attribute) (e enumeration, ok bool) {
	i := slices.IndexFunc(enumerations, func(e enumeration) bool { return e.attr == attr })
	if i < 0 {
		return e, false
	}
	return enumerations[i], true
}

// all is every value of the enumeration, those not known included.
func (e enumeration) all() valueSet { return (1<<(len(e.values)+1) - 1) << e.shift }

// only is a set in which the enumeration has the values, and every other has all.
func (e enumeration) only(values []string) valueSet {
	set := everyValue &^ e.all()
	for i, v := range e.values {
		if slices.Contains(values, v) {
			set |= 1 << (e.shift + i)
		}
	}
	return set
}

// list returns the values that the set has of the enumeration.
func (e enumeration) list(set valueSet) []string {
	var list []string
	for i, v := range e.values {
		if set&(1<<(e.shift+i)) != 0 {
			list = append(list, v)
		}
	}
	return list
}

// encode returns the bits of a record. Switches are several times faster here than a search
// of the lists above; a test holds the two together.
func encode(f *model.Facts) valueSet {
	return 1<<(classificationShift+classificationIndex(f.Classification)) |
		1<<(levelShift+levelIndex(f.Level)) |
		1<<(statusShift+statusIndex(f.Status)) |
		1<<(disciplineShift+disciplineIndex(f.Discipline))
}

func classificationIndex(c model.Classification) int {
	switch c {
	case model.ClassificationPublic:
		return 0
	case model.ClassificationNonPublic:
		return 1
	}
	return 2
}

func levelIndex(l model.Level) int {
	switch l {
	case model.LevelNational:
		return 0
	case model.LevelProvincial:
		return 1
	case model.LevelThirdParty:
		return 2
	case model.LevelManufacturer:
		return 3
	}
	return 4
}

// knownLevel tells whether there is such a level.
func knownLevel(l model.Level) bool { return levelIndex(l) < statusShift-levelShift-1 }

func statusIndex(s model.Status) int {
	switch s {
	case model.StatusDraft:
		return 0
	case model.StatusRecorded:
		return 1
	case model.StatusReviewed:
		return 2
	case model.StatusPublished:
		return 3
	case model.StatusWithdrawn:
		return 4
	}
	return 5
}

func disciplineIndex(d model.Discipline) int {
	switch d {
	case model.DisciplineLength:
		return 0
	case model.DisciplineThermal:
		return 1
	case model.DisciplineMechanics:
		return 2
	case model.DisciplineElectromagnetics:
		return 3
	case model.DisciplineRadio:
		return 4
	case model.DisciplineTimeFrequency:
		return 5
	case model.DisciplineOptics:
		return 6
	case model.DisciplineAcoustics:
		return 7
	case model.DisciplineIonizingRadiation:
		return 8
	case model.DisciplineChemistry:
		return 9
	}
	return 10
}

const (
	kindCount   = 19
	actionCount = 9
)

// kindIndex is the position of a kind in [model.Kinds], or -1.
func kindIndex(k model.Kind) int {
	switch k {
	case model.KindInstitution:
		return 0
	case model.KindCertificate:
		return 1
	case model.KindInstrument:
		return 2
	case model.KindEnvironment:
		return 3
	case model.KindPerson:
		return 4
	case model.KindMethod:
		return 5
	case model.KindDataset:
		return 6
	case model.KindAttachment:
		return 7
	case model.KindAgreement:
		return 8
	case model.KindCredential:
		return 9
	case model.KindCollectionJob:
		return 10
	case model.KindExport:
		return 11
	case model.KindWebhook:
		return 12
	case model.KindSubmission:
		return 13
	case model.KindCommittee:
		return 14
	case model.KindEvaluation:
		return 15
	case model.KindReview:
		return 16
	case model.KindPublication:
		return 17
	case model.KindReport:
		return 18
	}
	return -1
}

// actionIndex is the position of an action among the values of [model.Action], or -1.
func actionIndex(a model.Action) int {
	switch a {
	case model.ActionRead:
		return 0
	case model.ActionCount:
		return 1
	case model.ActionHistory:
		return 2
	case model.ActionDownload:
		return 3
	case model.ActionCreate:
		return 4
	case model.ActionAmend:
		return 5
	case model.ActionWithdraw:
		return 6
	case model.ActionDelete:
		return 7
	case model.ActionPublish:
		return 8
	}
	return -1
}

// showsFields tells whether an action shows fields of the record, so that it matters which.
func showsFields(a model.Action) bool {
	return a == model.ActionRead || a == model.ActionCount || a == model.ActionHistory
}

// inProvince tells whether a region is of one of the provinces. It is [model.Region.Province]
// without making a new text for each record.
func inProvince(r model.Region, provinces []string) bool {
	if len(r) != 6 || strings.Trim(string(r[:2]), "0123456789") != "" || strings.Trim(string(r[2:]), "0123456789") != "" {
		return false
	}
	for _, p := range provinces {
		if p[:2] == string(r[:2]) {
			return true
		}
	}
	return false
}
