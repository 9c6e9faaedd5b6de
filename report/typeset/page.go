package typeset

import (
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"

	"metrograph/report"
)

// Measures in points: A4 with a column of 160 mm.
const (
	pageWide, pageHigh = 595.28, 841.89
	left               = 71.0
	wide               = 453.6
	top, bottom        = 82.0, 770.0
	body               = 10.5 // letters of the text
	leading            = 18.5
	brandR, brandG     = 23, 54
	brandB             = 93
)

// setter sets a document, one page after the other.
type setter struct {
	*fpdf.Fpdf
	d       *report.Document
	faces   faces
	glyphs  sfnt.Buffer
	y       float64
	head    string         // of the running pages
	pages   map[string]int // of chapters, by label
	links   map[string]int
	absent  map[rune]bool
	plain   bool // pages without head and number
	started bool // the first chapter has begun
}

// newSetter begins a document. Pages are known from a first setting; nil in that one.
func newSetter(d *report.Document, f faces, pages map[string]int) *setter {
	s := &setter{Fpdf: fpdf.New("P", "pt", "A4", ""), d: d, faces: f, pages: map[string]int{}, links: map[string]int{}, absent: map[rune]bool{}}
	s.AddUTF8FontFromBytes("serif", "", f.serif.ttf)
	s.AddUTF8FontFromBytes("sans", "", f.sans.ttf)
	s.SetCreationDate(time.Unix(0, 0).UTC()) // the same document is the same bytes
	s.SetModificationDate(time.Unix(0, 0).UTC())
	s.SetCatalogSort(true)
	s.SetAutoPageBreak(false, 0)
	s.SetTitle(d.Title+" "+d.Subtitle, true)
	s.SetAuthor(d.Organisation, true)
	s.SetCreator("Metrograph", true)
	s.SetLang(map[string]string{"zh": "zh-CN", "en": "en"}[d.Lang])
	if pages != nil {
		s.pages = pages
	}
	return s
}

// font chooses a face and a size.
func (s *setter) font(family string, size float64) { s.SetFont(family, "", size) }

// say makes a text that the current fonts can show.
func (s *setter) say(family, text string) string {
	f := s.faces.serif
	if family == "sans" {
		f = s.faces.sans
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r == '\u2009' { // between the digits of a number, which stay together
			return '\u00a0'
		}
		if plain, _ := plainOf(r); f.has(&s.glyphs, plain) {
			return r
		}
		s.absent[r] = true
		return absent
	}, text)
}

// put writes a text at a place; anchor 0 begins there, 1 is in the middle, 2 ends there.
func (s *setter) put(family string, size, x, y float64, text string, anchor int) {
	s.font(family, size)
	text = s.say(family, text)
	s.write(x-s.width(text)*float64(anchor)/2, y, text)
}

func (s *setter) ink()   { s.SetTextColor(26, 26, 26) }
func (s *setter) brand() { s.SetTextColor(brandR, brandG, brandB) }

// page begins a page with its head and its number.
func (s *setter) page() {
	s.AddPage()
	s.y = top
	if s.plain {
		return
	}
	s.SetTextColor(90, 90, 90)
	s.put("sans", 8.5, left, 52, s.d.Title+" "+s.d.Subtitle, 0)
	s.put("sans", 8.5, left+wide, 52, s.head, 2)
	s.SetDrawColor(120, 120, 120)
	s.SetLineWidth(0.5)
	s.Line(left, 58, left+wide, 58)
	s.put("serif", 9.5, pageWide/2, 806, strconv.Itoa(s.PageNo()), 1)
	s.ink()
}

// room makes sure that so much fits on the page.
func (s *setter) room(height float64) {
	if s.y+height > bottom {
		s.page()
	}
}

// paragraph sets a text in justified lines.
func (s *setter) paragraph(text string, indent, hang float64) {
	s.font("serif", body)
	s.ink()
	lines := broken(units(s.say("serif", text), s.width), wide-hang, indent)
	for i, l := range lines {
		if i == 0 && len(lines) > 1 || i == len(lines)-2 { // neither its first nor its last line stands alone
			s.room(2 * leading)
		} else {
			s.room(leading)
		}
		s.font("serif", body)
		x := left + hang
		if i == 0 {
			x += indent
		}
		s.justified(l, x, s.y+body, wide-hang)
		s.y += leading
	}
	s.y += 4
}

func (s *setter) justified(l line, x, y, most float64) {
	extra := 0.0
	if n := len(l.units); !l.last && n > 1 {
		extra = min((most-l.width)/float64(n-1), 6)
	}
	if extra <= 0.01 {
		s.write(x, y, l.text())
		return
	}
	for _, u := range l.units {
		if !u.space {
			s.write(x, y, u.text)
		}
		x += u.width + extra
	}
}
