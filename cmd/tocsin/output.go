package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tocsin"
	"tocsin/export"
)

// destination is where ledgers go.
type destination interface {
	// write takes the ledger of the input with that name.
	write(name string, findings tocsin.Findings) error
	close() error
}

// formatNames lists the formats for --format.
func formatNames() string {
	var names []string
	for _, format := range export.Formats {
		names = append(names, format.Name)
	}
	return strings.Join(names, ",")
}

// formatList explains the formats.
func formatList() string {
	var lines []string
	for _, format := range export.Formats {
		lines = append(lines, format.Name+" ("+format.Summary+")")
	}
	return strings.Join(lines, ", ")
}

// formatNamed returns the format, or nil for "auto".
func formatNamed(name string) *export.Format {
	for i := range export.Formats {
		if export.Formats[i].Name == name {
			return &export.Formats[i]
		}
	}
	return nil
}

// destination opens what --output names, standard output without it.
func (c *readCommand) destination(term terminal) (destination, error) {
	opts := export.Options{Width: c.Width, Color: colored(c.Color, term.Out)}
	if opts.Width == 0 {
		opts.Width = width(term.Out)
	}
	if c.Output == "" {
		return &stream{out: bufio.NewWriter(term.Out), format: formatNamed(c.Format), opts: opts, live: isTerminal(term.Out)}, nil
	}
	opts.Color = c.Color == "always"
	if info, err := os.Stat(c.Output); err == nil && info.IsDir() || strings.HasSuffix(c.Output, "/") {
		if c.Format == "auto" {
			c.Format = "text"
		}
		return newFolder(c.Output, *formatNamed(c.Format), opts)
	}
	for _, input := range c.Inputs {
		if sameFile(input, c.Output) {
			return nil, usagef("--output %s would overwrite an input; choose another name", c.Output)
		}
	}
	file, err := os.Create(c.Output)
	if err != nil {
		return nil, fmt.Errorf("write output: %w", err)
	}
	return &stream{out: bufio.NewWriter(file), closer: file, format: formatNamed(c.Format), opts: opts}, nil
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// stream writes one ledger after the other. Without a format it writes text to
// a person and to whoever gets a single article, and JSON Lines otherwise; for
// that it holds the first ledger until it knows of a second.
type stream struct {
	out    *bufio.Writer
	closer io.Closer
	format *export.Format
	opts   export.Options
	live   bool // a person watches
	held   *tocsin.Findings
	count  int
}

func (s *stream) write(_ string, findings tocsin.Findings) error {
	s.count++
	if s.format == nil {
		switch {
		case s.live:
			s.format = formatNamed("text")
		case s.count == 1:
			s.held = &findings
			return nil
		default:
			s.format = formatNamed("json")
			if err := s.put(*s.held); err != nil {
				return err
			}
		}
	}
	return s.put(findings)
}

func (s *stream) put(findings tocsin.Findings) error {
	switch s.format.Name {
	case "html", "brat":
		if s.count > 1 {
			return usagef("%s makes one file an article: name a folder with --output DIR/", s.format.Name)
		}
	case "text":
		if s.count > 1 {
			fmt.Fprintln(s.out)
		}
	}
	if err := s.format.Write(s.out, findings, s.opts); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	// Whoever reads the other end of a pipe waits for nothing longer than
	// the article that it is about.
	return s.out.Flush()
}

func (s *stream) close() error {
	var err error
	if s.format == nil && s.held != nil {
		s.format = formatNamed("text")
		err = s.put(*s.held)
	}
	err = errors.Join(err, s.out.Flush())
	if s.closer != nil {
		err = errors.Join(err, s.closer.Close())
	}
	return err
}

// folder writes one file an article, named after its input.
type folder struct {
	dir    string
	format export.Format
	opts   export.Options
	used   map[string]int // how many files have that name already
}

func newFolder(dir string, format export.Format, opts export.Options) (*folder, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("make output folder: %w", err)
	}
	if format.Name == "brat" { // which opens a folder by what this file names
		if err := keep(filepath.Join(dir, "annotation.conf"), export.BratConfiguration()); err != nil {
			return nil, err
		}
	}
	return &folder{dir: dir, format: format, opts: opts, used: map[string]int{}}, nil
}

// keep writes a file unless there is one: an annotator's own stays.
func keep(name, content string) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write brat configuration: %w", err)
	}
	_, err = file.WriteString(content)
	return errors.Join(err, file.Close())
}

// endings of the files of each format. A ledger as text does not end in .txt,
// for beside its input it would be that input.
var endings = map[string]string{"text": ".ledger", "json": ".json", "html": ".html", "brat": ".ann"}

func (f *folder) write(name string, findings tocsin.Findings) error {
	base := filepath.Join(f.dir, f.fileName(name, findings.Article))
	var ledger bytes.Buffer
	if err := f.format.Write(&ledger, findings, f.opts); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	if err := f.save(name, base+endings[f.format.Name], ledger.Bytes()); err != nil {
		return err
	}
	if f.format.Name == "brat" { // which counts its offsets in a text file beside
		return f.save(name, base+".txt", []byte(findings.Article.Text))
	}
	return nil
}

// save never writes over the input itself, unless it would not change it.
func (f *folder) save(input, name string, content []byte) error {
	if sameFile(input, name) {
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, content) {
			return nil
		}
		return usagef("%s would overwrite its own input: name another folder with --output DIR/", name)
	}
	if err := os.WriteFile(name, content, 0o666); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	return nil
}

// fileName is the input's name without folders and endings, or the article's
// ID where several articles share an input; what a file name cannot hold
// becomes a hyphen, and a name that is taken gets a number.
func (f *folder) fileName(input string, article tocsin.Article) string {
	name := filepath.Base(input)
	if file, _, several := strings.Cut(name, ":"); several || file == "" || file == "stdin" {
		name = article.ID
	} else {
		name = strings.TrimSuffix(name, ".gz")
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	name = strings.Map(func(char rune) rune {
		if char < ' ' || strings.ContainsRune(`/\:*?"<>|`, char) {
			return '-'
		}
		return char
	}, name)
	name = strings.TrimLeft(name, ".")
	if name == "" {
		name = "article"
	}
	for cut := 100; len(name) > cut; { // file systems stop at 255 bytes
		name = strings.ToValidUTF8(name[:cut], "")
	}
	f.used[name]++
	if n := f.used[name]; n > 1 {
		return fmt.Sprintf("%s-%d", name, n)
	}
	return name
}

func (f *folder) close() error { return nil }
