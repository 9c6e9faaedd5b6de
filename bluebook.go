package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"metrograph/model"
	"metrograph/registry"
	reports "metrograph/report"
	"metrograph/report/bluebook"
	"metrograph/report/typeset"
)

// bluebook writes the blue book of a period from the data folder.
func (p *program) bluebook(ctx context.Context) error {
	period, err := bluebook.ParsePeriod(p.Bluebook.Period)
	if err != nil {
		return err
	}
	discipline, err := disciplineNamed(p.Bluebook.Discipline)
	if err != nil {
		return err
	}
	var font []byte
	if p.Bluebook.Font != "" {
		if font, err = os.ReadFile(p.Bluebook.Font); err != nil {
			return err
		}
	}
	return p.withNode(ctx, func(n *node) error {
		d, err := n.BlueBook(n.operator(ctx), n.institution.Name, registry.BlueBookRequest{
			Period: period, Discipline: discipline, Lang: p.Bluebook.Lang, K: p.Bluebook.Cell, Progress: p.steps("证书 certificates")})
		if err != nil {
			return err
		}
		return p.writeReport(d, p.Bluebook.Output, "bluebook-"+p.Bluebook.Period+"-"+p.Bluebook.Lang, font)
	})
}

func disciplineNamed(name string) (model.Discipline, error) {
	d := model.Discipline(strings.ToUpper(name))
	all := model.Discipline("").Values()
	if name == "all" {
		return "", nil
	}
	if !slices.Contains(all, d) {
		return "", model.Errorf(model.CodeInvalid, "there is no discipline %q; choose all or one of %v", name, all)
	}
	return d, nil
}

// writeReport writes a report into a folder: name.html, name.pdf, and its tables in data.
func (p *program) writeReport(d *reports.Document, dir, name string, font []byte) error {
	d.Folder = name + "-data"
	if err := os.MkdirAll(filepath.Join(dir, d.Folder), 0o755); err != nil {
		return err
	}
	var pdf bytes.Buffer
	absent, err := typed(&pdf, d, font)
	if err != nil {
		return err
	}
	if len(absent) > 0 {
		fmt.Fprintf(p.err, "the fonts do not have %s: 〓 stands for them in the PDF\n", string(absent))
	}
	for _, t := range d.Tables() {
		if err := os.WriteFile(filepath.Join(dir, d.Folder, t.File), t.CSV(), 0o644); err != nil {
			return err
		}
	}
	for file, content := range map[string][]byte{name + ".html": []byte(d.HTML()), name + ".pdf": pdf.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, file), content, 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintln(p.out, filepath.Join(dir, name+".pdf"))
	fmt.Fprintln(p.out, filepath.Join(dir, name+".html"))
	return nil
}

// typed sets a report in a font of the user's, or in the built-in ones.
func typed(w io.Writer, d *reports.Document, font []byte) (absent []rune, err error) {
	if font == nil {
		return typeset.PDF(w, d)
	}
	absent, err = typeset.PDFIn(w, d, font)
	if bad := (*typeset.FontError)(nil); errors.As(err, &bad) {
		return nil, model.Errorf(model.CodeInvalid, "--font: %s", bad.Reason)
	}
	return absent, err
}

// steps returns what shows how far some work is: a bar on a terminal, a line for each tenth
// elsewhere.
func (p *program) steps(unit string) func(done, total int) {
	tenths := 0
	line := func(done, total int) {
		if now := 10 * done / max(total, 1); now > tenths {
			tenths = now
			fmt.Fprintf(p.err, "%d/%d %s\n", done, total, unit)
		}
	}
	file, ok := p.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return line
	}
	var bars *mpb.Progress
	var bar *mpb.Bar
	return func(done, total int) {
		if bars == nil {
			bars = mpb.New(mpb.WithOutput(file), mpb.WithWidth(40))
			bar = bars.AddBar(int64(total), mpb.PrependDecorators(decor.CountersNoUnit("%d / %d "+unit)),
				mpb.AppendDecorators(decor.AverageSpeed(0, "%.0f/s"), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)))
		}
		bar.SetTotal(int64(total), false)
		bar.SetCurrent(int64(done))
		if done >= total {
			bars.Wait()
		}
	}
}
