package figure

import (
	"time"

	"tocsin"
)

const day = "2006-01-02"

// longestMoment is how many days a time may last that tells as of when a figure
// holds: a month does, a year does not.
const longestMoment = 31

// time finds as of when the figure holds, and what stretch it covers.
func (r *reading) time(s *Signature, here scene) {
	if !s.Published.IsZero() {
		s.AsOf = s.Published.Format(day)
	}
	s.Extent = here.extent()
	if here.isFormer() {
		s.AsOf = ""
	}
	chosen, nearest := tocsin.When{}, 0
	past := tocsin.When{}
	for _, when := range within(r.whens, here.start, here.end) {
		distance := min(abs(when.first-here.figure.end), abs(here.figure.first-when.end))
		if when.first < here.left || when.first >= here.right {
			distance += farthest
		}
		if since := here.lower(when.first - 1); since == "since" || when.first < when.end && here.lower(when.first) == "since" {
			s.Extent = Cumulative
			if s.From == "" {
				s.From = when.value.Start
			}
			continue
		}
		if when.first >= here.left && when.first < here.right && isPast(when.value, s.Published) {
			past = when.value
		}
		if r.isMoment(when.value, s.Published) && !open[here.lower(when.first-1)] && (chosen.Start == "" || distance < nearest) {
			chosen, nearest = when.value, distance
		}
	}
	if chosen.Start == "" {
		chosen = past
	}
	switch {
	case s.Extent == Recent:
		s.From = here.recentFrom(s.Published)
	case chosen.Start != "":
		s.AsOf = chosen.End
		if published := s.Published.Format(day); !s.Published.IsZero() && published < s.AsOf {
			s.AsOf = published
		}
		if s.Extent == Open {
			s.From = chosen.Start
		}
	}
}

// isFormer reports whether the figure is what was before: "up from about
// 10,000". When that was, the words do not say.
func (here scene) isFormer() bool {
	before, last := here.lower(here.figure.first-2), here.lower(here.figure.first-1)
	return last == "from" && (before == "up" || before == "down" || before == "rose" || before == "risen" || before == "fell" || before == "fallen" || before == "increase") || last == "with" && before == "compared"
}

// isPast reports whether a longer stretch, such as a year, was over well before
// the publication: what is told of it is not told of the present.
func isPast(when tocsin.When, published time.Time) bool {
	return when.Start != "" && when.End != "" && when.Type == tocsin.Date && when.End < published.AddDate(0, 0, -longestMoment).Format(day)
}

// open are the words that make a time an end which is not reached.
var open = map[string]bool{"before": true, "until": true, "by": true, "after": true, "till": true, "from": true}

func (r *reading) isMoment(when tocsin.When, published time.Time) bool {
	if when.Start == "" || when.End == "" || when.Type == tocsin.Duration || when.Type == tocsin.Set {
		return false
	}
	start, wrong := time.Parse(day, when.Start)
	end, wrongToo := time.Parse(day, when.End)
	if wrong != nil || wrongToo != nil || end.Sub(start).Hours() > 24*longestMoment {
		return false
	}
	return published.IsZero() || !start.After(published)
}

func abs(a int) int { return max(a, -a) }

// extent tells what the words around the figure say of the stretch it covers.
func (here scene) extent() Extent {
	for i := here.left; i < here.right; i++ {
		next := here.lower(i + 1)
		switch here.lower(i) {
		case "so":
			if next == "far" {
				return Cumulative
			}
		case "in":
			if next == "total" || next == "all" && here.lower(i+2) != "the" {
				return Cumulative
			}
		case "total":
			if next == "of" {
				return Cumulative
			}
		case "to":
			if next == "date" {
				return Cumulative
			}
		case "since":
			if next == "the" || here.lower(i+2) == "invasion" || here.lower(i+2) == "war" {
				return Cumulative
			}
		case "altogether", "cumulative", "overall":
			return Cumulative
		case "past", "last", "previous":
			if here.lower(i-1) == "the" && here.recentDays(i) > 0 {
				return Recent
			}
		}
	}
	return Open
}

// recentDays is how many days "the past 24 hours", "the previous week" last,
// read from the word at i; 0 where it is no such stretch.
func (here scene) recentDays(i int) float64 {
	days := map[string]float64{"hour": 1.0 / 24, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
	if length := days[here.lower(i+1)]; length > 0 {
		return length
	}
	length := days[singular(here.lower(i+2))]
	if length == 0 {
		return 0
	}
	count := 2.0
	if number := here.lower(i + 1); number != "" && digit(number[0]) {
		count = 0
		for _, r := range number {
			if r < '0' || r > '9' || count > 1000 {
				return 0
			}
			count = 10*count + float64(r-'0')
		}
	}
	return count * length
}

func (here scene) recentFrom(published time.Time) string {
	if published.IsZero() {
		return ""
	}
	for i := here.left; i < here.right; i++ {
		if lower := here.lower(i); (lower == "past" || lower == "last" || lower == "previous") && here.lower(i-1) == "the" {
			if days := here.recentDays(i); days > 0 {
				return published.Add(-time.Duration(days * 24 * float64(time.Hour))).Format(day)
			}
		}
	}
	return ""
}
