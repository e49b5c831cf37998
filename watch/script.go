package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/watch/indicator"
)

// Script is users' own tests of a warning problem: what is given, and what
// should ring when.
type Script struct {
	Name  string
	Tests []Test
}

// Test is one case of a Script.
type Test struct {
	Name   string
	Given  []indicator.Sighting
	Expect []Expectation // by time
}

// Expectation is what should be so at a moment. What is not asked is not looked at.
type Expectation struct {
	At      time.Time
	Line    int        // in the script
	Ringing []string   // these ring and no others: IDs of indicators, with "/" and the key where they have one
	Asked   bool       // whether Ringing was given
	Stage   *string    // "" for none
	Alarms  []Expected // each must be there
}

// Expected is an alarm that should be there, whether it rings or went out.
type Expected struct {
	Indicator string
	Key       string
	Opened    time.Time // zero: whenever
	Observed  *float64
	Origins   int
	Severity  string
	Condition string
}

// Failure is an expectation that was not met.
type Failure struct {
	Test    string    `json:"test"`
	File    string    `json:"file"`
	Line    int       `json:"line"`
	At      time.Time `json:"at"`
	Message string    `json:"message"`
}

// String shows it as compilers do.
func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s, at %s: %s", f.File, f.Line, f.Test, moment(f.At), f.Message)
}

func moment(at time.Time) string { return at.UTC().Format("2006-01-02 15:04") }

// Run plays a script against a problem. Each test begins with nothing.
func (s *Script) Run(problem *indicator.Problem) []Failure {
	var failures []Failure
	for _, test := range s.Tests {
		var state State
		var alarms []*Alarm
		given := test.Given
		for _, expectation := range test.Expect {
			next := slices.IndexFunc(given, func(one indicator.Sighting) bool { return one.At.After(expectation.At) })
			if next < 0 {
				next = len(given)
			}
			var changes []Change
			state, changes = Check(problem, state, given[:next], expectation.At, Env{})
			given = given[next:]
			alarms = latest(alarms, changes)
			for _, message := range expectation.failures(state, alarms) {
				failures = append(failures, Failure{test.Name, s.Name, expectation.Line, expectation.At, message})
			}
		}
	}
	return failures
}

// latest are all alarms that ever were, as they are now.
func latest(alarms []*Alarm, changes []Change) []*Alarm {
	for _, change := range changes {
		if change.Alarm == nil {
			continue
		}
		if at := slices.IndexFunc(alarms, func(a *Alarm) bool { return a.ID == change.Alarm.ID }); at >= 0 {
			alarms[at] = change.Alarm
			continue
		}
		alarms = append(alarms, change.Alarm)
	}
	return alarms
}

func (e Expectation) failures(state State, alarms []*Alarm) []string {
	var messages []string
	if e.Asked {
		messages = append(messages, e.rings(state)...)
	}
	if e.Stage != nil && *e.Stage != state.Stage {
		messages = append(messages, fmt.Sprintf("the stage is %s, expected %s", stageWord(state.Stage), stageWord(*e.Stage)))
	}
	for _, expected := range e.Alarms {
		if message := expected.missing(alarms); message != "" {
			messages = append(messages, message)
		}
	}
	return messages
}

func stageWord(stage string) string {
	if stage == "" {
		return "none"
	}
	return fmt.Sprintf("%q", stage)
}

// rings compares what rings with what should.
func (e Expectation) rings(state State) []string {
	ringing := map[string]*Alarm{}
	for _, alarm := range state.Alarms {
		if alarm.rings() && !strings.HasPrefix(alarm.Indicator, stageName) {
			ringing[trackID(alarm.Indicator, alarm.Key)] = alarm
		}
	}
	var messages []string
	for _, id := range e.Ringing {
		if ringing[id] == nil {
			messages = append(messages, fmt.Sprintf("%s does not ring%s", id, counted(state, id)))
		}
	}
	for _, id := range sortedKeys(ringing) {
		if !slices.Contains(e.Ringing, id) {
			alarm := ringing[id]
			messages = append(messages, fmt.Sprintf("%s rings since %s and should not (%s)", id, moment(alarm.Opened), alarm.Receipt.Explanation))
		}
	}
	return messages
}

// counted says what an indicator has, where it should ring and does not.
func counted(state State, id string) string {
	track := state.Tracks[id]
	if track == nil {
		return "; nothing given matches its rule"
	}
	if len(track.Marks) == 0 {
		return "; nothing that matches its rule was published lately"
	}
	return fmt.Sprintf("; %s of %s match its rule", countOf(len(track.Marks), "sighting"), countOf(len(originsOf(track.Marks)), "origin"))
}

// missing says what is wrong where no alarm is as expected.
func (x Expected) missing(alarms []*Alarm) string {
	id := trackID(x.Indicator, x.Key)
	near := ""
	for _, alarm := range alarms {
		if trackID(alarm.Indicator, alarm.Key) != id {
			continue
		}
		wrong := x.differs(alarm)
		if wrong == "" {
			return ""
		}
		near = fmt.Sprintf("the alarm of %s (opened %s) has %s", id, moment(alarm.Opened), wrong)
	}
	return cmp.Or(near, "there is no alarm of "+id)
}

func (x Expected) differs(alarm *Alarm) string {
	switch {
	case !x.Opened.IsZero() && !alarm.Opened.Truncate(time.Minute).Equal(x.Opened):
		return fmt.Sprintf("opened at %s, expected %s", moment(alarm.Opened), moment(x.Opened))
	case x.Observed != nil && alarm.Observed != *x.Observed:
		return fmt.Sprintf("observed %s, expected %s", figure(alarm.Observed), figure(*x.Observed))
	case x.Origins != 0 && alarm.Origins != x.Origins:
		return fmt.Sprintf("%s, expected %d", countOf(alarm.Origins, "origin"), x.Origins)
	case x.Severity != "" && string(alarm.Severity) != x.Severity:
		return fmt.Sprintf("severity %s, expected %s", alarm.Severity, x.Severity)
	case x.Condition != "" && string(alarm.Condition) != x.Condition:
		return fmt.Sprintf("condition %s, expected %s", alarm.Condition, x.Condition)
	}
	return ""
}
