package resolvers

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"metrograph/model"
)

// rulesFor makes the rules that a query has to keep. gqlgen takes the suggestions from some
// of them; those for values spell out the schema as well.
func rulesFor(suggestions bool) func() *rules.Rules {
	return func() *rules.Rules {
		all := rules.NewDefaultRules()
		if !suggestions {
			all.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
		}
		return all
	}
}

// maxFault bounds what is said of a fault: names can be as long as a query.
const maxFault = 300

var (
	// syntaxFault is what the parser says up to the text that it found.
	syntaxFault = regexp.MustCompile(`^(?:Expected .*?, found )?[^":\\]*`)
	// valueFault is what the validator says of a value, with the value in it.
	valueFault = regexp.MustCompile(`(?s)^(?:(Expected value of type "[^"]*"), found .*?|(.*?cannot represent [^:]*): .*?)( Did you mean .*)?$`)
	// enumFault is what the validator says of a variable that is no value of an enumeration.
	enumFault = regexp.MustCompile(`(?s)^.* is not a valid (\w+)$`)
)

// requestFault says what the parser and the validator say, as far as it is about the schema and
// the names in a query: the values in it are not repeated to the caller.
func requestFault(e *gqlerror.Error) (message string, extensions map[string]any) {
	code := model.CodeInvalid
	message = e.Message
	switch {
	case strings.Contains(message, "token limit"):
		code, message = model.CodeLimitExceeded, "the query is too long"
	case e.Extensions["code"] == errcode.ParseFailed:
		message = strings.TrimSpace(syntaxFault.FindString(message))
	case e.Rule != "":
		message = strings.TrimSpace(valueFault.ReplaceAllString(message, "$1$2$3"))
	case strings.HasPrefix(message, "operation "):
		message = "the query has no operation of this name, or several and none is named"
	case len(e.Path) > 1 && message == "unknown field":
		e.Path = e.Path[:len(e.Path)-1] // its last part is not a name of the schema
	case len(e.Path) > 1 && e.Path[0] == ast.PathName("variable"):
		message = enumFault.ReplaceAllString(message, "is not a valid $1")
	}
	return shortened(message), map[string]any{"code": code}
}

// shortened cuts a message that is too long.
func shortened(message string) string {
	if utf8.RuneCountInString(message) <= maxFault {
		return message
	}
	return string([]rune(message)[:maxFault-1]) + "…"
}
