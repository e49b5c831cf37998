package watch

import (
	"fmt"
	"math"

	"tocsin/watch/detect"
)

// Assessment is how likely it is that an alarm is true, in the words of ICD 203
// (US intelligence community directive 203, Analytic Standards), and apart from
// that how much the likelihood itself can be relied on.
//
// The probability is the share of true ones among the indicator's alarms that
// analysts gave a verdict on, with four more alarms added that were as likely
// true as the detector alone can say. That is modest: .35 where it just rang,
// .05 more with each doubling beyond the bar, .50 at most, for what is unusual
// is most often nothing. Words above "roughly even chance" are so earned by a
// record only.
type Assessment struct {
	Likelihood  string   `json:"likelihood"`  // "almost no chance" … "almost certain"
	Probability float64  `json:"probability"` // in 0.01…0.99
	Confidence  string   `json:"confidence"`  // low, moderate, high
	Reasons     []string `json:"reasons"`     // for the confidence and the likelihood, in sentences
}

// Record is what analysts said of an indicator's alarms.
type Record struct {
	True  int `json:"true"`
	False int `json:"false"`
	Noise int `json:"noise"`
}

// Judged is how many alarms have a verdict.
func (r Record) Judged() int { return r.True + r.False + r.Noise }

// Precision is the share of true ones, with the limits of its 95% interval
// (Wilson 1927); all 0 where there is no verdict.
func (r Record) Precision() (share, low, high float64) {
	n := float64(r.Judged())
	if n == 0 {
		return 0, 0, 0
	}
	const z = 1.96
	share = float64(r.True) / n
	middle := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return share, max(0, middle-half), min(1, middle+half)
}

// add counts a verdict, or takes one back.
func (r Record) add(verdict Verdict, count int) Record {
	switch verdict {
	case True:
		r.True += count
	case False:
		r.False += count
	case Noise:
		r.Noise += count
	}
	return r
}

// bands are the words of ICD 203 with the upper ends of their ranges.
var bands = []struct {
	below float64
	word  string
}{
	{0.05, "almost no chance"},
	{0.20, "very unlikely"},
	{0.45, "unlikely"},
	{0.55, "roughly even chance"},
	{0.80, "likely"},
	{0.95, "very likely"},
	{1.01, "almost certain"},
}

// Likelihood is the ICD 203 word for a probability.
func Likelihood(probability float64) string {
	for _, band := range bands {
		if probability < band.below {
			return band.word
		}
	}
	return bands[len(bands)-1].word
}

// What an alarm's own record weighs against.
const (
	justRang   = 0.35
	perDouble  = 0.05
	mostAlone  = 0.50
	addedBy    = 4 // alarms
	fewJudged  = 5
	manyJudged = 20
)

func assess(record Record, result detect.Result, alarm *Alarm) Assessment {
	alone := min(mostAlone, justRang+perDouble*math.Log2(max(1, result.Strength)))
	n := float64(record.Judged())
	probability := (float64(record.True) + addedBy*alone) / (n + addedBy)
	a := Assessment{Probability: math.Round(100*max(0.01, min(0.99, probability))) / 100, Confidence: "low"}
	a.Likelihood = Likelihood(a.Probability)
	switch {
	case n == 0:
		a.Reasons = append(a.Reasons, "No alarm of this indicator was judged yet; the likelihood rests on how unusual the count is.")
	default:
		a.Reasons = append(a.Reasons, fmt.Sprintf("%d of its %d judged alarms were true.", record.True, record.Judged()))
	}
	switch {
	case alarm.Origins <= 1:
		a.Reasons = append(a.Reasons, "All evidence comes from one origin.")
	default:
		a.Reasons = append(a.Reasons, fmt.Sprintf("The evidence comes from %d independent origins.", alarm.Origins))
	}
	if alarm.Early {
		a.Reasons = append(a.Reasons, "The bin is not over: more may come, and what came may be corrected.")
	}
	switch {
	case n >= manyJudged && alarm.Origins >= 3 && !alarm.Early:
		a.Confidence = "high"
	case n >= fewJudged && alarm.Origins >= 2:
		a.Confidence = "moderate"
	}
	return a
}
