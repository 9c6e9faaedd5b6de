package resolvers

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
	"metrograph/registry"
)

// input gives the rules of an input's fields.
func (c coverage) input(t *ast.Definition) []Rule {
	var rules []Rule
	for _, field := range t.Fields {
		rules = append(rules, Rule{t.Name + "." + field.Name, c.inputField(t.Name, field.Name)})
	}
	return rules
}

func (c coverage) inputField(typeName, name string) string {
	if typeName == "RecordChangeFilter" {
		return among(name, "which changes to tell of, under the rule of the subscription", "kinds", "ids", "operations", "certificate", "instrument")
	}
	if typeName == "SubmissionChangeFilter" {
		return among(name, "which changes to tell of, under the rule of the subscription", "ids", "states")
	}
	if base, ok := strings.CutSuffix(typeName, "Filter"); ok {
		return filterField(kindOfType(base), name)
	}
	if base, ok := strings.CutSuffix(typeName, "Order"); ok && kindOfType(base) != "" {
		return among(name, "sort key, under the field that it reveals", "field", "direction")
	}
	if own := analysisInputs()[typeName]; own != nil {
		return among(name, "what is to be computed, under the rule of the field", own...)
	}
	base, ok := strings.CutSuffix(typeName, "Input")
	if kind := kindOfType(base); ok && kind != "" {
		if _, known := model.Fields(kind, name); known {
			return "write " + string(kind) + "." + name
		}
		return ""
	}
	if ok && c.parts[base][name] {
		return "part of the record's field that holds it"
	}
	return writeInput(typeName, name)
}

// filterField is the rule of a filter's field: inputs are reads, so that the registry asks
// for the field of the record that it reveals. An operator's rule is that of its field.
func filterField(kind model.Kind, name string) string {
	if kind == "" {
		return among(name, "operator, under the field that it is applied to",
			"eq", "in", "startsWith", "contains", "gt", "gte", "lt", "lte")
	}
	if slices.Contains([]string{"and", "or", "not"}, name) {
		return "joins conditions"
	}
	probe := any(map[string]any{})
	if name == "text" {
		probe = "text"
	}
	if _, err := registry.ParseFilter(kind, map[string]any{name: probe}); err != nil {
		return ""
	}
	return "queryable field, under the field that it reveals"
}

// writeInput is the rule of the inputs of mutations beyond the content of records.
func writeInput(typeName, name string) string {
	fields := map[string][]string{
		"PublishRecordInput":    {"id", "version", "reason"},
		"WithdrawRecordInput":   {"id", "version", "reason"},
		"DeleteRecordInput":     {"id", "version", "reason"},
		"WriteRecordsInput":     {"writes"},
		"HarvestInput":          {"sender"},
		"SubmitInput":           {"receiver"},
		"RecordWrite":           {"id", "version", "reason", "record"},
		"UploadAttachmentInput": {"file", "role", "description", "level", "classification", "reason"},
		"ExportCreateInput":     {"content", "format", "since", "blueBook", "language"},
		"ExportContent":         {"institutions", "certificates", "instruments", "environments", "persons", "methods", "datasets", "attachments"},
		"ExportCancelInput":     {"id"},
		"BlueBookInput":         {"period", "discipline", "language"},
		"CollectDocumentsInput": {"files", "format", "classification", "status", "check"}, "CancelCollectionJobInput": {"id", "version", "reason"},
		"OpenEvaluationInput": {"subject", "committee", "statement", "licence", "embargoUntil", "reason"},
		"MoveEvaluationInput": {"id", "version", "text", "reason"}, "AssignReviewersInput": {"id", "version", "reviewers", "dueAt", "reason"},
		"OpenNationalReviewInput": {"basedOn", "committee", "reason"}, "GiveReviewInput": {"evaluation", "scores", "vote", "text", "reason"},
		"NewDatasetVersionInput": {"id", "versionLabel", "reason"},
		"RequestReportInput":     {"type", "period", "discipline", "language", "instrument", "model", "reason"}, "MoveReportInput": {"id", "version", "text", "reason"},
	}
	for _, kind := range served() {
		name := string(kind)
		fields["RecordContent"] = append(fields["RecordContent"], name)
		fields["Create"+kind.TypeName()+"Input"] = []string{name, "reason"}
		fields["Amend"+kind.TypeName()+"Input"] = []string{"id", "version", "reason", "changes"}
	}
	for typeName, own := range webhookInputs() {
		fields[typeName] = own
	}
	for typeName, own := range evaluationInputs() {
		fields[typeName] = own
	}
	return among(name, "what the mutation is about, under its rule", fields[typeName]...)
}

