package eval

import (
	"testing"

	"tocsin"
)

func TestUnmarkKeepsWhereTheSidesStood(t *testing.T) {
	row := unmark("On <s>Monday's crowd</s> a 3 < 4 sign met <t>the mayor</t>.")
	if row.text != "On Monday's crowd a 3 < 4 sign met the mayor." {
		t.Errorf("text: %q", row.text)
	}
	if got := row.source.Of(row.text); got != "Monday's crowd" {
		t.Errorf("source: %q", got)
	}
	if got := row.target.Of(row.text); got != "the mayor" {
		t.Errorf("target: %q", got)
	}
}

func TestPLVRootFollowsCAMEO(t *testing.T) {
	tests := map[string]tocsin.Event{
		"YIELD":    {Category: tocsin.Retreat, Status: tocsin.Actual},
		"AGREE":    {Category: tocsin.Consult, Status: tocsin.Planned},
		"REJECT":   {Category: tocsin.Concede, Status: tocsin.Negated},
		"THREATEN": {Category: tocsin.Assault, Status: tocsin.Planned},
		"COERCE":   {Category: tocsin.Sanction, Status: tocsin.Actual},
		"SANCTION": {Category: tocsin.Sanction, Mode: "expel", Status: tocsin.Actual},
		"ASSAULT":  {Category: tocsin.Assault, Status: tocsin.Actual},
	}
	for want, event := range tests {
		t.Run(want, func(t *testing.T) {
			if got := plvRoot(&event, ""); got != want {
				t.Errorf("%s %s %s: got %s", event.Category, event.Mode, event.Status, got)
			}
		})
	}
}

func TestMacroF1WeighsClassesAlike(t *testing.T) {
	c := confusion{}
	for range 9 {
		c.add("AID", "AID")
	}
	c.add("PROTEST", "AID")
	got := c.figure("x").Value
	want := (2 * 9.0 / (10 + 9)) / 2
	if got < want-1e-9 || got > want+1e-9 {
		t.Errorf("macro-F1 %v, want %v", got, want)
	}
}
