package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"metrograph/model"
)

// entrance is a way to read whole records.
type entrance struct {
	name  string
	show  func(*visit, *testing.T) objects
	shows func(*record) bool // which records it can show at all
}

func entrances() []entrance {
	all := func(*record) bool { return true }
	return []entrance{
		{"list", (*visit).lists, all},
		{"node", (*visit).single, all},
		{"nodes", (*visit).nodes, all},
		{"nodes, in parts", (*visit).late, all},
		{"_entities", (*visit).entities, isEntity},
		{"_entities, by natural key", (*visit).known, isKnown},
		{"edge of a data set", (*visit).members, func(r *record) bool { return !r.extra }},
		{"search", (*visit).searched, isSearched},
		{"explainAccess", (*visit).explained, all},
	}
}

// byID asks for every record by the query of its kind, many in a request.
func (v *visit) byID(t *testing.T) objects {
	t.Helper()
	all := objects{}
	for _, kind := range kinds() {
		selection, fragments := v.shape.spread(kind)
		for batch := range slices.Chunk(v.of(kind), 50) {
			a, got := v.aliases(t, batch, func(r *record) string { return fmt.Sprintf("%s(id: %q) %s", kind, r.id, selection) }, fragments)
			v.checkRedacted(t, "by id", a, got)
			add(all, got)
		}
	}
	return all
}

// single asks for every record by the query node.
func (v *visit) single(t *testing.T) objects {
	t.Helper()
	all := objects{}
	selection, fragments := v.shape.spread(kinds()...)
	for batch := range slices.Chunk(v.records, 40) {
		a, got := v.aliases(t, batch, func(r *record) string { return fmt.Sprintf("node(id: %q) %s", r.id, selection) }, fragments)
		v.checkRedacted(t, "node", a, got)
		add(all, got)
	}
	return all
}

// aliases asks a field for each record, in one request.
func (v *visit) aliases(t *testing.T, records []*record, field func(*record) string, fragments string) (answer, objects) {
	t.Helper()
	var query strings.Builder
	for i, r := range records {
		fmt.Fprintf(&query, "a%d: %s\n", i, field(r))
	}
	a := v.client.read(t, "{\n"+query.String()+"}\n"+fragments, nil)
	got := objects{}
	for i := range records {
		got.put(a.Data[fmt.Sprint("a", i)])
	}
	return a, got
}

// put enters what an answer has of a record, its fields without the kind that is before
// their names; null is nothing.
func (o objects) put(v any) {
	answered, ok := v.(map[string]any)
	if !ok {
		return
	}
	object := map[string]any{}
	for name, value := range answered {
		if _, plain, found := strings.Cut(name, "_"); found && plain != "" && name[0] != '_' {
			name = plain
		}
		if url, is := value.(string); is && name == "temporaryUrl" {
			value, _, _ = strings.Cut(url, "?") // no two are alike
		}
		object[name] = value
	}
	id, _ := object["id"].(string)
	o[model.ID(id)] = object
}

func add(all, more objects) {
	for id, object := range more {
		all[id] = object
	}
}

// nodes asks for all records by the query nodes.
func (v *visit) nodes(t *testing.T) objects {
	t.Helper()
	selection, fragments := v.shape.spread(kinds()...)
	all := objects{}
	for batch := range slices.Chunk(v.records, 50) {
		a := v.client.read(t, "query($ids: [ID!]!) {nodes(ids: $ids) "+selection+"}\n"+fragments, map[string]any{"ids": idsOf(batch)})
		add(all, v.inOrder(t, "nodes", a, list(a.Data, "nodes"), batch))
	}
	return all
}

func isEntity(r *record) bool {
	return r.kind != model.KindAttachment && r.kind != model.KindAgreement
}

// entities asks for all records as a federation gateway does.
func (v *visit) entities(t *testing.T) objects {
	t.Helper()
	return v.represented(t, isEntity, func(r *record) map[string]any { return map[string]any{"id": r.id} })
}

// isKnown tells whether a record is one that the world knows by more than its id.
func isKnown(r *record) bool { return r.kind == model.KindInstrument || r.kind == model.KindMethod }

