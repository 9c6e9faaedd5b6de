package wire

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// readForm takes a request and its files from a form, by the GraphQL multipart request
// specification: operations is the request, map says at which variables the files are.
func (t Transport) readForm(r *http.Request) (q *request, err error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, errForm
	}
	form, err := t.receive(reader)
	defer func() {
		if err != nil {
			form.close()
		}
	}()
	if err != nil {
		return nil, err
	}
	places, err := t.placesOf(form)
	if err != nil {
		return nil, err
	}
	p, err := parse(form.values["operations"])
	if err != nil {
		return nil, err
	}
	if q, err = p.request(r); err != nil {
		return nil, err
	}
	q.close = form.close
	return q, attach(q.Variables, form, places)
}

var errForm = refusalf(http.StatusBadRequest, "the form does not have operations, map, and the files that map names")

// placesOf reads where the files of a form belong, and checks that the form has what it should.
func (t Transport) placesOf(form *form) (places map[string][]string, err error) {
	if form.values["operations"] == nil || form.values["map"] == nil {
		return nil, errForm
	}
	if decode(form.values["map"], &places) != nil || len(places) != len(form.files) {
		return nil, errForm
	}
	count := 0
	for name, variables := range places {
		if form.files[name] == nil || len(variables) == 0 {
			return nil, errForm
		}
		count += len(variables) // a file that is meant many times is read many times
	}
	if count > t.Files {
		return nil, t.tooManyFiles()
	}
	return places, nil
}

func (t Transport) tooManyFiles() *refusal {
	return tooLarge(fmt.Sprintf("a request has %d files at most", t.Files))
}

// attach puts the files of a form at their places.
func attach(variables map[string]any, form *form, places map[string][]string) error {
	for name, paths := range places {
		file := form.files[name]
		for _, path := range paths {
			upload := graphql.Upload{File: file.open(), Filename: file.name, Size: file.size, ContentType: file.mediaType}
			if !place(variables, path, upload) {
				return refusalf(http.StatusBadRequest, "map names a place that is no null of the variables")
			}
		}
	}
	return nil
}

// place puts a file where a path such as variables.input.files.0 leads, if null is there.
func place(variables map[string]any, path string, file graphql.Upload) bool {
	names := strings.Split(path, ".")
	if names[0] != "variables" || len(names) < 2 {
		return false
	}
	var at any = variables
	last := len(names) - 1
	for i, name := range names[1:] {
		isLast := i+1 == last
		switch holder := at.(type) {
		case map[string]any:
			value, there := holder[name]
			if isLast && there && value == nil {
				holder[name] = file
				return true
			}
			at = value
		case []any:
			index, err := strconv.Atoi(name)
			if err != nil || index < 0 || index >= len(holder) {
				return false
			}
			if isLast && holder[index] == nil {
				holder[index] = file
				return true
			}
			at = holder[index]
		default:
			return false
		}
	}
	return false
}
