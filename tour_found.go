package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
)

// foundName is the name of something that the tour has found, as a command has it.
var foundName = regexp.MustCompile(`\$([A-Z]+)`)

// fill puts what the tour has found where a text names it.
func (c *demoCentre) fill(text string) string {
	return foundName.ReplaceAllStringFunc(text, func(name string) string { return c.found[name[1:]] })
}

// finding keeps the text of a field of the answer, which has it once, under a name for the
// commands that follow.
func (a tourAct) finding(found map[string]string, name, field string) tourAct {
	ask := a.do
	a.command = fmt.Sprintf(`%s=$(%s | sed 's/.*"%s":"\([^"]*\)".*/\1/')`, name, a.command, field)
	field = `"` + field + `":"([^"]*)"`
	a.do = func(ctx context.Context) (string, error) {
		answer, err := ask(ctx)
		if err != nil {
			return answer, err
		}
		value := regexp.MustCompile(field).FindStringSubmatch(answer)
		if value == nil {
			return answer, fmt.Errorf("it was promised that the answer has %s", field)
		}
		found[name] = value[1]
		return answer, nil
	}
	return a
}

// until asks until the answer has a text, which may take some rounds of the peers.
func (a tourAct) until(text string) tourAct {
	a.command = fmt.Sprintf(`until %s | grep -q '%s'; do sleep 1; done`, a.command, text)
	has := regexp.MustCompile(text)
	a.promise = func(answer string) error { return promised(has.MatchString(answer), "the answer has %s", text) }
	return a
}

// download keeps what is at a path of a node in a file.
func (c *demoCentre) download(path, file string) tourAct {
	return tourAct{command: fmt.Sprintf(`curl -s -o %s "%s%s"`, quoted(file), c.url, path), do: func(ctx context.Context) (_ string, err error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+c.fill(path), nil)
		if err != nil {
			return "", err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		raw, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode != http.StatusOK {
			err = fmt.Errorf("the node answered %s", response.Status)
		}
		if err != nil {
			return "", err
		}
		return "", os.WriteFile(file, raw, 0o600)
	}}
}
