package mcp

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"tocsin/serve/query"
	"tocsin/store"
)

// Watching is which alarms are wanted.
type Watching struct {
	Problem string `json:"problem,omitempty"`
	State   string `json:"state,omitempty" jsonschema:"open, acknowledged, assigned, silenced, resolved or expired"`
	Since   string `json:"since,omitempty" jsonschema:"that changed on that day or later"`
	Limit   int    `json:"limit,omitempty" jsonschema:"10 without it, never more than 20"`
}

// Alarms are what rang.
type Alarms struct {
	Alarms []Alarm `json:"alarms"`
}

// Alarm is one ring of the bell, and why.
type Alarm struct {
	ID        string   `json:"id"`
	Problem   string   `json:"problem"`
	Indicator string   `json:"indicator"`
	Name      string   `json:"name"`
	Question  string   `json:"question"`
	Key       string   `json:"key"`
	Severity  string   `json:"severity"`
	State     string   `json:"state"`
	Opened    string   `json:"opened"`
	Updated   string   `json:"updated"`
	Observed  float64  `json:"observed"`
	Origins   int      `json:"origins" jsonschema:"independent ones of the evidence"`
	Why       string   `json:"why" jsonschema:"the last word of its history"`
	Evidence  []Finger `json:"evidence" jsonschema:"the first of it"`
}

// Finger points at a finding, for quote_evidence.
type Finger struct {
	Article string `json:"article"`
	Finding string `json:"finding"`
	Outlet  string `json:"outlet"`
	Text    string `json:"text"`
}

func (t tools) alarms(ctx context.Context, in Watching) (Alarms, error) {
	filter := store.AlarmFilter{Problem: in.Problem, Limit: in.Limit}
	if filter.Limit <= 0 {
		filter.Limit = 10
	}
	filter.Limit = min(filter.Limit, mostClaims)
	if in.State != "" {
		filter.States = []string{in.State}
	}
	if in.Since != "" {
		var err error
		if filter.Since, err = query.Instant("since", in.Since, false); err != nil {
			return Alarms{}, understood(err)
		}
	}
	rows, err := t.Ledger.Alarms(ctx, filter)
	if err != nil {
		return Alarms{}, t.failed(err)
	}
	out := Alarms{Alarms: []Alarm{}}
	for _, row := range rows {
		out.Alarms = append(out.Alarms, alarmOf(row))
	}
	return out, nil
}

// alarmOf takes what it knows out of an alarm's body.
func alarmOf(row store.AlarmRow) Alarm {
	var body struct {
		Name     string  `json:"name"`
		Question string  `json:"question"`
		Key      string  `json:"key"`
		Severity string  `json:"severity"`
		Observed float64 `json:"observed"`
		Origins  int     `json:"origins"`
		History  []struct {
			What string `json:"what"`
			Why  string `json:"why"`
		} `json:"history"`
		Evidence []struct {
			Article string `json:"article"`
			ID      string `json:"id"`
			Outlet  string `json:"outlet"`
			Text    string `json:"text"`
		} `json:"evidence"`
	}
	json.Unmarshal(row.Body, &body) // what cannot be read is left empty
	out := Alarm{
		ID: row.ID, Problem: row.Problem, Indicator: row.Indicator, Name: body.Name, Question: body.Question, Key: body.Key, Severity: body.Severity, State: row.State,
		Opened: row.Opened.Format(time.RFC3339), Updated: row.Updated.Format(time.RFC3339), Observed: body.Observed, Origins: body.Origins, Evidence: []Finger{},
	}
	for _, step := range slices.Backward(body.History) {
		if step.Why != "" {
			out.Why = cut(step.What+": "+step.Why, mostWords)
			break
		}
	}
	for _, e := range body.Evidence[:min(len(body.Evidence), mostQuotes)] {
		out.Evidence = append(out.Evidence, Finger{e.Article, e.ID, e.Outlet, cut(e.Text, mostWords)})
	}
	return out
}
