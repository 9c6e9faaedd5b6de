package model

import (
	"crypto/sha256"
	"math/big"
	"strings"
)

const (
	identifierData  = 15 // characters of Crockford's base32, 75 bits
	identifierGroup = 4
	checkAlphabet   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// PublicationIdentifier is the persistent identifier of the publication with an id: 75 bits of
// the id's SHA-256 in Crockford's base32, and the check character of ISO 7064, MOD 37-36, in
// groups of four, e.g. 4G7K-9QWX-2FMC-01AY. It follows from the id, so that no node can give
// out the identifier of another one's publication.
func PublicationIdentifier(id ID) string {
	if id == "" {
		return ""
	}
	digest := sha256.Sum256([]byte(id))
	n := new(big.Int).SetBytes(digest[:10])
	n.Rsh(n, 80-5*identifierData)
	data := make([]byte, identifierData)
	for i := identifierData - 1; i >= 0; i-- {
		digit := new(big.Int).And(n, big.NewInt(31)).Int64()
		data[i] = strings.ToUpper(crockford)[digit]
		n.Rsh(n, 5)
	}
	return grouped(string(data) + string(CheckCharacter(string(data))))
}

func grouped(s string) string {
	var groups []string
	for i := 0; i < len(s); i += identifierGroup {
		groups = append(groups, s[i:min(i+identifierGroup, len(s))])
	}
	return strings.Join(groups, "-")
}

// CheckCharacter is the check character of a string of digits and capitals by ISO/IEC 7064,
// MOD 37-36; 0 for a string with any other character.
func CheckCharacter(s string) byte {
	const m = len(checkAlphabet)
	p := m
	for _, c := range s {
		v := strings.IndexRune(checkAlphabet, c)
		if v < 0 {
			return 0
		}
		if p = (p + v) % m; p == 0 {
			p = m
		}
		p = p * 2 % (m + 1)
	}
	return checkAlphabet[(m+1-p)%m]
}

// ParsePublicationIdentifier reads an identifier as people write it: in capitals or not, with or
// without hyphens and spaces, with the letters O, I and L for the digits that look like them.
func ParsePublicationIdentifier(s string) (string, error) {
	const mostTyped = 100
	plain := strings.NewReplacer("-", "", " ", "", "\u00a0", "", "‐", "", "–", "").Replace(strings.ToUpper(s))
	if len(s) > mostTyped || len(plain) != identifierData+1 {
		return "", identifierError("the identifier of a publication has 16 characters, in groups of four: 4G7K-9QWX-2FMC-01AY")
	}
	data := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(plain[:identifierData])
	if strings.Trim(data, strings.ToUpper(crockford)) != "" {
		return "", identifierError("the identifier has characters that no identifier has: it has digits and capitals without I, L, O and U")
	}
	if plain[identifierData] != CheckCharacter(data) {
		return "", identifierError("the identifier is mistyped: its last character does not check the others; compare it with where you read it")
	}
	return grouped(data + plain[identifierData:]), nil
}

func identifierError(text string) error {
	e := Errorf(CodeInvalid, "%s", text)
	e.Path = "identifier"
	return e
}
