package feed

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sniffBytes is how much of the start of an input decides what it is.
const sniffBytes = 4096

// stream is one opened name.
type stream struct {
	name        string // as Items name it
	file        string // the name whose ending hints at the format, without ".gz"
	url         string
	contentType string
	in          *bufio.Reader
	closers     []io.Closer
	notes       []string
	zipped      bool
	decoded     bool // the bytes are UTF-8 by now, whatever the page says
}

func (s *stream) close() {
	for _, closer := range s.closers {
		closer.Close()
	}
}

// source is a way to open a name.
type source struct {
	is   func(name string) bool
	open func(ctx context.Context, name string, opts Options) (*stream, error)
}

// sources are tried in order.
var sources = []source{
	{isStdin, openStdin},
	{IsURL, openURL},
	{func(string) bool { return true }, openFile},
}

func open(ctx context.Context, name string, opts Options) (*stream, error) {
	for _, source := range sources {
		if source.is(name) {
			return source.open(ctx, name, opts)
		}
	}
	return nil, fmt.Errorf("open %s: no such kind of input", name)
}

func isStdin(name string) bool { return name == "-" }

func display(name string) string {
	if isStdin(name) {
		return "stdin"
	}
	return name
}

func openStdin(_ context.Context, name string, opts Options) (*stream, error) {
	if opts.Stdin == nil {
		return nil, errors.New("there is no standard input")
	}
	return &stream{name: display(name), in: bufio.NewReaderSize(opts.Stdin, sniffBytes)}, nil
}

func openFile(_ context.Context, name string, opts Options) (*stream, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, plainly(err)
	}
	return &stream{
		name:    name,
		file:    strings.TrimSuffix(strings.ToLower(filepath.Base(name)), ".gz"),
		in:      bufio.NewReaderSize(counted{file, opts.Consumed}, 64<<10),
		closers: []io.Closer{file},
	}, nil
}

// counted tells of the bytes that are read through it.
type counted struct {
	in   io.Reader
	tell func(int)
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.tell != nil && n > 0 {
		c.tell(n)
	}
	return n, err
}

// plainly leaves out of a file error what the user has just typed.
func plainly(err error) error {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return errors.New("may not be read: permission denied")
	case errors.As(err, &pathError):
		return pathError.Err
	}
	return err
}

// expand puts the files of a folder, sorted, in the folder's place. Hidden
// files and whatever is not a plain file are passed over.
func expand(names []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, name := range names {
			info, err := os.Stat(name)
			if isStdin(name) || IsURL(name) || err != nil || !info.IsDir() {
				if !yield(name, nil) {
					return
				}
				continue
			}
			if !walk(name, yield) {
				return
			}
		}
	}
}

func walk(folder string, yield func(string, error) bool) bool {
	goOn, files := true, 0
	filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			goOn = yield(name, plainly(err))
		case name != folder && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			files++
			goOn = yield(name, nil)
		}
		if !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if goOn && files == 0 {
		goOn = yield(folder, errors.New("the folder holds no files"))
	}
	return goOn
}

// Size adds up the bytes of the names' files. It is not known where a name
// is standard input, a web address or no plain file.
func Size(names []string) (bytes int64, known bool) {
	for name, err := range expand(names) {
		if err != nil {
			continue
		}
		if isStdin(name) || IsURL(name) {
			return 0, false
		}
		info, err := os.Stat(name)
		if err != nil {
			continue
		}
		if !info.Mode().IsRegular() {
			return 0, false
		}
		bytes += info.Size()
	}
	return bytes, true
}

// unpack reads through gzip and makes UTF-16 into UTF-8, told by the first
// bytes.
func (s *stream) unpack() error {
	start, _ := s.in.Peek(3)
	if bytes.HasPrefix(start, []byte("\x1f\x8b")) {
		unzipped, err := gzip.NewReader(s.in)
		if err != nil {
			return unzipError(err)
		}
		s.in = bufio.NewReaderSize(unzipped, 64<<10)
		s.closers = append(s.closers, unzipped)
		s.zipped = true
		start, _ = s.in.Peek(3)
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		s.in.Discard(3)
		s.decoded = true
		s.notes = append(s.notes, "the byte order mark at the start is left out")
	case bytes.HasPrefix(start, []byte("\xfe\xff")), bytes.HasPrefix(start, []byte("\xff\xfe")):
		decoder := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
		s.in = bufio.NewReaderSize(transform.NewReader(s.in, decoder), 64<<10)
		s.decoded = true
		s.notes = append(s.notes, "read as UTF-16")
	}
	return nil
}

// head returns the first bytes without taking them.
func (s *stream) head() ([]byte, error) {
	head, err := s.in.Peek(sniffBytes)
	if err != nil && err != io.EOF {
		return nil, s.readError(err)
	}
	if len(bytes.TrimSpace(head)) == 0 && err == io.EOF {
		return nil, errEmpty
	}
	return head, nil
}

// rest reads what is left, up to limit bytes.
func (s *stream) rest(limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(s.in, limit+1))
	switch {
	case err != nil:
		return nil, s.readError(err)
	case int64(len(body)) > limit:
		return nil, tooLarge(limit)
	}
	return body, nil
}

func (s *stream) readError(err error) error {
	if s.zipped {
		return unzipError(err)
	}
	return plainly(err)
}

// ending is the lower-case ending of the file's name: ".html".
func (s *stream) ending() string { return path.Ext(s.file) }

var (
	errEmpty  = errors.New("is empty: there is nothing to read")
	errBinary = errors.New("is not text: Tocsin reads plain text, HTML, JSON Lines, feeds, sitemaps and WARC, gzipped or not")
)

func tooLarge(limit int64) error {
	return fmt.Errorf("is larger than %s unpacked; raise the limit with --max-bytes", size(limit))
}

func size(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return fmt.Sprintf("%d MB", bytes>>20)
	case bytes >= 1<<10:
		return fmt.Sprintf("%d kB", bytes>>10)
	}
	return fmt.Sprintf("%d bytes", bytes)
}

func unzipError(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("ends in the middle of its gzip data: the file is cut short, fetch it again")
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return errors.New("holds damaged gzip data: fetch it again")
	}
	var corrupt interface{ Error() string }
	if errors.As(err, &corrupt) && strings.HasPrefix(err.Error(), "flate:") {
		return errors.New("holds damaged gzip data: fetch it again")
	}
	return plainly(err)
}
