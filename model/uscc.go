package model

import "strings"

// The unified social credit code of GB 32100-2015 has 18 characters: the registering
// department and the kind of organization (1 and 2), the division that it is registered in
// (3 to 8), the organization code of GB 11714 (9 to 17), and a check character.

const (
	creditCodeLength = 18
	// creditCodeSigns are the characters in the order of their values: digits and capital
	// letters but I, O, S, V and Z. A letter's value is its place here, not in the alphabet.
	creditCodeSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY"
)

// creditCodeWeights are powers of 3 modulo 31 (GB 32100-2015, table of weights).
var creditCodeWeights = [creditCodeLength - 1]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// organizationWeights are those of GB 11714-1997 for the eight characters of the code.
var organizationWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}

// CreditCodeValid tells whether a text is a unified social credit code: its form and its
// check character are right. The check character of the organization code within is not
// looked at here, for codes without it are in use; Validate warns of it.
func CreditCodeValid(s string) bool {
	return creditCodeFormed(s) && s[creditCodeLength-1] == creditCodeCheck(s)
}

func creditCodeFormed(s string) bool {
	if len(s) != creditCodeLength || !digitsOnly(s[2:8]) {
		return false
	}
	for i := range len(s) {
		if strings.IndexByte(creditCodeSigns, s[i]) < 0 {
			return false
		}
	}
	return true
}

// creditCodeCheck returns the check character of a well-formed code: 31 less the weighted
// sum modulo 31, and again modulo 31 (GB 32100-2015; GB/T 17710, MOD 31-3).
func creditCodeCheck(s string) byte {
	sum := 0
	for i, weight := range creditCodeWeights {
		sum += weight * strings.IndexByte(creditCodeSigns, s[i])
	}
	return creditCodeSigns[(31-sum%31)%31]
}

// organizationCheck returns the check character of the organization code in a well-formed
// credit code: 11 less the weighted sum modulo 11, X for 10 and 0 for 11. Here a letter's
// value is its place in the whole alphabet (GB 11714-1997, annex A).
func organizationCheck(s string) byte {
	sum := 0
	for i, weight := range organizationWeights {
		c := s[8+i]
		value := int(c - '0')
		if !isDigit(c) {
			value = int(c-'A') + 10
		}
		sum += weight * value
	}
	return "0123456789X0"[11-sum%11]
}

func (k *checker) creditCode(field, s string) {
	switch {
	case s == "":
	case !creditCodeFormed(s):
		k.fail(ruleCreditCodeForm, field, s, "")
	case !CreditCodeValid(s):
		k.fail(ruleCreditCodeCheck, field, s, string(creditCodeCheck(s)))
	case s[16] != organizationCheck(s):
		k.fail(ruleOrganizationCode, field, s, string(organizationCheck(s)))
	}
}
