package typeset

import "metrograph/report"

const (
	cellSize    = 8.8
	cellLeading = 12.0
	cellPad     = 4.0
	together    = 4 // rows that a page does not part: the last ones, and the first ones of a short table
)

// table sets a table, which goes on after a page with its head anew.
func (s *setter) table(t *report.Table) {
	widths := s.widths(t)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Title
	}
	headLines := s.cells(t, widths, head, "sans")
	s.y += 6
	first := 0.0
	if len(t.Rows) > 0 {
		first = heightOf(s.cells(t, widths, t.Rows[0], "serif"))
	}
	if len(t.Rows) <= 2*together {
		first = s.heightOfRows(t, widths, 0)
	}
	s.room(leading + heightOf(headLines) + first + 2*cellLeading)
	s.caption(t.Label + "　" + t.Caption)
	s.head0(t, widths, headLines)
	for n, row := range t.Rows {
		lines := s.cells(t, widths, row, "serif")
		need := heightOf(lines)
		if n == len(t.Rows)-together {
			need = s.heightOfRows(t, widths, n) + 2*cellLeading // the last rows stay together, with what is below them
		}
		if s.y+need > bottom {
			s.rule(1.2)
			s.page()
			s.caption(t.Label + "　" + t.Caption + s.d.Say("（续）", " (continued)"))
			s.head0(t, widths, headLines)
		}
		if n%2 == 1 {
			s.SetFillColor(244, 244, 244)
			s.Rect(left, s.y, wide, heightOf(lines), "F")
		}
		s.row(t, widths, lines, "serif")
	}
	s.rule(1.2)
	s.source(t.Source)
}

// heightOfRows is the height of the rows of a table from one on.
func (s *setter) heightOfRows(t *report.Table, widths []float64, from int) (high float64) {
	for _, row := range t.Rows[from:] {
		high += heightOf(s.cells(t, widths, row, "serif"))
	}
	return high
}

func (s *setter) head0(t *report.Table, widths []float64, lines [][]string) {
	s.rule(1.2)
	s.row(t, widths, lines, "sans")
	s.rule(0.6)
}

func (s *setter) caption(text string) {
	s.ink()
	s.put("sans", 9.5, left+wide/2, s.y+10, text, 1)
	s.y += leading
}

func (s *setter) source(text string) {
	s.y += 3
	if text != "" {
		s.small(text)
	}
	s.y += 8
}

// small sets a note below a table or a figure.
func (s *setter) small(text string) {
	s.font("serif", 8.3)
	s.SetTextColor(70, 70, 70)
	lines := broken(units(s.say("serif", text), s.width), wide, 0)
	s.room(cellLeading * float64(len(lines)))
	for _, l := range lines {
		s.font("serif", 8.3)
		s.SetTextColor(70, 70, 70)
		s.write(left, s.y+9, l.text())
		s.y += cellLeading
	}
	s.ink()
}

func (s *setter) rule(width float64) {
	s.SetDrawColor(0, 0, 0)
	s.SetLineWidth(width)
	s.Line(left, s.y, left+wide, s.y)
	s.y += 1
}

// cells breaks the texts of a row into lines.
func (s *setter) cells(t *report.Table, widths []float64, row []string, family string) [][]string {
	s.font(family, cellSize)
	out := make([][]string, len(row))
	for i, text := range row {
		for _, l := range broken(units(s.say(family, text), s.width), widths[i]-2*cellPad, 0) {
			out[i] = append(out[i], l.text())
		}
	}
	return out
}

func heightOf(cells [][]string) float64 {
	most := 1
	for _, lines := range cells {
		most = max(most, len(lines))
	}
	return float64(most)*cellLeading + 4
}

func (s *setter) row(t *report.Table, widths []float64, cells [][]string, family string) {
	x := left
	s.ink()
	s.font(family, cellSize)
	for i, lines := range cells {
		for n, text := range lines {
			at := x + cellPad
			if !t.Columns[i].Text {
				at = x + widths[i] - cellPad - s.width(text)
			}
			s.write(at, s.y+cellLeading*float64(n)+11, text)
		}
		x += widths[i]
	}
	s.y += heightOf(cells)
}

// widths divides the column among those of the table by what they hold; where that is too much,
// the longer texts are broken, and words and numbers are not.
func (s *setter) widths(t *report.Table) []float64 {
	least, want := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	leastAll, wantAll := 0.0, 0.0
	for i, c := range t.Columns {
		least[i], want[i] = s.needs("sans", c.Title, 2)
		for _, row := range t.Rows {
			a, b := s.needs("serif", row[i], 1)
			if !c.Text {
				a = b // a number is on one line
			}
			least[i], want[i] = max(least[i], a), max(want[i], b)
		}
		leastAll, wantAll = leastAll+least[i], wantAll+want[i]
	}
	for i := range want {
		switch {
		case wantAll <= wide:
			want[i] *= wide / wantAll
		case leastAll >= wide:
			want[i] = least[i] * wide / leastAll
		default:
			want[i] = least[i] + (want[i]-least[i])*(wide-leastAll)/(wantAll-leastAll)
		}
	}
	return want
}

// needs is how wide a cell is at least, and in so many lines.
func (s *setter) needs(family, text string, lines float64) (least, want float64) {
	s.font(family, cellSize)
	for _, u := range units(s.say(family, text), s.width) {
		least, want = max(least, u.width), want+u.width
	}
	const room = 2*cellPad + 1
	return least + room, max(least, want/lines+4*(lines-1)) + room
}
