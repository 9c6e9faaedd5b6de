package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// tour is what there is to see in the demo network, in steps that follow from one another.
type tour struct {
	intro string
	steps []tourStep
}

// tourStep is one of them, said in both languages.
type tourStep struct {
	en, zh string
	acts   []tourAct
}

// tourAct is a command that somebody can paste, what it does here, and what has to show.
type tourAct struct {
	command string
	do      func(context.Context) (string, error)
	promise func(answer string) error // asked again until it holds, for a while; nil: that it was done
}

// print shows the tour to be taken by hand.
func (t *tour) print(out io.Writer) {
	fmt.Fprint(out, t.intro)
	for i, s := range t.steps {
		s.title(out, i)
		for _, a := range s.acts {
			fmt.Fprintf(out, "  %s\n", a.command)
		}
	}
	fmt.Fprint(out, "\nStop everything with Ctrl-C. 按 Ctrl-C 全部停止。\n")
}

func (s *tourStep) title(out io.Writer, i int) {
	fmt.Fprintf(out, "\n%d. %s\n   %s\n\n", i+1, s.en, s.zh)
}

// take takes the tour: it shows each command and its answer, and fails at the first that does
// not show what it promises.
func (t *tour) take(ctx context.Context, out io.Writer) error {
	fmt.Fprint(out, t.intro)
	for i, s := range t.steps {
		s.title(out, i)
		for _, a := range s.acts {
			answer, err := a.take(ctx)
			fmt.Fprintf(out, "  %s\n%s\n", a.command, indented(answer))
			if err != nil {
				return fmt.Errorf("step %d of the tour: %s: %w", i+1, a.command, err)
			}
		}
	}
	fmt.Fprint(out, "\nEvery step showed what it promised. 每一步均与所述一致。\n")
	return nil
}

// promiseLimit is how long what a step promises may take to show.
const promiseLimit = 30 * time.Second

func (a *tourAct) take(ctx context.Context) (answer string, err error) {
	for end := time.Now().Add(promiseLimit); ; {
		answer, err = a.do(ctx)
		if a.promise == nil {
			return answer, err
		}
		if err == nil {
			err = a.promise(answer)
		}
		if err == nil || time.Now().After(end) {
			return answer, err
		}
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return answer, err
		}
	}
}

// indented is an answer as the tour shows it: not all of a long one.
func indented(answer string) string {
	const most = 1500
	var pretty bytes.Buffer
	if json.Indent(&pretty, []byte(answer), "", "  ") == nil {
		answer = pretty.String()
	}
	if answer = strings.TrimSpace(answer); len(answer) > most {
		answer = strings.ToValidUTF8(answer[:most], "") + " …"
	}
	return "    " + strings.ReplaceAll(answer, "\n", "\n    ")
}

// query asks a node as one of its callers.
func (c *demoCentre) query(who, query string, promise func(answer any) error) tourAct {
	return c.queryWith(c.callers[who].Key, query, promise)
}

// queryWith asks a node with a key. What the tour has found before stands in the query as $NAME.
func (c *demoCentre) queryWith(key, query string, promise func(answer any) error) tourAct {
	body, _ := json.Marshal(map[string]string{"query": query}) // texts can be written
	a := tourAct{command: fmt.Sprintf("curl -s %s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %s' -d %s", c.url, key,
		foundName.ReplaceAllString(quoted(string(body)), `'"$$$1"'`))}
	a.do = func(ctx context.Context) (string, error) { return postQuery(ctx, c.url, key, c.fill(string(body))) }
	if promise != nil {
		a.promise = func(answer string) error {
			var parsed any
			if err := json.Unmarshal([]byte(answer), &parsed); err != nil {
				return err
			}
			return promise(parsed)
		}
	}
	return a
}

// metrograph runs the program itself.
func (w *demoNetwork) metrograph(promise func(answer string) error, arguments ...string) tourAct {
	return tourAct{command: w.self() + " " + strings.Join(arguments, " "), promise: promise, do: func(ctx context.Context) (string, error) {
		var out bytes.Buffer
		if code := run(ctx, arguments, nil, console{in: strings.NewReader(""), out: &out, err: &out}); code != exitDone {
			return out.String(), fmt.Errorf("exit code %d", code)
		}
		return out.String(), nil
	}}
}

// self is how the program is called here.
func (w *demoNetwork) self() string {
	program, err := os.Executable()
	if found, lookErr := exec.LookPath("metrograph"); err != nil || lookErr == nil && found == program {
		return "metrograph"
	}
	return quoted(program)
}

// quoted is a text as a shell takes it for one word.
func quoted(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-:,=") == "" && s != "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// askNode asks a node a query and returns its answer.
func askNode(ctx context.Context, url, key, query string) (answer any, err error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return nil, err
	}
	text, err := postQuery(ctx, url, key, string(body))
	if err == nil {
		err = json.Unmarshal([]byte(text), &answer)
	}
	return answer, err
}

func postQuery(ctx context.Context, url, key, body string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New("the node answered " + response.Status)
	}
	return string(raw), err
}

// dig is the part of an answer at a path of names and places; nil where there is none.
func dig(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}
