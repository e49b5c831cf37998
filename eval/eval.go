// Package eval measures Tocsin on public gold. In goes the folder that holds
// the data sets, out come figures beside their floors and the best published
// ones; data that is not there is skipped by name. It never tunes anything.
package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Figure is one measured number.
type Figure struct {
	Name  string  // "polnear/dev cue F1"; the key of its floor
	Value float64 // in 0…1 where it is a share
	Note  string  // what the number does not show, "" where nothing needs saying
}

// Test measures one capability on one data set.
type Test struct {
	Name  string   // "when/tempeval3"
	Data  []string // files or folders that it needs, below the data folder
	Shows string   // one sentence: what the score shows, and what it does not
	Run   func(dir string) ([]Figure, error)
}

// Tests are all the tests, in the order in which they are reported. A test
// lives in a file of its own, named after its capability.
var Tests = []Test{
	Seed, Ledgers, PolNeAR, Segment, Syntax, Page,
	TempEval3, TempEval3Dev, RecognizedTimes, RecognizedQuantities,
	Names, Actors, PLV,
	GeoWebNews, LGL,
	NearDuplicates,
	Statements, FNC1,
	ECBPlus, Occurrences,
	Warning, Injections,
}

// ErrMissing is returned by Measure where a data set is not there.
var ErrMissing = errors.New("data set is not there")

// Measure runs one test on the data below dir.
func Measure(test Test, dir string) ([]Figure, error) {
	for _, name := range test.Data {
		if _, err := os.Stat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %s: %w", test.Name, name, ErrMissing)
		}
	}
	return test.Run(dir)
}

// Bar is what a figure is held against.
type Bar struct {
	Floor  float64 `json:"floor"`            // never lowered
	Linear float64 `json:"linear,omitempty"` // what the linear reader gave that the network replaced
	Best   string  `json:"best,omitempty"`   // best published, as text, with its source
}

// ReadBars reads the floors, keyed by the names of figures.
func ReadBars(name string) (map[string]Bar, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read floors: %w", err)
	}
	var bars map[string]Bar
	if err := json.Unmarshal(data, &bars); err != nil {
		return nil, fmt.Errorf("read floors %s: %w", name, err)
	}
	return bars, nil
}

// Counts accumulates matches for precision, recall and F1.
type Counts struct{ Right, Found, Gold float64 }

// Add adds other to c.
func (c *Counts) Add(other Counts) {
	c.Right += other.Right
	c.Found += other.Found
	c.Gold += other.Gold
}

// Precision is Right over Found, 0 where nothing was found.
func (c Counts) Precision() float64 { return share(c.Right, c.Found) }

// Recall is Right over Gold, 0 where there is no gold.
func (c Counts) Recall() float64 { return share(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return share(2*c.Right, c.Found+c.Gold) }

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
