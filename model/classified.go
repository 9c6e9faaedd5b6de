package model

import (
	"reflect"
	"regexp"
	"strings"
)

// State secrets (涉密) do not belong into a node. A text is a marking when it is nothing but
// one — 绝密, 机密, 秘密 or 涉密, with or without brackets, a label such as 密级, a word for a
// document such as 文件, and ★ with a term — or when it has such a label with one of these
// words behind it, or one of them before ★. 保密, 商业秘密 and these words within sentences are
// no markings.
var (
	marking = regexp.MustCompile(`^[\s\p{P}\p{S}]*(?:密级|保密等级|保密级别|涉密等级)?[\s\p{P}\p{S}]*(?:绝密|机密|秘密|涉密)` +
		`(?:级|件|文件|资料|数据|信息|材料|证书|报告)*(?:\s*[★☆]\s*\S{0,12})?[\s\p{P}\p{S}]*$`)
	labelled = regexp.MustCompile(`(?:密级|保密等级|保密级别|涉密等级)\s*[:：]\s*(?:绝密|机密|秘密|涉密)|(?:绝密|机密|秘密)\s*[★☆]`)
)

// longestMarking is how many bytes a text has at most that is nothing but a marking.
const longestMarking = 120

// IsMarking tells whether a text is a marking, or has one in it that can be nothing else.
func IsMarking(text string) bool {
	if !strings.Contains(text, "密") {
		return false
	}
	if labelled.MatchString(text) {
		return true
	}
	for line := range strings.Lines(text) {
		if len(line) <= longestMarking && marking.MatchString(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

// IsClassified tells whether any text of a record is a marking.
func IsClassified(r Record) bool { return valueIsMarked(reflect.ValueOf(r)) }

// valueIsMarked looks at every string of a record.
func valueIsMarked(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return IsMarking(v.String())
	case reflect.Pointer:
		return !v.IsNil() && valueIsMarked(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if valueIsMarked(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanInterface() && valueIsMarked(field) {
				return true
			}
		}
	}
	return false
}
