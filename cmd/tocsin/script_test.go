package main

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tocsin": main})
}

// TestScripts runs the program as users do: each file of testdata/script is a
// session, and its name says what it shows.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			server := httptest.NewServer(site(env.WorkDir))
			env.Defer(server.Close)
			env.Setenv("SITE", server.URL)
			env.Setenv("TERM", "xterm")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"gzip":   gzipFile,
			"cut":    cutFile,
			"unhex":  unhexFile,
			"repeat": repeatFile,
		},
	})
}

// site serves the files of a script, and misbehaves at some addresses.
func site(dir string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(dir)))
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page.html", http.StatusFound)
	})
	mux.HandleFunc("/circle", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/circle", http.StatusFound)
	})
	mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hosts", http.StatusFound)
	})
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	return mux
}

// gzip FILE...: packs each file as FILE.gz.
func gzipFile(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		w.Write([]byte(ts.ReadFile(name)))
		ts.Check(w.Close())
		ts.Check(os.WriteFile(ts.MkAbs(name)+".gz", packed.Bytes(), 0o666))
	}
}

// cut FILE N: keeps the first N bytes of a file.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// unhex FILE: replaces <xx> in a file by the byte of that number.
func unhexFile(ts *testscript.TestScript, _ bool, args []string) {
	var out bytes.Buffer
	text := ts.ReadFile(args[0])
	for {
		before, rest, found := strings.Cut(text, "<")
		out.WriteString(before)
		if !found {
			break
		}
		number, after, _ := strings.Cut(rest, ">")
		char, err := hex.DecodeString(number)
		ts.Check(err)
		out.Write(char)
		text = after
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o666))
}

// repeat FILE N: makes a file N times as long.
func repeatFile(ts *testscript.TestScript, _ bool, args []string) {
	times, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(ts.ReadFile(args[0]), times)), 0o666))
}
