package detect

import (
	"errors"
	"fmt"
)

// Config is a detector with its reset rule, as it stands in a file. Just one of
// the detectors must be given.
type Config struct {
	Threshold  *Threshold  `json:"threshold,omitempty" yaml:"threshold,omitempty"`
	Rate       *Rate       `json:"rate,omitempty" yaml:"rate,omitempty"`
	CUSUM      *CUSUM      `json:"cusum,omitempty" yaml:"cusum,omitempty"`
	Robust     *Robust     `json:"robust,omitempty" yaml:"robust,omitempty"`
	First      *First      `json:"first,omitempty" yaml:"first,omitempty"`
	Silence    *Silence    `json:"silence,omitempty" yaml:"silence,omitempty"`
	EARS       *EARS       `json:"ears,omitempty" yaml:"ears,omitempty"`
	Farrington *Farrington `json:"farrington,omitempty" yaml:"farrington,omitempty"`
	Naive      *Naive      `json:"naive,omitempty" yaml:"naive,omitempty"`
	Loud       *Loud       `json:"loud,omitempty" yaml:"loud,omitempty"`
	Last       *Last       `json:"last,omitempty" yaml:"last,omitempty"`

	Reset Reset `json:"reset,omitzero" yaml:"reset,omitempty"`
}

// Detector is the one that the config names, its settings checked.
func (c Config) Detector() (Detector, error) {
	var found Detector
	var name string
	count := 0
	for _, one := range []struct {
		name     string
		given    bool
		detector func() Detector
	}{
		{"threshold", c.Threshold != nil, func() Detector { return *c.Threshold }},
		{"rate", c.Rate != nil, func() Detector { return *c.Rate }},
		{"cusum", c.CUSUM != nil, func() Detector { return *c.CUSUM }},
		{"robust", c.Robust != nil, func() Detector { return *c.Robust }},
		{"first", c.First != nil, func() Detector { return *c.First }},
		{"silence", c.Silence != nil, func() Detector { return *c.Silence }},
		{"ears", c.EARS != nil, func() Detector { return *c.EARS }},
		{"farrington", c.Farrington != nil, func() Detector { return *c.Farrington }},
		{"naive", c.Naive != nil, func() Detector { return *c.Naive }},
		{"loud", c.Loud != nil, func() Detector { return *c.Loud }},
		{"last", c.Last != nil, func() Detector { return *c.Last }},
	} {
		if one.given {
			found, name = one.detector(), one.name
			count++
		}
	}
	if count != 1 {
		return nil, errors.New("give just one of threshold, rate, cusum, robust, first, silence, ears, farrington, naive, loud, last")
	}
	if err := found.Check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := c.Reset.Check(); err != nil {
		return nil, fmt.Errorf("reset: %w", err)
	}
	return found, nil
}
