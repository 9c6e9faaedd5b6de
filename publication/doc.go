// Package publication is what can be said of a publication without asking a node: the canonical
// content of its records, its signed manifest and how that is verified, and the forms that it is
// cited and harvested in. docs/publication.md names the sources.
package publication
