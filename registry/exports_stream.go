package registry

import (
	"context"
	"errors"
	"io"

	"metrograph/export"
	"metrograph/model"
)

// Stream is a list of records that is written as it is read.
type Stream struct {
	Ending, MediaType string

	x      *Exports
	kind   model.Kind
	format export.Format
	list   *scan
	first  []model.Record // which were read to find faults before anything is written
}

// Stream begins to write the records that the caller may read, as an export would, while the
// caller waits. Where there are too many for that, nothing is written.
func (x *Exports) Stream(ctx context.Context, q ExportRequest) (*Stream, error) {
	format, err := x.formatOf(q)
	if err != nil {
		return nil, err
	}
	request, err := x.listOf(&model.Export{Content: q.Content}, q.Filter)
	if err != nil {
		return nil, err
	}
	tooMany, err := x.exceeds(ctx, request, x.o.Streamed)
	if err != nil {
		return nil, err
	}
	if tooMany {
		e := model.Errorf(model.CodeLimitExceeded, "there are more than %d records; filter them, or begin an export with the mutation exportCreate", x.o.Streamed)
		e.Path = "filter"
		return nil, e
	}
	s := &Stream{x: x, kind: q.Content, format: format, list: &scan{Registry: x.Registry, request: request, size: exportPage}}
	s.Ending, s.MediaType = format.File(q.Content)
	s.first, err = s.list.next(ctx)
	return s, err
}

// Write writes the records. After an error what was written is not whole, and says so where
// the format can.
func (s *Stream) Write(ctx context.Context, w io.Writer) (err error) {
	out, err := s.format.New(w, export.Options{Kind: s.kind, Dir: s.x.temporary()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := s.write(ctx, out); err != nil {
		return errors.Join(err, out.Fail("the answer is not whole; ask again, or begin an export with the mutation exportCreate"))
	}
	return out.Finish()
}

func (s *Stream) write(ctx context.Context, out export.Writer) error {
	for records := s.first; len(records) > 0; {
		related, err := s.x.linked(ctx, records, s.format.Needs(s.kind))
		if err != nil {
			return err
		}
		for _, record := range records {
			if err := out.Write(record, related); err != nil {
				return err
			}
		}
		if records, err = s.list.next(ctx); err != nil {
			return err
		}
	}
	return nil
}
