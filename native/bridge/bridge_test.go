package bridge

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"checksig/session"
)

type end struct {
	Counts map[string]int
	Bytes  int64
	Error  *struct{ Code, Message, Path string }
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
	status           byte
	line             uint32
	size             float64
	expected, actual []byte
	path, detail     []byte
	message          []byte
}

func readVerdict(t *testing.T, r *bytes.Reader) (v verdict) {
	t.Helper()
	v.status = take(t, r, 1)[0]
	v.line = binary.LittleEndian.Uint32(take(t, r, 4))
	v.size = math.Float64frombits(binary.LittleEndian.Uint64(take(t, r, 8)))
	v.expected = take(t, r, int(take(t, r, 1)[0]))
	v.actual = take(t, r, int(take(t, r, 1)[0]))
	v.path, v.detail, v.message = text(t, r), text(t, r), text(t, r)
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
	tests := []struct {
		name, request string
		verdicts      int
		code          string
	}{
		{"all", `{"op":"check","root":` + string(root) + `,"verdicts":"all"}`, 2, ""},
		{"failed", `{"op":"check","root":` + string(root) + `,"verdicts":"failed"}`, 1, ""},
		{"no list", `{"op":"check","root":"/","verdicts":"all"}`, 0, "NO_MANIFEST"},
		{"no directory", `{"op":"check","root":"/no/such","verdicts":"all"}`, 0, "NO_DIRECTORY"},
		{"nothing", ``, 0, "INTERNAL"},
		{"no JSON", `{`, 0, "INTERNAL"},
		{"no object", `5`, 0, "INTERNAL"},
		{"unknown op", `{"op":"x","root":"/","verdicts":"all"}`, 0, "INTERNAL"},
		{"unknown verdicts", `{"op":"check","root":"/","verdicts":"x"}`, 0, "INTERNAL"},
		{"unknown field", `{"op":"check","root":"/","verdicts":"all","x":1}`, 0, "INTERNAL"},
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
			} else if end.Counts["ok"] != 1 || end.Counts["mismatch"] != 1 || end.Bytes != 12 {
				t.Errorf("found %+v", end)
			}
			if code != test.code {
				t.Errorf("found the code %q, expected %q", code, test.code)
			}
		})
	}
}
