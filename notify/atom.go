package notify

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"time"
)

// Feed is what an Atom feed says of itself.
type Feed struct {
	Title string // one line; "" stands for "Alarms"
	Self  string // its own address
	Link  string // of the page that shows the same
	// Updated is when the newest message came, for a feed without any; a feed
	// with messages takes it from them.
	Updated time.Time
}

// Atom is messages as an Atom feed (RFC 4287): one entry for each alarm, as its
// highest revision tells it, the last changed first. Names of entries stay the
// same as long as the alarm lasts, so that readers show a changed alarm as
// changed.
func Atom(feed Feed, messages []Message) []byte {
	out := atomFeed{
		XMLNS: "http://www.w3.org/2005/Atom", ID: urn("feed", cmp.Or(feed.Self, feed.Title)), Title: line(cmp.Or(feed.Title, "Alarms"), maxTitle),
		Updated: feed.Updated, Author: atomPerson{"Tocsin"}, Generator: "Tocsin",
	}
	if link := webLink(feed.Self); link != "" {
		out.Links = append(out.Links, atomLink{"self", "application/atom+xml", link})
	}
	if link := webLink(feed.Link); link != "" {
		out.Links = append(out.Links, atomLink{"alternate", "", link})
	}
	entries := newest(messages)
	byTime(entries)
	if len(entries) > 0 {
		out.Updated = entries[0].latest()
	}
	out.Updated = out.Updated.UTC()
	for _, m := range entries {
		out.Entries = append(out.Entries, entryOf(m))
	}
	return document(out)
}

type atomFeed struct {
	XMLName   xml.Name    `xml:"feed"`
	XMLNS     string      `xml:"xmlns,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Updated   time.Time   `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    time.Time      `xml:"updated"`
	Published  time.Time      `xml:"published"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Scheme string `xml:"scheme,attr"`
	Term   string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func entryOf(m Message) atomEntry {
	entry := atomEntry{
		ID: urn("alarm", m.Alarm), Title: headline(m), Updated: m.latest().UTC(), Published: m.Started.UTC(),
		Content: atomContent{"html", messageHTML(m)},
	}
	if link := webLink(m.Link); link != "" {
		entry.Links = append(entry.Links, atomLink{"alternate", "", link})
	}
	for _, category := range [][2]string{
		{"severity", string(m.Severity)}, {"state", string(m.State)}, {"problem", m.Problem}, {"indicator", m.Indicator}, {"stage", m.Stage},
	} {
		if category[1] != "" {
			entry.Categories = append(entry.Categories, atomCategory{"urn:tocsin:" + category[0], line(category[1], maxTitle)})
		}
	}
	for _, name := range labelNames(m.Labels) {
		entry.Categories = append(entry.Categories, atomCategory{"urn:tocsin:label", line(name+"="+m.Labels[name], maxTitle)})
	}
	return entry
}

// urn is a name that lasts: a UUID of version 8 (RFC 9562, 5.8) out of a hash.
func urn(kind, name string) string {
	sum := sha256.Sum256([]byte("tocsin " + kind + "\x00" + name))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	digits := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}

// document is a value as a file of XML. What XML cannot hold becomes U+FFFD.
func document(value any) []byte {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(value); err != nil {
		// All values are of this package's own types, which XML can hold.
		panic(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}
