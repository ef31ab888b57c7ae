package bridge

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

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
	// request is a request with these fields.
	request := func(operation string, fields ...string) string {
		return strings.Join(append([]string{operation}, fields...), "\x00") + "\x00"
	}
	// end is the summary of the whole check but for its duration.
	end := func(summary string) string {
		return regexp.MustCompile(`seconds:\S+`).ReplaceAllString(summary, "seconds:…")
	}
	whole := fmt.Sprintf("{counts:[1 0 0 0 0 0 0 1 0 0] bytes:6 seconds:… lists:[{path:%s entries:2 algorithms:[sha1]}]}",
		filepath.Join(dir, "sha1sum.txt"))
	const nothing = "{counts:[0 0 0 0 0 0 0 0 0 0] bytes:0 seconds:… lists:[]}"
	tests := []struct {
		name, request string
		verdicts      int
		code, summary string
	}{
		{"all", request("check", "root="+dir), 2, "", whole},
		{"failed", request("check", "root="+dir, "untold=ok"), 1, "", whole},
		{"no list", request("check", "root=/"), 0, "NO_MANIFEST", nothing},
		{"no directory", request("check", "root=/no/such"), 0, "NO_DIRECTORY", nothing},
		{"nothing", "", 0, "INTERNAL", ""},
		{"no fields", "check", 0, "NO_DIRECTORY", nothing},
		{"no name", request("check", "root"), 0, "INTERNAL", ""},
		{"no end", "check\x00root=/", 0, "INTERNAL", ""},
		{"unknown operation", request("x"), 0, "INTERNAL", ""},
		{"unknown status", request("check", "root=/", "untold=x"), 0, "INTERNAL", ""},
		{"unknown field", request("check", "root=/", "x=1"), 0, "INTERNAL", ""},
		{"unknown algorithm", request("check", "root=/", "algorithm=x"), 0, "INTERNAL", ""},
		{"unknown algorithm to allow", request("check", "root=/", "allowed="), 0, "INTERNAL", ""},
		{"no flag", request("check", "root=/", "extras=true"), 0, "INTERNAL", ""},
		{"no number", request("check", "root=/", "workers=two"), 0, "INTERNAL", ""},
		{"no positive number", request("check", "root=/", "maxEntries=0"), 0, "INTERNAL", ""},
		{"unknown form", request("create", "root=/", "algorithm=sha1", "form=x"), 0, "INTERNAL", ""},
		{"no algorithm to create with", request("create", "root=/"), 0, "INTERNAL", ""},
		{"no algorithm", request("digest"), 0, "INTERNAL", ""},
		{"no descriptor", request("digest", "algorithm=sha1", "descriptor=-1", "streams=1"), 0, "INTERNAL", ""},
		{"a descriptor for a file", request("digest", "algorithm=sha1", "descriptor=0"), 0, "INTERNAL", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			verdicts, told := runJob(t, test.request)
			if len(verdicts) != test.verdicts {
				t.Errorf("found %+v, expected %d verdicts", verdicts, test.verdicts)
			}
			if told.code != test.code || end(told.summary) != test.summary {
				t.Errorf("found %+v, expected the code %q and the summary %s", told, test.code, test.summary)
			}
		})
	}
}
