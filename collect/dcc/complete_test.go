package dcc

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// documents are the project's own certificates, and the published ones where they are.
func documents(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, pattern := range []string{"*.xml", "signed/*.xml"} {
		published, _ := filepath.Glob("../../../shared/dcc/" + pattern)
		files = append(files, published...)
	}
	return files
}

func read(t testing.TB, file string) (*parcel.Parcel, []byte) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return readBytes(t, file, raw), raw
}

func readBytes(t testing.TB, name string, raw []byte) *parcel.Parcel {
	t.Helper()
	p, err := Read(context.Background(), name, raw, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestNothingIsDropped replaces every text and every attribute of a document by one that
// occurs nowhere else, and looks for each in what was read.
func TestNothingIsDropped(t *testing.T) {
	for _, file := range documents(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			marked := mark(t, raw)
			p := readBytes(t, file, marked.document)
			if p.Certificate == nil || model.Grave(p.Findings) {
				t.Fatalf("not read: %v", p.Findings)
			}
			if missing := marked.missing(everything(t, p)); len(missing) > 0 {
				t.Errorf("%d of %d texts were dropped:\n%s", len(missing), len(marked.tokens), strings.Join(missing, "\n"))
			}
		})
	}
}

// TestPlainTextsAreKept looks for every text of a document as it is, which includes those
// that cannot be replaced: dates, units, words of the schema.
func TestPlainTextsAreKept(t *testing.T) {
	for _, file := range documents(t) {
		if strings.HasPrefix(filepath.Base(file), "metrograph") {
			continue // has words that Metrograph added; that it comes back is a law of export/dcc
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			p, raw := read(t, file)
			kept := everything(t, p)
			d := xml.NewDecoder(bytes.NewReader(raw))
			element := ""
			for {
				token, err := d.Token()
				if err != nil {
					break
				}
				switch token := token.(type) {
				case xml.StartElement:
					element = token.Name.Local
				case xml.CharData:
					for _, word := range strings.Fields(string(token)) {
						if !converted[element] && !holds(kept, word) && !areEnds(strings.Split(word, ",")) {
							line, _ := d.InputPos()
							t.Errorf("line %d: %s: %q is nowhere", line, element, word)
						}
					}
				}
			}
		})
	}
}

// holds tells whether a word is there, or all its parts: before 1.9.1 commas separate values, and a
// colon the name of a number from the number.
func holds(kept, word string) bool {
	return strings.Contains(kept, word) || !slices.ContainsFunc(strings.FieldsFunc(word, func(c rune) bool { return c == ',' || c == ':' }),
		func(part string) bool { return !strings.Contains(kept, part) })
}

// converted are the elements whose words become words of the model.
var converted = map[string]bool{
	"performanceLocation": true, "mainSigner": true, "typeOfChange": true, "dataBase64": true,
	"conformity": true, "conformityXMLList": true, "status": true, "state": true, "humanReadablePDFBase64": true, "data": true,
}

// everything is all that was read as one text: the records, and the files but the original.
func everything(t testing.TB, p *parcel.Parcel) string {
	t.Helper()
	var all bytes.Buffer
	e := json.NewEncoder(&all)
	e.SetEscapeHTML(false)
	if err := e.Encode(p); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(all.String())
	for _, f := range p.Files {
		if f.Attachment.Role != model.AttachmentOriginal {
			text += string(f.Content)
		}
	}
	return text
}

// marks is a document with a token in every place, and where each token stands.
type marks struct {
	document []byte
	tokens   []string
	places   map[string]string
	ids      map[string]string // an id has to stay the same wherever it is used
}

// fixed are elements whose texts the mapping reads, so that they cannot be replaced.
var fixed = map[string]bool{
	"dateTime": true, "dateTimeXMLList": true, "unit": true, "unitXMLList": true, "listUnit": true, "unitPhase": true,
	"unitPhaseXMLList": true, "countryCode": true, "countryCodeISO3166_1": true, "usedLangCodeISO639_1": true,
	"mandatoryLangCodeISO639_1": true, "receiptDate": true, "beginPerformanceDate": true, "endPerformanceDate": true,
	"issueDate": true, "date": true, "issuer": true, "mimeType": true,
	"coverageFactor": true, "coverageFactorXMLList": true, "coverageProbability": true, "coverageProbabilityXMLList": true,
}

