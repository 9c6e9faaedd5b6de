package sqlitestore

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"metrograph/model"
	"metrograph/store"
)

// TestTokenOrder: the tokens of a path are in the order of sort value and id, the other way
// round in the other direction, are read back, and lie within bounds as the records do.
func TestTokenOrder(t *testing.T) {
	l := layoutOf(store.SchemaOf(model.KindCertificate))
	texts := rapid.StringMatching(`[0-9\-]{0,10}|[ -~é年]{0,8}`)
	rapid.Check(t, func(r *rapid.T) {
		draw := func(label string) hit {
			var u [16]byte
			copy(u[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(r, label+" id"))
			id := model.KindCertificate.ID(time.UnixMilli(rapid.Int64Range(0, 1<<40).Draw(r, label+" time")), u)
			return hit{id: bytesIn(idDigits(id)), sort: texts.Draw(r, label)}
		}
		a, b := draw("a"), draw("b")
		for _, down := range []bool{false, true} {
			o := ordering{by: l.primary, down: down}
			ta, tb := tokenFor(&o, a), tokenFor(&o, b)
			want := a.compare(&b)
			if down {
				want = -want
			}
			if got := strings.Compare(string(ta), string(tb)); got != want {
				r.Fatalf("%v and %v are %d, want %d", a, b, got, want)
			}
			if got := o.hitIn(ta, 0); got.id != a.id || got.sort != a.sort {
				r.Fatalf("read back as %v, want %v", got, a)
			}
			for _, op := range []store.Op{store.Lt, store.Lte, store.Gt, store.Gte} {
				o := ordering{by: l.primary, down: down}
				o.narrow(store.Where("issuedAt", op, b.sort))
				span := o.tokens(0, nil)
				inside := string(ta) > string(span.after) && string(ta) < string(span.before)
				c := strings.Compare(a.sort.(string), b.sort.(string))
				if holds := op == store.Lt && c < 0 || op == store.Lte && c <= 0 || op == store.Gt && c > 0 || op == store.Gte && c >= 0; inside != holds {
					r.Fatalf("%q %s %q: inside is %v", a.sort, op, b.sort, inside)
				}
			}
		}
	})
}

// tokenFor writes the token of a record on the first path.
func tokenFor(o *ordering, h hit) []byte {
	place := append(appendSort(nil, h.sort.(string)), digitsOf(h.id)...)
	direction := byte(rising)
	if o.down {
		direction = falling
		turn(place)
	}
	return append(appendPath(nil, direction, 0, nil), place...)
}

// TestIDRange: ids compare with texts of any kind as texts.
func TestIDRange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		id := idOf(model.KindCertificate, rapid.IntRange(0, 1<<40).Draw(r, "id"))
		text := rapid.OneOf(rapid.StringMatching(`[a-z0-9_~A-Z]{0,30}`), rapid.Custom(func(r *rapid.T) string {
			whole := string(idOf(model.KindCertificate, rapid.IntRange(0, 1<<40).Draw(r, "other")))
			cut := rapid.IntRange(0, len(whole)).Draw(r, "cut")
			return whole[:cut] + rapid.SampledFrom([]string{"", "!", "u", "z", "~", "0", "zzzzzzzzzzzzzzzzzzzzzzzzzzz", "é"}).Draw(r, "end")
		})).Draw(r, "text")
		u, _ := id.UUID()
		for op, want := range map[store.Op]bool{
			store.Lt: string(id) < text, store.Lte: string(id) <= text, store.Gt: string(id) > text, store.Gte: string(id) >= text,
			store.Prefix: strings.HasPrefix(string(id), text),
		} {
			span := idRange(model.KindCertificate, store.Where("id", op, text))
			if got := string(u[:]) >= string(span.from) && string(u[:]) < string(span.to); got != want {
				r.Fatalf("%s %s %q: %v", id, op, text, got)
			}
		}
	})
}
