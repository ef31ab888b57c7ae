// Command account says where the time of a check goes: it does the work of one
// core in steps, each with one thing more than the one before, in turn.
//
//	account ROOT LIST LARGE-FILE ROUNDS
//
// It prints medians as JSON: nanoseconds of CPU time for all files of the list,
// and a byte's of hashing and of reading alone.
package main

import (
	"context"
	"crypto/sha1"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

	"checksig/engine"
	"checksig/manifest"
	"golang.org/x/sys/unix"
)

// What the steps do.
const (
	opening = 1 << iota
	stating
	reading
	hashing
)

// bufferSize is the engine's.
const bufferSize = 256 << 10

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "account: expected ROOT LIST LARGE-FILE ROUNDS")
		os.Exit(2)
	}
	rounds, err := strconv.Atoi(os.Args[4])
	if err == nil {
		err = account(os.Args[1], os.Args[2], os.Args[3], rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "account:", err)
		os.Exit(1)
	}
}

func account(root, list, large string, rounds int) error {
	names, err := namesOf(list)
	if err != nil {
		return err
	}
	walk := func(what int) func() error {
		return func() error { return walk(root, names, what) }
	}
	steps := []struct {
		name string
		do   func() error
	}{
		{"list", func() error { _, err := namesOf(list); return err }},
		{"open", walk(opening)},
		{"fstat", walk(opening | stating)},
		{"read", walk(opening | stating | reading)},
		{"hash", walk(opening | stating | reading | hashing)},
		{"check", func() error { return check(root, list) }},
	}
	times := make(map[string][]float64)
	for round := range rounds + 1 {
		for _, step := range steps {
			start := cpuTime()
			if err := step.do(); err != nil {
				return err
			}
			if round > 0 {
				times[step.name] = append(times[step.name], float64((cpuTime() - start).Nanoseconds()))
			}
		}
	}
	answer := map[string]float64{"files": float64(len(names))}
	for name, values := range times {
		answer[name] = median(values)
	}
	answer["hashByte"] = median(repeat(rounds, hashAlone))
	answer["readByte"] = median(repeat(rounds, func() float64 { return readAlone(large) }))
	return json.NewEncoder(os.Stdout).Encode(answer)
}

// cpuTime is what the process has had of all cores, user and system: it does
// not grow while others have them.
func cpuTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		panic(err) // the arguments are constants
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func namesOf(list string) ([]string, error) {
	data, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	var names []string
	_, err = manifest.Parse(manifest.Bytes(data), manifest.Options{}, func(entry *manifest.Entry) {
		names = append(names, string(entry.Name))
	})
	return names, err
}

// walk does with each file what is asked, with the engine's system calls.
func walk(root string, names []string, what int) error {
	dir, err := unix.Open(root, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	how := unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
	}
	buffer := make([]byte, bufferSize)
	hash := sha1.New()
	var sum [sha1.Size]byte
	for _, name := range names {
		fd, err := unix.Openat2(dir, name, &how)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var before, after unix.Stat_t
		if what&stating != 0 {
			if err := unix.Fstat(fd, &before); err != nil {
				return err
			}
		}
		hash.Reset()
		for left := before.Size; what&reading != 0 && left > 0; {
			n, err := unix.Read(fd, buffer)
			if err != nil || n == 0 {
				return fmt.Errorf("%s: cannot be read: %w", name, err)
			}
			if what&hashing != 0 {
				hash.Write(buffer[:n])
			}
			left -= int64(n)
		}
		if what&hashing != 0 {
			hash.Sum(sum[:0])
		}
		if what&stating != 0 {
			if err := unix.Fstat(fd, &after); err != nil {
				return err
			}
		}
		unix.Close(fd)
	}
	return nil
}

// check is the engine's whole check, which has a place for each of Go's
// processors: one, if the environment says GOMAXPROCS=1.
func check(root, list string) error {
	failed := 0
	_, err := engine.Check(context.Background(), engine.Request{
		Root:      root,
		Manifests: []string{list},
		Untold:    engine.Statuses(0).With(engine.OK),
	}, func(*engine.Verdict) { failed++ })
	if err == nil && failed > 0 {
		err = errors.New("files do not match")
	}
	return err
}

// hashAlone returns the nanoseconds a byte of one SHA-1 stream.
func hashAlone() float64 {
	buffer := make([]byte, bufferSize)
	const pieces = 256
	hash := sha1.New()
	start := cpuTime()
	for range pieces {
		hash.Write(buffer)
	}
	return float64((cpuTime() - start).Nanoseconds()) / (pieces * bufferSize)
}

// readAlone returns the nanoseconds a byte of reading a file that is in the
// page cache.
func readAlone(path string) float64 {
	file, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer file.Close()
	buffer := make([]byte, bufferSize)
	total := 0
	start := cpuTime()
	for {
		n, err := file.Read(buffer)
		total += n
		if err == io.EOF {
			return float64((cpuTime() - start).Nanoseconds()) / float64(total)
		} else if err != nil {
			return 0
		}
	}
}

func repeat(rounds int, do func() float64) []float64 {
	values := make([]float64, rounds)
	for i := range values {
		values[i] = do()
	}
	return values
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
