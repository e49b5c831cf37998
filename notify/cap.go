package notify

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// CAPOptions are what an alert of the Common Alerting Protocol 1.2 (OASIS
// Standard, 1 July 2010) needs besides the message.
type CAPOptions struct {
	Sender     string // who answers for it, by a name that is unique in the world: "tocsin@desk.example"
	SenderName string // for people; "" stands for Sender
	// Exercise makes the status Exercise instead of Test. Neither tells the public
	// to do anything.
	Exercise bool
	Note     string // of an exercise: which one it is
	// Confirmed makes the status Actual. Nothing else does.
	Confirmed Confirmed
	// Public makes the scope Public; without it, it is Restricted to those whom
	// Restriction tells.
	Public      bool
	Restriction string // "" stands for "Recipients of this alarm"
	Category    string // of CAP: Security where it is ""
	Urgency     string // of CAP: Unknown where it is ""
	Language    string // RFC 3066; "" stands for en
	// Expires is when the alert is no longer to be shown; zero for not said.
	Expires time.Time
	// Previous are the alerts that this one updates or cancels: those that
	// CAP gave for earlier revisions of the alarm.
	Previous []CAPReference
}

// Confirmed is a person's word that an alarm is true. It holds where both are
// set.
type Confirmed struct {
	Who string    `json:"who"`
	At  time.Time `json:"at"`
}

func (c Confirmed) holds() bool { return strings.TrimSpace(c.Who) != "" && !c.At.IsZero() }

// CAPReference names an alert.
type CAPReference struct {
	Sender     string    `json:"sender"`
	Identifier string    `json:"identifier"`
	Sent       time.Time `json:"sent"`
}

// String is the reference as other alerts give it.
func (r CAPReference) String() string {
	return r.Sender + "," + r.Identifier + "," + capTime(r.Sent)
}

// CAP is a message as an alert of CAP 1.2, and the reference by which later
// revisions name it. Sent is its time.
//
// The status is Test, or Exercise, unless a person has confirmed the alarm: a
// program that reads the news does not tell the public what to do. An open alarm
// is an Alert, an updated one an Update and a resolved one a Cancel of what was
// sent before; without anything sent before, an update is an Alert and there is
// nothing to cancel, which is an error. Certainty is taken from the likelihood;
// what is unknown is Unknown.
func CAP(m Message, sent time.Time, o CAPOptions) ([]byte, CAPReference, error) {
	fault := func(err error) ([]byte, CAPReference, error) {
		return nil, CAPReference{}, fmt.Errorf("alarm %s: %w", m.Alarm, err)
	}
	if err := m.check(); err != nil {
		return nil, CAPReference{}, err
	}
	if err := checkCAP(o); err != nil {
		return fault(err)
	}
	reference := CAPReference{o.Sender, "tocsin-" + hashed("cap", m.Alarm, strconv.Itoa(m.Revision)), sent.UTC().Truncate(time.Second)}
	alert := capAlert{
		XMLNS: "urn:oasis:names:tc:emergency:cap:1.2", Identifier: reference.Identifier, Sender: o.Sender, Sent: capTime(sent),
		Status: "Test", Type: "Alert", Source: "Tocsin", Scope: "Public", Note: line(o.Note, maxLine), Incidents: "tocsin-" + hashed("cap incident", m.Alarm),
	}
	if !o.Public {
		alert.Scope, alert.Restriction = "Restricted", line(cmp.Or(o.Restriction, "Recipients of this alarm"), maxLine)
	}
	switch {
	case o.Confirmed.holds():
		alert.Status = "Actual"
		note := fmt.Sprintf("Confirmed by %s at %s.", line(o.Confirmed.Who, 100), capTime(o.Confirmed.At))
		alert.Note = strings.TrimSpace(alert.Note + " " + note)
	case o.Exercise:
		alert.Status = "Exercise"
	}
	switch {
	case m.State == Resolved && len(o.Previous) == 0:
		return fault(errors.New("is over, but no earlier alert is given that could be cancelled"))
	case m.State == Resolved:
		alert.Type = "Cancel"
	case m.State == Updated && len(o.Previous) > 0:
		alert.Type = "Update"
	}
	if alert.Type != "Alert" {
		var references []string
		for _, previous := range o.Previous {
			references = append(references, previous.String())
		}
		alert.References = strings.Join(references, " ")
	}
	alert.Info = infoOf(m, o)
	return document(alert), reference, nil
}

var (
	capCategories = []string{"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"}
	capUrgencies  = []string{"Immediate", "Expected", "Future", "Past", "Unknown"}
)

func checkCAP(o CAPOptions) error {
	switch {
	case !capName(o.Sender):
		return errors.New("CAP needs a sender without spaces, commas, < and &: tocsin@desk.example")
	case o.Category != "" && !slices.Contains(capCategories, o.Category):
		return fmt.Errorf("%q is no category of CAP: it is one of %s", o.Category, strings.Join(capCategories, ", "))
	case o.Urgency != "" && !slices.Contains(capUrgencies, o.Urgency):
		return fmt.Errorf("%q is no urgency of CAP: it is one of %s", o.Urgency, strings.Join(capUrgencies, ", "))
	}
	for _, previous := range o.Previous {
		if !capName(previous.Sender) || !capName(previous.Identifier) || previous.Sent.IsZero() {
			return fmt.Errorf("%q is no reference to an alert", previous)
		}
	}
	return nil
}

