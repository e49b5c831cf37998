package detect

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// signed is a series of days around a level that hang together from day to day.
func signed(seed uint64, bins int, level func(at int) float64) Series {
	random := rand.New(rand.NewPCG(seed, 11))
	series := Series{Name: "signed", Start: monday, Bin: Day, Values: make([]float64, bins)}
	before := 0.0
	for at := range series.Values {
		before = 0.5*before + 10*random.NormFloat64()
		series.Values[at] = level(at) + before
	}
	return series
}

func calm(int) float64 { return 20 }

func TestRobustFalls(t *testing.T) {
	for name, away := range map[string]func(at int) float64{
		"a day":     func(at int) float64 { return -float64(boolean(at == 400)) * 120 },
		"two weeks": func(at int) float64 { return -float64(boolean(at >= 400 && at < 414)) * 55 },
		"slowly":    func(at int) float64 { return -max(0, float64(at-399)) * 5 },
	} {
		series := signed(1, 420, func(at int) float64 { return 20 + away(at) })
		results := Run(Robust{}, Reset{}, series)
		if n := fired(results[:400], 0); n > 0 {
			t.Errorf("%s: it fires %d times before anything happens", name, n)
		}
		first := slices.IndexFunc(results, func(r Result) bool { return r.Alarm })
		if first < 400 {
			t.Errorf("%s: not found (%d)", name, first)
			continue
		}
		if r := results[first]; r.Score < 4 || r.Observed >= r.Expected || r.Observed > r.Limit || !strings.Contains(r.Explanation, "usually") {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func boolean(is bool) int {
	if is {
		return 1
	}
	return 0
}

func TestRobustDirection(t *testing.T) {
	series := signed(2, 300, calm)
	for _, one := range []struct {
		direction  Direction
		low, fires bool
	}{
		{Below, true, true}, {Below, false, false}, {Above, true, false}, {Above, false, true}, {Both, true, true}, {Both, false, true},
	} {
		value := 200.0
		if one.low {
			value = -160
		}
		if result := (Robust{Direction: one.direction}).Prepare(series, State{}).Judge(Point{Value: value}); result.Fired != one.fires {
			t.Errorf("%s, %g: %+v", one.direction, value, result)
		}
	}
}

// A war in last year's baseline does not hide the next one, and a change of
// level that stays stops firing when the recent past is like it.
func TestRobustBaselines(t *testing.T) {
	war := func(at int) float64 { return 20 - 300*float64(boolean(at >= 200 && at < 225)) }
	bar := Robust{}.Prepare(signed(3, 400, war), State{})
	if result := bar.Judge(Point{Value: -140}); !result.Fired {
		t.Errorf("after a war: %+v", result)
	}
	lower := func(at int) float64 { return 20 - 150*float64(boolean(at >= 400)) }
	results := Run(Robust{}, Reset{}, signed(4, 540, lower))
	if fired(results[:410], 400) == 0 || fired(results, 500) > 0 {
		t.Errorf("a new level: fired %d of 10 at first, %d of 40 after 100 days", fired(results[:410], 400), fired(results, 500))
	}
}

// A series that is nearly always 0 rings at every stir alone, and not in a
// panel of livelier ones.
func TestPanelFloor(t *testing.T) {
	panel := make([]Series, 30)
	for i := range panel {
		panel[i] = signed(uint64(i), 300, calm)
	}
	still := Series{Name: "still", Start: monday, Bin: Day, Values: make([]float64, 300)}
	for at := 3; at < 300; at += 9 {
		still.Values[at] = float64(at%5 - 2)
	}
	still.Values[290] = -12
	panel[7] = still
	alone, among := Run(Robust{}, Reset{}, still), Run(Robust{}, Reset{}, Panel(Robust{}, panel)[7])
	if !alone[290].Fired || among[290].Fired {
		t.Errorf("alone %+v, among others %+v", alone[290], among[290])
	}
	if !slices.Equal(Panel(Robust{}, panel[:5])[2].Floor, make([]float64, 300)) {
		t.Errorf("a panel of five has a floor")
	}
}

// What a panel gives does not depend on the order of its series.
func TestPanelOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		panel := make([]Series, 22)
		for i := range panel {
			panel[i] = signed(uint64(i), 90, calm)
			for at := range panel[i].Values {
				panel[i].Values[at] = math.Round(panel[i].Values[at])
			}
		}
		rule := Robust{Window: 40, History: 20, Recent: -1}
		want := Panel(rule, panel)[0]
		got := Panel(rule, rapid.Permutation(panel).Draw(t, "panel"))[0]
		if !slices.Equal(want.Floor, got.Floor) || !slices.Equal(want.Volume, got.Volume) {
			t.Fatal("floor or volume depend on the order")
		}
		if want.Floor[89] <= 0 || want.Volume[89] <= 0 {
			t.Fatal("there is no floor or no volume")
		}
	})
}

// Fewer reports than usual are less to go by.
func TestRobustReportingDelay(t *testing.T) {
	bar := Robust{}.Prepare(signed(5, 300, calm), State{})
	all, some := bar.Judge(Point{Value: -60}), bar.Judge(Point{Value: -60, Reported: 0.3})
	if some.Score >= all.Score {
		t.Errorf("all reports: %.2f, a third of them: %.2f", all.Score, some.Score)
	}
}

// Twice the news makes twice the score, which is no change of heart.
func TestRobustVolume(t *testing.T) {
	series := signed(6, 300, func(int) float64 { return -100 })
	series.Volume = make([]float64, 300)
	for at := range series.Volume {
		series.Volume[at] = 1000
	}
	loud := Point{Value: -220, Volume: 2200}
	if with := (Robust{Volume: true}).Prepare(series, State{}).Judge(loud); with.Fired {
		t.Errorf("corrected: %+v", with)
	}
	if without := (Robust{}).Prepare(series, State{}).Judge(loud); !without.Fired {
		t.Errorf("not corrected: %+v", without)
	}
}

// Selection gives what sorting gives.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-5, 5), 1, 60).Draw(t, "values")
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		sorted := slices.Sorted(slices.Values(values))
		position := q * float64(len(values)-1)
		low := int(position)
		want := sorted[low]
		if low+1 < len(sorted) {
			want += (position - float64(low)) * (sorted[low+1] - sorted[low])
		}
		if got := quantileOf(values, q); math.Abs(got-want) > 1e-12 {
			t.Fatalf("quantile %g is %g, want %g", q, got, want)
		}
	})
}
