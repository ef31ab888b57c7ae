package bridge

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"checksig/engine"
	"checksig/session"
)

// runJob starts one job and returns its verdicts, and its end.
func runJob(t *testing.T, request string) (verdicts []any, end endEvent) {
	t.Helper()
	s := session.New(0, nil)
	defer s.Close()
	if Start(s, []byte(request)) == 0 {
		t.Fatal("no job")
	}
	var row []byte
	for over := false; !over; {
		batch, ok := s.Next(time.Minute)
		if !ok {
			t.Fatal("the session is closed")
		}
		readBatch(t, batch, func(_ uint32, ended bool, events []byte) {
			row, over = append(row, events...), ended
		})
	}
	return readRow(t, row)
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
	check := func(root, untold string) string {
		return fmt.Sprintf(`check {"root":%s,"untold":%s}`, root, untold)
	}
	tests := []struct {
		name, request string
		verdicts      int
		code          string
	}{
		{"all", check(string(root), `[]`), 2, ""},
		{"failed", check(string(root), `["ok"]`), 1, ""},
		{"no list", check(`"/"`, `[]`), 0, "NO_MANIFEST"},
		{"no directory", check(`"/no/such"`, `[]`), 0, "NO_DIRECTORY"},
		{"nothing", ``, 0, "INTERNAL"},
		{"no fields", `check`, 0, "INTERNAL"},
		{"no JSON", `check {`, 0, "INTERNAL"},
		{"no object", `check 5`, 0, "INTERNAL"},
		{"unknown operation", `x {}`, 0, "INTERNAL"},
		{"unknown status", check(`"/"`, `["x"]`), 0, "INTERNAL"},
		{"unknown field", `check {"root":"/","x":1}`, 0, "INTERNAL"},
		{"unknown algorithm", `check {"root":"/","algorithm":"x"}`, 0, "INTERNAL"},
		{"a path that is no bytes", check(`"/\u0100"`, `[]`), 0, "INTERNAL"},
		{"no algorithm", `digest {"sources":[]}`, 0, "INTERNAL"},
		{"a descriptor for a file", `digest {"algorithm":"sha1","sources":[0]}`, 0, "INTERNAL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			verdicts, end := runJob(t, test.request)
			if len(verdicts) != test.verdicts {
				t.Errorf("found %+v, expected %d verdicts", verdicts, test.verdicts)
			}
			if end.code != test.code {
				t.Errorf("found the code %q, expected %q", end.code, test.code)
			}
			if end.code != "" {
				return
			}
			var summary checkSummary
			if err := json.Unmarshal([]byte(end.summary), &summary); err != nil {
				t.Fatal(err)
			}
			counts := summary.Counts
			if counts[engine.OK] != 1 || counts[engine.Conflict] != 1 || summary.Bytes != 6 {
				t.Errorf("found %+v", summary)
			}
		})
	}
}
