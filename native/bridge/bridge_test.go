package bridge

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"checksig/session"
)

type end struct {
	Summary struct {
		Counts map[string]int
		Bytes  int64
	}
	Error *struct{ Code, Message, Path string }
}

// runJob starts one job and returns the first bytes of its verdicts, and its end.
func runJob(t *testing.T, request string) (statuses []byte, e end) {
	t.Helper()
	s := session.New(0, nil)
	defer s.Close()
	if Start(s, []byte(request)) == 0 {
		t.Fatal("no job")
	}
	var events []byte
	for ended := false; !ended; {
		batch, ok := s.Next(time.Minute)
		if !ok {
			t.Fatal("the session is closed")
		}
		for len(batch) > 0 {
			ended = binary.LittleEndian.Uint32(batch[4:]) == 1
			size := binary.LittleEndian.Uint32(batch[8:])
			events = append(events, batch[12:12+size]...)
			batch = batch[12+size:]
		}
	}
	r := bytes.NewReader(events)
	for {
		kind, err := r.ReadByte()
		if err != nil {
			t.Fatal("no end")
		}
		if kind == kindEnd {
			break
		}
		statuses = append(statuses, readVerdict(t, r).status)
	}
	if err := json.Unmarshal(text(t, r), &e); err != nil {
		t.Fatal(err)
	}
	if r.Len() != 0 {
		t.Fatalf("%d bytes after the end", r.Len())
	}
	return statuses, e
}

type verdict struct {
	status byte
	path   []byte
}

func readVerdict(t *testing.T, r *bytes.Reader) (v verdict) {
	t.Helper()
	v.status = take(t, r, 1)[0]
	take(t, r, 2+4+8) // manifest, line, size
	for range 3 {     // algorithm, expected, actual
		take(t, r, int(take(t, r, 1)[0]))
	}
	v.path = text(t, r)
	for range 3 { // detail, text, message
		text(t, r)
	}
	return v
}

func text(t *testing.T, r *bytes.Reader) []byte {
	t.Helper()
	return take(t, r, int(binary.LittleEndian.Uint32(take(t, r, 4))))
}

func take(t *testing.T, r *bytes.Reader, n int) []byte {
	t.Helper()
	p := make([]byte, n)
	if m, _ := r.Read(p); m != n {
		t.Fatalf("found %d bytes, expected %d", m, n)
	}
	return p
}

func TestCheckRequests(t *testing.T) {
	dir := t.TempDir()
	const list = "f572d396fae9206628714fb2ce00f72e94f2258f  a\n" +
		"9591818c07e900db7e1e0bc4b884c945e6a61b24  a\n"
	for name, content := range map[string]string{"a": "hello\n", "sha1sum.txt": list} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, _ := json.Marshal(dir)
	check := func(root, tell string) string {
		return fmt.Sprintf(`{"op":"check","root":%s,"tell":%s}`, root, tell)
	}
	tests := []struct {
		name, request string
		verdicts      int
		code          string
	}{
		{"all", check(string(root), `["ok","conflict"]`), 2, ""},
		{"failed", check(string(root), `["conflict"]`), 1, ""},
		{"no list", check(`"/"`, `[]`), 0, "NO_MANIFEST"},
		{"no directory", check(`"/no/such"`, `[]`), 0, "NO_DIRECTORY"},
		{"nothing", ``, 0, "INTERNAL"},
		{"no JSON", `{`, 0, "INTERNAL"},
		{"no object", `5`, 0, "INTERNAL"},
		{"unknown op", `{"op":"x"}`, 0, "INTERNAL"},
		{"unknown status", check(`"/"`, `["x"]`), 0, "INTERNAL"},
		{"unknown field", `{"op":"check","root":"/","x":1}`, 0, "INTERNAL"},
		{"unknown algorithm", `{"op":"check","root":"/","algorithm":"x"}`, 0, "INTERNAL"},
		{"a path that is no bytes", check(`"/\u0100"`, `[]`), 0, "INTERNAL"},
		{"no algorithm", `{"op":"digest","sources":[]}`, 0, "INTERNAL"},
		{"a descriptor for a file", `{"op":"digest","algorithm":"sha1","sources":[0]}`, 0, "INTERNAL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			statuses, end := runJob(t, test.request)
			if len(statuses) != test.verdicts {
				t.Errorf("found %d verdicts, expected %d", len(statuses), test.verdicts)
			}
			code := ""
			if end.Error != nil {
				code = end.Error.Code
			} else if end.Summary.Counts["ok"] != 1 || end.Summary.Counts["conflict"] != 1 || end.Summary.Bytes != 6 {
				t.Errorf("found %+v", end)
			}
			if code != test.code {
				t.Errorf("found the code %q, expected %q", code, test.code)
			}
		})
	}
}
