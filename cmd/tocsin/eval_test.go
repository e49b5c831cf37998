package main

import (
	"testing"

	"tocsin/eval"
)

func TestJudge(t *testing.T) {
	bars := map[string]eval.Bar{"claims": {Floor: 0.7}}
	for figure, want := range map[eval.Figure]string{
		{Name: "claims", Value: 0.7}:   "ok",
		{Name: "claims", Value: 0.699}: below,
		{Name: "events", Value: 0.1}:   "new",
	} {
		if got := judge(figure, bars); got != want {
			t.Errorf("%+v is %q instead of %q", figure, got, want)
		}
	}
}

func TestRaiseNeverLowers(t *testing.T) {
	bar := eval.Bar{Floor: 0.7, Best: "0.9"}
	if got := raise(bar, eval.Figure{Value: 0.65}); got != bar {
		t.Errorf("lowered to %+v", got)
	}
	got := raise(bar, eval.Figure{Value: 0.72399})
	if got.Floor != 0.723 || got.Best != "0.9" {
		t.Errorf("raised to %+v", got)
	}
}