// known asks for records by what they are known by in the world.
func (v *visit) known(t *testing.T) objects {
	t.Helper()
	return v.represented(t, isKnown, func(r *record) map[string]any {
		if r.kind == model.KindMethod {
			return map[string]any{"code": "E2E " + r.mark("name")}
		}
		return map[string]any{"manufacturer": "某厂", "model": "E2E", "serialNumber": r.mark("name")}
	})
}

// represented asks for records by a key each.
func (v *visit) represented(t *testing.T, is func(*record) bool, key func(*record) map[string]any) objects {
	t.Helper()
	records := slices.DeleteFunc(slices.Clone(v.records), func(r *record) bool { return !is(r) })
	selection, fragments := v.shape.spread(slices.DeleteFunc(kinds(), func(k model.Kind) bool { return !is(&record{cell: cell{kind: k}}) })...)
	all := objects{}
	for batch := range slices.Chunk(records, 50) {
		var representations []any
		for _, r := range batch {
			representation := key(r)
			representation["__typename"] = r.kind.TypeName()
			representations = append(representations, representation)
		}
		a := v.client.read(t, "query($r: [_Any!]!) {_entities(representations: $r) "+selection+"}\n"+fragments, map[string]any{"r": representations})
		add(all, v.inOrder(t, "_entities", a, list(a.Data, "_entities"), batch))
	}
	return all
}

// inOrder checks that an answer has an entry for each record asked for, at its place.
func (v *visit) inOrder(t *testing.T, entrance string, a answer, entries []any, asked []*record) objects {
	t.Helper()
	if len(entries) != len(asked) {
		t.Fatalf("%s: %d answers to %d ids", entrance, len(entries), len(asked))
	}
	got := objects{}
	for i, entry := range entries {
		if id := at(entry, "id"); id != nil && id != string(asked[i].id) {
			t.Errorf("%s: %v at the place of %s", entrance, id, asked[i].id)
		}
		got.put(entry)
	}
	v.checkRedacted(t, entrance, a, got)
	return got
}

// members asks for all records as members of the data sets that have them all.
func (v *visit) members(t *testing.T) objects {
	t.Helper()
	all := objects{}
	selection, fragments := v.shape.spread(kinds()...)
	for _, hub := range v.of(model.KindDataset) {
		if !hub.extra {
			continue
		}
		a := v.client.read(t, fmt.Sprintf("{dataset(id: %q) {members %s}}\n%s", hub.id, selection, fragments), nil)
		for _, member := range list(a.Data, "dataset", "members") {
			all.put(member)
		}
	}
	return all
}

// explained asks whether the caller may read each record, and takes it for read as by id.
func (v *visit) explained(t *testing.T) objects {
	t.Helper()
	all := objects{}
	for batch := range slices.Chunk(v.records, 100) {
		var query strings.Builder
		for i, r := range batch {
			fmt.Fprintf(&query, "a%d: explainAccess(id: %q) {readable masked rules {rule effect text fields}}\n", i, r.id)
		}
		a := v.client.ask(t, "{\n"+query.String()+"}", nil)
		for i, r := range batch {
			access := a.Data[fmt.Sprint("a", i)]
			if access == nil {
				continue
			}
			all[r.id] = v.seen[r.id]
			v.checkExplained(t, r, access)
		}
		for _, e := range a.Errors {
			if e.Extensions.Code != "NOT_FOUND" {
				t.Errorf("explainAccess: %s: %s", e.Extensions.Code, e.Message)
			}
		}
	}
	return all
}

func (v *visit) checkExplained(t *testing.T, r *record, access any) {
	t.Helper()
	var masked []string
	for _, name := range list(access, "masked") {
		masked = append(masked, name.(string))
	}
	slices.Sort(masked)
	if want := v.oracle.of(t, r).masked(r.kind); at(access, "readable") != true || !slices.Equal(want, masked) {
		t.Errorf("explainAccess of %s: %v; Casbin masks %v", r, access, want)
	}
}

func idsOf(records []*record) []model.ID {
	ids := make([]model.ID, len(records))
	for i, r := range records {
		ids[i] = r.id
	}
	return ids
}
