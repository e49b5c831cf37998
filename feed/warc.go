package feed

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"crypto/sha1"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// WARC 1.0 and 1.1 (ISO 28500) are what web archives are kept in, such as
// Common Crawl's news: one record after the other, each gzipped on its own or
// not. In go archives of any length, read record by record; out come the pages
// of responses with status 200 that are HTML or plain text, unpacked, and the
// text of conversion records (WET files). Requests, pictures, redirects,
// repetitions and what else archives hold are passed over. A record that
// cannot be read is an error, and the rest go on.

// warcHeaderBytes is how long the header of a record may be, and that of the
// response in it.
const warcHeaderBytes = 64 << 10

var (
	errWARCHeader  = errors.New("has no readable WARC header: it is passed over")
	errWARCVersion = errors.New("is a record of an old WARC version: 1.0 and 1.1 are read")
	errWARCGap     = errors.New("is followed by what is no WARC record: its length is wrong, or the file is damaged")
)

func isWARC(_ *stream, head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) }

// fields are the fields of a header, by name in lower case. Servers send
// headers that net/textproto refuses as a whole, so that they are read here,
// forgivingly: of fields that come twice the first counts, and lines that are
// no fields are nothing.
type fields map[string]string

// parseFields reads the header that block begins with, after its first line,
// and returns what is after it. There is no header where no empty line ends it
// in time.
func parseFields(block []byte) (first string, header fields, rest []byte, ok bool) {
	header = fields{}
	last := ""
	for number, room := 0, warcHeaderBytes; ; number++ {
		line, after, found := bytes.Cut(block, []byte("\n"))
		room -= len(line) + 1
		if !found || room < 0 {
			return "", nil, nil, false
		}
		block = after
		line = bytes.TrimSuffix(line, []byte("\r"))
		name, value, isField := strings.Cut(string(line), ":")
		switch {
		case number == 0:
			first = string(line)
		case len(line) == 0:
			return first, header, block, true
		case line[0] == ' ' || line[0] == '\t': // the line before goes on
			if last != "" {
				header[last] += " " + strings.TrimSpace(string(line))
			}
		case isField:
			last = strings.ToLower(strings.TrimSpace(name))
			if _, twice := header[last]; twice {
				last = ""
				continue
			}
			header[last] = strings.TrimSpace(value)
		}
	}
}

// mediaType is a content type without parameters.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// warc reads the records of an archive.
type warc struct {
	in     *stream
	opts   Options
	number int    // of the record, from 1
	block  []byte // of the record, used again for the next
	lost   bool   // the last record was no such, and that has been said
}

// brokenOff is why an archive cannot be read on.
type brokenOff struct{ error }

func readWARC(in *stream, opts Options, yield func(Item, error) bool) bool {
	archive := &warc{in: in, opts: opts}
	for {
		item, found, err := archive.next()
		item.Name = in.numbered(archive.number)
		var end brokenOff
		switch {
		case err == io.EOF:
			return true
		case errors.As(err, &end):
			return yield(Item{Name: item.Name}, archive.broken(end.error))
		case !found && err == nil:
			continue
		}
		if !yield(item, err) {
			return false
		}
	}
}

// broken says why an archive cannot be read on.
func (w *warc) broken(err error) error {
	if !w.in.zipped && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)) {
		return errors.New("ends in the middle of this record: the file is cut short, fetch it again")
	}
	return w.in.readError(err)
}

// next reads the next record. Found is false where it holds nothing to read.
func (w *warc) next() (item Item, found bool, _ error) {
	gap, err := w.toVersion()
	if gap && !w.lost {
		w.lost = true
		return Item{}, false, errWARCGap // of the record before
	}
	if err != nil {
		return Item{}, false, err
	}
	w.number++
	header, err := w.header()
	if err == nil {
		item, found, err = w.record(header)
	}
	w.lost = err == errWARCHeader || err == errWARCVersion
	return item, found, err
}

// toVersion goes to the line that begins a record, beyond the empty lines that
// end the one before. What else is there is passed over, as far as damage
// usually reaches, and called a gap.
func (w *warc) toVersion() (gap bool, _ error) {
	for passed := int64(0); passed <= endless*w.opts.MaxBytes; {
		start, err := w.in.in.Peek(len("WARC/"))
		switch {
		case string(start) == "WARC/":
			return gap, nil
		case len(start) == 0 && err == io.EOF:
			return gap, io.EOF
		case len(start) == 0:
			return gap, brokenOff{err}
		}
		line, _ := w.in.in.ReadSlice('\n') // Peek meets the error again
		passed += int64(len(line))
		gap = gap || len(bytes.TrimRight(line, "\r\n")) > 0
	}
	return gap, brokenOff{errWARCGap}
}

