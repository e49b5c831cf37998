package notify

import (
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// element is one element of the standard's schema (CAP 1.2, section 3.4), in the
// order of its sequence.
type element struct {
	name        string
	least, most int // how often; most 0 for any number
	oneOf       string
	like        string // a pattern for its text
	children    []element
}

const (
	stamp = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d`
	named = `[^ ,<&]+`
)

var pair = []element{{name: "valueName", least: 1, most: 1}, {name: "value", least: 1, most: 1}}

var capElements = element{name: "alert", least: 1, most: 1, children: []element{
	{name: "identifier", least: 1, most: 1, like: named},
	{name: "sender", least: 1, most: 1, like: named},
	{name: "sent", least: 1, most: 1, like: stamp},
	{name: "status", least: 1, most: 1, oneOf: "Actual Exercise System Test Draft"},
	{name: "msgType", least: 1, most: 1, oneOf: "Alert Update Cancel Ack Error"},
	{name: "source", most: 1},
	{name: "scope", least: 1, most: 1, oneOf: "Public Restricted Private"},
	{name: "restriction", most: 1},
	{name: "addresses", most: 1},
	{name: "code"},
	{name: "note", most: 1},
	{name: "references", most: 1, like: named + "," + named + "," + stamp + "( " + named + "," + named + "," + stamp + ")*"},
	{name: "incidents", most: 1},
	{name: "info", children: []element{
		{name: "language", most: 1},
		{name: "category", least: 1, oneOf: "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other"},
		{name: "event", least: 1, most: 1},
		{name: "responseType", oneOf: "Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None"},
		{name: "urgency", least: 1, most: 1, oneOf: "Immediate Expected Future Past Unknown"},
		{name: "severity", least: 1, most: 1, oneOf: "Extreme Severe Moderate Minor Unknown"},
		{name: "certainty", least: 1, most: 1, oneOf: "Observed Likely Possible Unlikely Unknown"},
		{name: "audience", most: 1},
		{name: "eventCode", children: pair},
		{name: "effective", most: 1, like: stamp},
		{name: "onset", most: 1, like: stamp},
		{name: "expires", most: 1, like: stamp},
		{name: "senderName", most: 1},
		{name: "headline", most: 1},
		{name: "description", most: 1},
		{name: "instruction", most: 1},
		{name: "web", most: 1, like: `https?://\S+`},
		{name: "contact", most: 1},
		{name: "parameter", children: pair},
		{name: "resource"},
		{name: "area", children: []element{
			{name: "areaDesc", least: 1, most: 1},
			{name: "polygon"},
			{name: "circle", like: `-?\d+(\.\d+)?,-?\d+(\.\d+)? \d+(\.\d+)?`},
			{name: "geocode", children: pair},
			{name: "altitude", most: 1},
			{name: "ceiling", most: 1},
		}},
	}},
}}

type node struct {
	XMLName  xml.Name
	Text     string `xml:",chardata"`
	Children []node `xml:",any"`
}

// hold holds a node against the schema.
func hold(t *testing.T, e element, n node) {
	t.Helper()
	if n.XMLName.Local != e.name || n.XMLName.Space != "urn:oasis:names:tc:emergency:cap:1.2" {
		t.Errorf("%s in %s, want %s", n.XMLName.Local, n.XMLName.Space, e.name)
	}
	if e.oneOf != "" && !slices.Contains(strings.Fields(e.oneOf), n.Text) {
		t.Errorf("%s is %q", e.name, n.Text)
	}
	if e.like != "" && !regexp.MustCompile("^"+e.like+"$").MatchString(n.Text) {
		t.Errorf("%s is %q, not like %s", e.name, n.Text, e.like)
	}
	rest := n.Children
	for _, child := range e.children {
		times := 0
		for len(rest) > 0 && rest[0].XMLName.Local == child.name {
			hold(t, child, rest[0])
			rest = rest[1:]
			times++
		}
		if times < child.least || child.most > 0 && times > child.most {
			t.Errorf("%s stands %d times in %s", child.name, times, e.name)
		}
	}
	if len(rest) > 0 {
		t.Errorf("%s stands in %s where it may not", rest[0].XMLName.Local, e.name)
	}
	if len(e.children) == 0 && strings.TrimSpace(n.Text) == "" {
		t.Errorf("%s is empty", e.name)
	}
}

// capOf makes an alert that keeps to the schema, and gives the texts of its
// elements by their names.
func capOf(t *testing.T, m Message, o CAPOptions) (map[string]string, CAPReference) {
	t.Helper()
	file, reference, err := CAP(m, noon, o)
	if err != nil {
		t.Fatal(err)
	}
	var root node
	if err := xml.Unmarshal(file, &root); err != nil {
		t.Fatal(err)
	}
	hold(t, capElements, root)
	texts := map[string]string{}
	decoder := xml.NewDecoder(strings.NewReader(string(file)))
	name := ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return texts, reference
		} else if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name = token.Name.Local
		case xml.CharData:
			texts[name] += strings.TrimSpace(string(token))
		case xml.EndElement:
			name = ""
		}
	}
}

var desk = CAPOptions{Sender: "tocsin@desk.example"}

