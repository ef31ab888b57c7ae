package engine_test

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"checksig/digest"
	"checksig/engine"
)

// told runs a check and returns a line for each verdict, in their order.
func told(t *testing.T, request engine.Request) ([]string, engine.Report, error) {
	t.Helper()
	var lines []string
	report, err := engine.Check(t.Context(), request, func(v *engine.Verdict) {
		line := fmt.Sprintf("%d:%d %s %s", v.Manifest, v.Line, v.Status, v.Path)
		if v.Detail != "" && v.Status != engine.Malformed {
			line += " " + v.Detail
		}
		lines = append(lines, line)
	})
	slices.Sort(lines)
	return lines, report, err
}

func sameLines(t *testing.T, found []string, expected ...string) {
	t.Helper()
	if !slices.Equal(found, expected) {
		t.Errorf("found\n%s\nexpected\n%s", strings.Join(found, "\n"), strings.Join(expected, "\n"))
	}
}

func fails(t *testing.T, err error, code engine.Code, part string) {
	t.Helper()
	var e *engine.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(err.Error(), part) {
		t.Errorf("found %v, expected %s with %q", err, code, part)
	}
}

var (
	hello  = []byte("hello\n")
	md5Of  = fmt.Sprintf("%x", md5.Sum(hello))
	sha1Of = fmt.Sprintf("%x", sha1.Sum(hello))
	sha2Of = fmt.Sprintf("%x", sha256.Sum256(hello))
	zero40 = strings.Repeat("0", 40)
)

func TestSeveralListsReadEachFileOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), hello)
	write(t, filepath.Join(dir, "b"), hello)
	write(t, filepath.Join(dir, "one"), []byte(sha1Of+"  a\n"+zero40+"  b\n"))
	write(t, filepath.Join(dir, "sub", "two"), []byte(sha2Of+"  a\n"+sha1Of+"  b\n"+sha1Of+"  gone\n"))
	elsewhere := filepath.Join(t.TempDir(), "three")
	write(t, elsewhere, []byte(sha1Of+"  ./a\n"))
	found, report, err := told(t, engine.Request{Root: dir, Manifests: []string{"one", "sub/two", elsewhere}})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, found, "0:1 ok a", "0:2 mismatch b", "1:1 ok a", "1:2 conflict b "+zero40, "1:3 missing gone", "2:1 ok ./a")
	equal(t, "bytes", report.Bytes, int64(2*len(hello)))
	equal(t, "lists", len(report.Lists), 3)
	equal(t, "path", report.Lists[1].Path, filepath.Join(dir, "sub/two"))
	equal(t, "entries", report.Lists[1].Entries, 3)
	equal(t, "algorithms", len(report.Lists[1].Algorithms), 2)
}

func TestTheDefaultList(t *testing.T) {
	dir := t.TempDir()
	_, _, err := told(t, engine.Request{Root: dir})
	fails(t, err, engine.NoManifest, "sha1sum.txt")

	write(t, filepath.Join(dir, "a"), hello)
	write(t, filepath.Join(dir, "SHA256SUMS"), []byte(sha2Of+"  a\n"))
	found, report, err := told(t, engine.Request{Root: dir})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, found, "0:1 ok a")
	equal(t, "list", report.Lists[0].Name, "SHA256SUMS")

	write(t, filepath.Join(dir, "MD5SUMS"), []byte(md5Of+"  a\n"))
	_, _, err = told(t, engine.Request{Root: dir})
	fails(t, err, engine.AmbiguousManifest, "MD5SUMS")
	fails(t, err, engine.AmbiguousManifest, "SHA256SUMS")
}

func TestExtras(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "extra", "d/b", "d/extra", ".hidden", "deep/er/extra"} {
		write(t, filepath.Join(dir, name), hello)
	}
	must(t, os.Symlink("d", filepath.Join(dir, "through")))
	must(t, os.Symlink("d", filepath.Join(dir, "unused")))
	must(t, os.Symlink("/etc", filepath.Join(dir, "out")))
	write(t, filepath.Join(dir, "sha1sum.txt"), []byte(sha1Of+"  ./a\n"+sha1Of+"  through/b\n"+sha1Of+"  d/b\n"))
	found, _, err := told(t, engine.Request{Root: dir, Extras: true})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, found,
		"0:0 extra .hidden", "0:0 extra d/extra", "0:0 extra deep/er/extra", "0:0 extra extra", "0:0 extra out",
		"0:0 extra unused", "0:1 ok ./a", "0:2 ok through/b", "0:3 ok d/b")
}

func TestRefusedLinks(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "d", "a"), hello)
	must(t, os.Symlink("d", filepath.Join(dir, "l")))
	must(t, os.Symlink("d/a", filepath.Join(dir, "m")))
	write(t, filepath.Join(dir, "sha1sum.txt"), []byte(sha1Of+"  d/a\n"+sha1Of+"  l/a\n"+sha1Of+"  m\n"))
	found, _, err := told(t, engine.Request{Root: dir, RefuseLinks: true})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, found, "0:1 ok d/a", "0:2 not-regular l/a link", "0:3 not-regular m link")
}

