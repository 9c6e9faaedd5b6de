package model

import (
	"strconv"
	"strings"
)

// dsiReader reads a unit in D-SI commands, from left to right.
type dsiReader struct {
	names    *unitNames
	rest     string
	prefix   *unitPrefix // of the unit that follows
	power    int         // twofold, of \square or \cubic before the unit that follows; 0 without
	per      bool        // a \per stands right before
	pers     int         // how many \per there were
	loose    bool        // a unit behind a \per has no \per of its own
	raisable bool        // a unit stands right before, still without an exponent
}

// parseDSI reads D-SI commands. Several \per are read only where each divisor has its own,
// so that D-SI and siunitx mean the same.
func (p *product) parseDSI(text string) bool {
	r := dsiReader{names: unitIndex(), rest: text}
	for r.rest != "" {
		command, ok := r.command()
		if !ok || !r.apply(p, command) {
			return false
		}
		r.rest = strings.TrimLeft(r.rest, " \t\r\n")
	}
	return r.between() && (r.pers < 2 || !r.loose)
}

// between tells whether nothing waits for a unit to follow.
func (r *dsiReader) between() bool { return !r.per && r.prefix == nil && r.power == 0 }

// command takes the next command from the text.
func (r *dsiReader) command() (name string, ok bool) {
	if r.rest[0] != '\\' {
		return "", false
	}
	end := 1
	for end < len(r.rest) && isLetter(r.rest[end]) {
		end++
	}
	name, r.rest = r.rest[1:end], r.rest[end:]
	return name, name != ""
}

func (r *dsiReader) apply(p *product, command string) bool {
	switch command {
	case "per":
		return r.divide()
	case "tothe":
		return r.tothe(p)
	case "squared":
		return r.raise(p, 4)
	case "cubed":
		return r.raise(p, 6)
	case "square":
		return r.announce(4)
	case "cubic":
		return r.announce(6)
	}
	r.raisable = false
	if prefix, ok := r.names.prefixes[command]; ok {
		only := r.prefix == nil
		r.prefix = prefix
		return only
	}
	return r.unit(p, r.names.dsi[command])
}

func (r *dsiReader) divide() bool {
	ok := r.between()
	r.per, r.raisable = true, false
	r.pers++
	return ok
}

// announce is siunitx's exponent before a unit.
func (r *dsiReader) announce(twice int) bool {
	ok := r.power == 0 && r.prefix == nil
	r.power, r.raisable = twice, false
	return ok
}

func (r *dsiReader) unit(p *product, atom *unitAtom) bool {
	if atom == nil || !atom.takes(r.prefix) || r.power != 0 && atom.flags&noExponent != 0 {
		return false
	}
	f := factor{prefix: r.prefix, atom: atom, twice: 2}
	if r.power != 0 {
		f.twice = r.power
	}
	if r.pers > 0 {
		f.twice = -f.twice
		r.loose = r.loose || !r.per
	}
	r.raisable = r.power == 0 && atom.flags&noExponent == 0
	r.prefix, r.power, r.per = nil, 0, false
	return p.add(f)
}

func (a *unitAtom) takes(prefix *unitPrefix) bool {
	switch {
	case prefix == nil:
		return true
	case prefix.binary:
		return a.flags&takesBinary != 0
	}
	return a.flags&takesPrefix != 0
}

// tothe reads the exponent in braces.
func (r *dsiReader) tothe(p *product) bool {
	if !strings.HasPrefix(r.rest, "{") {
		return false
	}
	text, rest, closed := strings.Cut(r.rest[1:], "}")
	twice, ok := parseExponent(strings.TrimSpace(text))
	r.rest = rest
	return closed && ok && r.raise(p, twice)
}

// raise gives the unit before its exponent.
func (r *dsiReader) raise(p *product, twice int) bool {
	if !r.raisable || !r.between() {
		return false
	}
	r.raisable = false
	last := &p.factors[p.n-1]
	if last.twice < 0 {
		twice = -twice
	}
	last.twice = twice
	return twice != 0
}

// parseExponent reads a multiple of one half other than zero, and returns it twofold.
func parseExponent(text string) (twice int, ok bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || n > maxUnitPower || n < -maxUnitPower {
		return 0, false
	}
	switch strings.TrimRight(fraction, "0") {
	case "":
		return 2 * n, n != 0
	case "5":
		if strings.HasPrefix(whole, "-") {
			return 2*n - 1, true
		}
		return 2*n + 1, true
	}
	return 0, false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// DSI writes the unit in the commands of D-SI; ok is false where its text cannot be read or
// D-SI has no name for a part of it. A text in D-SI is returned as it is.
func (u Unit) DSI() (text string, ok bool) {
	var p product
	if !p.parse(u.Text) {
		return "", false
	}
	if text = strings.TrimSpace(u.Text); strings.HasPrefix(text, `\`) {
		return text, true
	}
	var b strings.Builder
	for _, f := range p.factors[:p.n] {
		if len(f.atom.dsi) == 0 {
			return "", false
		}
		if f.prefix != nil {
			b.WriteString(`\` + f.prefix.name)
		}
		b.WriteString(`\` + f.atom.dsi[0])
		if f.twice != 2 {
			b.WriteString(`\tothe{` + strconv.FormatFloat(float64(f.twice)/2, 'f', -1, 64) + `}`)
		}
	}
	// Some units take no exponent there: what is written has to be read as the same.
	var q product
	text = b.String()
	return text, q.parse(text) && string(q.appendSymbol(nil)) == string(p.appendSymbol(nil))
}
