// Package policy decides who may see or do what.
//
// The policy is data: a Casbin model and a list of rules, which a centre can replace. Casbin
// is the sole authority on what they mean, but it is asked only when they are loaded: one
// live answer takes tens of microseconds, and a page of records with forty fields each needs
// thousands of them. So the rules are read back from Casbin and compiled into an immutable
// table that answers three questions:
//
//   - may this caller do this to this record, and which of its fields may they see
//     ([Grant.Decide]);
//   - which records may this caller do this to, as clauses that go into the store's query
//     ([Grant.Scope]);
//   - which rules say so ([Grant.Explain]).
//
// A rule that cannot become a filter fails the load, and the policy before it stays. Each
// rule is compared with Casbin's own answer as it is compiled, and tests compare the whole
// table with it. docs/access.md describes the rules and how to write them.
package policy
