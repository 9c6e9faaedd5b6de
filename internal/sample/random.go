package sample

import (
	"encoding/binary"
	"math/bits"
	"time"

	"metrograph/model"
)

// random is a SplitMix64 generator (Steele, Lea, Flood 2014). Each thing that is generated
// has one of its own, keyed by the seed and the thing's place, so that more instruments or
// certificates leave the others as they were. All its numbers are integers: they are the
// same on every machine.
type random struct{ state uint64 }

// The domains keep the generators of different things apart.
const (
	domainInstitution = iota + 1
	domainPerson
	domainMethod
	domainInstrument
	domainCertificate
	domainEnvironment
	domainAttachment
	domainDataset
	domainAgreement
	domainCentre
)

// seeded returns the generator of the n-th thing of a domain.
func seeded(seed, domain, n uint64) random {
	r := random{seed}
	r.state = r.next() ^ domain<<56
	r.state = r.next() ^ n
	r.state = r.next()
	return r
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number from 0 to n-1.
func (r *random) below(n int64) int64 {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int64(hi)
}

// between returns a number from lo to hi, both included.
func (r *random) between(lo, hi int64) int64 { return lo + r.below(hi-lo+1) }

// chance is true in so many of a thousand cases.
func (r *random) chance(permille int64) bool { return r.below(1000) < permille }

// sigma is the unit of [random.normal]: one standard deviation.
const sigma = 1000

// normal returns a number of mean 0 and standard deviation [sigma]: the sum of four uniform
// numbers, which never strays beyond 3.5 sigma. Outliers are thus only those put in.
func (r *random) normal() int64 {
	const mean, deviation = 2 * 0xffff, 37837
	z := r.next()
	sum := int64(z&0xffff) + int64(z>>16&0xffff) + int64(z>>32&0xffff) + int64(z>>48)
	return (sum - mean) * sigma / deviation
}

// id returns the identifier of a record born at the time.
func (r *random) id(kind model.Kind, at time.Time) model.ID {
	var u [16]byte
	binary.BigEndian.PutUint64(u[6:], r.next())
	binary.BigEndian.PutUint16(u[14:], uint16(r.next()))
	return kind.ID(at, u)
}

// pick returns one of the entries of a list.
func pick[T any](r *random, list []T) T { return list[r.below(int64(len(list)))] }
