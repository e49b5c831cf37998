package plot

import (
	"bytes"
	"errors"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"
)

func strip(values ...float64) Strip {
	s := Strip{Name: "A–B", Observed: values}
	for i := range values {
		s.Times = append(s.Times, time.Date(2020, 1, 1+i, 0, 0, 0, 0, time.UTC))
	}
	return s
}

func TestAPictureShowsAlarmsAndOnsets(t *testing.T) {
	s := strip(1, 2, math.NaN(), -4, 3)
	bare, err := Draw("Trial", []Strip{s}, "svg")
	if err != nil {
		t.Fatal(err)
	}
	s.Alarms = []time.Time{s.Times[3]}
	s.Onsets = []Onset{{At: s.Times[4], Found: true}}
	full, err := Draw("Trial", []Strip{s}, "svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Trial", "A–B", "<svg"} {
		if !strings.Contains(string(full), want) {
			t.Errorf("the picture does not hold %q", want)
		}
	}
	if more := strings.Count(string(full), "<path") - strings.Count(string(bare), "<path"); more < 2 {
		t.Errorf("an alarm and an onset add %d shapes", more)
	}
	raster, err := Draw("Trial", []Strip{s}, "png")
	if err != nil {
		t.Fatal(err)
	}
	if picture, err := png.Decode(bytes.NewReader(raster)); err != nil || picture.Bounds().Dx() != width {
		t.Errorf("%v", err)
	}
}

func TestNothingIsNotDrawn(t *testing.T) {
	if _, err := Draw("Trial", []Strip{strip(1), strip(math.NaN(), math.NaN())}, "svg"); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v", err)
	}
}