// header reads the header of a record.
func (w *warc) header() (fields, error) {
	head := w.block[:0]
	for {
		line, err := w.in.in.ReadSlice('\n')
		head = append(head, line...)
		switch {
		case len(head) > warcHeaderBytes:
			return nil, errWARCHeader
		case err != nil && err != bufio.ErrBufferFull:
			return nil, brokenOff{unexpected(err)}
		}
		if err == nil && len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
	}
	w.block = head
	version, header, _, ok := parseFields(head)
	version = strings.TrimSpace(version)
	switch {
	case !ok:
		return nil, errWARCHeader
	case version != "WARC/1.0" && version != "WARC/1.1":
		return nil, errWARCVersion
	}
	return header, nil
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// record reads the record of a header to its end. Found is false where it
// holds nothing to read.
func (w *warc) record(header fields) (item Item, found bool, _ error) {
	length, err := strconv.ParseInt(header["content-length"], 10, 64)
	if err != nil || length < 0 {
		return Item{}, false, errWARCHeader
	}
	read := w.reader(header)
	if read == nil {
		return Item{}, false, w.skip(length)
	}
	// A record that is too long is read as far as its headers go, to see
	// whether it would have been wanted.
	keep := min(length, w.opts.MaxBytes+warcHeaderBytes)
	w.block = slices.Grow(w.block[:0], int(min(keep, 1<<20)))[:0]
	block := bytes.NewBuffer(w.block)
	if _, err := io.CopyN(block, w.in.in, keep); err != nil {
		return Item{}, false, brokenOff{unexpected(err)}
	}
	w.block = block.Bytes()
	if err := w.skip(length - keep); err != nil {
		return Item{}, false, err
	}
	item, found, err = read(header, w.block, length > keep)
	if !found || err != nil {
		return Item{}, found, err
	}
	item.URL = webAddress(nil, strings.Trim(header["warc-target-uri"], "<>"))
	item.Fetched, _ = entryDate(header["warc-date"])
	if cause := header["warc-truncated"]; cause != "" {
		item.Notes = append(item.Notes, fmt.Sprintf("the crawler cut the page short: %.40s", squeeze(cause, 40)))
	}
	return item, true, nil
}

func (w *warc) skip(length int64) error {
	if _, err := io.CopyN(io.Discard, w.in.in, length); err != nil {
		return brokenOff{unexpected(err)}
	}
	return nil
}

// reader returns what reads a record's block, nil where it is not wanted.
func (w *warc) reader(header fields) func(header fields, block []byte, short bool) (Item, bool, error) {
	switch header["warc-type"] {
	case "response":
		kind := header["warc-identified-payload-type"]
		if kind != "" && !isPage(kind) || isRobots(header["warc-target-uri"]) {
			return nil
		}
		if mediaType(header["content-type"]) == "application/http" {
			return w.response
		}
	case "conversion":
		if mediaType(header["content-type"]) == "text/plain" {
			return w.conversion
		}
	}
	return nil
}

func isPage(contentType string) bool {
	return slices.Contains([]string{"text/html", "application/xhtml+xml", "text/plain"}, mediaType(contentType))
}

// isRobots reports whether an address is that of a robots.txt, which is plain
// text and no article.
func isRobots(address string) bool {
	at, err := url.Parse(strings.Trim(address, "<>"))
	return err == nil && at.Path == "/robots.txt"
}

// conversion takes over the text of a WET record.
func (w *warc) conversion(_ fields, block []byte, short bool) (Item, bool, error) {
	if short || int64(len(block)) > w.opts.MaxBytes {
		return Item{}, true, tooLarge(w.opts.MaxBytes)
	}
	return textItem(bytes.Clone(block))
}

// textItem makes an Item of plain text; of none, there is none.
func textItem(body []byte) (Item, bool, error) {
	text, note, err := valid(body)
	if err != nil {
		return Item{}, true, err
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return Item{}, false, nil
	}
	item := Item{Kind: Text, Body: text}
	if note != "" {
		item.Notes, item.Raw = []string{note}, body
	}
	return item, true, nil
}

// response reads the HTTP response that a record holds.
func (w *warc) response(record fields, block []byte, short bool) (Item, bool, error) {
	status, header, payload, ok := parseFields(block)
	_, code, _ := strings.Cut(status, " ")
	if !ok || !strings.HasPrefix(status, "HTTP/") || !strings.HasPrefix(strings.TrimSpace(code)+" ", "200 ") || len(bytes.TrimSpace(payload)) == 0 {
		return Item{}, false, nil
	}
	contentType := header["content-type"]
	if contentType == "" {
		contentType = record["warc-identified-payload-type"]
	}
	if contentType == "" && header["content-encoding"] == "" {
		contentType = http.DetectContentType(payload)
	}
	switch {
	case !isPage(contentType):
		return Item{}, false, nil
	case short || int64(len(payload)) > w.opts.MaxBytes:
		return Item{}, true, tooLarge(w.opts.MaxBytes)
	}
	payload = bytes.Clone(payload)
	body, forms, err := w.unpacked(payload, header)
	if err != nil {
		return Item{}, true, err
	}
	item, found := Item{Kind: HTML, ContentType: contentType, Body: body}, true
	if mediaType(contentType) == "text/plain" {
		if item, found, err = textItem(body); err != nil || !found {
			return item, found, err
		}
	}
	if len(forms) > 1 {
		item.Raw = payload
	}
	item.Notes = append(item.Notes, digestNote(record["warc-payload-digest"], forms)...)
	return item, true, nil
}

// unpacked undoes what the server did to the page for its way. Archives often
// keep the header of an encoding that they have undone, so that what does not
// look encoded is taken as it is. The forms are what the payload was on the
// way, from the stored one to the page.
func (w *warc) unpacked(payload []byte, header fields) (page []byte, forms [][]byte, _ error) {
	page, forms = payload, [][]byte{payload}
	if strings.Contains(strings.ToLower(header["transfer-encoding"]), "chunked") {
		if whole, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(page))); err == nil {
			page, forms = whole, append(forms, whole)
		}
	}
	encodings := strings.Split(strings.ToLower(header["content-encoding"]), ",")
	for _, encoding := range slices.Backward(encodings[max(0, len(encodings)-maxEncodings):]) {
		decoded, err := w.decode(strings.TrimSpace(encoding), page)
		if err != nil {
			return nil, nil, err
		}
		if decoded != nil {
			page, forms = decoded, append(forms, decoded)
		}
	}
	return page, forms, nil
}

