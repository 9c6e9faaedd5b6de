package publication_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/publication"
)

func key(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// published is a publication of two records, with their contents.
func published(t *testing.T) (*model.Publication, []string) {
	t.Helper()
	var contents []string
	p := sample.Publication(func(p *model.Publication) {
		p.Members = nil
		p.Description = model.Text{Zh: "说明<文>", En: "A description & more"}
		for _, r := range []model.Record{sample.Dataset(), sample.Certificate(), sample.Attachment()} {
			content, err := publication.Content(r)
			if err != nil {
				t.Fatal(err)
			}
			contents = append(contents, string(content))
			p.Members = append(p.Members, model.PublishedMember{RecordID: r.Base().ID, Version: r.Base().Version, SHA256: publication.Digest(content)})
		}
		p.Members[2].File = sample.Attachment().SHA256
	})
	seal(t, p, key(1))
	return p, contents
}

func seal(t *testing.T, p *model.Publication, k ed25519.PrivateKey) {
	t.Helper()
	if err := publication.Seal(p, public(k), func(m []byte) []byte { return ed25519.Sign(k, m) }); err != nil {
		t.Fatal(err)
	}
}

func manifest(t *testing.T, p *model.Publication) []byte {
	t.Helper()
	text, err := publication.Of(p).Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var accessed = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func work(p *model.Publication, lang string) *publication.Work {
	return &publication.Work{Publication: p, URL: "https://node.example.cn/p/" + p.Identifier, Lang: lang,
		Supersedes: "https://node.example.cn/p/4G7K-9QWX-2FMC-01AY", SupersededBy: "https://node.example.cn/p/0000-0000-0000-0002"}
}

func withdrawn(p *model.Publication) *model.Publication {
	out := *p
	out.Status, out.Withdrawal = model.StatusWithdrawn, model.Withdrawal{At: accessed, Reason: "数据有误"}
	return &out
}

// TestForms holds every form that a publication is given out in to its file.
func TestForms(t *testing.T) {
	p, _ := published(t)
	for _, c := range []struct {
		file string
		make func() (string, error)
	}{
		{"citation-zh.txt", func() (string, error) { return publication.Citation(work(p, "zh"), accessed) + "\n", nil }},
		{"citation-en.txt", func() (string, error) { return publication.Citation(work(p, "en"), accessed) + "\n", nil }},
		{"csl.json", func() (string, error) { return publication.CSL(work(p, "zh"), accessed) }},
		{"schemaorg.json", func() (string, error) { return publication.SchemaOrg(work(p, "en")) }},
		{"datacite.json", func() (string, error) { return publication.DataCiteJSON(work(p, "zh")) }},
		{"datacite.xml", func() (string, error) { return publication.DataCiteXML(work(p, "zh")) }},
		{"withdrawn.xml", func() (string, error) { return publication.DataCiteXML(work(withdrawn(p), "en")) }},
		{"bare.xml", func() (string, error) {
			return publication.DataCiteXML(work(&model.Publication{Title: model.Plain("Daten")}, "en"))
		}},
		{"manifest.json", func() (string, error) { return string(manifest(t, p)), nil }},
	} {
		text, err := c.make()
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		golden.Check(t, "testdata/"+c.file, text)
	}
}

// TestDataCiteHoldsToItsSchema validates the XML against DataCite's own schema where there is a
// copy of it (DATACITE_XSD) and a validator; the order of the elements that the golden files have
// is that of the schema.
func TestDataCiteHoldsToItsSchema(t *testing.T) {
	p, _ := published(t)
	for name, of := range map[string]*model.Publication{"published": p, "withdrawn": withdrawn(p), "bare": {Title: model.Plain("Daten")}} {
		text, err := publication.DataCiteXML(work(of, "zh"))
		if err != nil {
			t.Fatal(err)
		}
		for _, required := range []string{"<identifier identifierType=", "<creatorName", "<title", "<publisher", "<publicationYear>", `resourceTypeGeneral="Dataset"`} {
			if !strings.Contains(text, required) {
				t.Errorf("%s: there is no %s", name, required)
			}
		}
		xsd := os.Getenv("DATACITE_XSD")
		if xsd == "" {
			continue
		}
		file := t.TempDir() + "/d.xml"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", xsd, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestManifest: what was signed is read; a changed byte, another key and a missing seal are told.
func TestManifest(t *testing.T) {
	p, _ := published(t)
	text := manifest(t, p)
	m, err := publication.Read(text, public(key(1)))
	if err != nil || m.Identifier != p.Identifier || len(m.Members) != 3 {
		t.Fatalf("read %+v, %v", m, err)
	}
	var spaced bytes.Buffer
	if err := json.Indent(&spaced, text, "", "   "); err != nil {
		t.Fatal(err)
	}
	if _, err := publication.Read(spaced.Bytes(), nil); err != nil {
		t.Errorf("with spaces: %v", err)
	}
	unsealed := *publication.Of(p)
	unsealed.Seal = nil
	bare, err := unsealed.Text()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text []byte
		key  ed25519.PublicKey
		want error
	}{
		"another title":   {bytes.Replace(text, []byte("Sample"), []byte("Semple"), 1), nil, publication.ErrSignature},
		"a member more":   {bytes.Replace(text, []byte(`"members":[`), []byte(`"members":[{"id":"cert_01hqwzk8g0e5wan1prhr2p5k3s","kind":"certificate","sha256":"00","version":1},`), 1), nil, publication.ErrSignature},
		"an unknown word": {bytes.Replace(text, []byte(`{"format"`), []byte(`{"extra":1,"format"`), 1), nil, publication.ErrSignature},
		"another key":     {text, public(key(2)), publication.ErrOtherKey},
		"no seal":         {bare, nil, publication.ErrUnsealed},
		"another format":  {[]byte(`{"format":"x"}`), nil, publication.ErrNoManifest},
		"no object":       {[]byte(`[]`), nil, publication.ErrNoManifest},
		"no JSON":         {text[:len(text)-1], nil, publication.ErrNoManifest},
		"a name twice":    {bytes.Replace(text, []byte(`{"format"`), []byte(`{"format":"x","format"`), 1), nil, publication.ErrNoManifest},
	} {
		if bytes.Equal(c.text, text) && c.key == nil {
			t.Errorf("%s: nothing is changed", name)
		}
		if _, err := publication.Read(c.text, c.key); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestEveryByteOfTheManifestCounts changes each byte of a manifest in turn.
func TestEveryByteOfTheManifestCounts(t *testing.T) {
	p, _ := published(t)
	text := manifest(t, p)
	for i := range text {
		changed := bytes.Clone(text)
		changed[i] ^= 1
		if m, err := publication.Read(changed, public(key(1))); err == nil && string(manifestText(t, m)) != string(text) {
			t.Errorf("a change of byte %d (%q) is not noticed", i, text[i])
		}
	}
}

func manifestText(t *testing.T, m *publication.Manifest) []byte {
	t.Helper()
	text, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestCheck: data is compared record by record.
func TestCheck(t *testing.T) {
	p, contents := published(t)
	m, err := publication.Read(manifest(t, p), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lines []string
		files []string
		want  []string
	}{
		"as published":      {contents, nil, nil},
		"in another order":  {[]string{contents[2], "", contents[0], contents[1]}, nil, nil},
		"left out":          {contents[1:], nil, []string{"is missing"}},
		"added":             {append([]string{`{"id":"x"}`}, contents...), nil, []string{"was added"}},
		"twice":             {append([]string{contents[0]}, contents...), nil, []string{"a second time"}},
		"changed":           {[]string{contents[0], strings.Replace(contents[1], `"version":1`, `"version":2`, 1), contents[2]}, nil, []string{"not as it was published: version 2"}},
		"no JSON":           {[]string{contents[0], contents[1], contents[2], "{"}, nil, []string{"no JSON"}},
		"another file":      {contents, []string{"bytes"}, []string{"no file of the publication"}},
		"with what is kept": {[]string{contents[0], contents[1], withHead(contents[2])}, nil, nil},
	} {
		var found []string
		check := publication.NewCheck(m, func(fault string) { found = append(found, fault) })
		if err := check.Lines("data", strings.NewReader(strings.Join(c.lines, "\n"))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, f := range c.files {
			if err := check.File("file", strings.NewReader(f)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		check.End()
		if len(found) != len(c.want) || len(found) > 0 && !strings.Contains(found[0], c.want[0]) {
			t.Errorf("%s: found %q, want %q", name, found, c.want)
		}
	}
}

// withHead is a content as an export writes it: with what the node keeps, and with empty values.
func withHead(content string) string {
	return strings.Replace(content, "{", `{"status":"PUBLISHED","classification":"PUBLIC","provenance":{"channel":"api"},"remarks":{},"masked":[],`, 1)
}

// FuzzCanonical: a canonical content is its own canonical content, and no input is too much.
func FuzzCanonical(f *testing.F) {
	f.Add([]byte(`{"id":"a","b":[0,{"c":0,"d":""}],"n":1e3,"status":"x"}`))
	f.Add([]byte(`{"a":{"b":{"c":null}},"z":1.0,"A":"é"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		once, err := publication.Canonical(text)
		if err != nil {
			return
		}
		again, err := publication.Canonical(once)
		if err != nil || !bytes.Equal(again, once) {
			t.Errorf("%q becomes %q, and that %q, %v", text, once, again, err)
		}
	})
}

// FuzzRead: whatever is called a manifest, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"metrograph-manifest-1","seal":{"algorithm":"Ed25519","publicKey":"AA==","signature":""}}`))
	f.Fuzz(func(_ *testing.T, text []byte) { _, _ = publication.Read(text, nil) })
}
