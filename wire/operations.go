package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Operations are the documents that a node has registered. They do not change.
type Operations struct {
	texts map[string]string // by identifier
	all   []Operation
}

// Operation is a registered document.
type Operation struct {
	ID    string   // as its author named it, or else by its hash
	Hash  string   // the identifier by its hash, which every document has
	Names []string // of its operations
	Text  string
	File  string
}

const hashPrefix = "sha256:"

// hashOf is the hash of a document's text, in hexadecimal digits.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// All are the operations, in the order of files and of their identifiers in a file.
func (o *Operations) All() []Operation { return o.all }

func (o *Operations) find(id string) (text string, found bool) {
	text, found = o.texts[id]
	return text, found
}

func (o *Operations) has(text string) bool {
	_, found := o.texts[hashPrefix+hashOf(text)]
	return found
}

// LoadOperations reads the documents of a file, or of all files below a folder: GraphQL, each
// a document, and manifests in JSON, either an object of texts by identifier or the one of
// Apollo's tools. Its error has a line for every fault: documents have to be valid for the
// schema, and to have as many tokens as a query may.
func LoadOperations(path string, schema *ast.Schema, tokens int) (*Operations, error) {
	o := &Operations{texts: map[string]string{}}
	var faults []error
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		read, known := readers[strings.ToLower(filepath.Ext(file))]
		if !known {
			if file == path {
				return fmt.Errorf("%s: operations are in .graphql, .gql or .json files", file)
			}
			return nil
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		texts, err := read(raw)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", file, err))
		}
		for _, id := range slices.Sorted(maps.Keys(texts)) {
			if err := o.add(Operation{ID: id, Text: texts[id], File: file}, schema, tokens); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", file, err))
			}
		}
		return nil
	})
	return o, errors.Join(append(faults, err)...)
}

// readers find the documents in a file, by its extension; one without an identifier of its own
// has an empty one.
var readers = map[string]func([]byte) (map[string]string, error){
	".graphql": readDocument, ".gql": readDocument, ".json": readManifest,
}

func readDocument(raw []byte) (map[string]string, error) {
	return map[string]string{"": string(raw)}, nil
}

func readManifest(raw []byte) (map[string]string, error) {
	var apollo struct {
		Operations []struct{ ID, Body string } `json:"operations"`
	}
	texts := map[string]string{}
	if bytes.Contains(raw, []byte(`"apollo-persisted-query-manifest"`)) {
		if err := json.Unmarshal(raw, &apollo); err != nil {
			return nil, err
		}
		for _, one := range apollo.Operations {
			texts[one.ID] = one.Body
		}
		return texts, nil
	}
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil, fmt.Errorf("a manifest is an object of texts by identifier: %w", err)
	}
	return texts, nil
}

// identifierShape is that of identifiers that say nothing of the text, with a prefix of its
// own or none.
var identifierShape = regexp.MustCompile(`^(?:x-[\w.~-]+:)?[\w.~-]+$`)

func (o *Operations) add(one Operation, schema *ast.Schema, tokens int) error {
	one.Hash = hashPrefix + hashOf(one.Text)
	if one.ID == "" {
		one.ID = one.Hash
	}
	if one.ID != one.Hash && !identifierShape.MatchString(one.ID) {
		return fmt.Errorf("%q is neither %s nor an identifier of letters, digits, -, ., _ and ~", one.ID, one.Hash)
	}
	if other, taken := o.texts[one.ID]; taken && other != one.Text {
		return fmt.Errorf("%s is the identifier of another document too", one.ID)
	}
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: one.Text}, tokens)
	if err != nil {
		return fmt.Errorf("%s: %w", one.ID, err)
	}
	if faults := validator.ValidateWithRules(schema, document, rules.NewDefaultRules()); len(faults) > 0 {
		return fmt.Errorf("%s: %w", one.ID, faults)
	}
	for _, operation := range document.Operations {
		one.Names = append(one.Names, string(operation.Operation)+" "+operation.Name)
	}
	if len(one.Names) == 0 {
		return fmt.Errorf("%s: there is no operation in it", one.ID)
	}
	o.texts[one.ID], o.texts[one.Hash] = one.Text, one.Text
	o.all = append(o.all, one)
	return nil
}
