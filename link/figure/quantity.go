package figure

import (
	"math"
	"strconv"
	"strings"

	"tocsin"
)

// Agreement says how two figures about the same thing stand to each other.
type Agreement string

// The agreements of figures.
const (
	Incomparable Agreement = ""           // other units, other things, or a vague figure
	Compatible   Agreement = "compatible" // one value can satisfy both
	Conflict     Agreement = "conflict"   // no value satisfies both
)

// Comparison is the outcome of comparing two figures.
type Comparison struct {
	Agreement Agreement
	Ratio     float64 // of the later figure's main value to the earlier one's, 0 where that is unknown
	Jump      bool    // the main values differ by half or more, whatever their bounds
	Reason    string  // in words
}

const (
	// aboutWidth is how far from the value "about" reaches, as a share of it.
	aboutWidth = 0.1
	// roundWidth is how far a round number may be off, as a share of it.
	roundWidth = 0.05
	// JumpRatio is the change from which two figures are a jump.
	JumpRatio = 1.5
)

// Compare compares two figures, a the earlier one. They can be compared where
// units of one measure (miles and kilometres, a third and 33%) and the thing
// counted agree; whether they count it at the same place and time is the
// caller's to know. Bounds are read as intervals: "less than 9,000" is
// everything below 9,000 and not 9,000 itself, "about 500" is 450 to 550, and a
// round number is right within half of its last digit that is not nought.
func Compare(a, b tocsin.Quantity) Comparison {
	if a.Value == nil || b.Value == nil || !sameCounted(a.Of, b.Of) {
		return Comparison{}
	}
	x, y := measureOf(a), measureOf(b)
	if x.unit != y.unit {
		return Comparison{}
	}
	return x.against(y, Spoken(a), Spoken(b), b.Of)
}

// sameCounted reports whether two nouns count the same; an unknown one does
// not.
func sameCounted(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	x, fateX := thingOf(a)
	y, fateY := thingOf(b)
	return x.Head == y.Head && (fateX == "" || fateY == "" || fateX == fateY)
}

// measure is a figure in the main unit of its measure, as an interval.
type measure struct {
	unit             string
	low, high        float64
	lowOpen, topOpen bool // the end itself is excluded
	main             float64
}

// against tells whether two intervals overlap, and how far their values lie
// apart.
func (m measure) against(later measure, spoken, laterSpoken, of string) Comparison {
	comparison := Comparison{Agreement: Compatible}
	if below(m, later) || below(later, m) {
		comparison.Agreement = Conflict
	}
	if m.main != 0 {
		comparison.Ratio = later.main / m.main
		comparison.Jump = comparison.Ratio >= JumpRatio || comparison.Ratio <= 1/JumpRatio
	}
	both := strings.Join(strings.Fields(spoken+" and "+laterSpoken+" "+of), " ")
	if comparison.Agreement == Conflict {
		comparison.Reason = both + " cannot both hold"
	} else {
		comparison.Reason = both + " are compatible"
	}
	return comparison
}

// below reports whether all of a lies below all of b.
func below(a, b measure) bool {
	return a.high < b.low || a.high == b.low && (a.topOpen || b.lowOpen)
}

// scales are units of measures by their main unit. Temperatures and money
// change in other ways and are left alone.
var scales = map[string]struct {
	unit   string
	factor float64
}{
	"m": {"m", 1}, "km": {"m", 1000}, "cm": {"m", 0.01}, "mm": {"m", 0.001}, "mi": {"m", 1609.344}, "yd": {"m", 0.9144}, "ft": {"m", 0.3048}, "nmi": {"m", 1852},
	"m²": {"m²", 1}, "km²": {"m²", 1e6}, "ha": {"m²", 1e4}, "acre": {"m²", 4046.8564224}, "mi²": {"m²", 2589988.110336},
	"kg": {"kg", 1}, "g": {"kg", 0.001}, "t": {"kg", 1000}, "lb": {"kg", 0.45359237},
	"m³": {"m³", 1}, "l": {"m³", 0.001}, "L": {"m³", 0.001},
	"kWh": {"kWh", 1}, "MWh": {"kWh", 1000}, "GWh": {"kWh", 1e6}, "TWh": {"kWh", 1e9},
	"kW": {"kW", 1}, "MW": {"kW", 1000}, "GW": {"kW", 1e6},
}

// measureOf brings a figure with a value to its interval.
func measureOf(q tocsin.Quantity) measure {
	unit, factor := q.Unit, 1.0
	if scale, known := scales[unit]; known {
		unit, factor = scale.unit, scale.factor
	}
	if isShare(q) {
		unit, factor = "%", 100
	}
	value := *q.Value
	m := measure{unit: unit, main: value}
	switch q.Bound {
	case tocsin.Less, tocsin.AtMost:
		m.low, m.high, m.topOpen = math.Inf(-1), value, q.Bound == tocsin.Less
	case tocsin.More, tocsin.AtLeast:
		m.low, m.high, m.lowOpen = value, math.Inf(1), q.Bound == tocsin.More
	case tocsin.About:
		m.low, m.high = value-math.Abs(value)*aboutWidth, value+math.Abs(value)*aboutWidth
	default:
		m.low, m.high = value-slack(value), value+slack(value)
	}
	if q.Bound == tocsin.Range && q.High != nil {
		m.low, m.high, m.main = value, *q.High, (value+*q.High)/2
	}
	m.low, m.high, m.main = m.low*factor, m.high*factor, m.main*factor
	return m
}

// isShare reports whether a plain number is a part of a whole: "half of them".
func isShare(q tocsin.Quantity) bool {
	return q.Unit == "" && q.Value != nil && *q.Value > 0 && *q.Value < 1
}

// slack is half of the last digit that is not nought, for round numbers of at
// least a hundred: "2,000" may have been 1,960, "19" was 19.
func slack(value float64) float64 {
	if value != math.Trunc(value) || math.Abs(value) < 100 || math.Abs(value) > 1e15 {
		return 0
	}
	step := 1.0
	for math.Mod(value, step*10) == 0 {
		step *= 10
	}
	if step < 10 {
		return 0
	}
	// Half of the last digit would let 100 be 149.
	return min(step/2, math.Abs(value)*roundWidth)
}

// Spoken is a figure with its bound and unit in words: "less than 9,000"; ""
// where it has no value.
func Spoken(q tocsin.Quantity) string {
	if q.Value == nil {
		return ""
	}
	words := bounds[q.Bound] + grouped(*q.Value)
	if q.Bound == tocsin.Range && q.High != nil {
		words = grouped(*q.Value) + " to " + grouped(*q.High)
	}
	switch q.Unit {
	case "":
		return words
	case "%":
		return words + "%"
	}
	return words + " " + q.Unit
}

var bounds = map[tocsin.Bound]string{
	tocsin.Less: "less than ", tocsin.More: "more than ", tocsin.AtMost: "at most ", tocsin.AtLeast: "at least ", tocsin.About: "about ",
}

// grouped writes a number with commas between thousands.
func grouped(value float64) string {
	digits := strconv.FormatFloat(math.Abs(value), 'f', -1, 64)
	if math.Abs(value) > 0 && math.Abs(value) < 1 {
		digits = strconv.FormatFloat(math.Abs(value), 'g', 3, 64)
	}
	whole, rest, broken := strings.Cut(digits, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if value < 0 {
		whole = "−" + whole
	}
	if broken {
		return whole + "." + rest
	}
	return whole
}
