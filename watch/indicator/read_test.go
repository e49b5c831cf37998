package indicator_test

import (
	"errors"
	"strings"
	"testing"

	"tocsin/watch/indicator"
)

const harbour = `
problem: The harbour is closed
question: Is somebody about to close the harbour of Port Ellery?
delay: 6h
stages:
  - name: talk
    ringing: [threats, pilots]
    least: 1
  - name: closure
    ringing: closure
    severity: critical
indicators:
  - id: threats
    name: Threats against the harbour
    of: claims
    where: claim.act in ["threaten", "warn"] && about(claim.text, "harbour|port")
    count: origins
    origins: 2
    detect: {tripwire: {at_least: 2}}
  - id: pilots
    of: statements
    where: 'claim.source.role == "pilot"'
    detect: silence
  # A comment between two indicators belongs to neither.
  - id: closure
    of: events
    by: place
    where: >
      event.category in ["COERCE", "ASSAULT"] &&
        within(place, "NOR") &&
        !("SWE" in countryOf(event.actor))
    bin: day
    window: 3d
    detect:
      rate:
        alpha: 0.01
    resets:
      quiet: 5d
      where: event.category == "RETREAT"
    notify: [duty-officer]
`

func read(t *testing.T, text string) *indicator.Problem {
	t.Helper()
	problem, err := indicator.Read("harbour.yaml", []byte(text), indicator.World{})
	if err != nil {
		t.Fatal(err)
	}
	return problem
}

func TestReadFillsWhatIsNotSaid(t *testing.T) {
	problem := read(t, harbour)
	closure := problem.Indicator("closure")
	if closure.Count != indicator.Occurrences || closure.Origins != 1 || closure.After != 1 || closure.Window != 3 || closure.Resets.Quiet != 5 {
		t.Errorf("closure is read as %+v", closure)
	}
	if closure.Name != "closure" || closure.Severity != indicator.Moderate || closure.Detect.Rate.Alpha != 0.01 {
		t.Errorf("closure is read as %+v", closure)
	}
	if quiet := problem.Indicator("pilots").Resets.Quiet; quiet != 1 {
		t.Errorf("a silence that is over resets after %d bins, want 1", quiet)
	}
	if stage := problem.Stages[1]; stage.Least != 1 || len(stage.Ringing) != 1 {
		t.Errorf("a stage of one indicator is read as %+v", stage)
	}
}

func TestRuleTextIsAFileOfItsOwn(t *testing.T) {
	problem := read(t, harbour)
	for _, i := range problem.Indicators {
		again := read(t, i.Text).Indicators[0]
		if again.Hash != i.Hash || again.Where != i.Where || again.Window != i.Window {
			t.Errorf("%s is read differently from its own text:\n%s", i.ID, i.Text)
		}
		if strings.Contains(i.Text, "belongs to neither") {
			t.Errorf("%s took the comment that follows it:\n%s", i.ID, i.Text)
		}
	}
}

func TestEveryMistakeIsToldWithItsPlace(t *testing.T) {
	const text = `problem: The harbour is closed
stages:
  - name: talk
    ringing: [thraets]
indicators:
  - id: threats
    of: claims
    where: claim.act == "threatn" && event.category == "ASSAULT"
    detect: {tripwire: {atleast: 2}}
  - id: Big Closure
    bin: dai
    where: >
      event.category == "ASSAULT" &&
        event.actor.contry == "NO"
    detect: rate
    colour: red
  - id: figures
    of: figures
    count: occurrences
    where: figure.value
    detect: {rate: {alpha: high}, first: {}}
  - id: codes
    where: within(place, "Norway") && event.status != "done" && "no" in countryOf(event.actor)
    window: 30h
  - id: codes
    detect: rate
    where: event.text ==
`
	_, err := indicator.Read("h.yaml", []byte(text), indicator.World{})
	var faults indicator.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("the error is %v", err)
	}
	for _, want := range []string{
		`h.yaml:4:15: stages[0].ringing[0]: "thraets" is not known here; did you mean "threats"?`,
		`h.yaml:8:38: indicators[0].where: "event" is not known where the indicator looks at claims`,
		`h.yaml:9:25: indicators[0].detect.tripwire.atleast: there is no field "atleast" here; did you mean "at_least"?`,
		`h.yaml:10:9: indicators[1].id: an id is made of small letters`,
		`h.yaml:11:10: indicators[1].bin: "dai" is not known here; did you mean "day"?`,
		`h.yaml:14:20: indicators[1].where: party has no field "contry"; did you mean "country"?`,
		`h.yaml:16:5: indicators[1].colour: there is no field "colour" here`,
		`h.yaml:19:12: indicators[2].count: figures cannot be counted by occurrences`,
		`h.yaml:20:12: indicators[2].where: a rule says whether something counts, true or false; this one gives a double`,
		`an indicator has just one detector`,
		`h.yaml:23:26: indicators[3].where: a country is never "Norway"; countries are written as ISO 3166 alpha-3: NOR`,
		`h.yaml:23:55: indicators[3].where: event.status is never "done"`,
		`h.yaml:23:65: indicators[3].where: a country is never "no"; countries are written in three capitals: NOR`,
		`h.yaml:24:13: indicators[3].window: a window is a whole number of bins`,
		`nothing says when it rings`,
		`"codes" is the id of another indicator too (line 22)`,
		`indicators[4].where: this is no expression`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing: %s", want)
		}
	}
	if t.Failed() {
		t.Log("\n" + err.Error())
	}
}

func TestWhatIsNoYAMLIsTold(t *testing.T) {
	for text, want := range map[string]string{
		"problem: [a\nb: 1\n": "h.yaml:2:1: this is no YAML",
		"":                    "the file is empty",
		"- a\n- b\n":          "here go fields",
		"problem: x\n":        "there are no indicators",
		"problem: x\nindicators: &a\n  - id: b\n":              "anchors, aliases and tags",
		"problem: x\nindicators:\n  - id:\n    detect: rate\n": "id has no value",
		"problem: x\nindicators: 3\n":                          "here go fields",
	} {
		_, err := indicator.Read("h.yaml", []byte(text), indicator.World{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}

func FuzzReadNeverPanics(f *testing.F) {
	f.Add([]byte(harbour))
	f.Add([]byte("problem: x\nindicators:\n  - {id: a, where: \"'\", detect: {rate: {alpha: .inf}}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		problem, err := indicator.Read("f.yaml", text, indicator.World{})
		if (problem == nil) == (err == nil) {
			t.Fatal("neither a problem nor an error")
		}
	})
}
