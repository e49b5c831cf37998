package tocsin

import (
	"strconv"
	"time"
)

// Standing is the word for how a Statement stands.
type Standing string

// The standings of a Statement.
const (
	SingleSource Standing = "single-source"
	Corroborated Standing = "corroborated" // at least two sources of at least two independent origins
	Disputed     Standing = "disputed"     // somebody says what excludes it
	Denied       Standing = "denied"       // those whom it concerns do
	Corrected    Standing = "corrected"    // its own source later said something else
	Withdrawn    Standing = "withdrawn"    // its own source later took it back
)

// Standings are all of them.
var Standings = []Standing{SingleSource, Corroborated, Disputed, Denied, Corrected, Withdrawn}

// Ref names one claim of one article.
type Ref struct {
	Article string `json:"article"`
	Claim   string `json:"claim"`
}

// Statement is claims that say the same by the same source, across articles,
// and how they stand.
type Statement struct {
	ID       string     `json:"id"`
	Source   string     `json:"source"`  // the source's name, "" where nobody is named
	Country  string     `json:"country"` // ISO 3166 alpha-3 of the side that it speaks for
	Kind     ActorKind  `json:"kind"`
	Act      Act        `json:"act"`
	Text     string     `json:"text"` // what its first claim says, in its article's words
	First    time.Time  `json:"first"`
	Last     time.Time  `json:"last"`
	Standing Standing   `json:"standing"`
	Computed Standing   `json:"computed"`           // what it would be without an analyst's verdict
	Opposing bool       `json:"opposing"`           // corroborated by sources of opposing sides
	Sources  int        `json:"sources"`            // different sources of this content
	Origins  int        `json:"origins"`            // independent origins of all reports of this content
	Outlets  int        `json:"outlets"`            // that report this source saying it
	Claims   []Ref      `json:"claims"`             // by publication
	Tellings []Telling  `json:"tellings,omitempty"` // how each report has it, by publication; where there are several
	Reasons  []string   `json:"reasons"`            // for the standing, in words
	Ties     []Tie      `json:"ties"`               // to other statements
	Grade    Grade      `json:"grade"`
	Verdict  *Judgement `json:"verdict,omitempty"`
}

// Grade is the two grades of the Admiralty system, each with its reasons:
// reliability of the source, credibility of the information. They are never
// made into one.
type Grade struct {
	Reliability        string   `json:"reliability"` // "A" to "F"
	Credibility        int      `json:"credibility"` // 1 to 6
	ReliabilityReasons []string `json:"reliability_reasons"`
	CredibilityReasons []string `json:"credibility_reasons"`
}

// String is both grades, as "C3".
func (g Grade) String() string { return g.Reliability + strconv.Itoa(g.Credibility) }

// Telling is how one report has a Statement: the same utterance cut short, with
// another word for the saying, with other words between quotation marks.
type Telling struct {
	Ref
	Outlet    string    `json:"outlet"`
	Published time.Time `json:"published"`
	Cue       string    `json:"cue"` // "say", "claim"; the lemma
	Text      string    `json:"text"`
	Kept      float64   `json:"kept"` // in 0…1: how far its words are those of the first telling
}

// Tie is how a Statement stands to another.
type Tie struct {
	To      string   `json:"to"`
	Kind    string   `json:"kind"`   // same, corroborates, incompatible
	Denial  bool     `json:"denial"` // one of the two denies what the other says
	Score   float64  `json:"score"`  // in 0…1
	Own     Ref      `json:"own"`    // the claim of this statement that it holds for
	Other   Ref      `json:"other"`
	Source  string   `json:"source"` // of the other statement
	Text    string   `json:"text"`   // of the other statement
	Reasons []string `json:"reasons"`
}

// Judgement is what an analyst decided on a Statement. It is kept beside what is
// computed, and holds until another one is made.
type Judgement struct {
	Standing Standing `json:"standing"`
	Who      string   `json:"who"`
	Why      string   `json:"why"`
}
