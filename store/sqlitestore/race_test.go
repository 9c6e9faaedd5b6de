//go:build race

package sqlitestore

// raced tells that the program looks for races, which makes SQLite ten times slower.
const raced = true
