package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"metrograph/model"
)

// showPublication leads a data set of the first province to its publication by the nation, and
// verifies the manifest without any node.
func (w *demoNetwork) showPublication() tourStep {
	s := tourStep{
		en: "Evaluation: the committee of the first province evaluates a data set, where an expert of its own is refused; the province applies to the nation, " +
			"whose committee evaluates and which publishes it with authority. The province shows it, and the manifest is verified without any node.",
		zh: "评价与权威发布：第一个省的专家委员会评价一个数据集（指派本机构专家因利益冲突被拒绝），推荐后向国家中心申请；国家委员会评价后权威发布。省节点随即可见，清单可离线验证。",
	}
	s.acts = append(s.acts, w.applyActs()...)
	s.acts = append(s.acts, w.publishActs()...)
	s.acts = append(s.acts, w.verifyActs()...)
	return s
}

// applyActs lead a data set to the application to the nation.
func (w *demoNetwork) applyActs() []tourAct {
	c := w.centre("provincialA")
	acts := []tourAct{
		c.query("recorder", fmt.Sprintf(`{ certificates(first: 1, filter: {origin: {eq: "%s"}, classification: {eq: PUBLIC}, status: {eq: PUBLISHED}}) { edges { node { id number } } } }`,
			c.self.ID), nil).finding(w.found, "CERTIFICATE", "id"),
		c.query("recorder", fmt.Sprintf(`mutation { createDataset(input: {dataset: {name: {zh: "示例数据集", en: "Sample data set"}, versionLabel: "%s", licence: "CC-BY-4.0", `+
			`classification: PUBLIC, members: ["$CERTIFICATE"]}}) { dataset { id version } errors { code message } } }`, time.Now().UTC().Format("20060102.150405")), nil).
			finding(w.found, "DATASET", "id"),
		c.query("recorder", fmt.Sprintf(`mutation { openEvaluation(input: {subject: "$DATASET", committee: "%s"}) { evaluation { id version state } errors { code message } } }`,
			c.committee.id), nil).finding(w.found, "EVALUATION", "id"),
		c.moveAct("recorder", "submitEvaluation", "$EVALUATION", 1, model.EvaluationSubmitted),
		c.assignAct("$EVALUATION", 2, c.committee.insider, c.committee.experts[0].id),
		c.assignAct("$EVALUATION", 2, c.committee.experts[0].id, c.committee.experts[1].id),
	}
	acts = append(acts, c.reviewActs("$EVALUATION")...)
	return append(acts, c.moveAct("administrator", "recommendEvaluation", "$EVALUATION", 5, model.EvaluationRecommended),
		c.moveAct("recorder", "applyEvaluation", "$EVALUATION", 6, model.EvaluationApplied))
}

// publishActs have the nation take the application up, and publish.
func (w *demoNetwork) publishActs() []tourAct {
	c := w.centre("national")
	acts := []tourAct{
		c.query("administrator", `{ evaluation(id: "$EVALUATION") { state } }`, nil).until(`"APPLIED"`),
		c.query("administrator", fmt.Sprintf(`mutation { openNationalReview(input: {basedOn: "$EVALUATION", committee: "%s"}) { evaluation { id version state } errors { code message } } }`,
			c.committee.id), nil).finding(w.found, "NATIONAL", "id"),
		c.assignAct("$NATIONAL", 1, c.committee.experts[0].id, c.committee.experts[1].id),
	}
	acts = append(acts, c.reviewActs("$NATIONAL")...)
	return append(acts, c.moveAct("recorder", "publishEvaluation", "$NATIONAL", 4, model.EvaluationPublished))
}

// verifyActs look at the publication from the province, and verify what it has.
func (w *demoNetwork) verifyActs() []tourAct {
	c, nation := w.centre("provincialA"), w.centre("national")
	manifest, content := filepath.Join(w.Data, "manifest.json"), filepath.Join(w.Data, "content.ndjson")
	return []tourAct{
		c.query("administrator", `{ evaluation(id: "$EVALUATION") { state publication } }`, nil).until(`"publication":"`),
		c.query("administrator", `{ evaluation(id: "$EVALUATION") { publication } }`, nil).finding(w.found, "PUBLICATION", "publication"),
		c.query("administrator", `{ publication(id: "$PUBLICATION") { identifier } }`, nil).until(`"identifier":"`),
		c.query("administrator", `{ publication(id: "$PUBLICATION") { identifier } }`, nil).finding(w.found, "IDENTIFIER", "identifier"),
		nation.download("/p/$IDENTIFIER/manifest", manifest),
		nation.download("/p/$IDENTIFIER/content", content),
		w.metrograph(func(answer string) error {
			return promised(strings.Contains(answer, "0 faults"), "the content is as it was published: %s", answer)
		}, "manifest", "verify", manifest, content, "--key", nation.fingerprint),
	}
}

// moveAct makes a step of an evaluation.
func (c *demoCentre) moveAct(who, step, id string, version int, to model.EvaluationState) tourAct {
	return c.query(who, fmt.Sprintf(`mutation { %s(input: {id: "%s", version: %d}) { evaluation { version state } errors { code message } } }`, step, id, version), func(answer any) error {
		return promised(dig(answer, "data", step, "evaluation", "state") == string(to), "the evaluation is %s", to)
	})
}

// assignAct asks two experts for their reviews. One of the centre whose data it is is refused.
func (c *demoCentre) assignAct(id string, version int, first, second model.ID) tourAct {
	query := fmt.Sprintf(`mutation { assignReviewers(input: {id: "%s", version: %d, reviewers: ["%s", "%s"], dueAt: "%s"}) { evaluation { version state } errors { code message findings { rule path message { zh en } } } } }`,
		id, version, first, second, time.Now().AddDate(0, 1, 0).Format(time.DateOnly))
	return c.query("administrator", query, func(answer any) error {
		conflict := dig(answer, "data", "assignReviewers", "errors", 0, "findings", 0, "rule") == "evaluation.conflict.institution"
		assigned := dig(answer, "data", "assignReviewers", "evaluation") != nil
		return promised(conflict == (first == c.committee.insider) && assigned != conflict, "an expert of the applicant is refused, and nobody else")
	})
}

// reviewActs have the experts give their reviews.
func (c *demoCentre) reviewActs(id string) (acts []tourAct) {
	var scores []string
	for _, criterion := range model.EvaluationCriterion("").Values() {
		scores = append(scores, fmt.Sprintf(`{criterion: %s, points: 8}`, criterion))
	}
	for _, e := range c.committee.experts {
		query := fmt.Sprintf(`mutation { giveReview(input: {evaluation: "%s", vote: IN_FAVOUR, text: {zh: "同意", en: "Agreed"}, scores: [%s]}) { review { id } errors { code message } } }`,
			id, strings.Join(scores, ", "))
		acts = append(acts, c.queryWith(e.key, query, func(answer any) error {
			return promised(dig(answer, "data", "giveReview", "review") != nil, "the review is given")
		}))
	}
	return acts
}
