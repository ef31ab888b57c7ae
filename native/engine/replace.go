package engine

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"checksig/faults"
)

// replaceFile puts data into the place of the file at path, whole or not at
// all: it is written beside it, forced to the disk and renamed. A file that
// was there hands its permissions on.
func replaceFile(path string, data []byte) error {
	temp, err := createBeside(path)
	if err != nil {
		return err
	}
	placed := false
	defer func() {
		if !placed { // after a panic too
			temp.Close()
			os.Remove(temp.Name())
		}
	}()
	faults.At("engine.write")
	if _, err := temp.Write(data); err != nil {
		return err
	}
	if old, err := os.Stat(path); err == nil {
		if err := temp.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	placed = true
	directory, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer directory.Close()
	return directory.Sync()
}

// createBeside creates a file with a name of its own in the directory of path.
// Unlike os.CreateTemp it leaves the permissions to the umask.
func createBeside(path string) (*os.File, error) {
	for {
		name := "." + filepath.Base(path) + "." + strconv.FormatUint(rand.Uint64(), 36) + ".tmp"
		file, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}
