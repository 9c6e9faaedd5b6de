package workflow

import (
	"time"

	"metrograph/model"
)

// Case is an evaluation before a transition, with what the transition looks at. Transitions
// change the evaluation.
type Case struct {
	Evaluation *model.Evaluation
	At         time.Time
	By         *model.Principal
	Committee  *model.Committee
	Class      model.Classification // of the subject

	Selection []model.SelectedRecord // what would be submitted
	Digest    string
	Sheet     *model.EvaluationSheet
	Members   []Member // what the selection says of who has a part in it
	Subject   []model.Discipline

	Experts []*model.Person // to be assigned
	DueAt   time.Time
	Reviews []*model.Review // of this round

	Text        model.Text        // what the caller says
	National    *model.Evaluation // the nation's, of a centre's evaluation
	Missing     []model.ID        // of the selection, that are not held here as they were selected
	Unpublished []model.ID        // of the selection, that the nation could not read
	Publication model.ID
}

// Member is one record of a selection, and who has a part in it.
type Member struct {
	ID        model.ID
	Origin    model.ID
	Issuer    model.ID
	Makers    []model.ID
	Personnel []model.ID
}

// chaired tells whether the caller is the chair of the committee, and serves its institution.
func (c *Case) chaired() bool {
	if c.By.Person == "" || c.Committee == nil || !c.By.Roles().Has(model.RoleExpert) {
		return false
	}
	seat := c.Committee.Seat(c.By.Person, c.today())
	return seat != nil && seat.Chair && c.Evaluation.Assigned(c.By.Person) != nil
}

func (c *Case) today() model.Date { return model.Date(c.At.UTC().Format(time.DateOnly)) }

// closed tells whether the reviews of the round are open to all experts, or can be.
func (c *Case) closed() bool {
	e := c.Evaluation
	if !e.DisclosedAt.IsZero() || e.State == model.EvaluationSubmitted {
		return true
	}
	return c.complete() || !e.DueAt.IsZero() && !c.At.Before(e.DueAt)
}

// complete tells whether every expert has given a review.
func (c *Case) complete() bool {
	for _, a := range c.Evaluation.Assignments {
		if a.GivenAt.IsZero() {
			return false
		}
	}
	return len(c.Evaluation.Assignments) > 0
}

// close discloses the reviews, or says why it is too early.
func (c *Case) close() error {
	if !c.closed() {
		given := 0
		for _, a := range c.Evaluation.Assignments {
			if !a.GivenAt.IsZero() {
				given++
			}
		}
		return refuse("id", "%d of %d reviews are given: wait for the others, or until the deadline has passed", given, len(c.Evaluation.Assignments))
	}
	if c.Evaluation.DisclosedAt.IsZero() && len(c.Evaluation.Assignments) > 0 {
		c.Evaluation.DisclosedAt = c.At
	}
	return nil
}
