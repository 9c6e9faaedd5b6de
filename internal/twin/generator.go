package twin

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// Generator makes requests from a schema. The same seed, pool and answers give the same
// requests. What was asked for least is asked for next, so that a few hundred requests have
// every field, argument and enumerated value of the schema.
type Generator struct {
	schema *ast.Schema
	pool   *Pool
	random *rand.Rand
	asked  map[string]int // by coordinate: Type.field, Type.field(argument), Enumeration.VALUE
}

// New makes a generator.
func New(schema *ast.Schema, pool *Pool, seed uint64) *Generator {
	return &Generator{schema: schema, pool: pool, random: rand.New(rand.NewPCG(seed, 0)), asked: map[string]int{}}
}

// Query makes a request that changes nothing.
func (g *Generator) Query() Request {
	if g.one(40) {
		return Request{Method: "GET", Path: "/attachments/" + path(g.id("attachment"))}
	}
	if g.one(40) {
		return Request{Method: "GET", Path: fmt.Sprintf("/collections/%s/rejections/%d", path(g.id("collectionJob")), 1+g.random.IntN(3))}
	}
	return g.operation("query", g.schema.Query, 1+g.random.IntN(2))
}

// path keeps what an address cannot hold out of it.
func path(id string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' || strings.ContainsRune(`%?#/\`, r) {
			return 'x'
		}
		return r
	}, id)
}

// Mutation makes a request that changes something, or tries to.
func (g *Generator) Mutation() Request { return g.operation("mutation", g.schema.Mutation, 1) }

// operation is one request under way.
type operation struct {
	*Generator
	names     int // given so far
	left      int // fields that may still be selected
	variables object
	declared  []string
	fragments []string
	file      bool
	subject   *Document // what the input that is being made is about
	kind      string    // of it
}

const mostFields = 80

func (g *Generator) operation(word string, root *ast.Definition, fields int) Request {
	o := &operation{Generator: g, left: mostFields}
	var parts []string
	for _, field := range o.choose(o.fieldsOf(root), fields) {
		parts = append(parts, o.field(root, field, deepest, true))
	}
	query := word
	if len(o.declared) > 0 {
		query += " Q(" + strings.Join(o.declared, ", ") + ")"
	}
	query += " {" + strings.Join(parts, " ") + "} " + strings.Join(o.fragments, " ")
	variables := o.variables
	if variables == nil {
		variables = object{}
	}
	switch {
	case o.file:
		return upload(marshal(object{{"query", query}, {"variables", variables}}))
	case word == "query" && o.one(20):
		return Request{Method: "GET", Path: "/graphql?" + url.Values{"query": {query}, "variables": {marshal(variables)}}.Encode()}
	}
	return post(object{{"query", query}, {"variables", variables}})
}

// Query is a request with a query of one's own.
func Query(query string) Request { return post(object{{"query", query}}) }

// post is a request as GraphQL over HTTP has it.
func post(request object) Request {
	return Request{Method: "POST", Path: "/graphql", MediaType: "application/json", Body: marshal(request)}
}

func marshal(request object) string {
	raw, err := json.Marshal(request)
	if err != nil {
		panic("twin: a request that is no JSON: " + err.Error())
	}
	return string(raw)
}

// upload is a request that carries a file, as graphql-multipart-request-spec has it.
func upload(operations string) Request {
	const boundary = "twin-boundary"
	var b strings.Builder
	for _, part := range []struct{ head, body string }{
		{`name="operations"`, operations},
		{`name="map"`, `{"0":["variables.file"]}`},
		{"name=\"0\"; filename=\"twin.txt\"\r\nContent-Type: text/plain", "twin"},
	} {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n", boundary, part.head, part.body)
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return Request{Method: "POST", Path: "/graphql", MediaType: "multipart/form-data; boundary=" + boundary, Body: b.String()}
}

// name gives something in a request a name that nothing else in it has.
func (o *operation) name(prefix string) string {
	o.names++
	return prefix + strconv.Itoa(o.names)
}

// one is true once in n times.
func (g *Generator) one(n int) bool { return g.random.IntN(n) == 0 }

// percent is true so many times of a hundred.
func (g *Generator) percent(n int) bool { return g.random.IntN(100) < n }

func pick[T any](g *Generator, list []T) T { return list[g.random.IntN(len(list))] }

// choose takes some of the coordinates' owners: mostly those that were asked for least.
func (g *Generator) choose(fields []candidate, n int) []*ast.FieldDefinition {
	g.random.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	if !g.percent(30) {
		slices.SortStableFunc(fields, func(a, b candidate) int { return g.fewest(a) - g.fewest(b) })
	}
	var chosen []*ast.FieldDefinition
	for _, c := range fields[:min(n, len(fields))] {
		chosen = append(chosen, c.FieldDefinition)
	}
	return chosen
}

// fewest is how often a candidate was asked for, or that of its arguments and
// conditions, or of what stands below it in no record, that was asked for least.
func (g *Generator) fewest(c candidate) int { return g.fewestWithin(c, 4) }

func (g *Generator) fewestWithin(c candidate, depth int) int {
	n := g.asked[c.coordinate]
	for _, a := range c.Arguments {
		n = min(n, g.asked[c.coordinate+"("+a.Name+")"])
	}
	if c.Type == nil {
		return n
	}
	below := g.schema.Types[c.Type.Name()]
	if below.Kind == ast.InputObject {
		n = min(n, g.fewestOfInput(below, depth))
	}
	if below.Kind == ast.Object && depth > 0 && !slices.Contains(below.Interfaces, "Node") {
		for _, f := range g.fieldsOf(below) {
			n = min(n, g.fewestWithin(f, depth-1))
		}
	}
	return n
}

// fewestOfInput is the same for what an input is made of: its fields, and the values of the
// enumerations that these take.
func (g *Generator) fewestOfInput(t *ast.Definition, depth int) int {
	n := math.MaxInt
	for _, f := range t.Fields {
		n = min(n, g.asked[t.Name+"."+f.Name])
		below := g.schema.Types[f.Type.Name()]
		for _, v := range below.EnumValues {
			n = min(n, g.asked[below.Name+"."+v.Name])
		}
		if below.Kind == ast.InputObject && depth > 0 {
			n = min(n, g.fewestOfInput(below, depth-1))
		}
	}
	return n
}

// candidate is a field with its coordinate.
type candidate struct {
	*ast.FieldDefinition
	coordinate string
}

// fieldsOf are the fields of a type that callers can ask for.
func (g *Generator) fieldsOf(t *ast.Definition) []candidate {
	var list []candidate
	for _, f := range t.Fields {
		if !strings.HasPrefix(f.Name, "__") && f.Name != "_service" {
			list = append(list, candidate{f, t.Name + "." + f.Name})
		}
	}
	return list
}

// Asked counts what was asked for, by coordinate.
func (g *Generator) Asked() map[string]int { return g.asked }

// kindOf is the kind of record that a type of the schema, or an input about one, is for;
// empty for any other.
func kindOf(name string) string {
	for _, suffix := range []string{"Input", "Filter"} {
		name = strings.TrimSuffix(name, suffix)
	}
	for _, kind := range model.Kinds() {
		if kind.TypeName() == name {
			return string(kind)
		}
	}
	return ""
}
