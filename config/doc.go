// Package config is everything about a node that can be set, and the command line.
//
// A setting is looked for in the command's flags, then in the environment, then in the YAML
// file that --config names; then it has its default. All mistakes in them are reported at
// once, each with the place that it comes from.
package config
