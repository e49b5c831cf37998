package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"time"
)

func packed(t *testing.T, private, public string, parts ...Part) []byte {
	t.Helper()
	var out bytes.Buffer
	each := iter.Seq2[Part, error](func(yield func(Part, error) bool) {
		for _, part := range parts {
			if !yield(part, nil) {
				return
			}
		}
	})
	if err := Write(&out, Manifest{Made: time.Unix(1e9, 0).UTC(), Head: "0:00", Query: map[string]string{"by": "Dahl"}}, private, public, each); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(file []byte, key string) (*Bundle, error) {
	return Open(bytes.NewReader(file), int64(len(file)), key)
}

// rewritten passes a bundle on with one part changed.
func rewritten(t *testing.T, file []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		r, _ := f.Open()
		body, _ := io.ReadAll(r)
		if f.Name == name {
			if body = change(body); body == nil {
				continue
			}
		}
		to, _ := w.Create(f.Name)
		to.Write(body)
	}
	w.Close()
	return out.Bytes()
}

func TestWhatIsPackedComesOut(t *testing.T) {
	private, public, err := NewKey("the desk + night")
	if err != nil {
		t.Fatal(err)
	}
	file := packed(t, private, public, Part{"a.jsonl", []byte("one")}, Part{"raw/b", []byte{0, 1}})
	for _, key := range []string{"", public} {
		b, err := open(file, key)
		if err != nil {
			t.Fatal(err)
		}
		if b.Signer != "the-desk---night" || b.Manifest.Query["by"] != "Dahl" {
			t.Errorf("%+v", b)
		}
		var got []string
		for part, err := range b.Parts() {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, part.Name+"="+string(part.Body))
		}
		if strings.Join(got, " ") != "a.jsonl=one raw/b=\x00\x01" {
			t.Errorf("%q", got)
		}
	}
}

func TestForgeriesAreRefused(t *testing.T) {
	private, public, _ := NewKey("desk")
	_, other, _ := NewKey("desk")
	file := packed(t, private, public, Part{"a", []byte("one")})
	if _, err := open(file, other); err == nil {
		t.Error("another key was taken")
	}
	altered := rewritten(t, file, manifestName, func(body []byte) []byte { return bytes.Replace(body, []byte("Dahl"), []byte("Lind"), 1) })
	if _, err := open(altered, ""); err == nil {
		t.Error("an altered manifest was taken")
	}
	for what, change := range map[string]func([]byte) []byte{
		"altered": func([]byte) []byte { return []byte("two") },
		"missing": func([]byte) []byte { return nil },
	} {
		b, err := open(rewritten(t, file, "a", change), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range b.Parts() {
			if err == nil || what == "altered" && !errors.Is(err, ErrForged) {
				t.Errorf("%s part: %v", what, err)
			}
		}
	}
	for _, junk := range []string{"", "PK", "no bundle"} {
		if _, err := open([]byte(junk), ""); err == nil {
			t.Errorf("%q was opened", junk)
		}
	}
}