var attribute = regexp.MustCompile(`\s(?:[A-Za-z]+:)?([A-Za-z]+)\s*=\s*"([^"]*)"`)

func mark(t testing.TB, raw []byte) *marks {
	t.Helper()
	m := &marks{places: map[string]string{}, ids: map[string]string{}}
	d := xml.NewDecoder(bytes.NewReader(raw))
	var out bytes.Buffer
	element := ""
	for {
		start := d.InputOffset()
		token, err := d.RawToken()
		if err != nil {
			break
		}
		source := string(raw[start:d.InputOffset()])
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
			source = m.attributes(source, element)
		case xml.CharData:
			line, _ := d.InputPos()
			source = m.text(source, element, fmt.Sprintf("line %d: %s", line, element))
		}
		out.WriteString(source)
	}
	m.document = out.Bytes()
	return m
}

func (m *marks) attributes(tag, element string) string {
	return attribute.ReplaceAllStringFunc(tag, func(a string) string {
		parts := attribute.FindStringSubmatch(a)
		var value string
		switch parts[1] {
		case "id", "refId":
			for _, id := range strings.Fields(parts[2]) {
				if m.ids[id] == "" {
					m.ids[id] = m.next("@id of " + element)
				}
				value += m.ids[id] + " "
			}
		case "refType":
			value = parts[2] + " ns_" + m.next("@refType of "+element)
		default:
			return a
		}
		return strings.Replace(a, `"`+parts[2]+`"`, `"`+strings.TrimSpace(value)+`"`, 1)
	})
}

func (m *marks) text(text, element, place string) string {
	body := strings.TrimSpace(text)
	switch {
	case body == "" || converted[element] || fixed[element] || strings.HasPrefix(text, "<![CDATA["):
		return text
	case endNames[strings.ToLower(body)] != 0, strings.Trim(body, "-") == "":
		return text
	}
	words := strings.Fields(body)
	for i, word := range words {
		if model.Decimal(word).Valid() {
			words[i] = strings.ReplaceAll(m.next(place), "x", "1")
			m.tokens[len(m.tokens)-1] = words[i]
			m.places[words[i]] = place
			continue
		}
		if i == len(words)-1 || strings.HasSuffix(element, "XMLList") && word != "NaN" {
			words[i] += m.next(place)
		}
	}
	return strings.Replace(text, body, strings.Join(words, " "), 1)
}

// next makes a token of nine letters and digits, so that none is part of another.
func (m *marks) next(place string) string {
	token := fmt.Sprintf("8x%07d", len(m.tokens))
	m.tokens = append(m.tokens, token)
	m.places[token] = place
	return token
}

func (m *marks) missing(kept string) []string {
	var missing []string
	for _, token := range m.tokens {
		if !strings.Contains(kept, token) {
			missing = append(missing, m.places[token]+" "+token)
		}
	}
	return missing
}

// TestFilesAreKept compares embedded files with what became of them.
func TestFilesAreKept(t *testing.T) {
	p, raw := read(t, "testdata/everything-v3.3.xml")
	want := map[string]string{
		"everything-v3.3.xml": string(raw), "sheet.txt": "Test\n", "points.csv": "1,2\n3,4\n", "certificate.pdf": "%PDF-1.4\n",
	}
	roles := map[string]model.AttachmentRole{
		"everything-v3.3.xml": model.AttachmentOriginal, "sheet.txt": model.AttachmentOther,
		"points.csv": model.AttachmentRawData, "certificate.pdf": model.AttachmentPDF,
	}
	if len(p.Files) != len(want) {
		t.Errorf("%d files, want %d", len(p.Files), len(want))
	}
	for i, f := range p.Files {
		a := f.Attachment
		if string(f.Content) != want[a.FileName] || a.Role != roles[a.FileName] || a.Size != int64(len(f.Content)) {
			t.Errorf("%s: role %s, %d bytes: %.20s", a.FileName, a.Role, a.Size, f.Content)
		}
		if p.Certificate.AttachmentIDs[i] != a.ID {
			t.Errorf("%s is not attached", a.FileName)
		}
	}
	broken := base64.StdEncoding.EncodeToString(nil) + "!!!"
	if !strings.Contains(everything(t, p), broken) {
		t.Error("the file that cannot be decoded was dropped")
	}
}
