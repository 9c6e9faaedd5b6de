// Package search is what searches know of texts: how they are folded and split into words,
// which index terms a record has, what a search asks of them, and how well and where a record
// answers it. It knows of no store and of no caller.
//
// # Index terms
//
// A record is found by terms, which are computed when it is written. For each text these are
// its words: pairs of neighbouring Han characters, as if no spaces were between them, the last
// character of each run by itself, and folded words of letters or of digits otherwise. Beside
// them there are, each with a mark that no word has:
//   - of what identifies a record, such as numbers: all of it without separators, see [Joined];
//   - of names: how they are read, from each character on, as initials and in full, see pinyin;
//   - of amounts: the number in base units and the quantity, see [metrograph/model.AmountKeys].
//
// # What a search asks
//
// A search is a list of parts, all of which have to be answered, each in any of several ways:
// by its words, without separators, as pinyin, or as an amount. See [Parse].
package search
