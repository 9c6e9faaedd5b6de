package model

import (
	"slices"
	"strconv"
	"time"
)

// MostPoints is what a criterion is given at most in a review.
const MostPoints = 10

// Review is the opinion of one expert in an evaluation. Nobody but the expert sees it before all
// have given theirs; until then it is a draft.
type Review struct {
	Head         `bson:",inline"`
	EvaluationID ID             `json:"evaluation"`
	Round        int            `json:"round"`
	ApplicantID  ID             `json:"applicant"` // of the evaluation
	AuthorID     ID             `json:"author"`
	Scores       []ReviewScore  `json:"scores"`
	Vote         EvaluationVote `json:"vote"`
	Text         Text           `json:"text,omitzero"`
	Readers      []ID           `json:"readers,omitempty"` // the author, and from disclosure the other experts
	GivenAt      time.Time      `json:"givenAt,omitzero"`
	DisclosedAt  time.Time      `json:"disclosedAt,omitzero"`
}

// ReviewScore is what an expert gives for a criterion, and why.
type ReviewScore struct {
	Criterion EvaluationCriterion `json:"criterion"`
	Points    int                 `json:"points"` // 0 to 10
	Text      Text                `json:"text,omitzero"`
}

// EvaluationVote is whether an expert is for the recommendation.
type EvaluationVote string

const (
	VoteInFavour EvaluationVote = "IN_FAVOUR" // 同意
	VoteAgainst  EvaluationVote = "AGAINST"   // 反对
	VoteAbstain  EvaluationVote = "ABSTAIN"   // 弃权
)

// Values lists the votes.
func (EvaluationVote) Values() []EvaluationVote {
	return []EvaluationVote{VoteInFavour, VoteAgainst, VoteAbstain}
}

func (*Review) Kind() Kind { return KindReview }

// NaturalKey is the evaluation, its round and the author: an expert gives one review.
func (r *Review) NaturalKey() string {
	return naturalKey(string(r.EvaluationID), string(r.AuthorID), strconv.Itoa(r.Round))
}

// Facts has the applicant and whoever may read it as parties.
func (r *Review) Facts() Facts {
	f := r.facts(KindReview, "")
	f.Parties = parties(r.ApplicantID, r.Readers)
	return f
}

// References lists the evaluation and the author.
func (r *Review) References() []Reference {
	return references{}.one("evaluation", r.EvaluationID, KindEvaluation).
		one("applicant", r.ApplicantID, KindInstitution).one("author", r.AuthorID, KindPerson)
}

// Validate checks the review by itself; see [Rules].
func (r *Review) Validate() []Finding {
	var k checker
	r.Head.check(&k, KindReview)
	k.require(ruleReviewEvaluation, "evaluation", r.EvaluationID != "")
	k.ref("evaluation", r.EvaluationID, KindEvaluation)
	k.ref("applicant", r.ApplicantID, KindInstitution)
	k.require(ruleReviewAuthor, "author", r.AuthorID != "")
	k.ref("author", r.AuthorID, KindPerson)
	k.enumRequired(ruleReviewVote, "vote", string(r.Vote), evaluationVotes)
	k.text("text", &r.Text)
	k.ids("readers", r.Readers, KindPerson)
	r.checkScores(&k)
	return k.findings
}

// checkScores wants each criterion once.
func (r *Review) checkScores(k *checker) {
	k.limit("scores", len(r.Scores), len(evaluationCriteria))
	for i := range r.Scores {
		s := &r.Scores[i]
		k.at("scores", i)
		k.enum("criterion", string(s.Criterion), evaluationCriteria)
		if s.Points < 0 || s.Points > MostPoints {
			k.fail(ruleReviewPoints, "points", strconv.Itoa(s.Points), strconv.Itoa(MostPoints))
		}
		k.text("text", &s.Text)
		k.out()
	}
	for _, c := range evaluationCriteria {
		of := func(s ReviewScore) bool { return string(s.Criterion) == c }
		first := slices.IndexFunc(r.Scores, of)
		if first < 0 || slices.ContainsFunc(r.Scores[first+1:], of) {
			k.fail(ruleReviewScores, "scores", c, evaluationCriteria.String())
		}
	}
}
