package detect

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// monday is when the series of tests begin.
var monday = time.Date(2030, 1, 7, 0, 0, 0, 0, time.UTC)

func randomSeries(seed uint64, bins int) Series {
	random := rand.New(rand.NewPCG(seed, 1))
	series := Series{Name: "bench", Start: monday, Bin: Day, Values: make([]float64, bins), Volume: make([]float64, bins)}
	for at := range series.Values {
		series.Values[at] = float64(random.IntN(9))
		series.Volume[at] = 500 + float64(random.IntN(200))
	}
	return series
}

// A step costs the same with one year of history as with ten.
func BenchmarkPrepare(b *testing.B) {
	for _, one := range everyDetector() {
		for _, bins := range []int{400, 4000} {
			b.Run(fmt.Sprintf("%s/%d", one.name, bins), func(b *testing.B) {
				series := randomSeries(1, bins)
				b.ReportAllocs()
				for b.Loop() {
					one.detector.Prepare(series, State{})
				}
			})
		}
	}
}

// A thousand indicators, each judged once more: what an arriving article costs.
func BenchmarkJudgeThousand(b *testing.B) {
	for _, one := range everyDetector() {
		b.Run(one.name, func(b *testing.B) {
			bar := one.detector.Prepare(randomSeries(1, 1000), State{})
			now := Point{Value: 5, Volume: 600}
			b.ReportAllocs()
			for b.Loop() {
				for range 1000 {
					bar.Judge(now)
				}
			}
		})
	}
}

type namedDetector struct {
	name     string
	detector Detector
}

func everyDetector() []namedDetector {
	three := 3.0
	return []namedDetector{
		{"threshold", Threshold{AtLeast: &three}},
		{"rate", Rate{}},
		{"cusum", CUSUM{}},
		{"cusum signed", CUSUM{Signed: true}},
		{"robust", Robust{}},
		{"robust volume", Robust{Volume: true}},
		{"first", First{}},
		{"first since", First{Since: 20}},
		{"silence", Silence{}},
		{"ears 1", EARS{Method: 1}},
		{"ears 2", EARS{Method: 2}},
		{"ears 3", EARS{Method: 3}},
		{"farrington", Farrington{}},
		{"naive", Naive{}},
		{"loud", Loud{}},
		{"last", Last{}},
	}
}
