package registry

import (
	"time"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

// Filter is a condition on the queryable fields of a kind of record.
type Filter = store.Filter

// Order is the order of a list. The zero Order is the kind's own: newest first.
type Order struct {
	Field string // a sortable field of the kind
	Desc  bool
}

// ListRequest asks for a page of the records that the caller may read.
type ListRequest struct {
	Kind          model.Kind
	Under         *Filter // of a list below a record that the caller has read: what belongs to it
	Where         *Filter
	Order         Order
	First, Last   *int    // 1 to 100; neither: the first 20
	After, Before *string // cursors
	Fields        model.FieldSet
	Total         bool // count the whole list too, if the caller may count
	Share         *Share
}

// Page is a page of a list.
type Page struct {
	Records     []model.Record
	Cursors     []string // one a record
	HasNext     bool
	HasPrevious bool
	Total       *int     // nil where it was not asked for or the caller may not count
	Redacted    []string // coordinates (Certificate.customer) of fields that were asked for and are masked in some of the records

	Matches []search.Match // of a search that is explained: how each record answers it

	Marks  []Mark           // of a page that is shared: one a record
	Totals map[model.ID]int // of a list that is shared: the total by origin
}

// Loaded is records by id: nil where one is missing, hidden or misnamed.
type Loaded struct {
	Records  []model.Record
	Redacted []string
}

// SearchRequest asks for records of some kinds by the words in their identifying fields.
type SearchRequest struct {
	Text  string
	Kinds []model.Kind // in the order of the answer; none for all that can be searched

	Ranked    bool // the best answers first; else kind after kind, the newest first
	Explained bool // how each record answers is told, too

	First, Last   *int    // 1 to 100; neither: the first 20
	After, Before *string // cursors
	Share         *Share
}

// HistoryRequest asks for a page of the revisions of a record.
type HistoryRequest struct {
	ID            model.ID
	First, Last   *int    // 1 to 100; neither: the first 20
	After, Before *string // cursors
}

// StatisticsRequest asks how many records there are by dimensions.
type StatisticsRequest struct {
	Kind  model.Kind
	By    []Dimension
	Where *Filter
	Share bool // with the answers of other nodes: by origin as well
}

// Dimension is a queryable field to group by; Span is a part of a date: month, year, or
// empty for the whole.
type Dimension struct {
	Field string
	Span  string
}

// Bucket is a group of records and how many they are; its keys are in the order of the
// dimensions.
type Bucket struct {
	Keys   []string
	Count  int
	Origin model.ID // of statistics that are shared: the records are of this institution
}

// Revision is one entry of a record's history.
type Revision struct {
	Version      int
	At           time.Time
	By           string
	Reason       string
	Operation    string
	Hash         string
	PreviousHash string
	Record       model.Record // as it became; nil for a deletion
}

// RevisionPage is a page of a record's history, newest first.
type RevisionPage struct {
	Revisions   []Revision
	Cursors     []string
	HasNext     bool
	HasPrevious bool
	Redacted    []string
}

// Access says what the caller may see of a record, and by which rules.
type Access struct {
	ID            model.ID
	Readable      []string
	Masked        []string
	Rules         []AccessRule
	PolicyVersion string
}

// AccessRule is a rule of the policy that concerns the caller and the record.
type AccessRule struct {
	Rule   string
	Effect string
	Text   string
	Fields []string
}

// Step is a link of a traceability chain: the instrument at the depth was calibrated with
// the standard that the use names.
type Step struct {
	Depth       int
	Instrument  *model.Instrument  // the standard; nil where it is hidden or unknown
	Certificate *model.Certificate // the standard's certificate
	Use         *model.StandardUse // as the certificate below states it
	End         string             // why the chain goes no further here; empty where it does
}

// Why a traceability chain ends.
const (
	EndTop     = "TOP"               // the certificate names no standards
	EndDepth   = "DEPTH_LIMIT"       // the caller asked for no more
	EndCycle   = "CYCLE"             // the standard occurs below itself
	EndUnknown = "HIDDEN_OR_UNKNOWN" // the standard or its certificate is not there for the caller
)
