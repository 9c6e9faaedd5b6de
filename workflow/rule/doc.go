// Package rule is what rules of quality are made of: a rule, the case that it looks at, and
// the findings that it comes to. A finding of quality never refuses a record; what may not be
// kept at all is for package model to find.
package rule
