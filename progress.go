package main

import (
	"fmt"
	"io"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"metrograph/collect"
)

// progress returns what shows how far an import is: a bar on a terminal, a line a document
// elsewhere.
func (p *program) progress() func(collect.Progress) {
	if file, ok := p.err.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progressBar(file)
	}
	return func(now collect.Progress) {
		if now.Rows == 0 {
			fmt.Fprintf(p.err, "%d/%d %s\n", now.Done, now.Total, now.File)
		}
	}
}

// progressBar draws a bar with rate and the time that is left; it is made with the first
// document, when the number of documents is known.
func progressBar(w io.Writer) func(collect.Progress) {
	var bars *mpb.Progress
	var bar *mpb.Bar
	return func(now collect.Progress) {
		if now.Rows > 0 && now.Total > 1 {
			return // the bar counts documents
		}
		unit := "文件 files"
		if now.Rows > 0 {
			unit, now.Done, now.Total = "行 rows", now.Rows, max(now.RowsTotal, now.Rows+1)
		} else if t := now.File.Tally; t != nil && now.Total == 1 {
			now.Done, now.Total = t.Read, t.Read
		}
		if bars == nil {
			bars = mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))
			bar = bars.AddBar(int64(now.Total),
				mpb.PrependDecorators(decor.CountersNoUnit("%d / %d "+unit)),
				mpb.AppendDecorators(decor.AverageSpeed(0, "%.0f/s"), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)))
		}
		bar.SetTotal(int64(now.Total), false)
		bar.SetCurrent(int64(now.Done))
		if now.Done == now.Total {
			bars.Wait()
		}
	}
}
