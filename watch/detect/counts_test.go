package detect

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// counted is a series of days of Poisson counts with the given means.
func counted(seed uint64, bins int, mean func(at int) float64) Series {
	random := rand.New(rand.NewPCG(seed, 7))
	series := Series{Name: "counted", Start: monday, Bin: Day, Values: make([]float64, bins)}
	for at := range series.Values {
		series.Values[at] = poisson(random, mean(at))
	}
	return series
}

func poisson(random *rand.Rand, mean float64) float64 {
	limit, product, count := math.Exp(-mean), random.Float64(), 0.0
	for product > limit {
		product *= random.Float64()
		count++
	}
	return count
}

func fired(results []Result, from int) (n int) {
	for _, result := range results[from:] {
		if result.Fired {
			n++
		}
	}
	return n
}

// The tails agree with sums of the distributions' own terms.
func TestTails(t *testing.T) {
	for _, c := range []counts{{3, 2}, {0.2, 0.5}, {40, 9}, {3, math.Inf(1)}} {
		below, term := 0.0, math.Pow(c.size/(c.size+c.mean), c.size)
		if math.IsInf(c.size, 1) {
			term = math.Exp(-c.mean)
		}
		for y := 0.0; y < 60; y++ {
			if got, want := c.atLeast(y), 1-below; math.Abs(got-want) > 1e-9 {
				t.Fatalf("%+v: P(Y ≥ %g) is %g, want %g", c, y, got, want)
			}
			below += term
			if math.IsInf(c.size, 1) {
				term *= c.mean / (y + 1)
			} else {
				term *= (c.size + y) / (y + 1) * c.mean / (c.size + c.mean)
			}
		}
		limit := c.limit(0.01)
		if c.atLeast(limit) > 0.01 || c.atLeast(limit-1) <= 0.01 {
			t.Errorf("%+v: %g is not the least with a tail of 0.01", c, limit)
		}
	}
}

// Where nothing happens, the rate rings about as often as it says, or less.
func TestRateHoldsItsLevel(t *testing.T) {
	alpha, all, n := 0.01, 0, 0
	for seed := range uint64(12) {
		series := counted(seed, 400, func(at int) float64 { return 4 + 3*float64(at%7/5) })
		results := Run(Rate{Alpha: alpha, Minimum: 1}, Reset{}, series)
		all += fired(results, 100)
		n += 300
	}
	if share := float64(all) / float64(n); share > 1.5*alpha || share < alpha/20 {
		t.Errorf("it fires in %.4f of bins, at alpha %g", share, alpha)
	}
}

// A Sunday with as much as a working day is unusual where Sundays are quiet.
func TestRateKnowsTheWeek(t *testing.T) {
	series := counted(1, 365, func(at int) float64 {
		if at%7 == 6 {
			return 1
		}
		return 12
	})
	bar := Rate{}.Prepare(series.Before(7*50+6), State{})
	if sunday := bar.Judge(Point{Value: 12}); !sunday.Fired || sunday.Expected > 3 {
		t.Errorf("Sunday: %+v", sunday)
	}
	bar = Rate{}.Prepare(series.Before(7*50+5), State{})
	if saturday := bar.Judge(Point{Value: 14}); saturday.Fired || saturday.Expected < 8 {
		t.Errorf("Saturday: %+v", saturday)
	}
}

// A loud day is not a warning: what grows with all the news is expected.
func TestRateCorrectsForVolume(t *testing.T) {
	series := counted(2, 200, func(int) float64 { return 5 })
	series.Volume = make([]float64, 200)
	for at := range series.Volume {
		series.Volume[at] = 1000
	}
	bar := Rate{}.Prepare(series, State{})
	if loud := bar.Judge(Point{Value: 20, Volume: 4000}); loud.Fired || loud.Expected < 15 || loud.Expected > 25 {
		t.Errorf("four times the news: %+v", loud)
	}
	if quiet := bar.Judge(Point{Value: 20, Volume: 1000}); !quiet.Fired {
		t.Errorf("as much news as always: %+v", quiet)
	}
	if dead := bar.Judge(Point{Value: 0, Volume: 0}); dead.Judged {
		t.Errorf("no news at all: %+v", dead)
	}
}

// An outbreak of last month does not hide the next one.
func TestRateForgetsOutbreaks(t *testing.T) {
	mean := func(int) float64 { return 5 }
	calm, shaken := counted(3, 300, mean), counted(3, 300, mean)
	for at := 240; at < 250; at++ {
		shaken.Values[at] = 60
	}
	before := Rate{NoTrend: true}.Prepare(calm, State{}).Judge(Point{Value: 16})
	after := Rate{NoTrend: true}.Prepare(shaken, State{}).Judge(Point{Value: 16})
	if after.Expected > 1.3*before.Expected || after.Limit > 2*before.Limit {
		t.Errorf("limit %g of %g expected; with an outbreak in the past %g of %g", before.Limit, before.Expected, after.Limit, after.Expected)
	}
}

