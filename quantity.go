package tocsin

// Bound says how a figure's value limits the truth.
type Bound string

// The bounds of a Quantity.
const (
	Exact   Bound = "exact"
	About   Bound = "about"
	Less    Bound = "less"
	More    Bound = "more"
	AtMost  Bound = "at_most"
	AtLeast Bound = "at_least"
	Range   Bound = "range"
)

// Quantity is a figure with its hedge, its unit and what it counts.
type Quantity struct {
	ID    string   `json:",omitzero"`
	Span  Span     `json:",omitzero"`
	Value *float64 `json:",omitzero"` // nil where vague ("dozens")
	High  *float64 `json:",omitzero"` // the upper end of a range, else nil
	Bound Bound    `json:",omitzero"`
	Unit  string   `json:",omitzero"` // "km", "USD", "%", "month"; "" for a plain count
	Of    string   `json:",omitzero"` // what is counted: "people"
	Rule  string   `json:",omitzero"`
}
