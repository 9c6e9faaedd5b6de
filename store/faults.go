package store

// Step is a place in a commit at which a test may stop a store, as a crash would.
type Step string

const (
	BeforeJournal    Step = "before journal"
	InsideJournal    Step = "inside journal" // some entries of a batch are written, others not
	BeforeProjection Step = "before projection"
	InsideProjection Step = "inside projection"
	BeforeAnswer     Step = "before answer"
)

// Faults is called by stores at each step of a commit; an error abandons the commit right
// there, leaving everything as a crash would. It is nil outside tests.
type Faults func(Step) error

// At calls the hook, if there is one.
func (f Faults) At(s Step) error {
	if f == nil {
		return nil
	}
	return f(s)
}
