package xmltree

import "fmt"

// Limits bound what reading a document may cost. A zero field means the default.
type Limits struct {
	Bytes int64 // of the file; 64 MiB
	Depth int   // of nested elements; 200
	Nodes int   // elements, attributes, comments and instructions together; 1,000,000
	Tag   int   // bytes of one tag with its attributes; 256 KiB
}

const (
	defaultBytes = 64 << 20
	defaultDepth = 200
	defaultNodes = 1_000_000
	defaultTag   = 256 << 10
)

// WithDefaults returns the limits with the default in the place of every zero.
func (l Limits) WithDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
	if l.Nodes <= 0 {
		l.Nodes = defaultNodes
	}
	if l.Tag <= 0 {
		l.Tag = defaultTag
	}
	return l
}

// Fault is the kind of reason why a document is not read.
type Fault string

const (
	FaultEmpty     Fault = "xml.empty"
	FaultSize      Fault = "xml.size"
	FaultEncoding  Fault = "xml.encoding"
	FaultMalformed Fault = "xml.malformed"
	FaultDoctype   Fault = "xml.doctype"
	FaultDepth     Fault = "xml.depth"
	FaultNodes     Fault = "xml.nodes"
	FaultTag       Fault = "xml.tag"
)

// Error says why a document is not read, and at which line.
type Error struct {
	Fault  Fault
	Line   int    // from 1; 0 where the whole document is meant
	Detail string // e.g. the limit that was passed
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s (line %d): %s", e.Fault, e.Line, e.Detail)
}
