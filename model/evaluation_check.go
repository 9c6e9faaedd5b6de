package model

// checkContent looks at what was submitted, and at what became of it.
func (e *Evaluation) checkContent(k *checker) {
	k.limit("selection", len(e.Selection), maxEntries)
	for i := range e.Selection {
		k.at("selection", i)
		k.id("record", e.Selection[i].RecordID, "")
		k.sha256("hash", e.Selection[i].Hash)
		k.out()
	}
	if e.Sheet != nil {
		k.in("sheet")
		e.Sheet.check(k)
		k.out()
	}
	k.limit("assignments", len(e.Assignments), maxEntries)
	for i := range e.Assignments {
		k.at("assignments", i)
		k.id("person", e.Assignments[i].PersonID, KindPerson)
		k.out()
	}
	k.ids("readers", e.Readers, KindPerson)
	k.limit("requests", len(e.Requests), maxEntries)
	for i := range e.Requests {
		k.at("requests", i)
		k.text("text", &e.Requests[i].Text)
		k.text("answer", &e.Requests[i].Answer)
		k.out()
	}
	if e.Decision != nil {
		k.in("decision")
		e.Decision.check(k)
		k.out()
	}
}

func (d *EvaluationDecision) check(k *checker) {
	k.limit("means", len(d.Means), maxEntries)
	for i := range d.Means {
		k.at("means", i)
		k.enum("criterion", string(d.Means[i].Criterion), evaluationCriteria)
		k.decimal("mean", d.Means[i].Mean)
		k.out()
	}
	k.text("text", &d.Text)
}

func (s *EvaluationSheet) check(k *checker) {
	k.id("subject", s.SubjectID, "")
	k.sheetLines(s.Lines)
	k.limit("members", len(s.Members), maxEntries)
	for i := range s.Members {
		k.at("members", i)
		k.id("certificate", s.Members[i].CertificateID, KindCertificate)
		k.sheetLines(s.Members[i].Lines)
		k.out()
	}
}

func (k *checker) sheetLines(lines []SheetLine) {
	k.limit("lines", len(lines), maxEntries)
	for i := range lines {
		k.at("lines", i)
		lines[i].check(k)
		k.out()
	}
}

func (l *SheetLine) check(k *checker) {
	k.enum("topic", string(l.Topic), sheetTopics)
	k.limit("criteria", len(l.Criteria), maxEntries)
	for i, c := range l.Criteria {
		k.at("criteria", i)
		k.enum("", string(c), evaluationCriteria)
		k.out()
	}
	k.code("norm", l.Norm)
	k.code("clause", l.Clause)
	k.text("asked", &l.Asked)
	k.enum("outcome", string(l.Outcome), sheetOutcomes)
	k.text("found", &l.Found)
	k.decimal("value", l.Value)
	k.decimal("limit", l.Limit)
	l.Unit.check(k, "unit")
	k.code("path", l.Path)
	k.ids("records", l.Records, "")
}

// ids checks ids of records that need not be there any more.
func (k *checker) ids(field string, ids []ID, kind Kind) {
	k.limit(field, len(ids), maxEntries)
	for i, id := range ids {
		k.at(field, i)
		k.id("", id, kind)
		k.out()
	}
}
