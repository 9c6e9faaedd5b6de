package model

// Region is a GB/T 2260 code of an administrative division: six digits, of which the first
// two are the province and the next two the prefecture.
type Region string

// Province returns the code of the region's province: two digits and four zeros; empty when
// the code is malformed.
func (r Region) Province() Region {
	if !r.wellFormed() {
		return ""
	}
	return r[:2] + "0000"
}

func (r Region) wellFormed() bool { return len(r) == 6 && digitsOnly(string(r)) }
