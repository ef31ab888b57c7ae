// Command service is what a Node programmer would write in Go in the place of
// a shared library: a process that answers the same calls, through gRPC, HTTP
// or its standard input and output.
//
//	service         prints {"grpc": PORT, "http": PORT} and serves both on loopback
//	                until its standard input ends
//	service lines   answers each line of its standard input with a line
//	service abi     answers one call and ends
//
// The calls are abi, an empty call that returns a number, and verify, which
// checks a directory and returns a message that is empty if all is well. gRPC
// has verdicts too, which streams a message for each line of a list.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"checksig/engine"
)

const abi = 4

func main() {
	if err := dispatch(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "service:", err)
		os.Exit(1)
	}
}

func dispatch(args []string) error {
	switch strings.Join(args, " ") {
	case "":
		return serve()
	case "lines":
		return lines(os.Stdin, os.Stdout)
	case "abi":
		fmt.Println(abi)
		return nil
	}
	return fmt.Errorf("expected nothing, lines or abi, found %q", args)
}

// verify returns what is wrong with a directory, or nothing.
func verify(root string) string {
	if err := engine.CheckSignatures(root); err != nil {
		return err.Error()
	}
	return ""
}

func serve() error {
	grpcListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	httpListener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- newGRPC().Serve(grpcListener) }()
	go func() { failed <- http.Serve(httpListener, handler()) }()
	go func() {
		_, err := io.Copy(io.Discard, os.Stdin)
		failed <- err
	}()
	port := func(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }
	fmt.Printf("{\"grpc\":%d,\"http\":%d}\n", port(grpcListener), port(httpListener))
	return <-failed
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /abi", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, abi) })
	mux.HandleFunc("POST /verify", func(w http.ResponseWriter, r *http.Request) {
		root, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		io.WriteString(w, verify(string(root)))
	})
	return mux
}

func lines(in io.Reader, out io.Writer) error {
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		answer := fmt.Sprint(abi)
		if root, ok := strings.CutPrefix(scanner.Text(), "verify "); ok {
			answer = strings.ReplaceAll(verify(root), "\n", " ")
		}
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return err
		}
	}
	return scanner.Err()
}

// streamVerdicts checks the list at path, which is that of its directory, and
// sends each verdict.
func streamVerdicts(ctx context.Context, dir, list string, send func(*engine.Verdict) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	_, err := engine.Check(ctx, engine.Request{Root: dir, Manifests: []string{list}}, func(v *engine.Verdict) {
		if err := send(v); err != nil {
			cancel(err)
		}
	})
	return err
}
