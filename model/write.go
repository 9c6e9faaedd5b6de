package model

// Write asks for a change of one record.
type Write struct {
	Action  Action   // create, amend, withdraw, publish or delete
	Record  Record   // create and amend: the new content. Otherwise only its id counts
	Fields  []string // amend: the fields of Record that are meant; empty for all
	Version int      // the version that the change is based on; not for create
	Reason  string
	Fault   error // of one among many that is none: why; nil otherwise
}

// Written is what became of a write.
type Written struct {
	ID       ID
	Version  int
	Record   Record    // as it was kept, with what the writer may see of it
	Findings []Finding // warnings that were kept with the record, or the errors that refused it
	Err      error
}
