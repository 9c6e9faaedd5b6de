package sample

import "metrograph/model"

// An occasion is a certificate that is going to be issued.
type occasion struct {
	at        int64 // in milliseconds since 1970
	kind      occasionKind
	plan      *plan
	performed int64              // day of the measurement, counted from 1970
	lab       *lab               // who issues what follows an earlier certificate
	earlier   *model.Certificate // that is amended
}

type occasionKind uint8

const (
	recalibration occasionKind = iota
	amendment
	replacement
	evaluation
)

// An agenda holds the occasions of the future, the next one first: a binary heap. It has one
// entry an instrument and a few amendments, however many certificates there are.
type agenda []occasion

func (o *occasion) before(other *occasion) bool {
	if o.at != other.at {
		return o.at < other.at
	}
	return o.plan.index < other.plan.index
}

func (a *agenda) push(o occasion) {
	*a = append(*a, o)
	list := *a
	for i := len(list) - 1; i > 0; {
		parent := (i - 1) / 2
		if !list[i].before(&list[parent]) {
			return
		}
		list[i], list[parent] = list[parent], list[i]
		i = parent
	}
}

// pop takes the next occasion; the agenda must not be empty.
func (a *agenda) pop() occasion {
	list := *a
	next, last := list[0], len(list)-1
	list[0], list[last] = list[last], occasion{}
	list = list[:last]
	*a = list
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return next
		}
		if child+1 < last && list[child+1].before(&list[child]) {
			child++
		}
		if !list[child].before(&list[i]) {
			return next
		}
		list[i], list[child] = list[child], list[i]
		i = child
	}
}
