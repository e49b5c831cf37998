package indicator

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"tocsin/watch/detect"
)

// Problem is a warning problem: a question, the indicators that bear on it and
// the stages that it goes through.
type Problem struct {
	Name     string `json:"problem"`
	Question string `json:"question"`
	// Delay is how long after the end of a bin its reports still come in; the
	// bin is closed then, and what is found later counts for the past only.
	Delay      time.Duration `json:"delay"`
	Stages     []Stage       `json:"stages"`
	Indicators []Indicator   `json:"indicators"`
	index      *index
	hash       string
}

// Stage is a state of affairs that a problem can be in, in the order of the file.
type Stage struct {
	Name     string   `json:"name"`
	Ringing  []string `json:"ringing"` // IDs of indicators
	Least    int      `json:"least"`   // how many of them must ring
	Severity Severity `json:"severity"`
}

// Severity is how bad it is if it is true.
type Severity string

// The severities; CAP 1.2 calls them Minor, Moderate, Severe and Extreme.
const (
	Low      Severity = "low"
	Moderate Severity = "moderate"
	High     Severity = "high"
	Critical Severity = "critical"
)

// Severities are all of them, the least first.
var Severities = []Severity{Low, Moderate, High, Critical}

// Count is what is counted, each thing once.
type Count string

// The counts.
const (
	Occurrences Count = "occurrences" // happenings, however many tell of them
	OfStatement Count = "statements"
	OfClaim     Count = "claims"
	OfArticle   Count = "articles"
	Origins     Count = "origins" // independent ones
	Actors      Count = "actors"  // who do it or say it
	// Value is no count: it is the largest figure that as many independent
	// origins as the indicator asks for give or exceed.
	Value Count = "value"
)

// By is what an indicator is kept apart by: each value has a series and alarms
// of its own.
type By string

// The keys.
const (
	ByNothing   By = ""
	ByPlace     By = "place"
	ByCountry   By = "country" // of the place
	ByActor     By = "actor"   // who does it or says it
	ByRecipient By = "recipient"
	ByOutlet    By = "outlet"
	ByStatement By = "statement"
)

// Indicator is one thing that is watched for.
type Indicator struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Question string     `json:"question,omitzero"`
	Of       Of         `json:"of"`
	Where    string     `json:"where,omitzero"`
	Count    Count      `json:"count"`
	By       By         `json:"by,omitzero"`
	Bin      detect.Bin `json:"bin"`
	Window   int        `json:"window"` // how many bins are counted together
	After    int        `json:"after"`  // it rings after so many bins in a row that fired
	Origins  int        `json:"origins"`
	Severity Severity   `json:"severity"`
	Notify   []string   `json:"notify,omitempty"`
	// NoVolume: counts are not measured by how much news there was in all.
	NoVolume bool   `json:"no_volume,omitzero"`
	Resets   Resets `json:"resets"`
	// Detect is the detector with its settings; its reset rule follows from
	// Resets and After.
	Detect detect.Config `json:"detect"`
	// Text is the rule as a file of its own, from which it can be read again;
	// Hash is its SHA-256 in hexadecimal.
	Text string `json:"text"`
	Hash string `json:"hash"`

	detector detect.Detector
	rule     *Rule
	reset    *Rule
}

// Resets is what makes an alarm go out and the indicator ready again.
type Resets struct {
	Quiet   int           `json:"quiet"`          // so many bins in a row that did not fire
	Rearm   float64       `json:"rearm,omitzero"` // they must stay below this share of the bar; 0: the bar itself
	Expires time.Duration `json:"expires"`        // an alarm goes out after this long, whatever happens
	Where   string        `json:"where,omitzero"` // a sighting of the same kind that matches this puts it out at once
}

// Detector is the indicator's detector, its settings checked.
func (i *Indicator) Detector() detect.Detector { return i.detector }

// Matches reports whether a sighting counts.
func (i *Indicator) Matches(s *Sighting) (bool, error) { return i.rule.Match(s) }

// IsReset reports whether a sighting puts the indicator's alarms out.
func (i *Indicator) IsReset(s *Sighting) bool {
	if i.reset == nil {
		return false
	}
	matched, _ := i.reset.Match(s)
	return matched
}

// Upward reports whether nothing in a bin can never ring. Bins with nothing
// need then not be judged.
func (i *Indicator) Upward() bool {
	c := i.Detect
	return c.Threshold != nil && c.Threshold.AtLeast != nil && *c.Threshold.AtLeast > 0 || c.Rate != nil || c.First != nil
}

// Early reports whether the indicator may ring before its bin is over: what is
// counted only grows, so that what is enough stays enough.
func (i *Indicator) Early() bool {
	return i.Upward() && (i.Count != Value || i.Detect.Threshold != nil)
}

// Key is the series that a sighting belongs to, "" where the indicator has but
// one, and where the sighting does not say.
func (i *Indicator) Key(s *Sighting) string {
	switch i.By {
	case ByPlace:
		return s.Place.Name
	case ByCountry:
		return s.Place.Country
	case ByActor:
		if len(s.Actors) > 0 {
			return s.Actors[0].Name
		}
	case ByRecipient:
		return s.Event.Recipient.Name
	case ByOutlet:
		return s.Article.Outlet
	case ByStatement:
		return s.Statement.ID
	}
	return ""
}

// Reset is the detector's reset rule.
func (i *Indicator) Reset() detect.Reset {
	return detect.Reset{Refractory: -1, Quiet: i.Resets.Quiet, Rearm: i.Resets.Rearm, Persist: i.After, Of: i.After}
}

// Indicator finds an indicator by its ID, nil if there is none.
func (p *Problem) Indicator(id string) *Indicator {
	for i := range p.Indicators {
		if p.Indicators[i].ID == id {
			return &p.Indicators[i]
		}
	}
	return nil
}

// Hash is the SHA-256 of all rules and stages, in hexadecimal.
func (p *Problem) Hash() string { return p.hash }

func (p *Problem) sum() string {
	hash := sha256.New()
	for _, i := range p.Indicators {
		hash.Write([]byte(i.Hash))
	}
	for _, stage := range p.Stages {
		for _, part := range slices.Concat([]string{"stage", stage.Name, strconv.Itoa(stage.Least), string(stage.Severity)}, stage.Ringing) {
			hash.Write([]byte(part))
			hash.Write([]byte{0})
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}
