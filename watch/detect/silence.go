package detect

import (
	"fmt"
	"math"
)

// Silence finds that who always speaks is quiet. It looks at how long the
// silence has lasted by the bin judged, against the silences of the past: it
// fires where one at least as long would come up less often than Alpha at each
// word, and longer than any in the window.
//
// How often silences of a length come up is their share among the past ones,
// with one added for what has not been seen (so a short record cannot ring),
// and beyond the longest an exponential tail by their mean length. The length
// is not that of the clock: every bin counts for as much as the speaker usually
// says on that day of the week, so that a weekend is no silence for who never
// speaks on Sundays.
//
// Volume must be that of the feed itself. A bin in which the feed has nothing
// is not silence but a dead feed: it does not count, and is not judged. Nor is
// a bin whose reports are not all in.
type Silence struct {
	Alpha   float64 `json:"alpha,omitempty" yaml:"alpha,omitempty"`     // 0: 0.001
	Window  int     `json:"window,omitempty" yaml:"window,omitempty"`   // 0: 180 bins
	Minimum int     `json:"minimum,omitempty" yaml:"minimum,omitempty"` // bins with words that the window must have; 0: 10
}

// Check says which setting is out of range.
func (s Silence) Check() error {
	s = s.filled()
	switch {
	case !(s.Alpha > 0 && s.Alpha < 0.5):
		return fmt.Errorf("alpha %v is not in 0…0.5", s.Alpha)
	case s.Window < 14 || s.Window > longest:
		return fmt.Errorf("window %d is not in 14…%d", s.Window, longest)
	case s.Minimum < 3:
		return fmt.Errorf("minimum %d is below 3", s.Minimum)
	}
	return nil
}

func (s Silence) filled() Silence {
	if s.Alpha == 0 {
		s.Alpha = 0.001
	}
	if s.Window == 0 {
		s.Window = 180
	}
	if s.Minimum == 0 {
		s.Minimum = 10
	}
	return s
}

type silenceBar struct {
	rule     Silence
	lengths  []float64 // of past silences, in usual bins
	longest  float64
	mean     float64
	quiet    float64 // the silence so far
	weight   float64 // of the bin judged
	bins     int     // the silence so far, in bins of the calendar
	speaking int
	bin      Bin
	feed     bool
}

// Prepare implements Detector.
func (s Silence) Prepare(past Series, _ State) Bar {
	s = s.filled()
	from := max(0, len(past.Values)-s.Window)
	bar := &silenceBar{rule: s, bin: past.Bin, feed: past.Volume != nil}
	weights, speaking := past.rhythm(from)
	if speaking < s.Minimum {
		return tooShort
	}
	bar.speaking = speaking
	bar.lengths = make([]float64, 0, speaking)
	begun := false
	for at := from; at < len(past.Values); at++ {
		if !past.heard(at) {
			continue
		}
		if past.Values[at] > 0 {
			if begun {
				bar.lengths = append(bar.lengths, bar.quiet)
				bar.longest = max(bar.longest, bar.quiet)
				bar.mean += bar.quiet
			}
			begun, bar.quiet, bar.bins = true, 0, 0
			continue
		}
		place, _ := past.season(at)
		bar.quiet += weights[place]
		bar.bins++
	}
	bar.mean /= float64(max(1, len(bar.lengths)))
	place, _ := past.season(len(past.Values))
	bar.weight = weights[place]
	return bar
}

// heard is whether the feed was alive in a bin.
func (s Series) heard(at int) bool {
	return known(s.Values[at]) && (s.Volume == nil || s.volume(at) > 0) && s.reported(at) >= 1
}

// rhythm is how much of the usual each place of the week has of the bins with
// words (1 is the mean over places), and how many bins had words.
func (s Series) rhythm(from int) (weights [8]float64, speaking int) {
	var spoke, heard [8]float64
	places := 1
	for at := from; at < len(s.Values); at++ {
		if !s.heard(at) {
			continue
		}
		var place int
		place, places = s.season(at)
		heard[place]++
		if s.Values[at] > 0 {
			spoke[place]++
			speaking++
		}
	}
	var all float64
	for _, n := range heard {
		all += n
	}
	if all == 0 || speaking == 0 {
		return weights, speaking
	}
	rate := float64(speaking) / all
	// Each place is drawn to the mean by as much as two bins would.
	for place := range places {
		weights[place] = (spoke[place] + 2*rate) / (heard[place] + 2) / rate
	}
	return weights, speaking
}

// Judge implements Bar. Observed is the silence with this bin, Limit the
// silence at which it would ring, both in usual bins; Expected is the mean
// silence. The score is −log10 of how often one as long comes up.
func (b *silenceBar) Judge(now Point) Result {
	switch {
	case !known(now.Value):
		return unknown.Judge(now)
	case now.Value > 0:
		return Result{Judged: true, Expected: b.mean, Baseline: b.speaking}
	case b.feed && !(now.Volume > 0 && known(now.Volume)):
		return refusal("the feed itself has nothing").Judge(now)
	case share(now.Reported) < 1:
		return pending.Judge(now)
	}
	quiet := b.quiet + b.weight
	result := Result{Judged: true, Observed: quiet, Expected: b.mean, Baseline: b.speaking}
	result.Limit = b.limit()
	result.Score = surprise(b.often(quiet))
	result.Strength = result.Score / surprise(b.rule.Alpha)
	result.Fired = quiet > b.longest && result.Strength >= 1
	if !result.Fired {
		result.Strength = min(result.Strength, 0.99)
		return result
	}
	result.Explanation = fmt.Sprintf("nothing for %s; the longest silence in %d before was %s usual %ss, this one is %s",
		b.bin.count(b.bins+1), len(b.lengths), figure(b.longest), b.bin, figure(quiet))
	return result
}

// often is how often a silence of at least this length comes up.
func (b *silenceBar) often(quiet float64) float64 {
	n := float64(len(b.lengths) + 1)
	if quiet <= b.longest {
		longer := 1.0
		for _, length := range b.lengths {
			if length >= quiet {
				longer++
			}
		}
		return longer / n
	}
	return math.Exp(-(quiet-b.longest)/b.scale()) / n
}

// scale of the tail: at least the usual weight of half a bin, so that one who
// has never missed a bin does not ring at the first.
func (b *silenceBar) scale() float64 { return max(b.mean, 0.5) }

func (b *silenceBar) limit() float64 {
	n := float64(len(b.lengths) + 1)
	return b.longest + b.scale()*max(0, -math.Log(b.rule.Alpha*n))
}