func TestCAP(t *testing.T) {
	m := bridge()
	m.State = Open
	got, _ := capOf(t, m, desk)
	for name, want := range map[string]string{
		"status": "Test", "msgType": "Alert", "scope": "Restricted", "sender": "tocsin@desk.example", "sent": "2024-03-14T12:00:00-00:00",
		"category": "Security", "event": "northern-border", "urgency": "Unknown", "severity": "Severe", "certainty": "Likely",
		"headline": "Pontoons & cranes <near> the river", "onset": "2024-03-13T10:00:00-00:00", "areaDesc": "Dubrovka crossing",
		"circle": "51.5,30.25 40", "web": "https://tocsin.example/alarms/a17?from=mail&x=1", "references": "",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	if file, _, _ := CAP(m, noon, desk); strings.Contains(string(file), "geocode") {
		t.Error("a circle within a country is told as the whole country")
	}
	has(t, got["description"], "Expected 1.2 reports a day, observed 7.", "“Cranes at the quay”, Harbour Gazette")
}

func TestCAPIsActualOnlyByAPersonsWord(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(*CAPOptions)
		status string
	}{
		{"nothing said", func(*CAPOptions) {}, "Test"},
		{"an exercise", func(o *CAPOptions) { o.Exercise, o.Note = true, "Autumn drill" }, "Exercise"},
		{"nobody's word", func(o *CAPOptions) { o.Confirmed.At = noon }, "Test"},
		{"white space", func(o *CAPOptions) { o.Confirmed = Confirmed{" ", noon} }, "Test"},
		{"a word without a time", func(o *CAPOptions) { o.Confirmed.Who = "Ana Lopes" }, "Test"},
		{"a person's word", func(o *CAPOptions) { o.Confirmed, o.Public = Confirmed{"Ana Lopes", noon}, true }, "Actual"},
	} {
		o := desk
		c.change(&o)
		got, _ := capOf(t, bridge(), o)
		if got["status"] != c.status {
			t.Errorf("%s: %s, want %s", c.what, got["status"], c.status)
		}
		if c.status == "Actual" {
			has(t, got["note"], "Confirmed by Ana Lopes at 2024-03-14T12:00:00-00:00.")
		}
	}
}

func TestCAPUpdatesAndCancels(t *testing.T) {
	first := bridge()
	first.State, first.Revision = Open, 1
	_, one := capOf(t, first, desk)
	second := bridge()
	second.State, second.Revision = Updated, 2
	o := desk
	o.Previous = []CAPReference{one}
	got, two := capOf(t, second, o)
	if want := "tocsin@desk.example," + one.Identifier + ",2024-03-14T12:00:00-00:00"; got["msgType"] != "Update" || got["references"] != want {
		t.Errorf("%s of %q, want %q", got["msgType"], got["references"], want)
	}
	third := bridge()
	third.State, third.Revision, third.Ended = Resolved, 3, noon
	o.Previous = append(o.Previous, two)
	got, _ = capOf(t, third, o)
	if got["msgType"] != "Cancel" || !strings.HasSuffix(got["references"], " "+two.String()) {
		t.Errorf("%s of %q", got["msgType"], got["references"])
	}
	if again, same := capOf(t, second, desk); again["msgType"] != "Alert" || same.Identifier != two.Identifier {
		t.Errorf("an update of nothing is %s %s, want an Alert %s", again["msgType"], same.Identifier, two.Identifier)
	}
	if _, _, err := CAP(third, noon, desk); err == nil {
		t.Error("nothing is cancelled")
	}
}

func TestCAPOfLittle(t *testing.T) {
	m := Message{Alarm: "a", Title: "Something", State: Open}
	got, _ := capOf(t, m, desk)
	for name, want := range map[string]string{"event": "Alarm", "severity": "Unknown", "certainty": "Unknown", "description": "Something", "areaDesc": "", "onset": ""} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	m.Area = Area{Country: "BLR"}
	if got, _ := capOf(t, m, desk); got["areaDesc"] != "BLR" || !strings.HasSuffix(got["value"], "BLR") || got["circle"] != "" {
		t.Errorf("area %q, circle %q", got["areaDesc"], got["circle"])
	}
}

func TestCAPRefusesWhatItMayNotHold(t *testing.T) {
	for _, change := range []func(*CAPOptions){
		func(o *CAPOptions) { o.Sender = "" }, func(o *CAPOptions) { o.Sender = "the desk" }, func(o *CAPOptions) { o.Category = "War" },
		func(o *CAPOptions) { o.Urgency = "Now" }, func(o *CAPOptions) { o.Previous = []CAPReference{{Sender: "x"}} },
	} {
		o := desk
		change(&o)
		if _, _, err := CAP(bridge(), noon, o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}

func TestCertaintyIsThatOfTheLikelihood(t *testing.T) {
	for words, want := range map[string]string{
		"almost certain": "Likely", "Very likely": "Likely", "likely": "Likely", "roughly even chance": "Possible", "unlikely": "Possible",
		"very unlikely": "Possible", "almost no chance": "Unlikely", "": "Unknown", "who knows": "Unknown",
	} {
		if got := capCertainty(words); got != want {
			t.Errorf("%q: %s, want %s", words, got, want)
		}
	}
}
