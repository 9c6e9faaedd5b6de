package table

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Bounds of the parts of a workbook that are kept in memory.
const (
	maxPart   = 16 << 20  // of its list of sheets, and of its formats
	maxShared = 192 << 20 // of the texts that its cells share
	maxSheets = 256
)

// workbook is what all sheets of a workbook have in common.
type workbook struct {
	archive  *zip.Reader
	shared   shared
	formats  []format // by the number of a cell's style
	from1904 bool
}

// openWorkbook reads everything of a workbook but its rows. A workbook of hundreds of megabytes
// takes no more memory than the texts that its cells share.
func openWorkbook(archive *zip.Reader) (*book, error) {
	w := &workbook{archive: archive}
	var list struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string     `xml:"name,attr"`
			Any  []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Type   string `xml:"Type,attr"`
		} `xml:"Relationship"`
	}
	if err := w.part("xl/workbook.xml", &list); err != nil {
		return nil, err
	}
	if err := w.part("xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, err
	}
	if len(list.Sheets) > maxSheets {
		return nil, fmt.Errorf("it has more than %d sheets", maxSheets)
	}
	w.from1904 = list.Properties.Date1904 == "1" || list.Properties.Date1904 == "true"
	if err := w.styles(); err != nil {
		return nil, err
	}
	if err := w.sharedTexts(); err != nil {
		return nil, err
	}
	targets := map[string]string{}
	for _, r := range relations.List {
		if strings.HasSuffix(r.Type, "/worksheet") {
			targets[r.ID] = r.Target
		}
	}
	b := &book{from1904: w.from1904}
	for _, s := range list.Sheets {
		for _, a := range s.Any {
			if target := targets[a.Value]; a.Name.Local == "id" && target != "" {
				b.tables = append(b.tables, bookTable{s.Name, func() (lines, error) { return w.sheet(inBook(target)) }})
			}
		}
	}
	return b, nil
}

// inBook is the place of a part that the workbook names.
func inBook(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/")
	}
	return path.Join("xl", target)
}

// part reads a small part of the workbook.
func (w *workbook) part(name string, into any) error {
	f, err := w.archive.Open(name)
	if err != nil {
		return errParts
	}
	defer f.Close()
	if err := xml.NewDecoder(io.LimitReader(f, maxPart)).Decode(into); err != nil {
		return errParts
	}
	return nil
}

// format is how a cell shows a number.
type format struct {
	date    bool
	percent bool
	places  int // behind the point; -1 where the format does not say
}

var decimals = regexp.MustCompile(`^[#,]*0(?:\.(0+))?(%?)(?:_.*|;.*)?$`)

// formatOf reads a number format. Formats of dates have a year, month or day in them, and no
// place for digits.
func formatOf(id int, code string) format {
	switch {
	case id == 1, id == 3:
		return format{}
	case id == 2, id == 4:
		return format{places: 2}
	case id == 9:
		return format{percent: true}
	case id == 10:
		return format{percent: true, places: 2}
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return format{date: true}
	}
	if m := decimals.FindStringSubmatch(strings.ReplaceAll(code, `\ `, "")); m != nil {
		return format{places: len(m[1]), percent: m[2] != ""}
	}
	bare := quoted.ReplaceAllString(strings.ToLower(code), "")
	return format{date: strings.ContainsAny(bare, "yd") && !strings.ContainsAny(bare, "0#"), places: -1}
}

var quoted = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)

// styles reads the number formats of cells.
func (w *workbook) styles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if _, err := fs.Stat(w.archive, "xl/styles.xml"); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := w.part("xl/styles.xml", &styles); err != nil {
		return err
	}
	custom := map[int]string{}
	for _, f := range styles.Formats {
		custom[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		w.formats = append(w.formats, formatOf(c.ID, custom[c.ID]))
	}
	return nil
}

// shared is the texts that cells share, one behind the other.
type shared struct {
	text []byte
	ends []uint32
}

func (s *shared) at(n int) (string, bool) {
	if n < 0 || n >= len(s.ends) {
		return "", false
	}
	begin := uint32(0)
	if n > 0 {
		begin = s.ends[n-1]
	}
	return string(s.text[begin:s.ends[n]]), true
}

// sharedTexts reads the texts that cells share.
func (w *workbook) sharedTexts() error {
	f, err := w.archive.Open("xl/sharedStrings.xml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	dec := xml.NewDecoder(f)
	var in, phonetic bool
	for {
		token, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errParts
		}
		switch t := token.(type) {
		case xml.StartElement:
			in, phonetic = t.Name.Local == "t", phonetic || t.Name.Local == "rPh"
		case xml.EndElement:
			in = false
			switch t.Name.Local {
			case "rPh":
				phonetic = false
			case "si":
				w.shared.ends = append(w.shared.ends, uint32(len(w.shared.text)))
			}
		case xml.CharData:
			if in && !phonetic {
				w.shared.text = append(w.shared.text, t...)
			}
		}
		if len(w.shared.text)+4*len(w.shared.ends) > maxShared {
			return fmt.Errorf("its texts are more than %d MiB; divide it", maxShared>>20)
		}
	}
}
