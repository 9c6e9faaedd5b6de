package collect

import (
	"context"
	"errors"
	"io"

	"metrograph/collect/row"
)

// readError is why a source cannot be read any further.
type readError struct{ error }

// ahead reads rows while those before them are written: one batch is under way, one waits.
type ahead struct {
	batches chan read
	cancel  context.CancelFunc
	done    chan struct{}
}

type read struct {
	rows []*row.Row
	err  error
}

// readAhead begins to read.
func readAhead(ctx context.Context, reader row.Reader) *ahead {
	ctx, cancel := context.WithCancel(ctx)
	a := &ahead{make(chan read, 1), cancel, make(chan struct{})}
	go func() {
		defer close(a.done)
		for {
			rows, err := readBatch(reader)
			select {
			case a.batches <- read{rows, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return a
}

// readBatch reads rows until there are many, or enough of them to fill the memory.
func readBatch(reader row.Reader) (rows []*row.Row, err error) {
	const most = 8 << 20 // bytes of rows
	size := 0
	for len(rows) < maxBatch && size < most {
		found, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF) && len(rows) > 0:
			return rows, nil // and the next call says that this was the end
		case errors.Is(err, io.EOF), errors.Is(err, row.ErrMarked):
			return nil, err
		case err != nil && len(rows) == 0:
			return nil, &readError{err}
		case err != nil:
			return rows, nil
		}
		rows = append(rows, found)
		size += len(found.Raw)
	}
	return rows, nil
}

// next is the next batch.
func (a *ahead) next(ctx context.Context) ([]*row.Row, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case r := <-a.batches:
		return r.rows, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stop ends the reading; nothing is read when it returns.
func (a *ahead) stop() {
	a.cancel()
	<-a.done
}
