package story

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// stream makes signatures of invented news: each story has words of its own,
// takes some from a subject that many stories share, and its articles come
// within a few days. A thousand articles are published a week.
func stream(n int) []Signature {
	random := rand.New(rand.NewPCG(1, 2))
	begin := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	signatures := make([]Signature, 0, n)
	for number := 0; len(signatures) < n; number++ {
		subject := random.IntN(60)
		starts := begin.Add(time.Duration(len(signatures)) * 10 * time.Minute)
		for range 1 + int(random.ExpFloat64()*8) {
			weights := map[string]float64{}
			for range 40 {
				weights[fmt.Sprintf("story%d-%d", number, random.IntN(60))] += 3
				weights[fmt.Sprintf("subject%d-%d", subject, random.IntN(80))] += 2
				weights[fmt.Sprintf("news-%d", int(math.Abs(random.NormFloat64())*2000))] += 1
			}
			at := starts.Add(time.Duration(random.ExpFloat64() * 30 * float64(time.Hour)))
			signatures = append(signatures, Signature{
				Article: fmt.Sprintf("article-%d", len(signatures)), Published: at, Terms: unit(weights, nil, mostTerms),
			})
		}
	}
	return signatures[:n]
}

// BenchmarkArrival reports what one article costs while so many come, each
// followed by an Update.
func BenchmarkArrival(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			signatures := stream(n)
			for b.Loop() {
				x := NewIndex(nil)
				for _, signature := range signatures {
					x.Add(signature)
					x.Update()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/article")
		})
	}
}
