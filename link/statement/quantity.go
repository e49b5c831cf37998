package statement

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
	// jumpRatio is the change from which two steps of a ladder of figures are
	// a jump.
	jumpRatio = 1.5
)

// CompareQuantities compares two figures, a the earlier one. They are about the
// same thing where unit and thing counted agree; whether they count it at the
// same place and time is the caller's to know. Bounds are read as intervals:
// "less than 9,000" is everything below, "about 500" is 450 to 550, and a round
// number is right within half of its last digit that is not nought.
func CompareQuantities(a, b tocsin.Quantity) Comparison {
	if a.Value == nil || b.Value == nil || a.Unit != b.Unit || !sameThing(a.Of, b.Of) {
		return Comparison{}
	}
	lowA, highA := interval(a)
	lowB, highB := interval(b)
	comparison := Comparison{Agreement: Compatible}
	if lowA > highB || lowB > highA {
		comparison.Agreement = Conflict
	}
	mainA, mainB := mainValue(a), mainValue(b)
	if mainA != 0 {
		comparison.Ratio = mainB / mainA
		comparison.Jump = comparison.Ratio >= jumpRatio || comparison.Ratio <= 1/jumpRatio
	}
	comparison.Reason = spoken(a) + " and " + spoken(b) + " " + strings.TrimSpace(b.Of+" ") + " are " + string(comparison.Agreement)
	if comparison.Agreement == Conflict {
		comparison.Reason = spoken(a) + " and " + spoken(b) + " " + b.Of + " cannot both hold"
	}
	return comparison
}

// sameThing reports whether two head nouns count the same; an unknown one does
// not.
func sameThing(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	l := words()
	return l.sense(lastWord(fold(a))) == l.sense(lastWord(fold(b)))
}

func lastWord(words string) string { return words[strings.LastIndexByte(words, ' ')+1:] }

// interval is the range of values that a figure allows.
func interval(q tocsin.Quantity) (low, high float64) {
	value := *q.Value
	switch q.Bound {
	case tocsin.Less, tocsin.AtMost:
		return math.Inf(-1), value
	case tocsin.More, tocsin.AtLeast:
		return value, math.Inf(1)
	case tocsin.About:
		return value - math.Abs(value)*aboutWidth, value + math.Abs(value)*aboutWidth
	case tocsin.Range:
		if q.High != nil {
			return value, *q.High
		}
	}
	return value - slack(value), value + slack(value)
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

func mainValue(q tocsin.Quantity) float64 {
	if q.Bound == tocsin.Range && q.High != nil {
		return (*q.Value + *q.High) / 2
	}
	return *q.Value
}

// spoken is a figure with its bound: "less than 9000".
func spoken(q tocsin.Quantity) string {
	number := strconv.FormatFloat(*q.Value, 'f', -1, 64)
	switch q.Bound {
	case tocsin.Less:
		return "less than " + number
	case tocsin.More:
		return "more than " + number
	case tocsin.AtMost:
		return "at most " + number
	case tocsin.AtLeast:
		return "at least " + number
	case tocsin.About:
		return "about " + number
	case tocsin.Range:
		if q.High != nil {
			return number + " to " + strconv.FormatFloat(*q.High, 'f', -1, 64)
		}
	}
	return number
}
