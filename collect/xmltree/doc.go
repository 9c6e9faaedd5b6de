// Package xmltree reads an XML document of unknown origin into a small tree, within limits,
// and keeps account of what a mapping took from it.
//
// Formats in XML promise that nothing of a document is dropped. The tree makes that
// mechanical: a mapping takes elements, texts and attributes one by one, and [Tree.Leftovers]
// lists everything that nobody took, with its place, its line and its text as it was written,
// comments and processing instructions included.
//
// Document type declarations are refused, because entities are what XML bombs are made of,
// and so is a document that is larger, deeper or busier than the [Limits].
package xmltree
