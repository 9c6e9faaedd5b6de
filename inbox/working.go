package inbox

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"metrograph/collect"
	"metrograph/internal/durable"
	"metrograph/model"
)

// state is what is known of a file that was taken, kept beside the folder that it is in. It is
// written before the job is made: whoever comes after a process that died finds out by the
// job's record whether the file was handed in.
type state struct {
	Job    model.ID `json:"job"`
	Handed bool     `json:"handed,omitempty"` // the job has a record; if there is none, it was deleted
}

const stateEnding = ".json"

// take moves a file to a folder of its own, and hands it in.
func (f *Folder) take(ctx context.Context, name string) error {
	place := rand.Text()
	if err := os.Mkdir(f.path(workingFolder, place), 0o750); err != nil {
		return reason(err)
	}
	if err := os.Rename(f.path(name), f.path(workingFolder, place, name)); err != nil {
		err = errors.Join(reason(err), os.Remove(f.path(workingFolder, place)))
		return fmt.Errorf("a file cannot be moved: %w", err)
	}
	if err := errors.Join(durable.SyncDir(f.path(workingFolder, place)), durable.SyncDir(f.dir)); err != nil {
		return err
	}
	return f.advance(ctx, place)
}

// work goes on with the files that were taken, and counts those that are left.
func (f *Folder) work(ctx context.Context) (left int, err error) {
	entries, err := os.ReadDir(f.path(workingFolder))
	if err != nil {
		return 0, reason(err)
	}
	var errs []error
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), durable.Part) { // of a process that died
			errs = append(errs, os.Remove(f.path(workingFolder, e.Name())))
		}
		if !e.IsDir() {
			continue
		}
		errs = append(errs, f.advance(ctx, e.Name()))
		if _, err := os.Lstat(f.path(workingFolder, e.Name())); err == nil {
			left++
		}
	}
	return left, errors.Join(errs...)
}

// advance does with a file what is next: hand it in, wait, or put it away.
func (f *Folder) advance(ctx context.Context, place string) error {
	name, err := f.fileIn(place)
	if err != nil {
		return err
	}
	if name == "" { // it was put away, or never came here
		return f.forget(place)
	}
	s, err := f.readState(place)
	if err != nil {
		return err
	}
	var job *model.CollectionJob
	if s.Job != "" {
		job, err = f.jobs.JobToResume(ctx, s.Job)
	}
	switch {
	case err != nil && model.CodeOf(err) != model.CodeNotFound:
		return err
	case job == nil && s.Handed:
		return f.putAway(place, name, failedFolder, collect.Account{Job: s.Job, State: model.JobCancelled, Failure: "the job was deleted"})
	case job == nil:
		return f.handIn(ctx, place, name)
	case !job.State.Ended():
		return nil
	case job.State == model.JobDone && job.Tally.Rejected == 0:
		return f.putAway(place, name, doneFolder, collect.AccountOf(job))
	}
	return f.putAway(place, name, failedFolder, collect.AccountOf(job))
}

// handIn makes a job of a file. One that cannot be made now is made later.
func (f *Folder) handIn(ctx context.Context, place, name string) error {
	sources, err := collect.Files(nil, f.path(workingFolder, place, name))
	if err != nil {
		return f.putAway(place, name, failedFolder, collect.Account{State: model.JobFailed, Failure: reason(err).Error()})
	}
	for i := range sources { // by their own names, not by where they are now
		sources[i].Name = strings.TrimPrefix(sources[i].Name, f.path(workingFolder, place)+string(filepath.Separator))
	}
	s := state{Job: f.jobs.NewID(model.KindCollectionJob)}
	if err := f.writeState(place, s); err != nil {
		return err
	}
	_, err = f.desk.Submit(ctx, sources, collect.Options{JobID: s.Job, Channel: "folder", Classification: f.o.Classification, Status: f.o.Status})
	switch model.CodeOf(err) {
	case "":
		s.Handed = true
		return f.writeState(place, s)
	case model.CodeInvalid:
		return f.putAway(place, name, failedFolder, collect.Account{Job: s.Job, State: model.JobFailed, Failure: err.Error()})
	case model.CodeLimitExceeded: // the desk is full for now
		return nil
	}
	return err
}

// putAway moves a file to where whoever brought it looks for it, and writes beside it what
// became of it. The account is first: a file that is done has one.
func (f *Folder) putAway(place, name, folder string, a collect.Account) error {
	target := name
	if _, err := os.Lstat(f.path(folder, name)); err == nil { // there was one of that name before
		ending := filepath.Ext(name)
		target = strings.TrimSuffix(name, ending) + "-" + place + ending
	}
	raw, err := json.MarshalIndent(a, "", "  ")
	draft := f.path(workingFolder, place+".report") // where a half-written one is in nobody's way
	if err == nil {
		err = durable.WriteFile(draft, append(raw, '\n'))
	}
	if err == nil {
		err = os.Rename(draft, f.path(folder, target+".report.json"))
	}
	if err == nil {
		err = os.Rename(f.path(workingFolder, place, name), f.path(folder, target))
	}
	if err == nil {
		err = durable.SyncDir(f.path(folder))
	}
	if err != nil {
		return fmt.Errorf("a file cannot be moved to %s: %w", folder, reason(err))
	}
	return f.forget(place)
}

// fileIn is the file in a folder; empty for none.
func (f *Folder) fileIn(place string) (name string, err error) {
	entries, err := os.ReadDir(f.path(workingFolder, place))
	if err != nil {
		return "", reason(err)
	}
	if len(entries) == 0 {
		return "", nil
	}
	return entries[0].Name(), nil
}

// forget removes what is left of a file that is not there any more.
func (f *Folder) forget(place string) error {
	if err := os.Remove(f.path(workingFolder, place+stateEnding)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return reason(err)
	}
	if err := os.Remove(f.path(workingFolder, place)); err != nil {
		return reason(err)
	}
	return nil
}

func (f *Folder) readState(place string) (s state, err error) {
	raw, err := os.ReadFile(f.path(workingFolder, place+stateEnding))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	return s, err
}

func (f *Folder) writeState(place string, s state) error {
	raw, err := json.Marshal(s)
	if err == nil {
		err = durable.WriteFile(f.path(workingFolder, place+stateEnding), raw)
	}
	return err
}
