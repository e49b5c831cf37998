package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"tocsin"
	"tocsin/serve/query"
	"tocsin/store"
)

// Alarm is an alarm with all that it says of itself.
type Alarm struct {
	ID        string         `json:"id"`
	Problem   string         `json:"problem"`
	Indicator string         `json:"indicator"`
	State     string         `json:"state"`
	Opened    time.Time      `json:"opened"`
	Updated   time.Time      `json:"updated"`
	Alarm     map[string]any `json:"alarm" doc:"The whole of it: what was expected and seen, with the evidence."`
}

// alarms adds the alarms.
func (a *API) alarms() {
	add(a, operation{
		method: http.MethodGet, path: "/alarms", id: "list-alarms", tag: "Alarms", summary: "What rang",
		description: "Those that changed last first.", answer: Page[Alarm]{}, lines: Alarm{},
	}, func(c *call, in *struct {
		Problem   string   `query:"problem" maxLength:"300"`
		Indicator string   `query:"indicator" maxLength:"300"`
		State     []string `query:"state" maxItems:"10" doc:"open, acknowledged, assigned, silenced, resolved, expired; several parted by commas."`
		Since     string   `query:"since" maxLength:"40" doc:"That changed on that day or later."`
		Paging
	}) error {
		filter := store.AlarmFilter{Problem: in.Problem, Indicator: in.Indicator, States: in.State}
		if in.Since != "" {
			var err error
			if filter.Since, err = query.Instant("since", in.Since, false); err != nil {
				return err
			}
		}
		at, err := c.cursor(in.Cursor)
		if err != nil {
			return err
		}
		return c.alarmed(filter, at, in.Limit)
	})
	add(a, operation{
		method: http.MethodGet, path: "/alarms/{id}", id: "get-alarm", tag: "Alarms", summary: "One alarm", answer: Alarm{},
	}, func(c *call, in *struct {
		ID string `path:"id" maxLength:"100"`
	}) error {
		row, err := a.ledger.Alarm(c, in.ID)
		if err != nil {
			return faultf(http.StatusNotFound, "the ledger has no alarm %s; %s/alarms lists them", in.ID, Prefix)
		}
		alarm, err := alarmOf(row)
		if err != nil {
			return err
		}
		c.spanned(alarm)
		return c.json(alarm)
	})
}

// alarmed answers with alarms. The cursor names the last one that was shown, so
// that new ones do not push others from one page to the next.
func (c *call) alarmed(filter store.AlarmFilter, at cursor, limit int) error {
	const most = 5000
	filter.Limit = most
	rows, err := c.api.ledger.Alarms(c, filter)
	if err != nil {
		return err
	}
	if at.Key != "" {
		rows = slices.DeleteFunc(rows, func(r store.AlarmRow) bool {
			return r.Updated.UnixMicro() > at.Before || r.Updated.UnixMicro() == at.Before && r.ID <= at.Key
		})
	}
	if limit == 0 && !c.lines() {
		limit = 50
	}
	more := limit > 0 && len(rows) > limit
	if more {
		rows = rows[:limit]
	}
	page := Page[Alarm]{Items: []Alarm{}}
	for _, row := range rows {
		alarm, err := alarmOf(row)
		if err != nil {
			return err
		}
		for _, mark := range evidence(alarm) {
			delete(mark, "span") // one alarm has them, a list would have to read all its articles
		}
		page.Items = append(page.Items, alarm)
	}
	if c.lines() {
		for _, alarm := range page.Items {
			line, err := json.Marshal(alarm)
			if err != nil {
				return err
			}
			if err := c.line(line); err != nil {
				return c.gone(err)
			}
		}
		return c.ended()
	}
	if more {
		last := rows[len(rows)-1]
		at.Key, at.Before = last.ID, last.Updated.UnixMicro()
		page.Next = at.String()
	}
	c.link(page.Next)
	return c.json(page)
}

func alarmOf(row store.AlarmRow) (Alarm, error) {
	alarm := Alarm{ID: row.ID, Problem: row.Problem, Indicator: row.Indicator, State: row.State, Opened: row.Opened, Updated: row.Updated, Alarm: map[string]any{}}
	if len(row.Body) == 0 {
		return alarm, nil
	}
	return alarm, json.Unmarshal(row.Body, &alarm.Alarm)
}

// evidence are the findings that an alarm rests on.
func evidence(alarm Alarm) []map[string]any {
	list, _ := alarm.Alarm["evidence"].([]any)
	var marks []map[string]any
	for _, item := range list {
		if mark, ok := item.(map[string]any); ok {
			marks = append(marks, mark)
		}
	}
	return marks
}

// spanned counts the spans of an alarm's evidence in code points, as all that
// leaves the program does.
func (c *call) spanned(alarm Alarm) {
	texts := map[string]tocsin.Runes{}
	for _, mark := range evidence(alarm) {
		article, _ := mark["article"].(string)
		span, ok := mark["span"].(map[string]any)
		if !ok {
			continue
		}
		runes, known := texts[article]
		if !known {
			text, err := c.api.ledger.Text(c, article)
			if err != nil {
				delete(mark, "span")
				continue
			}
			runes = tocsin.NewRunes(text)
			texts[article] = runes
		}
		start, _ := span["Start"].(float64)
		end, _ := span["End"].(float64)
		mark["span"] = runes.Range(tocsin.Span{Start: int(start), End: int(end)})
	}
}
