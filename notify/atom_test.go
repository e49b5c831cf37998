package notify

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"pgregory.net/rapid"
)

var feed = Feed{Title: "Alarms of the desk", Self: "https://tocsin.example/alarms.atom", Link: "https://tocsin.example/alarms"}

func TestAtomIsReadByReaders(t *testing.T) {
	old := bridge()
	old.Revision, old.Title = 1, "An earlier title"
	file := Atom(feed, []Message{alarm("b", 1, Minor), old, bridge()})
	got, err := gofeed.NewParser().ParseString(string(file))
	if err != nil {
		t.Fatal(err)
	}
	if got.FeedType != "atom" || got.Title != feed.Title || got.FeedLink != feed.Self || got.Link != feed.Link || len(got.Items) != 2 {
		t.Fatalf("%s %q %q %q with %d entries", got.FeedType, got.Title, got.FeedLink, got.Link, len(got.Items))
	}
	first := got.Items[1]
	if first.Title != "Update (severe): Pontoons & cranes <near> the river" || first.Link != bridge().Link || !first.UpdatedParsed.Equal(bridge().Updated) || !first.PublishedParsed.Equal(bridge().Started) {
		t.Errorf("the entry is %+v", first)
	}
	has(t, first.Content, "we counted nine &lt;pontoons&gt;", `<a href="https://gazette.example/cranes?a=1&amp;b=2">`)
	hasNot(t, first.Content, "javascript:", "<pontoons>")
	if !slices.Contains(first.Categories, "severe") || !slices.Contains(first.Categories, "team=east") {
		t.Errorf("categories %v", first.Categories)
	}
	if again, _ := gofeed.NewParser().ParseString(string(Atom(feed, []Message{old}))); again.Items[0].GUID != first.GUID {
		t.Errorf("one alarm has the names %s and %s", again.Items[0].GUID, first.GUID)
	}
}

// What RFC 4287 asks of a feed (4.1.1) and an entry (4.1.2).
func TestAtomHasWhatItMust(t *testing.T) {
	for _, messages := range [][]Message{nil, {bridge()}, {alarm("a", 1, "")}} {
		feed := feed
		feed.Updated = noon
		var got struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      []string `xml:"id"`
			Title   []string `xml:"title"`
			Updated []string `xml:"updated"`
			Author  []string `xml:"author>name"`
			Entries []struct {
				ID      []string `xml:"id"`
				Title   []string `xml:"title"`
				Updated []string `xml:"updated"`
				Content []string `xml:"content"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(Atom(feed, messages), &got); err != nil {
			t.Fatal(err)
		}
		one := func(what string, values []string) {
			if len(values) != 1 || values[0] == "" {
				t.Errorf("%s: %q", what, values)
			}
		}
		stamp := func(values []string) {
			one("updated", values)
			if _, err := time.Parse(time.RFC3339, values[0]); err != nil {
				t.Error(err)
			}
		}
		one("id", got.ID)
		one("title", got.Title)
		one("author", got.Author)
		stamp(got.Updated)
		if len(got.Entries) != len(messages) {
			t.Errorf("%d entries", len(got.Entries))
		}
		for _, entry := range got.Entries {
			one("id", entry.ID)
			one("title", entry.Title)
			stamp(entry.Updated)
			if !strings.HasPrefix(entry.ID[0], "urn:uuid:") {
				t.Errorf("id %s", entry.ID[0])
			}
		}
	}
}

func TestAtomIsTheSameInAnyOrder(t *testing.T) {
	var messages []Message
	for i := range 20 {
		messages = append(messages, alarm(fmt.Sprint("a", i/2), i%2, severities[i%5]))
	}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(messages).Draw(t, "order")
		if string(Atom(feed, shuffled)) != string(Atom(feed, messages)) {
			t.Error("another feed")
		}
	})
}

func TestDocumentsAreXMLWhateverTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.String()
		m := bridge()
		m.Alarm, m.Title, m.Summary = words.Filter(func(s string) bool { return s != "" }).Draw(t, "id"), rapid.StringN(1, 50, 200).Draw(t, "title"), []string{words.Draw(t, "summary")}
		m.Problem, m.Receipt, m.Labels = words.Draw(t, "problem"), words.Draw(t, "receipt"), map[string]string{words.Draw(t, "label"): words.Draw(t, "value")}
		m.Evidence = []Evidence{{Title: words.Draw(t, "article"), Quote: words.Draw(t, "quote"), URL: words.Draw(t, "url")}}
		alert, _, err := CAP(m, noon, CAPOptions{Sender: "x", Note: words.Draw(t, "note")})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range [][]byte{Atom(feed, []Message{m}), alert} {
			decoder := xml.NewDecoder(strings.NewReader(string(file)))
			for {
				if _, err := decoder.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%v in\n%s", err, file)
				}
			}
		}
	})
}
