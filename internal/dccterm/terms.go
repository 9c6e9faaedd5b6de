package dccterm

import (
	"net/url"
	"slices"
	"strings"
)

const (
	// Namespace is that of the elements in the comment.
	Namespace = "urn:metrograph:dcc:1"
	// Release is the version of what this package says.
	Release = "1"
	// Prefix begins the terms of Metrograph in a refType: metrograph_key or
	// metrograph_key-value.
	Prefix = "metrograph_"
)

// Keys of terms.
const (
	NotGiven     = "notGiven"     // the standard demands the element, and nothing is known of it
	OfRecord     = "ofRecord"     // what the record has otherwise than the certificate, or a field that only the record has
	Lang         = "lang"         // a language that is no ISO 639-1 code
	Term         = "term"         // a term of the source that a refType cannot hold
	Identifier   = "identifier"   // an entry of the list of identifiers
	Serial       = "serialNumber" // the serial number
	Issuer       = "issuer"       // who gave an identifier, in a word that the standard does not have
	Revision     = "revision"
	Contact      = "contactPerson"
	Condition    = "condition" // of the item as received
	Reason       = "reason"    // of an amendment
	Basis        = "basis"     // normative basis beyond the methods
	Mention      = "mention"   // a name of a method or of equipment, as a result states it
	Role         = "role"
	Kind         = "kind" // of quantity
	Adjustment   = "adjustment"
	Lower        = "lower"        // end of a measuring interval, or of a coverage interval
	Upper        = "upper"        // end of a measuring interval, or of a coverage interval
	Interval     = "interval"     // which of the measuring intervals
	IntervalKind = "intervalKind" // its kind of quantity
	Resolution   = "resolution"
	Value        = "value"  // of an influence quantity
	Device       = "device" // that recorded an influence quantity
	DecisionRule = "decisionRule"
	Verdict      = "verdict" // a conformity for which the standard has no word
	ValidUntil   = "validUntil"
	Column       = "column" // place of a column that is not a quantity of the list
	Unit         = "unit"   // a unit as it was written; see PackUnit

	Uncertainty         = "uncertainty" // kind of an uncertainty that D-SI does not state as such
	UncertaintyValue    = "u"
	CoverageFactor      = "k"
	CoverageProbability = "p"
	Distribution        = "distribution"
	Relative            = "relative"
)

// Make writes a term. A value that a refType cannot hold is escaped as in a URL.
func Make(key, value string) string {
	if value == "" {
		return Prefix + key
	}
	return Prefix + key + "-" + url.PathEscape(value)
}

// Terms are the terms of Metrograph on an element: the values of each key.
type Terms map[string][]string

// Has tells whether there is a term of the key.
func (t Terms) Has(key string) bool { _, ok := t[key]; return ok }

// Get returns the value of the key's first term; empty where it has none.
func (t Terms) Get(key string) string {
	if values := t[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Join writes a refType: the terms of the source as they are, those of Metrograph behind them.
// Basic terms that are added for other readers go behind those of Metrograph.
func Join(source []string, own ...string) string {
	var words, more []string
	for _, s := range source {
		if s == "" || strings.HasPrefix(s, Prefix) || strings.ContainsFunc(s, isBlank) {
			more = append(more, Make(Term, s))
			continue
		}
		words = append(words, s)
	}
	for _, term := range own {
		if !strings.HasPrefix(term, basic) || !slices.Contains(words, term) {
			more = append(more, term)
		}
	}
	return strings.Join(append(words, more...), " ")
}

// basic begins the terms that Metrograph adds for other readers, behind its own.
const basic = "basic_"

// Split reads a refType: the terms of the source, and those of Metrograph. Basic terms behind
// the first of Metrograph are none of the source.
func Split(refType string) (source []string, own Terms) {
	for _, word := range strings.Fields(refType) {
		rest, ours := strings.CutPrefix(word, Prefix)
		switch {
		case ours:
			key, value, _ := strings.Cut(rest, "-")
			if plain, err := url.PathUnescape(value); err == nil {
				value = plain
			}
			if own == nil {
				own = Terms{}
			}
			if own[key] = append(own[key], value); key == Term {
				source = append(source, value)
			}
		case own == nil || !strings.HasPrefix(word, basic):
			source = append(source, word)
		}
	}
	return source, own
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c < ' ' }
