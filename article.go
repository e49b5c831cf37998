package tocsin

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// Article is one published text, immutable. A changed page is a new Article
// that names the one it revises.
type Article struct {
	ID        string    `json:",omitzero"`
	URL       string    `json:",omitzero"`
	Outlet    string    `json:",omitzero"`
	Title     string    `json:",omitzero"`
	Authors   []string  `json:",omitzero"`
	Published time.Time `json:",omitzero"` // zero where unknown
	Language  string    `json:",omitzero"` // ISO 639-1, "" where unknown
	Text      string    `json:",omitzero"` // valid UTF-8, exactly as read
	Revises   string    `json:",omitzero"` // ID of the Article that this one replaces
}

// TextID names an article that came without a name of its own: the first 16
// bytes of the SHA-256 of its text, in hexadecimal.
func TextID(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// ID names a finding. It is a hash of the article, the kind of finding ("claim",
// "event" …) and the spans that set it apart, so that reading again gives the
// same names.
func ID(article, kind string, spans ...Span) string {
	hash := sha256.New()
	hash.Write([]byte(article))
	hash.Write([]byte{0})
	hash.Write([]byte(kind))
	for _, span := range spans {
		var ends [16]byte
		binary.LittleEndian.PutUint64(ends[:8], uint64(span.Start))
		binary.LittleEndian.PutUint64(ends[8:], uint64(span.End))
		hash.Write(ends[:])
	}
	return kind[:1] + hex.EncodeToString(hash.Sum(nil)[:6])
}
