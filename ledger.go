package tocsin

import "time"

// Noun names what a Filter selects and a Correction is about.
type Noun string

// The nouns of a ledger.
const (
	NounArticle  Noun = "article"
	NounClaim    Noun = "claim"
	NounEvent    Noun = "event"
	NounQuantity Noun = "figure"
	NounActor    Noun = "actor"
	NounPlace    Noun = "place"
	NounWhen     Noun = "time"
)

// Nouns are all of them.
var Nouns = []Noun{NounArticle, NounClaim, NounEvent, NounQuantity, NounActor, NounPlace, NounWhen}

// Evidence is what an Article was read from: the bytes as they came.
type Evidence struct {
	SHA256      string    `json:",omitzero"` // of the bytes, in hexadecimal
	Size        int       `json:",omitzero"`
	ContentType string    `json:",omitzero"`
	Fetched     time.Time `json:",omitzero"`
	From        string    `json:",omitzero"` // the feed, file or archive that they came from
}

// Filter selects from a ledger. What is left zero does not restrict; all that
// is set must hold.
type Filter struct {
	Article  string    // ID of an Article
	By       string    // words of a name: who claims it, or whose claim tells of it
	About    string    // words of a name that it mentions
	Country  string    // ISO 3166 alpha-3: of the source, of a side, of the place
	Act      Act       // of claims
	Category Category  // of events
	From, To time.Time // published in [From, To); events happened then
	Near     Circle    // where it happened, or a place that it mentions
	Outlet   string    // words of its name
	Text     string    // words, "phrases", OR and -word, in the claim or the article
	AsOf     time.Time // what the ledger knew then; zero for now
	Limit    int       // how many at most, the latest first; 0 for all
}

// Circle is a part of the earth's surface. It is unset where Km is 0.
type Circle struct{ Lat, Lon, Km float64 }

// CorrectionKind says what a Correction does.
type CorrectionKind string

// The kinds of Correction.
const (
	Dismiss  CorrectionKind = "dismiss" // this is no such finding
	Confirm  CorrectionKind = "confirm" // this finding is right: its Score becomes 1
	Merge    CorrectionKind = "merge"   // two names are one actor's
	Relocate CorrectionKind = "place"   // this toponym is that place
	Undo     CorrectionKind = "undo"    // an earlier Correction was mistaken

	Together CorrectionKind = "together" // two articles tell one story
	Apart    CorrectionKind = "apart"    // two articles do not
	Assign   CorrectionKind = "story"    // an article belongs to the story of an ID
	Judge    CorrectionKind = "verdict"  // how the statement of a claim stands
)

// Correction is an analyst's word on what was read. It is an entry of the
// ledger like any other, and holds over every later reading of the article: it
// points at words, not at what a reader made of them.
type Correction struct {
	Seq     int64          `json:",omitzero"` // its number in the ledger, given by the ledger
	At      time.Time      `json:",omitzero"`
	Who     string         `json:",omitzero"`
	Why     string         `json:",omitzero"`
	Kind    CorrectionKind `json:",omitzero"`
	Article string         `json:",omitzero"` // ID; "" for a Merge
	Noun    Noun           `json:",omitzero"` // of what is dismissed or confirmed
	Span    Span           `json:",omitzero"` // of its cue, trigger or words
	Name    string         `json:",omitzero"` // of a Merge: the name that goes
	Into    string         `json:",omitzero"` // of a Merge: the name that stays
	Place   Place          `json:",omitzero"` // of a Relocate: the right entry
	Undoes  int64          `json:",omitzero"` // of an Undo: the Correction's number
	With    string         `json:",omitzero"` // of Together and Apart: the other article; of Assign: the story's ID
	// Standing is that of a Judge; the claim is the one that Span overlaps with
	// its cue, or its content where it has none.
	Standing Standing `json:",omitzero"`
}