// capName reports whether a text may be an identifier or a sender (3.2.1 of the
// standard).
func capName(text string) bool { return text != "" && !strings.ContainsAny(text, " ,<&\t\n\r") }

// capTime is a time as the standard wants it (3.3.2): with an offset, which for
// UTC is -00:00 and never Z.
func capTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05") + "-00:00" }

// The elements stand in the order of the standard's schema.
type capAlert struct {
	XMLName     xml.Name `xml:"alert"`
	XMLNS       string   `xml:"xmlns,attr"`
	Identifier  string   `xml:"identifier"`
	Sender      string   `xml:"sender"`
	Sent        string   `xml:"sent"`
	Status      string   `xml:"status"`
	Type        string   `xml:"msgType"`
	Source      string   `xml:"source,omitempty"`
	Scope       string   `xml:"scope"`
	Restriction string   `xml:"restriction,omitempty"`
	Note        string   `xml:"note,omitempty"`
	References  string   `xml:"references,omitempty"`
	Incidents   string   `xml:"incidents,omitempty"`
	Info        capInfo  `xml:"info"`
}

type capInfo struct {
	Language    string         `xml:"language"`
	Category    string         `xml:"category"`
	Event       string         `xml:"event"`
	Urgency     string         `xml:"urgency"`
	Severity    string         `xml:"severity"`
	Certainty   string         `xml:"certainty"`
	Onset       string         `xml:"onset,omitempty"`
	Expires     string         `xml:"expires,omitempty"`
	SenderName  string         `xml:"senderName,omitempty"`
	Headline    string         `xml:"headline"`
	Description string         `xml:"description"`
	Web         string         `xml:"web,omitempty"`
	Parameters  []capParameter `xml:"parameter"`
	Area        *capArea       `xml:"area"`
}

type capParameter struct {
	Name  string `xml:"valueName"`
	Value string `xml:"value"`
}

type capArea struct {
	Description string        `xml:"areaDesc"`
	Circle      string        `xml:"circle,omitempty"`
	Geocode     *capParameter `xml:"geocode"`
}

func infoOf(m Message, o CAPOptions) capInfo {
	info := capInfo{
		Language: cmp.Or(o.Language, "en"), Category: cmp.Or(o.Category, "Security"),
		Event:   line(cmp.Or(m.Problem, m.Indicator, "Alarm"), maxTitle),
		Urgency: cmp.Or(o.Urgency, "Unknown"), Severity: capSeverity(m.Severity), Certainty: capCertainty(m.Likelihood),
		SenderName: line(cmp.Or(o.SenderName, o.Sender), maxTitle), Headline: line(m.Title, maxTitle),
		Description: strings.Join(append(lead(m), evidenceLines(m)), "\n"), Web: webLink(m.Link),
	}
	info.Description = cmp.Or(strings.TrimSpace(info.Description), info.Headline)
	if !m.Started.IsZero() {
		info.Onset = capTime(m.Started)
	}
	if !o.Expires.IsZero() {
		info.Expires = capTime(o.Expires)
	}
	for _, one := range [][2]string{
		{"alarm", m.Alarm}, {"revision", strconv.Itoa(m.Revision)}, {"indicator", m.Indicator}, {"stage", m.Stage},
		{"likelihood", m.Likelihood}, {"confidence", m.Confidence}, {"receipt", m.Receipt},
	} {
		if one[1] != "" {
			info.Parameters = append(info.Parameters, capParameter{one[0], line(one[1], maxTitle)})
		}
	}
	info.Area = capAreaOf(m.Area)
	return info
}

// capSeverity is the severity in CAP's words, which are ours with a capital.
func capSeverity(severity Severity) string {
	if severity == "" {
		return "Unknown"
	}
	return strings.ToUpper(string(severity[:1])) + string(severity[1:])
}

// capCertainty takes the words of ICD 203 (Analytic Standards, 2015; there are
// two for each range) for those of CAP: Likely is more than 50 %, Possible up
// to 50 %, Unlikely about 0. Observed is said by nobody who reads of it.
func capCertainty(likelihood string) string {
	switch strings.ToLower(strings.TrimSpace(likelihood)) {
	case "almost certain", "almost certainly", "nearly certain", "very likely", "highly probable", "likely", "probable", "probably":
		return "Likely"
	case "roughly even chance", "roughly even odds", "even chance", "unlikely", "improbable", "improbably", "very unlikely", "highly improbable":
		return "Possible"
	case "almost no chance", "remote", "remote chance":
		return "Unlikely"
	}
	return "Unknown"
}

func capAreaOf(area Area) *capArea {
	name := areaName(area)
	if name == "" {
		return nil
	}
	out := &capArea{Description: name}
	if area.Km > 0 && math.Abs(area.Lat) <= 90 && math.Abs(area.Lon) <= 180 {
		out.Circle = fmt.Sprintf("%s,%s %s", decimal(area.Lat), decimal(area.Lon), decimal(area.Km))
	}
	// Circle and code together would mean both, that is the whole country.
	if out.Circle == "" && area.Country != "" {
		out.Geocode = &capParameter{"ISO 3166-1 alpha-3", area.Country}
	}
	return out
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
