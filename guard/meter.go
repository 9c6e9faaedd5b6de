package guard

import (
	"context"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
)

// InterceptField meters what is answered: what it costs, and how large it grows. Once the
// answer is too large nothing more is looked up, and what is left becomes null at once.
func (g *Guard) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	r := runOf(ctx)
	if r == nil {
		return next(ctx)
	}
	if r.over.Load() {
		return graphql.Null, nil
	}
	answer, err := r.resolve(ctx, next)
	if err != nil {
		return answer, err
	}
	fc := graphql.GetFieldContext(ctx)
	p := g.tariff.prices[fc.Object][fc.Field.Name]
	if p == nil {
		return answer, nil // __typename
	}
	r.actual.Add(int64(p.field + p.each*count(answer)))
	if r.size.Add(int64(len(fc.Field.Alias)+extent(answer))) > int64(g.o.Limits.Response) && !r.event {
		r.over.Store(true)
		r.stop()
	}
	return answer, nil
}

// count is how many objects an answer has; what is null is none.
func count(answer any) int {
	v := reflect.ValueOf(answer)
	switch v.Kind() {
	case reflect.Invalid:
		return 0
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return 0
		}
	case reflect.Slice:
		n := 0
		for i := range v.Len() {
			if e := v.Index(i); e.Kind() != reflect.Pointer && e.Kind() != reflect.Interface || !e.IsNil() {
				n++
			}
		}
		return n
	default:
	}
	return 1
}

// frame is what a value takes in an answer beside its text: the signs around it, and before
// the answer is written the structures that hold it.
const frame = 8

// extent is about how many bytes a value takes. An object takes those of its own fields.
func extent(answer any) int {
	v := reflect.ValueOf(answer)
	switch v.Kind() {
	case reflect.String:
		return frame + v.Len()
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Elem().Kind() == reflect.String {
			return frame + v.Elem().Len()
		}
	case reflect.Slice:
		n := frame
		if v.Type().Elem().Kind() == reflect.String {
			for i := range v.Len() {
				n += frame + v.Index(i).Len()
			}
			return n
		}
		return n * (v.Len() + 1)
	default:
	}
	return frame
}
