package serve

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// WriteReady writes a value as JSON to a file that says that the node answers. Whoever waits
// for the file finds it whole or not at all. Only the node's own user may read it.
func WriteReady(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("serve: ready file: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("serve: ready file: %w", err)
	}
	_, err = file.Write(append(data, '\n'))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // the error that matters is the first
		return fmt.Errorf("serve: ready file: %w", err)
	}
	return nil
}