// webhookInputs are the fields of the inputs about webhooks, of which callers write a part only.
func webhookInputs() map[string][]string {
	return map[string][]string{
		"CreateWebhookInput":       {"url", "query", "variables", "label", "reason"},
		"AmendWebhookInput":        {"id", "version", "reason", "state", "url", "query", "variables", "label"},
		"RotateWebhookSecretInput": {"id", "version", "reason"},
		"TestWebhookInput":         {"id"},
	}
}

// evaluationInputs are the fields of the inputs about evaluations, which have steps of their own.
func evaluationInputs() map[string][]string {
	return map[string][]string{
		"MoveEvaluationInput": {"id", "version", "text", "reason"}, "AssignReviewersInput": {"id", "version", "reviewers", "dueAt", "reason"},
		"OpenNationalReviewInput": {"basedOn", "committee", "reason"}, "GiveReviewInput": {"evaluation", "scores", "vote", "text", "reason"},
	}
}

// argumentRule is the rule of an argument, by its name.
func argumentRule(a *ast.ArgumentDefinition) string {
	switch a.Name {
	case "first", "after", "last", "before":
		return "page of the list, under the rule of its field"
	case "since":
		return "a place in the journal, encrypted, under the rule of the subscription"
	case "filter", "orderBy", "instruments", "certificates":
		return "queryable fields, each under the field that it reveals"
	case "id", "ids", "subject", "representations":
		return "identifiers: missing, hidden and malformed ones are answered alike"
	case "text", "kinds":
		return "index terms, under every field that they reveal"
	case "manufacturer", "model", "serialNumber":
		return "queryable fields of instruments, each under the field that it reveals"
	case "scope":
		return "which nodes are asked, each by the rules of its own"
	case "groupBy":
		return "dimensions, each under the field that it reveals"
	case "identifier":
		return "persistent identifiers: missing and hidden ones are answered alike, mistyped ones by themselves"
	case "style", "format":
		return "how the answer is written"
	case "measures", "date", "period", "compare":
		return "what is measured, and over which days: each under the fields that it is made of"
	case "top", "totals":
		return "how the table is put together, under the rule of the field"
	case "languages":
		return "which of the languages of a text that the caller reads"
	case "depth":
		return "how far the chain is followed, at most 20"
	case "series", "point", "unit", "options", "target", "results", "reference", "sigma":
		return "what is to be computed, under the rule of the field"
	case "input":
		return "what is written, under the rule of the mutation"
	}
	return ""
}

// among is the text for one of the names, nothing for any other.
func among(name, text string, names ...string) string {
	if slices.Contains(names, name) {
		return text
	}
	return ""
}

// partFields lists, for each structure of the model that records are made of, the fields
// that its JSON has: the schema may show these and no others.
func partFields() map[string]map[string]bool {
	parts := map[string]map[string]bool{}
	for _, kind := range served() {
		gather(reflect.TypeOf(kind.New()).Elem(), parts)
	}
	gather(reflect.TypeFor[model.Point](), parts)
	parts["MaximumPermissibleError"] = parts["MPE"]
	return parts
}

func gather(t reflect.Type, parts map[string]map[string]bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() || parts[t.Name()] != nil {
		return
	}
	fields := map[string]bool{}
	parts[t.Name()] = fields
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && !f.Anonymous {
			fields[name] = true
		}
		gather(f.Type, parts)
	}
}
