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
	ID    string
	Span  Span
	Value *float64 // nil where vague ("dozens")
	High  *float64 // the upper end of a range, else nil
	Bound Bound
	Unit  string // "km", "USD", "%", "month"; "" for a plain count
	Of    string // what is counted: "people"
	Rule  string
}
