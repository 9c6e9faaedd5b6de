package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// fileSetting is a setting as the file has it: a text, or a list of texts.
type fileSetting struct {
	value any
	line  int
}

// readFile takes the settings out of a YAML file. The texts are those of the file, not what
// YAML makes of them: the region 010000 is no octal number. A mapping groups settings that
// begin alike: tokens below limit is limit-tokens.
func readFile(name string, data []byte, known func(name string) bool) (map[string]fileSetting, Mistakes) {
	var root yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, Mistakes{{Where: name, Problem: err.Error()}}
	}
	reader := fileReader{name: name, known: known, settings: map[string]fileSetting{}}
	if body := root.Content[0]; body.Kind == yaml.MappingNode {
		reader.mapping(body, "")
	} else {
		reader.mistake(body, "a file with settings has lines such as: data: ./metrograph-data")
	}
	if err := decoder.Decode(&root); !errors.Is(err, io.EOF) {
		reader.mistake(&root, "there is more than one document in the file")
	}
	return reader.settings, reader.mistakes
}

type fileReader struct {
	name     string
	known    func(name string) bool
	settings map[string]fileSetting
	mistakes Mistakes
}

func (r *fileReader) mistake(at *yaml.Node, format string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{Where: fmt.Sprintf("%s:%d", r.name, at.Line), Problem: fmt.Sprintf(format, args...)})
}

func (r *fileReader) mapping(node *yaml.Node, prefix string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		name := prefix + key.Value
		switch {
		case r.known(name):
			r.setting(name, key, value)
		case value.Kind == yaml.MappingNode:
			r.mapping(value, name+"-")
		default:
			r.mistake(key, "there is no setting %s", name)
		}
	}
}

func (r *fileReader) setting(name string, key, node *yaml.Node) {
	value, ok := valueOf(node)
	_, twice := r.settings[name]
	switch {
	case twice:
		r.mistake(key, "%s is set twice", name)
	case !ok:
		r.mistake(key, "%s has to be a text or a list of texts", name)
	case value != nil:
		r.settings[name] = fileSetting{value: value, line: key.Line}
	}
}

// valueOf returns a text, a list of texts, or nil where the file leaves the value out.
func valueOf(node *yaml.Node) (value any, ok bool) {
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		return nil, true
	case node.Kind == yaml.ScalarNode:
		return node.Value, true
	case node.Kind != yaml.SequenceNode:
		return nil, false
	}
	list := []any{}
	for _, item := range node.Content {
		if item.Kind != yaml.ScalarNode {
			return nil, false
		}
		list = append(list, item.Value)
	}
	return list, true
}
