package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"metrograph/federate"
	"metrograph/publication"
)

// manifestVerify checks a manifest, and data against it, without a node.
func (p *program) manifestVerify() error {
	c := p.Manifest.Verify
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	m, err := readManifest(text, c.Key)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	fmt.Fprintf(p.out, "%s: %s, signed by %s (key %s)\n", m.Identifier, m.Title.In("en"), m.Publisher, federate.Fingerprint(m.Seal.PublicKey))
	if c.Key == "" {
		fmt.Fprintln(p.out, "note: give the publisher's key with --key; without it the signature only shows that the manifest was not changed since somebody signed it")
	}
	if len(c.Data) == 0 {
		fmt.Fprintf(p.out, "the signature is right; %d records are in the manifest, and no data was given to compare\n", len(m.Members))
		return nil
	}
	faults := 0
	check := publication.NewCheck(m, func(fault string) {
		faults++
		fmt.Fprintln(p.out, "fault:", fault)
	})
	for _, path := range c.Data {
		if err := checkData(check, path); err != nil {
			return err
		}
	}
	check.End()
	fmt.Fprintf(p.out, "%d of %d records and %d files are as they were published, %d faults\n", check.Records, len(m.Members), check.Files, faults)
	if faults > 0 {
		return errFaults
	}
	return nil
}

// readManifest reads a manifest that was signed with a key, which is given in base64 or by its
// fingerprint; empty for any.
func readManifest(text []byte, key string) (*publication.Manifest, error) {
	var expected ed25519.PublicKey
	raw, err := base64.StdEncoding.DecodeString(key)
	fingerprint := strings.Count(key, "-") > 1
	switch {
	case key == "" || fingerprint:
	case err != nil || len(raw) != ed25519.PublicKeySize:
		return nil, errors.New("--key is neither an Ed25519 public key in base64 nor a fingerprint, as 'metrograph peer list' shows it")
	default:
		expected = raw
	}
	m, err := publication.Read(text, expected)
	if err == nil && fingerprint && !strings.EqualFold(federate.Fingerprint(m.Seal.PublicKey), key) {
		err = publication.ErrOtherKey
	}
	return m, err
}

// checkData checks a file, or every file of a folder: records where its name ends as theirs do,
// bytes of an attachment otherwise.
func checkData(check *publication.Check, path string) error {
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		if ending := filepath.Ext(name); ending == ".ndjson" || ending == ".jsonl" {
			return check.Lines(name, file)
		}
		return check.File(name, file)
	})
}
