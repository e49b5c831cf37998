package eval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"

	"tocsin/watch/detect"
)

// Injections measures detectors on outbreaks that are put into real series.
var Injections = Test{
	Name:  "injections",
	Data:  []string{dyadsFile},
	Shows: "how many outbreaks of known shape and size are found that were put into real series at random days, and how soon, by ours (Robust, each series alone), EARS C2 and the naive rule, the bar of each set to one alarm a series-year on the series as they are. Sizes are in units of the series' own scatter (1.4826 MAD of its days), so this says nothing of which outbreaks matter",
	Run:   runInjections,
}

// shape is how an outbreak goes: by how many scatters the series falls on the
// i-th day.
type shape struct {
	name string
	days int
	size float64
	on   func(i int) float64 // in 0…1
}

func flat(int) float64 { return 1 }

// shapes are two days, two weeks, and a rise over three weeks.
var shapes = []shape{
	{"spike", 2, 6, flat}, {"spike", 2, 12, flat},
	{"step", 14, 3, flat}, {"step", 14, 6, flat},
	{"ramp", 21, 4, rising}, {"ramp", 21, 8, rising},
}

func rising(i int) float64 { return float64(i+1) / 21 }

// injection is a shape in a series from a bin on.
type injection struct{ series, shape, at int }

// injected are a place a series and shape, drawn with a fixed seed.
func injected(series []detect.Series) []injection {
	random := rand.New(rand.NewPCG(2018, 2020))
	var all []injection
	for i, one := range series {
		for shape := range shapes {
			last := len(one.Values) - shapes[shape].days - 1
			all = append(all, injection{i, shape, watchedFrom + random.IntN(last-watchedFrom)})
		}
	}
	return all
}

// with is the series with the outbreak in it, up to its end.
func (in injection) with(series detect.Series, scatter float64) detect.Series {
	shape := shapes[in.shape]
	outbreak := series.Before(in.at + shape.days)
	outbreak.Values = slices.Clone(outbreak.Values)
	for i := range shape.days {
		outbreak.Values[in.at+i] -= shape.size * shape.on(i) * scatter
	}
	return outbreak
}

// scatterOf is 1.4826 times the median distance of the days from their median.
func scatterOf(series detect.Series) float64 {
	known := slices.DeleteFunc(slices.Clone(series.Values), math.IsNaN)
	slices.Sort(known)
	middle := known[len(known)/2]
	for i, value := range known {
		known[i] = math.Abs(value - middle)
	}
	slices.Sort(known)
	return 1.4826 * known[len(known)/2]
}

// method is a detector with what it says of the series as they are.
type method struct {
	trial
	detector detect.Detector
}

// found tells, for each injection, after how many days it is found; −1 where
// it is not. What the detector fires at without the outbreak does not count.
func (m method) found(all []injection, bars []float64) []int {
	days := make([]int, len(all))
	parallel(len(all), func(i int) {
		in := all[i]
		series := m.series[in.series]
		outbreak := in.with(series, scatterOf(series))
		days[i] = -1
		for day := range shapes[in.shape].days {
			at := in.at + day
			result, _ := detect.Step(m.detector, detect.Reset{}, outbreak, at, detect.State{})
			if bar := bars[in.series]; result.Strength >= bar && m.results[in.series][at].Strength < bar {
				days[i] = day
				return
			}
		}
	})
	return days
}

// barsFor sets the bar to one alarm a series-year: one bar for all series, or
// one for each.
func (m method) barsFor(each bool) []float64 {
	bars := make([]float64, len(m.series))
	if !each {
		_, bar := m.atRate(nil, 1, everyDyad)
		for i := range bars {
			bars[i] = bar
		}
		return bars
	}
	parallel(len(bars), func(i int) {
		one := trial{series: m.series[i : i+1], results: m.results[i : i+1], reset: m.reset}
		_, bars[i] = one.atRate(nil, 1, everyDyad)
	})
	return bars
}

// injectionMethods run on the series that have a scatter to measure by.
func injectionMethods(dir string) ([]method, []injection, error) {
	series, err := readSeries(filepath.Join(dir, dyadsFile))
	if err != nil {
		return nil, nil, err
	}
	series = slices.DeleteFunc(series, func(one detect.Series) bool { return scatterOf(one) == 0 })
	var methods []method
	for _, one := range []struct {
		name     string
		detector detect.Detector
	}{
		{"ours", detect.Robust{}},
		{"ears c2", detect.EARS{Direction: detect.Below}},
		{"naive", detect.Naive{}},
	} {
		methods = append(methods, method{tried(one.name, one.detector, detect.Reset{}, series), one.detector})
	}
	return methods, injected(series), nil
}

// outcome is how a method does at one shape.
type outcome struct {
	sensitivity, delay float64
	week               float64 // found within seven days
	n                  int
}

func outcomes(all []injection, days []int) []outcome {
	out := make([]outcome, len(shapes)+1) // the last one is all together
	delays := make([][]int, len(out))
	for i, in := range all {
		for _, of := range []int{in.shape, len(shapes)} {
			out[of].n++
			if days[i] >= 0 {
				delays[of] = append(delays[of], days[i])
			}
		}
	}
	for of := range out {
		slices.Sort(delays[of])
		for _, days := range delays[of] {
			if days < 7 {
				out[of].week += 1 / float64(out[of].n)
			}
		}
		out[of].sensitivity = share(float64(len(delays[of])), float64(out[of].n))
		if len(delays[of]) > 0 {
			out[of].delay = float64(delays[of][len(delays[of])/2])
		}
	}
	return out
}

func runInjections(dir string) ([]Figure, error) {
	methods, all, err := injectionMethods(dir)
	if err != nil {
		return nil, err
	}
	var by [][]outcome
	for _, method := range methods {
		by = append(by, outcomes(all, method.found(all, method.barsFor(false))))
	}
	var figures []Figure
	for of := range by[0] {
		name := "injections/all"
		if of < len(shapes) {
			name = fmt.Sprintf("injections/%s of %g", shapes[of].name, shapes[of].size)
		}
		ours, ears, naive := by[0][of], by[1][of], by[2][of]
		figures = append(figures, Figure{Name: name, Value: ours.sensitivity, Note: fmt.Sprintf(
			"of %d, median delay %g days; EARS C2 %.2f, %g days; naive %.2f, %g days",
			ours.n, ours.delay, ears.sensitivity, ears.delay, naive.sensitivity, naive.delay)})
	}
	whole := len(shapes)
	figures = append(figures, Figure{Name: "injections/all within a week", Value: by[0][whole].week, Note: fmt.Sprintf(
		"EARS C2 %.2f, naive %.2f", by[1][whole].week, by[2][whole].week)})
	return figures, nil
}
