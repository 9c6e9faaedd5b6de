package config

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// ErrHelp says that help was asked for and has been printed.
var ErrHelp = errors.New("help was printed")

// Options is what the command line is read from. The zero value has no environment and
// prints nothing.
type Options struct {
	Environ []string // as os.Environ returns it
	Stdout  io.Writer
}

// Invocation is a command line that was understood.
type Invocation struct {
	CLI
	Command  string   // for example "serve" or "keys create"
	Warnings []string // what is odd and not wrong, for the log
}

// Parse reads the command line, without the program's name, the environment, and the file
// with settings. No arguments at all ask for help. Its error is [ErrHelp], or [Mistakes],
// each of which has its own line.
func Parse(args []string, o Options) (*Invocation, error) {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	in := &Invocation{}
	helped := false
	parser, err := newParser(&in.CLI, o.Stdout, func(int) { helped = true })
	if err != nil {
		return nil, err // the tags of the structs are wrong: a test finds it
	}
	s := newSources(parser.Model)
	if path := configPath(parser, args, o.Environ); path != "" {
		s.addFile(path)
	}
	s.addEnvironment(o.Environ)
	s.check()
	if err := kong.Resolvers(s).Apply(parser); err != nil {
		return nil, err
	}
	ctx, err := parser.Parse(args)
	if helped {
		return nil, ErrHelp
	}
	mistakes := s.mistakes
	if err != nil {
		mistakes = append(mistakes, Mistake{Where: "command line", Problem: err.Error()})
	} else {
		in.Command = commandOf(ctx)
		in.settleData()
		mistakes = append(mistakes, s.place(in.Config.mistakes(), ctx)...)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	in.Warnings = s.warnings
	return in, nil
}

func newParser(cli *CLI, stdout io.Writer, exit func(int)) (parser *kong.Kong, err error) {
	if stdout == nil {
		stdout = io.Discard
	}
	isSetting := func(flag *kong.Flag) bool {
		return flag != parser.Model.HelpFlag && slices.Contains(parser.Model.Flags, flag)
	}
	parser, err = kong.New(cli,
		kong.Name("metrograph"),
		kong.Description("Metrograph is the node that a metrology centre runs to collect, keep and share its data over GraphQL."+
			"\n\n'metrograph demo' shows what it does; 'metrograph serve' runs it."),
		kong.Writers(stdout, io.Discard),
		kong.Exit(exit),
		kong.Help(printHelp),
		kong.ValueFormatter(withVariable(isSetting)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100, NoExpandSubcommands: true}),
		kong.ExplicitGroups([]kong.Group{
			{Key: "server", Title: "Serving:"},
			{Key: "operations", Title: "Registered operations:"},
			{Key: "limit", Title: "Limits of one request:"},
			{Key: "rate", Title: "What callers may spend:"},
			{Key: "watch", Title: "Watched folders:"},
			{Key: "export", Title: "Exports:"},
			{Key: "webhook", Title: "Events that are sent to subscribers:"},
			{Key: "jwt", Title: "Tokens of other issuers:"},
			{Key: "institution", Title: "Identity at the first start:"},
		}),
	)
	return parser, err
}

// defaultData is where a node keeps everything when nothing else is said.
const defaultData = "./metrograph-data"

// settleData names the data folder of commands that need one. The demo makes one of its own.
func (in *Invocation) settleData() {
	if in.Data == "" && in.Command != "demo" {
		in.Data = defaultData
	}
}

// configPath finds the file with settings before everything else is read.
func configPath(parser *kong.Kong, args, environ []string) string {
	path := ""
	for _, pair := range environ {
		if value, found := strings.CutPrefix(pair, envName(configFlag)+"="); found {
			path = value
		}
	}
	trace, err := kong.Trace(parser, args)
	if err != nil {
		return path
	}
	for _, p := range trace.Path {
		if p.Flag != nil && p.Flag.Name == configFlag {
			path = fmt.Sprint(trace.FlagValue(p.Flag))
		}
	}
	return path
}

// commandOf joins the names of the command and the ones that it is below.
func commandOf(ctx *kong.Context) string {
	var names []string
	for _, p := range ctx.Path {
		if p.Command != nil {
			names = append(names, p.Command.Name)
		}
	}
	return strings.Join(names, " ")
}

// place adds to mistakes, whose Where is the name of a setting, where the value comes from.
func (s *sources) place(mistakes Mistakes, ctx *kong.Context) Mistakes {
	origins := s.origins
	for _, p := range ctx.Path {
		if p.Flag != nil && !p.Resolved {
			delete(origins, p.Flag.Name)
		}
	}
	for i, m := range mistakes {
		origin, found := origins[m.Where]
		if !found {
			origin = "--" + m.Where
		}
		mistakes[i] = Mistake{Where: origin, Problem: m.Where + " " + m.Problem}
	}
	return mistakes
}

// printHelp shows the settings that matter to the command: those for serving are many.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	command := commandOf(ctx)
	for _, flag := range ctx.Model.Flags {
		if flag.Group != nil && command != "serve" && command != "demo" {
			flag.Hidden = true
		}
	}
	return kong.DefaultHelpPrinter(options, ctx)
}

// withVariable adds the environment variable to the help of a setting.
func withVariable(isSetting func(*kong.Flag) bool) kong.HelpValueFormatter {
	return func(value *kong.Value) string {
		if value.Flag == nil || !isSetting(value.Flag) {
			return value.Help
		}
		return value.Help + " [" + envName(value.Name) + "]"
	}
}

// ExitCode is the code that the program ends with after an error of [Parse].
func ExitCode(err error) int {
	if errors.Is(err, ErrHelp) {
		return 0
	}
	return exitUsage
}

// exitUsage is what the shells' own commands return for a wrong command line.
const exitUsage = 2
