package typeset

import "strings"

// Exponents, which Chinese fonts do not have as characters of their own: they are set as
// smaller digits above the line.
const (
	raisedForms = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
	plainForms  = "0123456789−"
	raisedSize  = 0.62
	raisedBy    = 0.36
)

func plainOf(r rune) (rune, bool) {
	at := strings.IndexRune(raisedForms, r)
	if at < 0 {
		return r, false
	}
	return []rune(plainForms)[len([]rune(raisedForms[:at]))], true
}

// runs divides a text into pieces that are raised and pieces that are not.
func runs(text string, use func(piece string, raised bool)) {
	var piece strings.Builder
	was := false
	for _, r := range text {
		plain, raised := plainOf(r)
		if raised != was && piece.Len() > 0 {
			use(piece.String(), was)
			piece.Reset()
		}
		was = raised
		piece.WriteRune(plain)
	}
	if piece.Len() > 0 {
		use(piece.String(), was)
	}
}

// width is how wide a text is in the current font.
func (s *setter) width(text string) (w float64) {
	runs(text, func(piece string, raised bool) {
		if k := s.GetStringWidth(piece); raised {
			w += k * raisedSize
		} else {
			w += k
		}
	})
	return w
}

// write writes a text in the current font.
func (s *setter) write(x, y float64, text string) {
	size, _ := s.GetFontSize()
	runs(text, func(piece string, raised bool) {
		if !raised {
			s.Text(x, y, piece)
			x += s.GetStringWidth(piece)
			return
		}
		s.SetFontSize(size * raisedSize)
		s.Text(x, y-size*raisedBy, piece)
		x += s.GetStringWidth(piece)
		s.SetFontSize(size)
	})
}
