package grade

import (
	"fmt"

	"tocsin"
)

// Features are what is known of a source, and of what it says. The zero value
// knows nothing, and is graded F6.
type Features struct {
	// Of the source.
	Named     bool             `json:"named,omitzero"`    // with a name of its own, of a person or a body
	Role      string           `json:"role,omitzero"`     // "Defence Minister"
	Official  bool             `json:"official,omitzero"` // a state, its forces, its offices, an organisation of states
	Anonymous bool             `json:"anonymous,omitzero"`
	Kind      tocsin.ActorKind `json:"kind,omitzero"`
	FirstHand FirstHand        `json:"first_hand,omitzero"`
	Stake     Stake            `json:"stake,omitzero"`
	Chain     int              `json:"chain,omitzero"` // 1 where the outlet has it from the source, 2 where from one who cites the source …; 0 unknown
	Record    Record           `json:"record,omitzero"`

	// Of the information.
	Origins     int     `json:"origins,omitzero"`     // independent origins of the reports of this content
	Sources     int     `json:"sources,omitzero"`     // different sources of this content, this one counted
	Opposing    bool    `json:"opposing,omitzero"`    // sources of opposing sides agree
	DeniedBy    int     `json:"denied_by,omitzero"`   // sources that it concerns and that contradict it
	DisputedBy  int     `json:"disputed_by,omitzero"` // other sources that contradict it
	TakenBack   bool    `json:"taken_back,omitzero"`  // its own source later said otherwise
	Particulars Details `json:"particulars,omitzero"`
	Unsure      bool    `json:"unsure,omitzero"` // put forward as possible only
	Verdict     Verdict `json:"verdict,omitzero"`
}

// FirstHand says how the source knows; "" where it does not show.
type FirstHand string

// The ways of knowing at first hand.
const (
	OwnDoing FirstHand = "own doing" // its own action, plan or decision
	Saw      FirstHand = "saw"       // it saw, heard or was there
	Shows    FirstHand = "shows"     // it is a document, a picture, a recording
)

// Stake says what the source gains or loses by being believed; "" where that
// does not show.
type Stake string

// The stakes of a source.
const (
	Accuses Stake = "accuses" // the other side of wrong
	Defends Stake = "defends" // itself or its own side against a charge
	Praises Stake = "praises" // its own side's success, or counts the other side's losses
	Against Stake = "against" // its own interest: owns to losses, to a retreat, to a fault
)

// Record is how often earlier statements of the source were settled. A
// withdrawn one counts as wrong, one that was denied only as half: a denial is
// not always right.
type Record struct {
	Confirmed int `json:"confirmed,omitzero"`
	Denied    int `json:"denied,omitzero"`
	Withdrawn int `json:"withdrawn,omitzero"`
}

// Details are how many particulars the content has that can be checked.
type Details struct {
	Names   int `json:"names,omitzero"`
	Figures int `json:"figures,omitzero"`
	Dates   int `json:"dates,omitzero"`
	Places  int `json:"places,omitzero"`
}

// kinds is how many kinds of particulars there are.
func (d Details) kinds() int {
	kinds := 0
	for _, count := range []int{d.Names, d.Figures, d.Dates, d.Places} {
		if count > 0 {
			kinds++
		}
	}
	return kinds
}

// Verdict is what an analyst found.
type Verdict string

// The verdicts.
const (
	Undecided Verdict = ""
	True      Verdict = "true"
	False     Verdict = "false"
)

// Grade is the two grades, each with its reasons.
type Grade = tocsin.Grade

// Judge grades by what is known. Each axis looks at its own features alone,
// but for what a source says of its own doing, which makes a thing possibly
// true.
func Judge(f Features) Grade {
	var g Grade
	g.Reliability, g.ReliabilityReasons = reliability(f)
	g.Credibility, g.CredibilityReasons = credibility(f)
	return g
}

// one writes a number of things in words.
func one(count int, single, several string) string {
	if count == 1 {
		return "one " + single
	}
	return fmt.Sprintf("%d %s", count, several)
}
