package tocsin

// Form says how a claim's content is quoted.
type Form string

// The forms of a Claim.
const (
	Direct   Form = "direct"   // wholly between quotation marks
	Indirect Form = "indirect" // in the outlet's words
	Mixed    Form = "mixed"    // in the outlet's words, with quoted parts
)

// Act is what the source does in a claim (its speech act).
type Act string

// The acts of a Claim.
const (
	Assert   Act = "assert"
	Deny     Act = "deny"
	Accuse   Act = "accuse"   // charges somebody with wrongdoing
	Demand   Act = "demand"   // urges, calls for, asks
	Commit   Act = "commit"   // own plan, promise, announcement of own action
	Threaten Act = "threaten" // own harmful action, on condition
	Warn     Act = "warn"     // of what others or events may bring
	Believe  Act = "believe"  // expects, thinks, estimates, fears
)

// Certainty is how firmly the content is put forward, after FactBank (Saurí
// and Pustejovsky 2009).
type Certainty string

// The certainties of a Claim.
const (
	Certain  Certainty = "certain"
	Probable Certainty = "probable"
	Possible Certainty = "possible"
)

// Claim is an attribution relation: a source, a cue and content.
type Claim struct {
	ID        string    `json:",omitzero"`
	Source    Source    `json:",omitzero"` // zero where nobody is named ("is believed to")
	Cue       Cue       `json:",omitzero"` // zero where a quotation goes on without one
	Content   []Span    `json:",omitzero"` // what is credited, without the enclosing punctuation; in text order
	Form      Form      `json:",omitzero"`
	Act       Act       `json:",omitzero"`
	Certainty Certainty `json:",omitzero"`
	Said      Said      `json:",omitzero"`
	Within    string    `json:",omitzero"` // ID of the claim whose content holds this attribution
	Denies    []string  `json:",omitzero"` // IDs of the claims that this one denies
	Rule      string    `json:",omitzero"` // which rule or model head found it
	Score     float64   `json:",omitzero"` // in 0…1
	// Vector is the direction in which the model puts the content, by which
	// contents are compared that share few words; nil where it was not read.
	Vector []int8 `json:",omitzero"`
}

// Source is who a claim is credited to, as this claim words it.
type Source struct {
	Span    Span      `json:",omitzero"`
	Name    string    `json:",omitzero"` // canonical full name, after resolution
	Actor   string    `json:",omitzero"` // ID of the Actor
	Role    string    `json:",omitzero"`
	Country string    `json:",omitzero"` // ISO 3166 alpha-3
	Kind    ActorKind `json:",omitzero"`
}

// IsZero reports whether no source is given.
func (s Source) IsZero() bool { return s == Source{} }

// Cue is the words that carry the saying.
type Cue struct {
	Span  Span   `json:",omitzero"`
	Lemma string `json:",omitzero"`
}

// Said tells the circumstances of the utterance itself.
type Said struct {
	When  string `json:",omitzero"` // TIMEX3 value
	Place string `json:",omitzero"`
	To    string `json:",omitzero"`
}
