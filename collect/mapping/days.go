package mapping

import "metrograph/model"

// Day is a date of a certificate, and the element of a document that states it.
type Day struct {
	Element, Field string
	Date           *model.Date
}

// Days are the dates of a certificate, whose elements DCC and DCX call alike but for that of the
// receipt.
func Days(c *model.Certificate, receipt string) []Day {
	return []Day{
		{receipt, "receivedAt", &c.ReceivedAt}, {"beginPerformanceDate", "performedFrom", &c.PerformedFrom},
		{"endPerformanceDate", "performedTo", &c.PerformedTo}, {"issueDate", "issuedAt", &c.IssuedAt},
	}
}
