package sample

import "strings"

const (
	// usccDigits are the characters of a unified social credit code (GB 32100).
	usccDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	// orgDigits are those of an organisation code (GB 11714).
	orgDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// creditCode completes a unified social credit code: the authority and the kind (two
// characters), the region (six) and the first eight characters of the organisation code get
// the check characters of both.
func creditCode(authority, region, organisation string) string {
	body := authority + region + organisation + orgCheck(organisation)
	sum, weight := 0, 1
	for _, c := range body {
		sum += strings.IndexRune(usccDigits, c) * weight
		weight = weight * 3 % 31
	}
	return body + string(usccDigits[(31-sum%31)%31])
}

// orgCheck computes the check character of an organisation code (GB 11714).
func orgCheck(code string) string {
	sum := 0
	for i, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += strings.IndexByte(orgDigits, code[i]) * w
	}
	switch check := 11 - sum%11; check {
	case 10:
		return "X"
	case 11:
		return "0"
	default:
		return string(rune('0' + check))
	}
}
