// Package rules puts the rules of all norms together, evaluates certificates by them, and
// makes scores of quality of what they come to. Findings of quality never refuse a record.
package rules
