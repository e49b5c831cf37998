package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"
	"unicode/utf16"
)

// specification is one case of the Recognizers-Text specifications: an input
// and the stretches that its makers' recognizer finds.
type specification struct {
	Input   string
	Context struct{ ReferenceDateTime string }
	Results []specified
}

type specified struct {
	Text          string
	Start, Length int
	End           *int // inclusive
	Resolution    json.RawMessage
	Value         json.RawMessage
}

// readSpecifications reads a file of cases, which begins with a byte order
// mark.
func readSpecifications(name string) ([]specification, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var cases []specification
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &cases); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return cases, nil
}

// span returns the stretch in bytes of the input. The files count UTF-16
// units.
func (s specified) span(input string) (start, end int) {
	last := s.Start + s.Length
	if s.End != nil {
		last = *s.End + 1
	}
	units := 0
	start, end = len(input), len(input)
	for i, r := range input {
		if units == s.Start {
			start = i
		}
		if units == last {
			end = i
			break
		}
		units += len(utf16.Encode([]rune{r}))
	}
	return start, max(start, end)
}

// resolutions are the strings that a result resolves to, by their keys.
func (s specified) resolutions() map[string][]string {
	out := map[string][]string{}
	var whole struct {
		Value  any `json:"value"`
		Values []map[string]string
	}
	if json.Unmarshal(s.Resolution, &whole) != nil {
		return out
	}
	if value, ok := whole.Value.(string); ok {
		out["value"] = append(out["value"], value)
	}
	for _, values := range whole.Values {
		for key, value := range values {
			if !slices.Contains(out[key], value) {
				out[key] = append(out[key], value)
			}
		}
	}
	return out
}

// moment is the time that relative results count from.
func (s specification) moment() time.Time {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05.9999999Z07:00", time.RFC3339Nano} {
		if t, err := time.Parse(layout, s.Context.ReferenceDateTime); err == nil {
			return t
		}
	}
	return time.Time{}
}
