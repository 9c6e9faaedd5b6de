package workflow

import "metrograph/model"

// supersede marks the evaluation of a version whose next version was published. The old version
// stays citable.
func supersede() Transition {
	return Transition{Name: SupersedeVersion, From: []model.EvaluationState{model.EvaluationPublished}, To: model.EvaluationSuperseded,
		Text:   model.Text{En: "a new version of the subject is published; this one stays citable and points to it", Zh: "对象的新版本已发布；本版本仍可引用并指向新版本"},
		Action: model.ActionAmend,
		Checks: model.Text{En: "the new version names this one as the version before", Zh: "新版本注明其取代本版本"},
		do:     func(*Case) error { return nil }}
}