// maxEncodings is how many content encodings are undone, one over the other.
const maxEncodings = 3

// decode undoes one content encoding; nil means that there was nothing to
// undo.
func (w *warc) decode(encoding string, page []byte) ([]byte, error) {
	var reader io.Reader
	switch encoding {
	case "gzip", "x-gzip":
		if unzipped, err := gzip.NewReader(bytes.NewReader(page)); err == nil {
			reader = unzipped
		}
	case "deflate":
		// By the standard with zlib's header, by some servers without.
		if unzipped, err := zlib.NewReader(bytes.NewReader(page)); err == nil {
			reader = unzipped
		} else if looksEncoded(page) {
			reader = flate.NewReader(bytes.NewReader(page))
		}
	case "br", "zstd", "compress":
		if looksEncoded(page) {
			return nil, fmt.Errorf("is packed by the server with %q, which is not read: gzip and deflate are", encoding)
		}
	}
	if reader == nil {
		return nil, nil
	}
	decoded, err := io.ReadAll(io.LimitReader(reader, w.opts.MaxBytes+1))
	switch {
	case int64(len(decoded)) > w.opts.MaxBytes:
		return nil, tooLarge(w.opts.MaxBytes)
	case err != nil && len(decoded) == 0:
		return nil, fmt.Errorf("holds damaged %s data", encoding)
	}
	return decoded, nil
}

// looksEncoded reports whether a page is not yet text.
func looksEncoded(page []byte) bool {
	start := page[:min(len(page), 512)]
	return binary(start) || !strings.HasPrefix(http.DetectContentType(start), "text/")
}

// digestNote says so where a payload is not what the archive says it is.
// Writers of archives disagree on which form of a payload they digest, so that
// each will do; digests other than SHA-1 are not checked.
func digestNote(digest string, forms [][]byte) []string {
	algorithm, want, _ := strings.Cut(digest, ":")
	if !strings.EqualFold(algorithm, "sha1") || len(want) != base32.StdEncoding.EncodedLen(sha1.Size) {
		return nil
	}
	for _, form := range forms {
		sum := sha1.Sum(form)
		if strings.EqualFold(base32.StdEncoding.EncodeToString(sum[:]), want) {
			return nil
		}
	}
	return []string{"the page is not what its digest in the archive says: it was damaged or changed"}
}
