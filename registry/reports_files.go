package registry

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"metrograph/model"
	"metrograph/workflow/reports"
)

// collectFiles keeps the files that the export of a report has made, by their hash. They are
// taken over under the rule by which the export is given out: to the access that it was made with.
func (x *Exports) collectFiles(ctx context.Context, c *reports.Case) error {
	e, err := x.current(ctx, c.Report.ExportID)
	switch {
	case model.CodeOf(err) == model.CodeNotFound:
		return invalid("id", "the files of the report are not there any more: have them made again with remakeReport")
	case err != nil:
		return err
	case e.State == model.JobFailed || e.State == model.JobCancelled:
		return invalid("id", "the files of the report were not made (%s): have them made again with remakeReport", strings.ToLower(string(e.State)))
	case e.State != model.JobDone:
		return invalid("id", "the files of the report are %s: wait for the export", strings.ToLower(string(e.State)))
	}
	until := strconv.FormatInt(x.now().Add(urlLasts).Unix(), 10)
	e, archive, err := x.Open(ctx, e.ID, until, x.sign(e.ID, until))
	if model.CodeOf(err) == model.CodeNotFound {
		return invalid("id", "%s; have the files made again with remakeReport", strings.TrimSuffix(err.Error(), "; export again"))
	}
	if err != nil {
		return err
	}
	defer archive.Close()
	c.Export = e
	c.Files, err = x.unpack(ctx, archiveName(c.Report), archive, e.Size)
	return inside("files of a report", err)
}

// archiveName is what the archive of a report is called, as what is in it.
func archiveName(r *model.Report) string {
	if r.Type == model.ReportBlueBook {
		return "bluebook.zip"
	}
	return "report.zip"
}

// unpack keeps an archive and what is in it.
func (x *Exports) unpack(ctx context.Context, name string, archive *os.File, size int64) ([]model.ReportFile, error) {
	var files []model.ReportFile
	keep := func(name string, content io.Reader) error {
		hash, size, err := x.blobs.Put(ctx, content)
		files = append(files, model.ReportFile{Name: name, MediaType: mediaTypeOf(name), Size: size, SHA256: hash})
		return err
	}
	if err := keep(name, archive); err != nil {
		return nil, err
	}
	in, err := zip.NewReader(archive, size)
	if err != nil {
		return nil, err
	}
	for _, f := range in.File {
		content, err := f.Open()
		if err != nil {
			return nil, err
		}
		err = keep(f.Name, content)
		if closed := content.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func mediaTypeOf(name string) string {
	switch path.Ext(name) {
	case ".zip":
		return "application/zip"
	case ".html":
		return "text/html; charset=utf-8"
	case ".pdf":
		return "application/pdf"
	case ".csv":
		return "text/csv; charset=utf-8"
	}
	return "application/octet-stream"
}

// ReportFile opens a file of a report for a caller who may download it. A report that is hidden,
// one without such a file and one that is not there are answered alike. The reader must be closed.
func (r *Registry) ReportFile(ctx context.Context, id model.ID, name string) (*model.ReportFile, io.ReadSeekCloser, error) {
	if id.Kind() != model.KindReport {
		id = ""
	}
	found, err := r.Load(ctx, model.KindReport, []model.ID{id}, 0)
	if err != nil {
		return nil, nil, err
	}
	report, _ := found.Records[0].(*model.Report)
	if report == nil || !r.may(ctx, model.ActionDownload, report) {
		return nil, nil, model.NotFound()
	}
	file := report.File(name)
	if file == nil {
		return nil, nil, model.NotFound()
	}
	content, err := r.blobs.Open(ctx, file.SHA256)
	return file, content, inside("file of a report", err)
}