// A trend is followed where there is one, and not made up where there is none.
func TestRateTrend(t *testing.T) {
	growing := counted(4, 365, func(at int) float64 { return 5 + float64(at)/12 })
	with := Rate{}.Prepare(growing, State{}).Judge(Point{Value: 35})
	without := Rate{NoTrend: true}.Prepare(growing, State{}).Judge(Point{Value: 35})
	if with.Expected < 28 || with.Fired || without.Expected > 26 {
		t.Errorf("with the trend %g are expected, without it %g, and %g are", with.Expected, without.Expected, 5+365/12.)
	}
}

// Small counts: exact tails, a least count, and doubt where little is known.
func TestRateSmallCounts(t *testing.T) {
	nothing := counted(5, 60, func(int) float64 { return 0 })
	bar := Rate{}.Prepare(nothing, State{})
	if one := bar.Judge(Point{Value: 2}); one.Fired {
		t.Errorf("two are below the least count of three: %+v", one)
	}
	if three := bar.Judge(Point{Value: 3}); !three.Fired {
		t.Errorf("three where there never was one: %+v", three)
	}
	short := nothing.Before(8)
	if doubt := (Rate{}).Prepare(short, State{}).Judge(Point{Value: 3}); !doubt.Judged || doubt.Score >= bar.Judge(Point{Value: 3}).Score {
		t.Errorf("eight days are as sure as sixty: %+v", doubt)
	}
	if none := (Rate{}).Prepare(nothing.Before(5), State{}).Judge(Point{Value: 30}); none.Judged {
		t.Errorf("five days are no history: %+v", none)
	}
}

// Of a day whose reports are not all in, only that share is expected; such days
// in the past do not lower what is expected.
func TestRateReportingDelay(t *testing.T) {
	series := counted(6, 200, func(int) float64 { return 10 })
	series.Reported = Reported(200, 190, []float64{0.8, 0.5})
	for at := 190; at < 200; at++ {
		series.Values[at] *= series.Reported[at]
	}
	bar := Rate{Gap: -1}.Prepare(series, State{})
	if half := bar.Judge(Point{Value: 5, Reported: 0.5}); math.Abs(half.Expected-5) > 1.5 {
		t.Errorf("half of ten are expected: %+v", half)
	}
}

// A slow rise that no single day shows.
func TestCUSUMSlowRise(t *testing.T) {
	early, false1 := 0, 0
	for seed := range uint64(20) {
		series := counted(100+seed, 330, func(at int) float64 {
			if at < 300 {
				return 4
			}
			return 4 + 5*float64(at-300)/30
		})
		results := Run(CUSUM{}, Reset{}, series)
		false1 += fired(results[:300], 80)
		if fired(results, 300) > 0 {
			early++
		}
	}
	if early < 18 {
		t.Errorf("%d of 20 slow rises found", early)
	}
	if perBin := float64(false1) / (20 * 220); perBin > 0.01 {
		t.Errorf("it fires in %.4f of bins without a rise", perBin)
	}
}

// After an alarm the sum begins anew.
func TestCUSUMBeginsAnew(t *testing.T) {
	series := counted(7, 320, func(at int) float64 {
		if at >= 300 {
			return 15
		}
		return 4
	})
	before := CUSUM{}.Prepare(series, State{}).Judge(Point{Value: 4})
	after := CUSUM{}.Prepare(series, State{Ever: true, Since: 1}).Judge(Point{Value: 4})
	if !before.Fired || after.Fired || after.Score >= before.Score {
		t.Errorf("before the alarm %+v, after it %+v", before, after)
	}
}

func TestFirst(t *testing.T) {
	series := Series{Start: monday, Bin: Day, Values: make([]float64, 100)}
	ever := First{}.Prepare(series, State{})
	if result := ever.Judge(Point{Value: 1}); !result.Fired || !strings.Contains(result.Explanation, "first ever, in a record of 100 days") {
		t.Errorf("%+v", result)
	}
	if result := ever.Judge(Point{Value: 0}); result.Fired || !result.Judged {
		t.Errorf("nothing is the first of nothing: %+v", result)
	}
	series.Values[60] = 2
	if result := (First{}).Prepare(series, State{}).Judge(Point{Value: 1}); result.Fired {
		t.Errorf("it was there before: %+v", result)
	}
	if result := (First{Since: 30}).Prepare(series, State{}).Judge(Point{Value: 1}); !result.Fired {
		t.Errorf("39 days without: %+v", result)
	}
	if result := (First{Since: 50}).Prepare(series, State{}).Judge(Point{Value: 1}); result.Fired {
		t.Errorf("only 39 days without: %+v", result)
	}
	if result := (First{}).Prepare(series.Before(10), State{}).Judge(Point{Value: 1}); result.Judged {
		t.Errorf("what begins with the record is not new: %+v", result)
	}
	for at := range series.Values {
		series.Values[at] = math.NaN()
	}
	if result := (First{}).Prepare(series, State{}).Judge(Point{Value: 1}); result.Judged {
		t.Errorf("a feed that was never read: %+v", result)
	}
}

