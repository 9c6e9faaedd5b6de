// Package mapping is what the mappings of XML documents to parcels have in common: findings
// that are told once, files that are attached, texts in several languages, and what is left
// over of a document.
package mapping
