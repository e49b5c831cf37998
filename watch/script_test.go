package watch_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"tocsin/watch"
	"tocsin/watch/indicator"
)

func TestScripts(t *testing.T) {
	p := problem(t, port)
	script, err := watch.ReadScript("port.test.yaml", []byte(`
problem: port.yaml
tests:
  - name: two outlets threaten
    given:
      - {at: 2031-03-01T08:00Z, outlet: Ferry, claim: "threaten NOR: the port will be shut"}
      - {at: 2031-03-01T10:00Z, outlets: [Gull, Lantern], claim: {act: threaten, source: {name: Admiral, country: NOR}, text: no harbour}}
      - {at: 2031-03-02T08:00Z, every: 1d, times: 10, outlet: Ferry}
    expect:
      - {at: 2031-03-01T09:00Z, ringing: []}
      - at: 2031-03-01T11:00Z
        ringing: [threats]
        stage: talk
        alarms:
          - {indicator: threats, opened: 2031-03-01T10:00Z, observed: 3, origins: 3, condition: open}
      - {at: 2031-03-12, ringing: [], stage: none, alarms: [{indicator: threats, condition: resolved}]}
  - name: a place by itself
    given:
      - {at: 2031-03-01T08:00Z, outlet: Ferry, event: "ASSAULT NOR > SWE, planned: guns at the quay", place: "Old Ellery NOR 60.1,5.2", times: 2, every: 1h}
    expect:
      - {at: 2031-03-02, ringing: [by-place/Old Ellery]}
`), p)
	if err != nil {
		t.Fatal(err)
	}
	if failures := script.Run(p); len(failures) > 0 {
		t.Errorf("got %v", failures)
	}
}

func TestFailuresSayWhatIsWrong(t *testing.T) {
	p := problem(t, port)
	script, err := watch.ReadScript("port.test.yaml", []byte(`
tests:
  - name: wrong
    given:
      - {at: 2031-03-01T08:00Z, outlet: Ferry, claim: "threaten NOR: the port will be shut"}
      - {at: 2031-03-01T08:00Z, outlet: Gull, event: "ASSAULT NOR", place: Ellery, times: 2}
    expect:
      - at: 2031-03-01T09:00Z
        ringing: [threats, closure]
        stage: closure
        alarms: [{indicator: by-place, key: Ellery, observed: 5}, {indicator: pilot}]
`), p)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, failure := range script.Run(p) {
		all = append(all, failure.String())
	}
	got := strings.Join(all, "\n")
	for _, want := range []string{
		"port.test.yaml:8: wrong, at 2031-03-01 09:00: threats does not ring; 1 sighting of 1 origin match its rule",
		"closure does not ring; nothing given matches its rule",
		"by-place/Ellery rings since 2031-03-01 08:00 and should not (2 occurrences in 1 day",
		`the stage is none, expected "closure"`,
		"the alarm of by-place/Ellery (opened 2031-03-01 08:00) has observed 2, expected 5",
		"there is no alarm of pilot",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, got)
		}
	}
}

func TestMistakesInScriptsAreTold(t *testing.T) {
	p := problem(t, port)
	_, err := watch.ReadScript("s.yaml", []byte(`
tests:
  - name: wrong
    given:
      - {outlet: Ferry, claim: "shout NOR: boo"}
      - {at: yesterday, event: "ASSAULT NOR > SWE, perhaps"}
      - {at: 2031-03-01, figure: many, place: {country: Norway}}
    expect:
      - {at: 2031-03-01, ringing: [threat], stage: talks}
  - name: empty
    given: []
`), p)
	var faults indicator.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		"s.yaml:5:9: tests[0].given[0]: say when it was published",
		`a claim in short is, for example, "deny BLR`,
		`"yesterday" is no moment`,
		`an event in short is, for example`,
		"a figure in short is, for example, 9,000 soldiers",
		`"Norway" is no code of a country`,
		`did you mean "threats"?`,
		`did you mean "talk"?`,
		"the test expects nothing",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in\n%s", want, err)
		}
	}
}

// TestSample runs the sample's own script.
func TestSample(t *testing.T) {
	const folder = "../examples/northern-border/"
	rules, err := os.ReadFile(folder + "indicators.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := indicator.Read("indicators.yaml", rules, indicator.World{})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := os.ReadFile(folder + "indicators.test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	script, err := watch.ReadScript("indicators.test.yaml", cases, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, failure := range script.Run(p) {
		t.Error(failure)
	}
}
