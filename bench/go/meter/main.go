// Command meter does for the benchmark what Node cannot.
//
//	meter run COMMAND [ARG]...  runs a command and writes to descriptor 3 what it took
//	meter warm DIR              reads all files beneath DIR once
//	meter forget DIR            has the kernel drop the files beneath DIR from its page cache
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A measurement is what a command and all the processes that it waited for
// took.
type measurement struct {
	Ms      float64 `json:"ms"`      // from the start to the end
	CPUMs   float64 `json:"cpuMs"`   // user and system
	PeakKiB int64   `json:"peakKiB"` // of the largest of the processes
	Status  int     `json:"status"`
}

func main() {
	if err := dispatch(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "meter:", err)
		os.Exit(1)
	}
}

func dispatch(args []string) error {
	switch {
	case len(args) > 1 && args[0] == "run":
		return run(args[1:])
	case len(args) == 2 && args[0] == "warm":
		return eachFile(args[1], read)
	case len(args) == 2 && args[0] == "forget":
		return eachFile(args[1], forget)
	}
	return errors.New("expected run, warm or forget")
}

func run(args []string) error {
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	err := command.Run()
	took := time.Since(start)
	if command.ProcessState == nil {
		return err
	}
	state := command.ProcessState
	return json.NewEncoder(os.NewFile(3, "answer")).Encode(measurement{
		Ms:      took.Seconds() * 1e3,
		CPUMs:   (state.UserTime() + state.SystemTime()).Seconds() * 1e3,
		PeakKiB: state.SysUsage().(*syscall.Rusage).Maxrss,
		Status:  state.ExitCode(),
	})
}

// eachFile visits the regular files beneath dir, two at a time.
func eachFile(dir string, visit func(path string, buffer []byte) error) error {
	paths := make(chan string, 1024)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			buffer := make([]byte, 1<<20)
			for path := range paths {
				if err := visit(path, buffer); err != nil {
					fmt.Fprintln(os.Stderr, "meter:", err)
				}
			}
		})
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			paths <- path
		}
		return err
	})
	close(paths)
	workers.Wait()
	return err
}

func read(path string, buffer []byte) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for {
		if _, err := file.Read(buffer); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func forget(path string, _ []byte) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED)
}
