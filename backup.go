package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"metrograph/audit"
	"metrograph/blob"
	"metrograph/federate"
	"metrograph/internal/durable"
	"metrograph/registry"
	"metrograph/spool"
	"metrograph/store/sqlitestore"
	"metrograph/webhook"
)

// backup copies the data folder, whose node may be running, to a folder that is not there
// yet. The copy is a data folder itself. It appears whole or not at all.
func (p *program) backup(ctx context.Context) (err error) {
	target := filepath.Clean(p.Backup.Folder)
	if _, err := os.Lstat(target); err == nil {
		return fmt.Errorf("%s is there already: name a new folder", target)
	}
	part, err := os.MkdirTemp(filepath.Dir(target), filepath.Base(target)+".part-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(part)) }()
	identity, err := os.ReadFile(filepath.Join(p.Data, identityFile)) // it is never changed
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no node in %s: name its data folder with --data", p.Data)
	}
	if err != nil {
		return err
	}
	// How far the exchange with peers has come is copied before the records, so that what came
	// in between comes again rather than never.
	if err := federate.CopyState(p.Data, part); err != nil {
		return err
	}
	// A place of a webhook that is older than the records costs repetitions, one that is newer
	// would cost events.
	if err := webhook.Copy(filepath.Join(p.Data, webhooksFolder), filepath.Join(part, webhooksFolder)); err != nil {
		return err
	}
	// Attachments are kept before the records that name them, and stay: whatever is in the
	// records' copy is among those that are copied after it.
	if p.Store == "" {
		if err := sqlitestore.Backup(ctx, filepath.Join(p.Data, storeFile), filepath.Join(part, storeFile)); err != nil {
			return err
		}
	}
	var files int
	var damaged []string
	if p.Attachments.Store == "" {
		if files, damaged, err = copyAttachments(ctx, p.Data, part); err != nil {
			return err
		}
	}
	rejected, err := spool.OpenDir(filepath.Join(p.Data, jobsFolder)).CopyTo(spool.OpenDir(filepath.Join(part, jobsFolder)), registry.IsRejection)
	if err != nil {
		return err
	}
	files += rejected
	if err := audit.Copy(p.Data, part); err != nil {
		return err
	}
	if err := durable.WriteFile(filepath.Join(part, identityFile), identity); err != nil {
		return err
	}
	if err := os.Rename(part, target); err != nil {
		return err
	}
	return p.tellBackup(target, files, damaged)
}

func copyAttachments(ctx context.Context, from, to string) (files int, damaged []string, err error) {
	source, err := blob.OpenDir(filepath.Join(from, attachmentsFolder))
	if err != nil {
		return 0, nil, err
	}
	defer source.Close()
	target, err := blob.OpenDir(filepath.Join(to, attachmentsFolder))
	if err != nil {
		return 0, nil, err
	}
	files, damaged, err = source.CopyTo(ctx, target)
	return files, damaged, errors.Join(err, target.Close())
}

func (p *program) tellBackup(target string, files int, damaged []string) error {
	what := "the store"
	if p.Store != "" {
		what = "the identity of the node, whose records are in MongoDB,"
	}
	fmt.Fprintf(p.out, "%s and %d files copied to %s\n", what, files, target)
	for _, hash := range damaged {
		fmt.Fprintf(p.out, "fault: the file %s is damaged\n", hash)
	}
	if len(damaged) > 0 {
		return errFaults
	}
	return nil
}
