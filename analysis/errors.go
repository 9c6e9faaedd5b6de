package analysis

import (
	"errors"
	"fmt"
	"math"
)

// TooFewError tells of fewer values than a method needs.
type TooFewError struct {
	What       string // what there is too little of: points, groups, …
	Have, Need int
}

func (e *TooFewError) Error() string {
	return fmt.Sprintf("%d %s given, at least %d needed", e.Have, e.What, e.Need)
}

// TooManyError tells of more values than a method takes, whose cost grows with their square.
type TooManyError struct {
	What       string
	Have, Most int
}

func (e *TooManyError) Error() string {
	return fmt.Sprintf("%d %s given, at most %d taken", e.Have, e.What, e.Most)
}

// NotFiniteError tells of a value that is no finite number.
type NotFiniteError struct {
	What  string
	Index int
}

func (e *NotFiniteError) Error() string {
	return fmt.Sprintf("%s %d is no finite number", e.What, e.Index)
}

// InconsistentError tells of values that contradict each other or the method: lists of
// different lengths, uncertainties that are not above zero, times that are all the same.
type InconsistentError struct{ Why string }

func (e *InconsistentError) Error() string { return e.Why }

// Inconsistent makes an [InconsistentError].
func Inconsistent(format string, args ...any) error {
	return &InconsistentError{fmt.Sprintf(format, args...)}
}

// Unusable tells whether an error is about the input: too little, too much or contradictory.
func Unusable(err error) bool {
	var few *TooFewError
	var many *TooManyError
	var infinite *NotFiniteError
	var inconsistent *InconsistentError
	return errors.As(err, &few) || errors.As(err, &many) || errors.As(err, &infinite) || errors.As(err, &inconsistent)
}

// MaxValues bounds the values of one series: some methods look at every pair.
const MaxValues = 2000

// Check looks at whether there are enough values, not too many, and all of them finite.
func Check(what string, values []float64, need int) error {
	if err := CheckCount(what, len(values), need); err != nil {
		return err
	}
	return CheckFinite(what, values...)
}

// CheckCount looks at a number of values.
func CheckCount(what string, have, need int) error {
	switch {
	case have < need:
		return &TooFewError{what, have, need}
	case have > MaxValues:
		return &TooManyError{what, have, MaxValues}
	}
	return nil
}

// CheckFinite looks at whether values are finite, and so small that their squares are.
func CheckFinite(what string, values ...float64) error {
	for i, v := range values {
		if math.IsNaN(v) || math.Abs(v) > Largest {
			return &NotFiniteError{what, i}
		}
	}
	return nil
}

// Largest is the largest magnitude that is taken: sums of its squares are still finite.
const Largest = 1e140

// Smallest is the smallest uncertainty above zero that is taken: its weight is still finite.
const Smallest = 1e-140

// CheckPositive looks at values that have to be finite and above zero, such as uncertainties.
func CheckPositive(what string, values ...float64) error {
	if err := CheckFinite(what, values...); err != nil {
		return err
	}
	for i, v := range values {
		if v < Smallest {
			return Inconsistent("%s %d is not above zero", what, i)
		}
	}
	return nil
}

// CheckFraction looks at a probability that has to be above zero and below one.
func CheckFraction(what string, p float64) error {
	if !(p > 0 && p < 1) {
		return Inconsistent("%s has to be above 0 and below 1", what)
	}
	return nil
}
