// Command gen writes the assembly of package lanes: a file of kernels and a
// file of their declarations for each algorithm, into the given directory.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/buildtags"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// files are the generated files without their endings, and what writes them.
var files = map[string]func(*build.Context){
	"sha1_amd64":   sha1,
	"sha256_amd64": sha256,
	"sha512_amd64": sha512,
	"md5_amd64":    md5,
	"shani_amd64":  shani,
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen directory")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate writes all files into dir.
func generate(dir string) error {
	for name, write := range files {
		c := build.NewContext()
		c.Constraint(buildtags.Not("purego"))
		write(c)
		file, err := c.Result()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := pass.Compile.Execute(file); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		config := printer.Config{Name: "lanes/gen", Pkg: "lanes"}
		for ending, p := range map[string]printer.Printer{
			".s":  printer.NewGoAsm(config),
			".go": printer.NewStubs(config),
		} {
			text, err := p.Print(file)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+ending), text, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
