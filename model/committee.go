package model

// Committee is the experts who evaluate data for a centre, or for the nation.
type Committee struct {
	Head          `bson:",inline"`
	Name          Text            `json:"name"`
	InstitutionID ID              `json:"institution"` // whose committee it is
	Tier          EvaluationTier  `json:"tier"`
	Disciplines   []Discipline    `json:"disciplines,omitempty"` // that it evaluates; empty for all
	Seats         []CommitteeSeat `json:"seats,omitempty"`
	Quorum        int             `json:"quorum"` // reviews that a decision needs at least
	DecisionRule  DecisionRule    `json:"decisionRule,omitzero"`
}

// CommitteeSeat is the place of one expert in a committee, for a term.
type CommitteeSeat struct {
	PersonID    ID           `json:"person"`
	Chair       bool         `json:"chair,omitempty"`
	Disciplines []Discipline `json:"disciplines,omitempty"` // empty for those of the committee
	From        Date         `json:"from,omitempty"`
	Until       Date         `json:"until,omitempty"` // the last day
}

// DecisionRule is what reviews have to come to for a recommendation: the mean of the points for
// each criterion, and the share of the votes in favour among those that are no abstentions.
type DecisionRule struct {
	LeastMean  Decimal `json:"leastMean,omitempty"`  // of 10 points
	LeastShare Decimal `json:"leastShare,omitempty"` // from 0 to 1
}

// EvaluationTier is for whom a committee evaluates.
type EvaluationTier string

const (
	TierCentre   EvaluationTier = "CENTRE"   // 中心级
	TierNational EvaluationTier = "NATIONAL" // 国家级
)

// Values lists the tiers.
func (EvaluationTier) Values() []EvaluationTier { return []EvaluationTier{TierCentre, TierNational} }

func (*Committee) Kind() Kind     { return KindCommittee }
func (c *Committee) Facts() Facts { return c.facts(KindCommittee, "") }

// NaturalKey is the institution and the name.
func (c *Committee) NaturalKey() string { return naturalKey(string(c.InstitutionID), c.Name.In("zh")) }

// References lists the institution and the experts.
func (c *Committee) References() []Reference {
	refs := references{}.one("institution", c.InstitutionID, KindInstitution)
	for i := range c.Seats {
		refs = refs.entry("seats", i, "person", c.Seats[i].PersonID, KindPerson)
	}
	return refs
}

// Seat returns the place that a person has in the committee on a day; nil for none.
func (c *Committee) Seat(person ID, on Date) *CommitteeSeat {
	for i := range c.Seats {
		if s := &c.Seats[i]; s.PersonID == person && (s.From == "" || s.From <= on) && (s.Until == "" || on <= s.Until) {
			return s
		}
	}
	return nil
}

// Validate checks the committee by itself; see [Rules].
func (c *Committee) Validate() []Finding {
	var k checker
	c.Head.check(&k, KindCommittee)
	k.require(ruleCommitteeName, "name", !c.Name.blank())
	k.text("name", &c.Name)
	k.require(ruleCommitteeInstitution, "institution", c.InstitutionID != "")
	k.ref("institution", c.InstitutionID, KindInstitution)
	k.enumRequired(ruleCommitteeTier, "tier", string(c.Tier), evaluationTiers)
	k.disciplines("disciplines", c.Disciplines)
	k.limit("seats", len(c.Seats), maxEntries)
	for i := range c.Seats {
		k.at("seats", i)
		c.Seats[i].check(&k)
		k.out()
	}
	if c.Quorum < 1 {
		k.fail(ruleCommitteeQuorum, "quorum", "", "1")
	}
	k.in("decisionRule")
	k.between("leastMean", c.DecisionRule.LeastMean, "10")
	k.between("leastShare", c.DecisionRule.LeastShare, "1")
	k.out()
	return k.findings
}

func (s *CommitteeSeat) check(k *checker) {
	k.require(ruleSeatPerson, "person", s.PersonID != "")
	k.ref("person", s.PersonID, KindPerson)
	k.disciplines("disciplines", s.Disciplines)
	k.dates(ruleSeatDates, "from", s.From, "until", s.Until)
}

// between checks a number that lies from 0 to a highest one.
func (k *checker) between(field string, d, highest Decimal) {
	if !k.decimal(field, d) {
		return
	}
	if order, _ := d.Cmp(highest); order > 0 || d.Sign() < 0 {
		k.fail(ruleCommitteeLimit, field, string(d), string(highest))
	}
}

func (k *checker) disciplines(field string, list []Discipline) {
	k.limit(field, len(list), maxEntries)
	for i, d := range list {
		k.at(field, i)
		k.enum("", string(d), disciplines)
		k.out()
	}
}
