package wire

import (
	"fmt"
	"mime/multipart"
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
	form, err := reader.ReadForm(t.Memory)
	if err != nil {
		return nil, unreadable(err)
	}
	release := func() { _ = form.RemoveAll() } // what stays of temporary files is the system's to remove
	defer func() {
		if err != nil {
			release()
		}
	}()
	places, err := t.placesOf(form)
	if err != nil {
		return nil, err
	}
	p, err := parse([]byte(form.Value["operations"][0]))
	if err != nil {
		return nil, err
	}
	if q, err = p.request(r); err != nil {
		return nil, err
	}
	files, err := attach(q.Variables, form, places)
	q.close = func() { files.close(); release() }
	if err != nil {
		files.close()
		return nil, err
	}
	return q, nil
}

var errForm = refusalf(http.StatusBadRequest, "the form does not have operations, map, and the files that map names")

// placesOf reads where the files of a form belong, and checks that the form has what it should.
func (t Transport) placesOf(form *multipart.Form) (places map[string][]string, err error) {
	operations, mapped := form.Value["operations"], form.Value["map"]
	if len(operations) != 1 || len(mapped) != 1 || len(form.Value) != 2 {
		return nil, errForm
	}
	if int64(len(operations[0])+len(mapped[0])) > t.Fields {
		return nil, tooLarge("operations and map are too large")
	}
	if decode([]byte(mapped[0]), &places) != nil || len(places) != len(form.File) {
		return nil, errForm
	}
	count := 0
	for name, variables := range places {
		if len(form.File[name]) != 1 || len(variables) == 0 {
			return nil, errForm
		}
		count += len(variables) // a file that is meant many times is read many times
	}
	if count > t.Files {
		return nil, tooLarge(fmt.Sprintf("a request has %d files at most", t.Files))
	}
	return places, nil
}

// opened are the files of a request.
type opened []multipart.File

func (o opened) close() {
	for _, file := range o {
		_ = file.Close() // it was only read
	}
}

// attach puts the files of a form at their places.
func attach(variables map[string]any, form *multipart.Form, places map[string][]string) (files opened, err error) {
	for name, paths := range places {
		header := form.File[name][0]
		for _, path := range paths {
			file, err := header.Open()
			if err != nil {
				return files, err
			}
			files = append(files, file)
			upload := graphql.Upload{File: file, Filename: header.Filename, Size: header.Size, ContentType: header.Header.Get("Content-Type")}
			if !place(variables, path, upload) {
				return files, refusalf(http.StatusBadRequest, "map names a place that is no null of the variables")
			}
		}
	}
	return files, nil
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
