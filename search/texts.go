package search

import (
	"slices"
	"strings"
	"sync"

	"metrograph/model"
)

// Role says what a text is to the record that has it.
type Role byte

const (
	Other      Role = iota
	Name            // what people call it; found by its pinyin, too
	Identifier      // what few records have; found whatever separates its parts, too
)

// Text is a text of a record that it is found by.
type Text struct {
	Field string // of the record
	Role  Role
	Value string
}

// Amount is a number with a unit, or the number of a class, that a record is found by.
type Amount struct {
	Field string
	Value model.Decimal
	Unit  model.Unit
	Class string // an accuracy class as it is written; then there is neither value nor unit
}

// Marks of terms that are no words. No word has a character like these.
const (
	markPinyin = "¶"
	markAmount = "§"
)

// MostAmounts bounds by how many amounts one record is found: the first ones that differ.
const MostAmounts = 16

// IndexTerms returns the terms that a record with the texts and the amounts is found by, each
// once.
func IndexTerms(texts []Text, amounts []Amount) []string {
	k := keepers.Get().(*keeper)
	defer keepers.Put(k)
	list := k.list[:0]
	for _, t := range texts {
		list = k.appendTexts(list, t)
	}
	list = k.appendAmounts(list, amounts)
	const most = 1 << 12
	if cap(list) <= most {
		k.list = list
	}
	return slices.Clone(unique(list))
}

// PlainTerms are those of a list that are words, each of which is a search that asks for it.
func PlainTerms(terms []string) []string {
	return slices.DeleteFunc(slices.Clone(terms), func(t string) bool {
		return strings.HasPrefix(t, markPinyin) || strings.HasPrefix(t, markAmount)
	})
}

// unique leaves out of a list, in place, what is empty and what came before.
func unique(list []string) []string {
	const few = 60 // that are sooner looked through than put into a map
	var seen map[string]bool
	if len(list) > few {
		seen = make(map[string]bool, len(list))
	}
	kept := list[:0]
	for _, text := range list {
		if text == "" || seen[text] || seen == nil && slices.Contains(kept, text) {
			continue
		}
		if kept = append(kept, text); seen != nil {
			seen[text] = true
		}
	}
	return kept
}

// keeper is memory that is used again: a list of terms, and the units and the names that were
// met, since many records share them.
type keeper struct {
	list []string
	keys model.AmountKeys
	read map[string][]string // how runs of Han characters are read
}

// mostMet bounds the names that are remembered.
const mostMet = 2048

// pinyin returns the terms of how a run is read.
func (k *keeper) pinyin(run string) []string {
	terms, met := k.read[run]
	if !met {
		if len(k.read) >= mostMet || k.read == nil {
			k.read = map[string][]string{}
		}
		terms = appendPinyin(nil, run)
		k.read[strings.Clone(run)] = terms
	}
	return terms
}

var keepers = sync.Pool{New: func() any { return new(keeper) }}

func (k *keeper) appendTexts(terms []string, t Text) []string {
	folded := Fold(t.Value)
	parts := 0
	for class, word := range words(folded) {
		parts++
		if class != han {
			terms = append(terms, clip(word))
		}
	}
	for run := range hanRuns(folded) {
		terms = appendPairs(terms, run)
		terms = append(terms, lastRune(run))
		if t.Role == Name {
			terms = append(terms, k.pinyin(run)...)
		}
	}
	if t.Role == Identifier && parts > 1 {
		terms = append(terms, joined(folded))
	}
	return terms
}

func (k *keeper) appendAmounts(terms []string, amounts []Amount) []string {
	start := len(terms)
	for i := range amounts {
		key := k.key(&amounts[i])
		if key == "" || slices.Contains(terms[start:], key) {
			continue
		}
		if terms = append(terms, key); len(terms)-start == MostAmounts {
			break
		}
	}
	return terms
}

// key is the term of an amount; empty for one that is not understood.
func (k *keeper) key(a *Amount) string {
	key, ok := "", false
	if a.Class != "" {
		key, ok = model.ClassKey(a.Class)
	} else {
		key, ok = k.keys.Key(a.Value, a.Unit)
	}
	if !ok {
		return ""
	}
	return markAmount + key
}

// maxJoined bounds what is found without its separators, in bytes. Nobody types more.
const maxJoined = 64

// Joined returns a text folded and without all that is neither a letter nor a digit:
// CAL-2024/0001 is cal20240001. It is empty for a long one.
func Joined(text string) string { return joined(Fold(text)) }

func joined(folded string) string {
	var b strings.Builder
	for _, word := range words(folded) {
		if b.Len()+len(word) > maxJoined {
			return ""
		}
		b.WriteString(word)
	}
	return b.String()
}
