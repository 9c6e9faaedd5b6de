// Package accept reads what a client can take: the request headers Accept and
// Accept-Encoding (RFC 9110, 12.5).
package accept

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// The media types of answers to GraphQL requests. Parts is that of answers that come little by
// little.
const (
	JSON    = "application/json"
	GraphQL = "application/graphql-response+json"
	Parts   = "multipart/mixed"
)

// preference is an entry of a header.
type preference struct {
	name       string
	weight     float64
	parameters map[string]string
}

// parse reads the entries of a header. One that cannot be read counts for nothing.
func parse(header []string) (entries []preference) {
	for entry := range strings.SplitSeq(strings.Join(header, ","), ",") {
		name, parameters, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := parameters["q"]; given {
			weight, err = strconv.ParseFloat(q, 64)
		}
		if charset := parameters["charset"]; err != nil || weight < 0 || weight > 1 || charset != "" && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		entries = append(entries, preference{name, weight, parameters})
	}
	return entries
}

// Media returns the media type of an answer in GraphQL: the one that the client prefers.
// Of equals, what it names comes before what it means by *, and the first before the others;
// whoever takes anything gets plain JSON. It is not ok where the client takes neither.
func Media(header []string) (media string, ok bool) {
	return Best(header, JSON, GraphQL)
}

// Best returns the media type among those that are on offer that the client prefers, as Media
// does; it is not ok where the client takes none of them.
func Best(header []string, offers ...string) (media string, ok bool) {
	if len(header) == 0 {
		return offers[0], true
	}
	entries := parse(header)
	var best rank
	for _, offer := range offers {
		if r := rankOf(offer, entries); r.weight > 0 && r.above(best) {
			media, best = offer, r
		}
	}
	return media, media != ""
}

// TakesParts tells whether an answer may come in parts as the proposal of August 2022 has them:
// the client names them, and wants no other answer rather. Of equals they are meant, since the
// query has to ask for them besides.
func TakesParts(header []string) bool {
	entries := parse(header)
	json := max(rankOf(JSON, entries).weight, rankOf(GraphQL, entries).weight)
	return slices.ContainsFunc(entries, func(e preference) bool {
		return e.name == Parts && e.weight > 0 && e.weight >= json && e.knows("deferSpec", "20220824") &&
			e.knows("subscriptionSpec", "") && e.knows("incrementalSpec", "")
	})
}

// knows tells whether an entry means what is known of a parameter, or nothing.
func (e preference) knows(parameter, value string) bool {
	given, is := e.parameters[strings.ToLower(parameter)]
	return !is || given == value
}

// rank is how much a client wants a media type.
type rank struct {
	weight float64
	named  int // 3: itself, 2: as application/*, 1: as */*
	place  int // in the header
}

// rankOf finds the entry that is the most specific for a media type.
func rankOf(media string, entries []preference) (best rank) {
	family, _, _ := strings.Cut(media, "/")
	for i, e := range entries {
		named := 0
		switch e.name {
		case media:
			named = 3
		case family + "/*":
			named = 2
		case "*/*":
			named = 1
		}
		if named > best.named {
			best = rank{e.weight, named, i}
		}
	}
	return best
}

func (r rank) above(other rank) bool {
	switch {
	case r.weight != other.weight:
		return r.weight > other.weight
	case r.named != other.named:
		return r.named > other.named
	}
	return r.named == 3 && r.place < other.place
}

// Coding returns the first of the codings that the client prefers, and whether it takes an
// answer as it is too. The coding is empty where the client takes none of them, or wants the
// answer as it is rather.
func Coding(header []string, codings ...string) (coding string, plain bool) {
	weights := map[string]float64{}
	for _, e := range parse(header) {
		weights[e.name] = e.weight
	}
	rest, any := weights["*"]
	weightOf := func(name string, other float64) float64 {
		if weight, named := weights[name]; named {
			return weight
		}
		return other
	}
	least := 0.0 // whoever does not speak of it takes an answer as it is, after all else
	identity, named := weights["identity"]
	if named {
		least = identity
	}
	plain = named && identity > 0 || !named && (!any || rest > 0)
	best := 0.0
	for _, name := range codings {
		if weight := weightOf(name, rest); weight > best && weight >= least {
			coding, best = name, weight
		}
	}
	return coding, plain
}
