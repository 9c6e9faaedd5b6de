package registry

import (
	"metrograph/model"
	"metrograph/report/bluebook"
)

// checkBook refuses a blue book without a period, and a period without a blue book.
func checkBook(q ExportRequest) error {
	switch {
	case q.Format != model.ExportBook && q.Book == nil:
		return nil
	case q.Format != model.ExportBook:
		return invalid("blueBook", "this is for the format BLUE_BOOK")
	case q.Book == nil:
		return invalid("blueBook", "say of which period the blue book is: it is made with exportCreate")
	case q.Since != nil:
		return invalid("since", "a blue book is of all certificates of its period")
	case q.Book.Language != "" && q.Book.Language != "zh" && q.Book.Language != "en":
		return invalid("blueBook.language", "blue books are written in zh and en")
	}
	if _, err := bluebook.ParsePeriod(q.Book.Period); err != nil {
		return invalid("blueBook.period", "%s", err.Error())
	}
	return nil
}

// bookWhere is the certificates that a blue book is made of.
func bookWhere(b *model.BlueBook) (*Filter, error) {
	period, err := bluebook.ParsePeriod(b.Period)
	if err != nil {
		return nil, err
	}
	return ParseFilter(model.KindCertificate, bluebook.New(period, bluebook.Options{Discipline: b.Discipline}).Where())
}

// publisher is the name of the institution that an export is made for.
func (m *maker) publisher() model.Text {
	i, err := stored[*model.Institution](m.who, m.Registry, model.KindInstitution, m.e.Origin)
	if err != nil {
		return model.Text{}
	}
	return i.Name
}