func TestSilence(t *testing.T) {
	series := Series{Start: monday, Bin: Day, Values: make([]float64, 140), Volume: make([]float64, 140)}
	for at := range series.Values {
		series.Volume[at] = 50
		if at%7 < 5 { // working days
			series.Values[at] = 3
		}
	}
	quiet := func(days int, volume float64) Result {
		longer := series
		for day := range days - 1 {
			longer.Values = append(longer.Values[:140+day:140+day], 0)
			longer.Volume = append(longer.Volume[:140+day:140+day], volume)
		}
		return Silence{}.Prepare(longer, State{}).Judge(Point{Value: 0, Volume: volume})
	}
	if result := (Silence{}).Prepare(series.Before(138), State{}).Judge(Point{Value: 0, Volume: 50}); result.Fired {
		t.Errorf("a Sunday is no silence: %+v", result)
	}
	if result := quiet(4, 50); !result.Fired || !strings.Contains(result.Explanation, "nothing for 6 days") {
		t.Errorf("from Monday to Thursday, after a weekend: %+v", result)
	}
	if result := quiet(4, 0); result.Judged || !strings.Contains(result.Explanation, "feed") {
		t.Errorf("a dead feed is no silence: %+v", result)
	}
	if result := (Silence{}).Prepare(series, State{}).Judge(Point{Value: 1, Volume: 50}); result.Fired {
		t.Errorf("who speaks is not silent: %+v", result)
	}
	if result := (Silence{}).Prepare(series, State{}).Judge(Point{Volume: 50, Reported: 0.5}); result.Judged {
		t.Errorf("not all reports are in: %+v", result)
	}
}

func TestThreshold(t *testing.T) {
	five := 5.0
	for _, one := range []struct {
		rule  Threshold
		value float64
		fires bool
	}{
		{Threshold{AtLeast: &five}, 5, true}, {Threshold{AtLeast: &five}, 4.9, false},
		{Threshold{AtMost: &five}, 5, true}, {Threshold{AtMost: &five}, 5.1, false},
	} {
		if result := one.rule.Judge(Point{Value: one.value}); result.Fired != one.fires || result.Limit != 5 {
			t.Errorf("%g: %+v", one.value, result)
		}
	}
	if result := (Threshold{AtMost: &five}).Judge(Point{Value: 2, Reported: 0.7}); result.Judged {
		t.Errorf("more may come: %+v", result)
	}
}

// The methods to compare with do what their papers say, on figures by hand.
func TestPlainMethods(t *testing.T) {
	series := Series{Start: monday, Bin: Day, Values: []float64{1, 3, 1, 3, 1, 3, 2, 9, 9}}
	// Mean 2, deviation 1 (six of seven squares are 1): C2 leaves out the nines.
	result := EARS{}.Prepare(series, State{}).Judge(Point{Value: 5})
	if math.Abs(result.Score-3) > 1e-9 || !result.Fired || math.Abs(result.Limit-5) > 1e-9 {
		t.Errorf("C2: %+v", result)
	}
	if result := (EARS{Method: 1}).Prepare(series, State{}).Judge(Point{Value: 5}); result.Score > 1 {
		t.Errorf("C1 has the nines in its baseline: %+v", result)
	}
	if result := (EARS{Direction: Below}).Prepare(series, State{}).Judge(Point{Value: -1}); !result.Fired || result.Limit != -1 {
		t.Errorf("C2 below: %+v", result)
	}
	long := counted(8, 300, func(int) float64 { return 20 })
	if result := (Farrington{}).Prepare(long, State{}).Judge(Point{Value: 60}); !result.Fired || math.Abs(result.Expected-20) > 3 {
		t.Errorf("Farrington: %+v", result)
	}
	if result := (Last{}).Prepare(long, State{}).Judge(Point{Value: long.Values[299]}); result.Fired || result.Score != 0 {
		t.Errorf("as yesterday: %+v", result)
	}
	if result := (Loud{}).Prepare(randomSeries(1, 100), State{}).Judge(Point{Volume: 5000}); !result.Fired {
		t.Errorf("a loud day: %+v", result)
	}
}
