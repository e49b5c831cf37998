package watch

import (
	"maps"
	"slices"
	"time"

	"tocsin"
	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// Env is what the engine is told of what is around it.
type Env struct {
	// Origins names the independent origin of each finding, in their order:
	// those of one origin get one name. nil takes what the sightings say.
	Origins func(refs []tocsin.Ref) []string
	Reader  tocsin.Reader // which read the articles
	Linker  string        // version of what linked them
	Tree    Tree          // of the ledger, when it was read
}

// Tree is the head of a ledger's Merkle tree.
type Tree struct {
	Size int64  `json:"size"`
	Root string `json:"root"` // in hexadecimal
}

// State is where a problem stands. It can be stored as JSON; the zero State is
// that of a problem that was never checked.
type State struct {
	Problem string               `json:"problem"`
	Rules   string               `json:"rules"`   // hash of the rules that made it
	Now     time.Time            `json:"now"`     // up to when it was checked
	Closed  map[detect.Bin]int64 `json:"closed"`  // the first bin that is open
	Volume  map[detect.Bin]Line  `json:"volume"`  // articles of any kind
	Tracks  map[string]*Track    `json:"tracks"`  // by indicator and key
	Alarms  []*Alarm             `json:"alarms"`  // by when they opened; those that went out long ago are left out
	Records map[string]Record    `json:"records"` // of indicators, by analysts' verdicts
	Stage   string               `json:"stage"`   // "" for none
	late    map[detect.Bin]int   // how often an article came for another bin than the current one
}

// Track is what is kept of one series: an indicator, and the key that it is
// kept apart by.
type Track struct {
	Indicator string       `json:"indicator"`
	Key       string       `json:"key,omitzero"`
	Line      Line         `json:"line,omitempty"`
	Marks     []Mark       `json:"marks,omitempty"` // what may still count for an open bin; by publication
	Dropped   int          `json:"dropped,omitzero"`
	Carriers  []string     `json:"carriers,omitempty"` // of a silence: the outlets that brought it, sorted
	Alive     Line         `json:"alive,omitempty"`    // of a silence: articles of these
	Since     time.Time    `json:"since,omitzero"`     // what was published before counts no more
	State     detect.State `json:"state,omitzero"`
	Alarm     string       `json:"alarm,omitzero"` // the one that rings
	cache     *prepared
}

// prepared is what an open bin is held against, kept as long as nothing of it
// changes: most articles are of the current bin, and change nothing before it.
type prepared struct {
	number int64
	late   int
	series detect.Series
	bar    detect.Bar
}

// Mark is one sighting that was counted.
type Mark struct {
	At      time.Time   `json:"at"` // published
	Known   time.Time   `json:"known,omitzero"`
	Article string      `json:"article"`
	ID      string      `json:"id"`
	Noun    tocsin.Noun `json:"noun"`
	Span    tocsin.Span `json:"span,omitzero"` // in bytes of the article's text
	Text    string      `json:"text"`
	Outlet  string      `json:"outlet"`
	Title   string      `json:"title"`
	URL     string      `json:"url,omitzero"`
	Origin  string      `json:"origin"`
	Things  []string    `json:"things,omitempty"` // what it counts as; nil where that is its origin
	Value   *float64    `json:"value,omitempty"`
	Place   string      `json:"place,omitzero"`
	Country string      `json:"country,omitzero"`
}

// Ref names the finding.
func (m Mark) Ref() tocsin.Ref { return tocsin.Ref{Article: m.Article, Claim: m.ID} }

// mostText is how many bytes of a sighting's words are kept, about.
const mostText = 240

// mark is what is kept of a sighting; moment is when it came to be used.
func mark(i *indicator.Indicator, s *indicator.Sighting, moment time.Time) Mark {
	m := Mark{
		At: s.Published().UTC(), Known: moment.UTC(), Article: s.Article.ID, ID: s.ID, Noun: s.Noun, Span: s.Span, Text: cut(s.Text),
		Outlet: s.Article.Outlet, Title: s.Article.Title, URL: s.Article.URL, Origin: s.Origin, Place: s.Place.Name, Country: s.Place.Country,
	}
	if m.Origin == "" {
		m.Origin = m.Article
	}
	m.Things = things(i.Count, s)
	if i.Count == indicator.Value {
		m.Value = s.Figure.Value
		if s.Figure.Low != nil && *s.Figure.Low > 0 {
			m.Value = s.Figure.Low
		}
	}
	return m
}

func cut(text string) string {
	if len(text) <= mostText {
		return text
	}
	end := mostText
	for end > 0 && text[end]&0xC0 == 0x80 {
		end--
	}
	return text[:end] + "…"
}

// things are what a sighting counts as.
func things(count indicator.Count, s *indicator.Sighting) []string {
	finding := s.Article.ID + " " + s.ID
	switch count {
	case indicator.Occurrences:
		if s.Occurrence != "" {
			return []string{s.Occurrence}
		}
		return []string{finding}
	case indicator.OfStatement:
		if s.Statement.ID != "" {
			return []string{s.Statement.ID}
		}
		return []string{finding}
	case indicator.OfClaim:
		return []string{finding}
	case indicator.OfArticle:
		return []string{s.Article.ID}
	case indicator.Actors:
		var names []string
		for _, actor := range s.Actors {
			if actor.Name != "" {
				names = append(names, actor.Name)
			} else if actor.Country != "" {
				names = append(names, actor.Country)
			}
		}
		slices.Sort(names)
		return append([]string{}, slices.Compact(names)...)
	}
	return nil // origins, by which figures count too
}

// clone is a copy that shares tracks and alarms; whoever changes one copies it
// first.
func (s State) clone() State {
	s.Closed = copied(s.Closed)
	s.Volume = copied(s.Volume)
	for bin, line := range s.Volume {
		s.Volume[bin] = slices.Clone(line)
	}
	s.late = copied(s.late)
	s.Tracks, s.Records = copied(s.Tracks), copied(s.Records)
	s.Alarms = slices.Clone(s.Alarms)
	return s
}

func copied[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

func (t *Track) clone() *Track {
	c := *t
	c.Line, c.Alive = slices.Clone(t.Line), slices.Clone(t.Alive)
	c.Marks, c.Carriers = slices.Clone(t.Marks), slices.Clone(t.Carriers)
	return &c
}

func trackID(indicator, key string) string {
	if key == "" {
		return indicator
	}
	return indicator + "/" + key
}
