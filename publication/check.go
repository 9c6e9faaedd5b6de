package publication

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"metrograph/model"
)

// Check compares records and files with a manifest. What is wrong is told as it is found.
type Check struct {
	Found   func(fault string)
	Records int // that are as they were published
	Files   int // the same of files

	members map[model.ID]*Member
	seen    map[model.ID]bool
	files   map[string]bool // by digest: whether it was there
	order   []model.ID
}

// NewCheck begins a check against a manifest that was read.
func NewCheck(m *Manifest, found func(fault string)) *Check {
	c := &Check{Found: found, members: map[model.ID]*Member{}, seen: map[model.ID]bool{}, files: map[string]bool{}}
	for i := range m.Members {
		member := &m.Members[i]
		c.members[member.ID], c.order = member, append(c.order, member.ID)
		if member.File != "" {
			c.files[member.File] = false
		}
	}
	return c
}

// mostLine bounds what a record may be in a file.
const mostLine = 64 << 20

// Lines checks the records of a text with one a line.
func (c *Check) Lines(name string, text io.Reader) error {
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 64<<10), mostLine)
	for n := 1; lines.Scan(); n++ {
		if line := bytes.TrimSpace(lines.Bytes()); len(line) > 0 {
			c.record(fmt.Sprintf("%s:%d", name, n), line)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s: a line is longer than %d bytes: give one record a line", name, mostLine)
	}
	return lines.Err()
}

func (c *Check) record(place string, text []byte) {
	content, err := Canonical(text)
	if err != nil {
		c.Found(fmt.Sprintf("%s: %v", place, err))
		return
	}
	var head struct {
		ID      model.ID `json:"id"`
		Version int      `json:"version"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		c.Found(fmt.Sprintf("%s: its id or version is none", place))
		return
	}
	member := c.members[head.ID]
	switch {
	case member == nil:
		c.Found(fmt.Sprintf("%s: %q is not in the manifest: it was added", place, head.ID))
	case c.seen[head.ID]:
		c.Found(fmt.Sprintf("%s: %s is there a second time", place, head.ID))
	case Digest(content) == member.SHA256:
		c.seen[head.ID] = true
		c.Records++
	default:
		c.seen[head.ID] = true
		c.Found(fmt.Sprintf("%s: %s is not as it was published: version %d with digest %s, published was version %d with %s",
			place, head.ID, head.Version, Digest(content), member.Version, member.SHA256))
	}
}

// File checks the bytes of an attachment.
func (c *Check) File(name string, content io.Reader) error {
	digest := sha256.New()
	if _, err := io.Copy(digest, content); err != nil {
		return err
	}
	sum := hex.EncodeToString(digest.Sum(nil))
	if _, known := c.files[sum]; !known {
		c.Found(fmt.Sprintf("%s: no file of the publication has these bytes: it was changed or added", name))
		return nil
	}
	c.files[sum] = true
	c.Files++
	return nil
}

// End tells of the records that were not there.
func (c *Check) End() {
	for _, id := range c.order {
		if !c.seen[id] {
			c.Found(fmt.Sprintf("%s is missing: it was left out", id))
		}
	}
}
