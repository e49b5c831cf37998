package eval

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"tocsin/watch/backtest"
	"tocsin/watch/detect"
)

// dyadsFile holds a signed score a day of pairs of countries, made of GDELT's
// events by the project gdelt_graph_data.
const dyadsFile = "warning/gdelt_dyads_2018_2020.csv"

// readSeries reads a table of a date and one column a series into daily series.
// Days that the table lacks are not known.
func readSeries(name string) ([]detect.Series, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read series: %w", err)
	}
	defer file.Close()
	rows := csv.NewReader(file)
	head, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("read series %s: %w", name, err)
	}
	series := make([]detect.Series, len(head)-1)
	for i := range series {
		series[i] = detect.Series{Name: head[i+1], Bin: detect.Day}
	}
	var start time.Time
	for {
		cells, err := rows.Read()
		if err == io.EOF {
			return series, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read series %s: %w", name, err)
		}
		date, err := time.Parse(time.DateOnly, cells[0])
		if err != nil {
			return nil, fmt.Errorf("read series %s: %w", name, err)
		}
		if start.IsZero() {
			start = date
		}
		at := int(date.Sub(start).Hours() / 24)
		for i := range series {
			one := &series[i]
			one.Start = start
			for len(one.Values) < at {
				one.Values = append(one.Values, math.NaN())
			}
			value, err := strconv.ParseFloat(cells[i+1], 64)
			if err != nil {
				return nil, fmt.Errorf("read series %s, %s, %s: %w", name, cells[0], one.Name, err)
			}
			one.Values = append(one.Values, value)
		}
	}
}

//go:embed gold/onsets.csv
var onsetsFile string

// readOnsets reads the onsets, which were written down, from memory of public
// events, before any value of the series had been looked at.
func readOnsets() ([]backtest.Onset, error) {
	rows, err := csv.NewReader(strings.NewReader(onsetsFile)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read gold/onsets.csv: %w", err)
	}
	var onsets []backtest.Onset
	for _, cells := range rows[1:] {
		date, err := time.Parse(time.DateOnly, cells[0])
		if err != nil {
			return nil, fmt.Errorf("read gold/onsets.csv: %w", err)
		}
		onsets = append(onsets, backtest.Onset{At: date, Series: cells[1], What: cells[2], Source: cells[3]})
	}
	return onsets, nil
}

// tuned reports whether a dyad is of the half on which settings were chosen.
func tuned(dyad string) bool { return crc32.ChecksumIEEE([]byte(dyad))%2 == 0 }
