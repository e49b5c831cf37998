// Package bundle packs a part of a ledger to be carried elsewhere: a ZIP file
// of parts, with a manifest that names each by its SHA-256 and is signed.
//
// In go parts as they come, a Manifest and a key; out comes a file that anybody
// can open, check and read without a connection. What the parts mean is for
// whoever packs and unpacks them.
package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Schema names the contract of the manifest.
const Schema = "tocsin.bundle/1"

// manifestName is the signed part.
const manifestName = "manifest.txt"

// Part is one file of a bundle.
type Part struct {
	Name string
	Body []byte
}

// Manifest says what a bundle holds.
type Manifest struct {
	Schema string            `json:"schema"`
	Made   time.Time         `json:"made"`
	Query  map[string]string `json:"query"` // the filters that chose its contents
	Head   string            `json:"head"`  // of the ledger that it was made from
	Key    string            `json:"key"`   // the public key that it is signed with
	Parts  []Sum             `json:"parts"`
}

// Sum names a part by its content.
type Sum struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// NewKey makes a pair of keys (Ed25519, in the form of sumdb/note). The name
// tells people whose it is; it may hold neither spaces nor plus signs.
func NewKey(name string) (private, public string, err error) {
	name = strings.Map(func(r rune) rune {
		if r <= ' ' || r == '+' || r == 0x7f {
			return '-'
		}
		return r
	}, name)
	return note.GenerateKey(rand.Reader, name)
}

// Write packs the parts. The manifest's Schema, Key and Parts are filled in.
func Write(w io.Writer, m Manifest, private, public string, parts iter.Seq2[Part, error]) error {
	signer, err := note.NewSigner(private)
	if err != nil {
		return fmt.Errorf("the signing key cannot be used: %w", err)
	}
	m.Schema, m.Key, m.Parts = Schema, public, []Sum{}
	out := zip.NewWriter(w)
	for part, err := range parts {
		if err != nil {
			return err
		}
		if err := add(out, part, m.Made); err != nil {
			return err
		}
		sum := sha256.Sum256(part.Body)
		m.Parts = append(m.Parts, Sum{part.Name, len(part.Body), hex.EncodeToString(sum[:])})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: string(text) + "\n"}, signer)
	if err != nil {
		return err
	}
	if err := add(out, Part{manifestName, signed}, m.Made); err != nil {
		return err
	}
	return out.Close()
}

func add(out *zip.Writer, part Part, made time.Time) error {
	file, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: made})
	if err != nil {
		return err
	}
	_, err = file.Write(part.Body)
	return err
}

// The sizes beyond which a bundle is refused, so that a file of a few bytes
// cannot fill the memory.
const (
	maxManifest = 256 << 20
	maxPart     = 64 << 20
)

// Bundle is an opened bundle whose manifest is signed.
type Bundle struct {
	Manifest Manifest
	Signer   string // whose key signed it
	files    map[string]*zip.File
}

// ErrForged is returned where the signature or a part does not fit.
var ErrForged = errors.New("the bundle was altered after it was signed")

// Open reads a bundle's manifest and checks its signature: against a public key
// that the reader trusts, or where that is "" against the key that the bundle
// names itself, which shows only that nothing was altered since.
func Open(file io.ReaderAt, size int64, trusted string) (*Bundle, error) {
	in, err := zip.NewReader(file, size)
	if err != nil {
		return nil, fmt.Errorf("the file is no bundle: %w", err)
	}
	b := &Bundle{files: map[string]*zip.File{}}
	for _, file := range in.File {
		b.files[file.Name] = file
	}
	signed, err := b.read(manifestName, maxManifest)
	if err != nil {
		return nil, fmt.Errorf("the file is no bundle: %w", err)
	}
	text, _, _ := bytes.Cut(signed, []byte("\n\n"))
	if err := json.Unmarshal(text, &b.Manifest); err != nil {
		return nil, fmt.Errorf("the file is no bundle: its manifest: %w", err)
	}
	if b.Manifest.Schema != Schema {
		return nil, fmt.Errorf("the bundle is a %q; this program reads %q", b.Manifest.Schema, Schema)
	}
	key := trusted
	if key == "" {
		key = b.Manifest.Key
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("the key cannot be used: %w", err)
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	var unverified *note.UnverifiedNoteError
	switch {
	case errors.As(err, &unverified):
		return nil, errors.New("the bundle is not signed with that key")
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrForged, err)
	}
	b.Signer = opened.Sigs[0].Name
	return b, nil
}

// Parts hands over the parts in the order of the manifest, each checked.
func (b *Bundle) Parts() iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		for _, sum := range b.Manifest.Parts {
			body, err := b.read(sum.Name, maxPart)
			if actual := sha256.Sum256(body); err == nil && hex.EncodeToString(actual[:]) != sum.SHA256 {
				err = fmt.Errorf("%w: %s", ErrForged, sum.Name)
			}
			if !yield(Part{sum.Name, body}, err) || err != nil {
				return
			}
		}
	}
}

func (b *Bundle) read(name string, most int64) ([]byte, error) {
	file := b.files[name]
	if file == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	body, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(body)) > most {
		err = fmt.Errorf("%s is too large", name)
	}
	return body, err
}
