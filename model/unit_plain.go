package model

import (
	"strings"
	"unicode/utf8"
)

// plainReader reads a unit in symbols, from left to right.
type plainReader struct {
	names *unitNames
	rest  string
}

// parsePlain reads symbols with products (· . * or a space), powers (m2, m^2, m²) and
// quotients. What follows a solidus is one unit or is in parentheses: J/kg·K is read by
// some as J/(kg·K) and by UCUM as (J/kg)·K, and so by nobody here.
func (p *product) parsePlain(text string) bool {
	r := plainReader{names: unitIndex(), rest: text}
	if r.whole(p) {
		return true
	}
	if r.rest = plainSigns(text); r.whole(p) {
		return true
	}
	if spelled, ok := unitProducts[r.rest]; ok {
		r.rest = spelled
	}
	r.rest = strings.TrimPrefix(r.rest, "·") // as in ×10⁻⁶
	return r.term(p, 1, 0) && r.rest == ""
}

// whole reads a text that is a single unit without exponent.
func (r *plainReader) whole(p *product) bool {
	meaning, ok := r.names.plain[r.rest]
	return ok && p.add(factor{prefix: meaning.prefix, atom: meaning.atom, twice: 2})
}

// plainSigns replaces the many signs for one thing by one of them.
func plainSigns(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.TrimSpace(unitSigns.Replace(text))
		}
	}
	return text
}

var unitSigns = strings.NewReplacer(
	"µ", "μ", "\u2126", "Ω", "\u212b", "Å", "℃", "°C", "℉", "°F", "º", "°", "˚", "°", "％", "%",
	"⋅", "·", "•", "·", "∙", "·", "・", "·", "×", "·", "∕", "/", "／", "/", "⁄", "/", "−", "-", "–", "-",
	"（", "(", "）", ")", "\u00a0", " ", "\u2009", " ", "\u202f", " ", "\u3000", " ",
	"㎡", "m²", "㎥", "m³", "㎜", "mm", "㎝", "cm", "㎞", "km", "㎛", "μm", "㎎", "mg", "㎏", "kg", "㎖", "mL",
)

// term reads a product or a quotient; sign is -1 where all of it is divided by.
func (r *plainReader) term(p *product, sign, depth int) bool {
	divided := strings.HasPrefix(r.rest, "/") // as in /min
	if !divided && !r.group(p, sign, depth) {
		return false
	}
	for {
		switch r.operator() {
		case 0:
			return true
		case '/':
			divided = true
			if !r.group(p, -sign, depth) {
				return false
			}
		default:
			if divided || !r.group(p, sign, depth) {
				return false
			}
		}
	}
}

// operator takes the operator that follows: a solidus, a dot for a product, 0 for none.
func (r *plainReader) operator() byte {
	spaced := len(r.rest)
	r.skipSpaces()
	switch {
	case r.take("/"):
		r.skipSpaces()
		return '/'
	case r.take("·"), r.take("."), r.take("*"):
		r.skipSpaces()
		return '.'
	case r.rest != "" && r.rest[0] != ')' && len(r.rest) < spaced:
		return '.'
	}
	return 0
}

func (r *plainReader) skipSpaces() { r.rest = strings.TrimLeft(r.rest, " ") }

func (r *plainReader) take(sign string) bool {
	rest, ok := strings.CutPrefix(r.rest, sign)
	r.rest = rest
	return ok
}

// group reads one unit with its exponent, or a term in parentheses.
func (r *plainReader) group(p *product, sign, depth int) bool {
	if !r.take("(") {
		return r.factor(p, sign)
	}
	return depth < maxUnitNesting && r.term(p, sign, depth+1) && r.take(")")
}

func (r *plainReader) factor(p *product, sign int) bool {
	if r.rest != "" && isDigit(r.rest[0]) {
		return r.number(p, sign)
	}
	root := r.take("√")
	symbol := r.symbol()
	meaning, known := r.names.plain[symbol]
	if !known {
		return false
	}
	twice, raised, ok := r.exponent()
	switch {
	case !ok || raised && (root || meaning.atom.flags&noExponent != 0):
		return false
	case root:
		twice = 1
	}
	return p.add(factor{prefix: meaning.prefix, atom: meaning.atom, twice: sign * twice})
}

// number reads a one or a power of ten; other numbers are no units.
func (r *plainReader) number(p *product, sign int) bool {
	if !r.take("10") {
		return r.take("1") && p.add(factor{atom: r.names.dsi["one"], twice: 2 * sign})
	}
	if r.rest != "" && isDigit(r.rest[0]) {
		return false // 106 was perhaps 10⁶ once
	}
	r.take("*") // UCUM writes 10*-6
	twice, raised, ok := r.exponent()
	return ok && raised && p.add(factor{atom: &tenAtom, twice: sign * twice})
}

// symbol takes what can be the symbol of a unit: all up to an operator, an exponent or the
// end. Brackets and braces of UCUM belong to the symbol whatever is in them.
func (r *plainReader) symbol() string {
	end := 0
	for end < len(r.rest) {
		c, size := utf8.DecodeRuneInString(r.rest[end:])
		if c == '[' || c == '{' {
			size = 1 + strings.IndexByte(r.rest[end:], byte(c)+2) // ] and } are two behind in ASCII
			if size == 0 {
				break
			}
		} else if strings.ContainsRune(" ·.*/()^+-√0123456789⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", c) {
			break
		}
		end += size
	}
	symbol := r.rest[:end]
	r.rest = r.rest[end:]
	return symbol
}

// exponent takes an exponent, twofold; it is that of the first power where there is none.
func (r *plainReader) exponent() (twice int, raised, ok bool) {
	if text := r.superscript(); text != "" {
		twice, ok = parseExponent(text)
		return twice, true, ok
	}
	marked := r.take("^") || r.take("**")
	enclosed := marked && r.take("(")
	end := 0
	for end < len(r.rest) && (isDigit(r.rest[end]) || end == 0 && (r.rest[0] == '-' || r.rest[0] == '+') ||
		marked && r.rest[end] == '.') {
		end++
	}
	if end == 0 {
		return 2, false, !marked
	}
	twice, ok = parseExponent(r.rest[:end])
	r.rest = r.rest[end:]
	return twice, true, ok && (!enclosed || r.take(")"))
}

// superscript takes the superscript digits that follow, as ASCII.
func (r *plainReader) superscript() string {
	var buf [4]byte
	text := buf[:0]
	for len(text) < cap(text) {
		digit, size := superscriptDigit(r.rest)
		if size == 0 {
			break
		}
		text = append(text, digit)
		r.rest = r.rest[size:]
	}
	return string(text)
}

func superscriptDigit(s string) (digit byte, size int) {
	c, size := utf8.DecodeRuneInString(s)
	switch c {
	case '⁻':
		return '-', size
	case '⁺':
		return '+', size
	case '¹':
		return '1', size
	case '²', '³':
		return byte('2' + c - '²'), size
	}
	if c == '⁰' || '⁴' <= c && c <= '⁹' {
		return byte('0' + c - '⁰'), size
	}
	return 0, 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
