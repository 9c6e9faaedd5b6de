package sheet

import "metrograph/model"

// Together puts the sheets of several certificates into one: of each question the worst
// answer, with the numbers of that, and how many certificates came to what.
func Together(members []model.SheetMember) []model.SheetLine {
	type key struct {
		topic model.SheetTopic
		asked string
	}
	lines := []model.SheetLine{}
	at := map[key]int{}
	var outcomes []map[model.SheetOutcome]int
	for _, member := range members {
		for i := range member.Lines {
			l := &member.Lines[i]
			k := key{l.Topic, l.Asked.En}
			n, known := at[k]
			if !known {
				n = len(lines)
				at[k], lines, outcomes = n, append(lines, *l), append(outcomes, map[model.SheetOutcome]int{l.Outcome: 1})
				lines[n].Records = nil
				rests(&lines[n], l.Records...)
				continue
			}
			outcomes[n][l.Outcome]++
			join(&lines[n], l)
		}
	}
	for i := range lines {
		lines[i].Path = "" // in which certificate, its members say
		lines[i].Found = summary(outcomes[i], len(members))
	}
	return lines
}

// join adds the answer of one certificate to that of those before it.
func join(sum, l *model.SheetLine) {
	checked, failing, records := sum.Checked+l.Checked, sum.Failing+l.Failing, sum.Records
	if l.Outcome.Worse(sum.Outcome) {
		*sum = *l
	}
	sum.Checked, sum.Failing, sum.Records = checked, failing, records
	rests(sum, l.Records...)
}

func summary(outcomes map[model.SheetOutcome]int, all int) model.Text {
	passed, attention := count(outcomes[model.SheetPassed]), count(outcomes[model.SheetAttention])
	failed, none := count(outcomes[model.SheetFailed]), count(outcomes[model.SheetNotApplicable])
	return model.Text{
		En: "Of " + count(all) + " certificates, " + passed + " passed, " + attention + " need attention, " + failed + " failed, and to " + none + " the question does not apply.",
		Zh: "共" + count(all) + "份证书：通过" + passed + "份，需关注" + attention + "份，不通过" + failed + "份，不适用" + none + "份。"}
}
