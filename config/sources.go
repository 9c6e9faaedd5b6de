package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const (
	envPrefix  = "METROGRAPH_"
	configFlag = "config"
)

// sources holds the settings that are not on the command line. It is the only resolver that
// kong gets, and flags have no environment variable of kong's own: kong would let a file
// override the environment, and would stop at the first value that it cannot read.
type sources struct {
	flags    map[string]*kong.Flag // by name
	values   map[string]any
	origins  map[string]string // where a value comes from
	mistakes Mistakes
	warnings []string
}

// envName is the environment variable of a setting.
func envName(name string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// newSources knows the application's own flags. Those of a command are not settings of the
// node, and are on the command line only.
func newSources(app *kong.Application) *sources {
	s := &sources{flags: map[string]*kong.Flag{}, values: map[string]any{}, origins: map[string]string{}}
	for _, flag := range app.Flags {
		if flag != app.HelpFlag {
			s.flags[flag.Name] = flag
		}
	}
	return s
}

func (s *sources) known(name string) bool { _, found := s.flags[name]; return found }

// Validate is a part of kong's Resolver.
func (s *sources) Validate(*kong.Application) error { return nil }

// Resolve returns the value of a flag that is not on the command line.
func (s *sources) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if parent.App == nil {
		return nil, nil
	}
	return s.values[flag.Name], nil
}

// addFile takes the settings of a file. A file names no other file.
func (s *sources) addFile(path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		s.mistakes = append(s.mistakes, Mistake{Where: "config", Problem: err.Error()})
		return
	}
	found, mistakes := readFile(path, data, func(name string) bool { return s.known(name) && name != configFlag })
	s.mistakes = append(s.mistakes, mistakes...)
	for name, f := range found {
		s.values[name] = f.value
		s.origins[name] = fmt.Sprintf("%s:%d", path, f.line)
	}
}

// addEnvironment takes the variables that are set and not empty, in place of the file's.
func (s *sources) addEnvironment(environ []string) {
	names := map[string]string{}
	for name := range s.flags {
		names[envName(name)] = name
	}
	for _, pair := range slices.Sorted(slices.Values(environ)) {
		variable, value, _ := strings.Cut(pair, "=")
		name, found := names[variable]
		switch {
		case !strings.HasPrefix(variable, envPrefix) || value == "":
		case found:
			s.origins[name] = variable
			s.values[name] = value
		case !foreign(variable):
			s.warnings = append(s.warnings, "there is no setting for the variable "+variable)
		}
	}
}

// foreign tells whether a variable with our prefix is not meant for the node: those for
// tests, and those that Kubernetes sets for a service that is called metrograph.
func foreign(variable string) bool {
	rest := strings.TrimPrefix(variable, envPrefix)
	return strings.HasPrefix(rest, "TEST_") || strings.HasPrefix(rest, "SERVICE_") || rest == "PORT" ||
		strings.HasPrefix(rest, "PORT_")
}

// check drops the values that cannot be read and reports each of them.
func (s *sources) check() {
	for _, name := range slices.Sorted(maps.Keys(s.values)) {
		if err := readable(s.flags[name], s.values[name]); err != nil {
			s.mistakes = append(s.mistakes, Mistake{Where: s.origins[name], Problem: name + ": " + err.Error()})
			delete(s.values, name)
		}
	}
}

func readable(flag *kong.Flag, value any) error {
	if _, list := value.([]any); list && !flag.IsSlice() {
		return errors.New("has to be one value and not a list")
	}
	scratch := reflect.New(flag.Target.Type()).Elem()
	scan := kong.Scan().PushTyped(value, kong.FlagValueToken)
	return flag.Mapper.Decode(&kong.DecodeContext{Value: flag.Value, Scan: scan}, scratch)
}
