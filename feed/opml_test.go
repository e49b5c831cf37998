package feed

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var aDay = time.Date(2024, 3, 5, 10, 11, 12, 0, time.FixedZone("", 3600))

var mine = []Subscription{
	{Title: "At the top", URL: "https://a.example/feed?x=1&y=2", Site: "https://a.example/", Type: "rss"},
	{Title: `Gazette <"of"> 'Ports' & co`, URL: "https://b.example/feed", Folder: []string{"Ports", "World & trade"}, Type: "atom"},
	{Title: "Radio", URL: "https://c.example/feed", Folder: []string{"Ports", "World & trade"}, Type: "rss"},
	{Title: "Mail", URL: "https://d.example/feed", Folder: []string{"Ports"}, Type: "rss"},
	{Title: "Again", URL: "https://e.example/feed", Folder: []string{"Inland", "World & trade"}, Type: "rss"},
	{Title: "Others’ list", URL: "https://f.example/list.opml", Type: "include"},
}

func TestOPMLRoundTrip(t *testing.T) {
	var out bytes.Buffer
	if err := WriteOPML(&out, "Mine & yours", mine, aDay); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>Mine &amp; yours</title>", "<dateCreated>Tue, 05 Mar 2024 09:11:12 +0000</dateCreated>", `<opml version="2.0">`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
	if strings.Count(out.String(), `text="Ports"`) != 1 {
		t.Errorf("neighbours do not share a folder:\n%s", out.String())
	}
	got, err := ReadOPML(bytes.NewReader(out.Bytes()))
	if diff := cmp.Diff(mine, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestOPMLOfNothing(t *testing.T) {
	var out bytes.Buffer
	if err := WriteOPML(&out, "", nil, aDay); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadOPML(&out); err != nil || len(got) > 0 {
		t.Errorf("%v %v", got, err)
	}
}

func TestWhatIsNoOPML(t *testing.T) {
	for input, says := range map[string]string{
		"":           "is empty",
		"plain text": "is no OPML",
		"<html><outline xmlUrl='http://a.example/'/></html>":                              "is no OPML",
		"<opml><body><outline":                                                            "ends in the middle of its XML",
		"<opml><body></outline></x></opml>":                                               "is malformed XML from line 1 on",
		"<opml>" + strings.Repeat("<outline text='"+strings.Repeat("x", 1<<20)+"'/>", 17): "is larger than 16 MB",
	} {
		if got, err := ReadOPML(strings.NewReader(input)); err == nil || !strings.HasPrefix(err.Error(), says) || got != nil {
			t.Errorf("%.40q: %d, %v", input, len(got), err)
		}
	}
}

type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestOPMLSaysWhenTheDiskIsFull(t *testing.T) {
	for _, room := range []int{0, 50, 400} {
		if err := WriteOPML(&full{room}, "x", slices.Repeat(mine, 100), aDay); err == nil {
			t.Errorf("no error with room for %d bytes", room)
		}
	}
}

// FuzzOPML: what has been read can be written and comes back as it was.
func FuzzOPML(f *testing.F) {
	var out bytes.Buffer
	if err := WriteOPML(&out, "x", mine, aDay); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		out.String(), "<opml><outline xmlurl=\"feed:https://a\xff\" text='&#10;x'/></opml>", "<opml><outline text=' '><outline type='include' url='x' xmlUrl='y'/>",
		"<OPML><OUTLINE XMLURL=x TITLE=&lt; TYPE=INCLUDE></OPML>",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		first, err := ReadOPML(bytes.NewReader(input))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteOPML(&out, "x", first, aDay); err != nil {
			t.Fatal(err)
		}
		again, err := ReadOPML(&out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
	})
}