func TestLimits(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), hello)
	list := []byte(sha1Of + "  a\n" + sha1Of + "  ./a\n")
	write(t, filepath.Join(dir, "sha1sum.txt"), list)
	size := int64(len(list))
	tests := []struct {
		name    string
		request engine.Request
		code    engine.Code // empty: it is checked
		part    string
	}{
		{"entries", engine.Request{MaxEntries: 2}, "", ""},
		{"too many entries", engine.Request{MaxEntries: 1}, engine.LimitExceeded, "at most 1"},
		{"bytes", engine.Request{MaxManifestBytes: size}, "", ""},
		{"too many bytes", engine.Request{MaxManifestBytes: size - 1}, engine.LimitExceeded, fmt.Sprint(size - 1)},
		{"allowed", engine.Request{Allowed: []*digest.Algorithm{digest.SHA256, digest.SHA1}}, "", ""},
		{"not allowed", engine.Request{Allowed: []*digest.Algorithm{digest.SHA256}}, engine.AlgorithmRefused, "sha1"},
		{"files", engine.Request{MaxFileBytes: 6}, "", ""},
		{"workers of its own", engine.Request{Workers: 7}, "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.request.Root = dir
			found, _, err := told(t, test.request)
			if test.code != "" {
				fails(t, err, test.code, test.part)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, found, "0:1 ok a", "0:2 ok ./a")
		})
	}
	found, _, err := told(t, engine.Request{Root: dir, MaxFileBytes: 5})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, found, "0:1 unreadable a EFBIG", "0:2 unreadable ./a EFBIG")
}

func TestProgress(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), hello)
	write(t, filepath.Join(dir, "sha1sum.txt"), []byte(sha1Of+"  a\n"+sha1Of+"  gone\n"))
	var last engine.Progress
	_, _, err := told(t, engine.Request{Root: dir, Progress: func(p engine.Progress) { last = p }})
	if err != nil {
		t.Fatal(err)
	}
	if last.Files != 2 || last.FilesTotal != 2 || last.Bytes != 6 || last.BytesTotal != 6 || len(last.Path) == 0 {
		t.Errorf("found %+v", last)
	}
}

func TestDigests(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a")
	write(t, file, hello)
	read, write, err := os.Pipe()
	must(t, err)
	_, err = write.Write(hello)
	must(t, err)
	must(t, write.Close())
	defer read.Close()
	sources := []engine.Source{
		{Path: []byte(file)}, {Path: []byte(dir)}, {Path: []byte(file + ".not")}, {Path: []byte(file + "/x")},
	}
	stream := engine.Source{Descriptor: int(read.Fd()), HasFD: true}
	ok := fmt.Sprintf("ok  %s", sha1Of)
	for streams, expected := range map[bool][]string{
		false: {ok, "not-regular directory ", "missing ENOENT ", "missing ENOTDIR "},
		true:  {ok, "unreadable EISDIR ", "missing ENOENT ", "missing ENOTDIR ", ok},
	} {
		all := sources
		if streams {
			all = append(slices.Clone(all), stream)
		}
		found := make([]string, len(all))
		err := engine.Digests(t.Context(), digest.SHA1, all, streams, func(d *engine.FileDigest) {
			found[d.Index] = fmt.Sprintf("%s %s %s", d.Status, d.Detail, d.Actual)
		})
		must(t, err)
		sameLines(t, found, expected...)
	}
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a", "d/c", "sha1sum.txt", "new\nline"} {
		write(t, filepath.Join(dir, name), hello)
	}
	must(t, os.Symlink("d/c", filepath.Join(dir, "link")))
	must(t, os.Symlink("/etc/passwd", filepath.Join(dir, "out")))
	must(t, os.Chmod(filepath.Join(dir, "sha1sum.txt"), 0o640))
	request := engine.CreateRequest{Root: dir, Manifest: "sha1sum.txt", Algorithm: digest.SHA1}
	var skipped []string
	report, err := engine.Create(t.Context(), request, func(v *engine.Verdict) {
		skipped = append(skipped, fmt.Sprintf("%s %s", v.Status, v.Path))
	})
	must(t, err)
	sameLines(t, skipped, "outside out")
	equal(t, "entries", report.Entries, 5)
	list, err := os.ReadFile(filepath.Join(dir, "sha1sum.txt"))
	must(t, err)
	equal(t, "list", string(list), sha1Of+"  a\n"+sha1Of+"  b\n"+sha1Of+"  d/c\n"+sha1Of+"  link\n\\"+sha1Of+"  new\\nline\n")
	info, err := os.Stat(filepath.Join(dir, "sha1sum.txt"))
	must(t, err)
	equal(t, "permissions", info.Mode().Perm(), 0o640)
	must(t, engine.CheckSignatures(dir))

	names, err := os.ReadDir(dir)
	must(t, err)
	for _, name := range names {
		if strings.HasSuffix(name.Name(), ".tmp") {
			t.Errorf("%s is left", name.Name())
		}
	}
}

func TestCreateFailsWhole(t *testing.T) {
	dir := t.TempDir()
	create := func(ctx context.Context, manifest string) error {
		request := engine.CreateRequest{Root: dir, Manifest: manifest, Algorithm: digest.SHA1}
		_, err := engine.Create(ctx, request, func(*engine.Verdict) {})
		return err
	}
	fails(t, create(t.Context(), "list"), engine.CreateFailed, "no file")
	write(t, filepath.Join(dir, "a"), hello)
	fails(t, create(t.Context(), "gone/list"), engine.CreateFailed, "no such file")
	must(t, os.Mkdir(filepath.Join(dir, "taken"), 0o755))
	fails(t, create(t.Context(), "taken"), engine.CreateFailed, "taken")

	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if err := create(ctx, "list"); err != cause {
		t.Errorf("found %v, expected the context's cause", err)
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	equal(t, "files left", len(entries), 2)
}
