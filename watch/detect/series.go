package detect

import (
	"fmt"
	"math"
	"time"
)

// Bin is the width of a series' bins.
type Bin string

// The widths.
const (
	Hour Bin = "hour"
	Day  Bin = "day"
	Week Bin = "week"
)

// Series is a value for each of consecutive bins of equal width, oldest first.
type Series struct {
	Name  string
	Start time.Time // when the first bin begins
	Bin   Bin
	// Values holds counts (not negative) or signed scores, as the detector
	// says; NaN where nothing is known of a bin, which is not the same as 0.
	Values []float64
	// Volume is how much news was read in each bin (articles, findings): the
	// attention that a count is to be measured by. nil where not known.
	Volume []float64
	// Floor is the least scale that deviations are measured in, from a panel
	// of series (see Panel); nil where a series stands alone.
	Floor []float64
	// Reported is the share, above 0 and at most 1, of each bin's reports that
	// are in (see Reported); nil where all are.
	Reported []float64
}

// known is whether a value is one: what is no number, or too large to reckon
// with, is as if nothing were known of its bin.
func known(value float64) bool { return math.Abs(value) <= 1e15 }

// Check says what is wrong with a series, nil where nothing is.
func (s Series) Check() error {
	switch s.Bin {
	case Hour, Day, Week:
	default:
		return fmt.Errorf("series %s: bin %q is none of hour, day, week", s.Name, s.Bin)
	}
	for name, along := range map[string][]float64{"volume": s.Volume, "floor": s.Floor, "reported": s.Reported} {
		if along != nil && len(along) != len(s.Values) {
			return fmt.Errorf("series %s: %s has %d bins, the values have %d", s.Name, name, len(along), len(s.Values))
		}
	}
	return nil
}

// Before is the series up to bin at, which it leaves out.
func (s Series) Before(at int) Series {
	s.Values = s.Values[:at:at]
	s.Volume = upTo(s.Volume, at)
	s.Floor = upTo(s.Floor, at)
	s.Reported = upTo(s.Reported, at)
	return s
}

func upTo(along []float64, at int) []float64 {
	if along == nil {
		return nil
	}
	return along[:at:at]
}

// Point is what is seen in one bin so far.
type Point struct {
	Value    float64 // NaN where nothing is known
	Volume   float64 // 0 where not known
	Floor    float64 // 0 where there is none
	Reported float64 // 0 is taken as 1: all reports are in
}

// Point is bin at.
func (s Series) Point(at int) Point {
	point := Point{Value: s.Values[at], Reported: s.reported(at)}
	if s.Volume != nil {
		point.Volume = s.volume(at)
	}
	if s.Floor != nil && s.Floor[at] > 0 && known(s.Floor[at]) {
		point.Floor = s.Floor[at]
	}
	return point
}

// At is when bin at begins.
func (s Series) At(at int) time.Time {
	switch s.Bin {
	case Hour:
		return s.Start.Add(time.Duration(at) * time.Hour)
	case Week:
		return s.Start.AddDate(0, 0, 7*at)
	}
	return s.Start.AddDate(0, 0, at)
}

// reported is the share of bin at's reports that are in, between 0 and 1.
func (s Series) reported(at int) float64 {
	if s.Reported == nil {
		return 1
	}
	return share(s.Reported[at])
}

func share(reported float64) float64 {
	if !(reported > 0) || reported > 1 {
		return 1
	}
	return reported
}

// volume is bin at's exposure: 1 where volume is not corrected for, 0 where it
// is and this bin has none.
func (s Series) volume(at int) float64 {
	if s.Volume == nil {
		return 1
	}
	if volume := s.Volume[at]; volume > 0 && known(volume) {
		return volume
	}
	return 0
}

// season is the place of bin at in its week, and how many places there are:
// days of the week, or for hours six-hour quarters of working days and of
// weekends. Weeks have no season of this kind.
func (s Series) season(at int) (place, places int) {
	begin := s.At(at)
	switch s.Bin {
	case Day:
		return int(begin.Weekday()), 7
	case Hour:
		quarter := begin.Hour() / 6
		if day := begin.Weekday(); day == time.Saturday || day == time.Sunday {
			quarter += 4
		}
		return quarter, 8
	}
	return 0, 1
}

// perWeek is how many bins there are in a week.
func (b Bin) perWeek() int {
	switch b {
	case Hour:
		return 7 * 24
	case Week:
		return 1
	}
	return 7
}

// count names n bins: "1 day", "30 days".
func (b Bin) count(n int) string {
	if n == 1 {
		return "1 " + string(b)
	}
	return fmt.Sprintf("%d %ss", n, b)
}

// Reported makes Series.Reported of a mark: all reports of the first known bins
// are in; of those after it the shares that are usually in by now, oldest
// first. Where shares are fewer than bins the last one holds for the rest; with
// no shares half is taken to be in.
func Reported(bins, known int, shares []float64) []float64 {
	reported := make([]float64, bins)
	for at := range reported {
		switch {
		case at < known:
			reported[at] = 1
		case len(shares) == 0:
			reported[at] = 0.5
		default:
			reported[at] = share(shares[min(at-known, len(shares)-1)])
		}
	}
	return reported
}
