package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin/ingest"
	"tocsin/serve/query"
	"tocsin/store"
	"tocsin/watch"
)

// alarmView is what the page of an alarm shows.
type alarmView struct {
	store.AlarmRow
	watch.Alarm
	Bars     []bar
	From, To string
}

func (p *Pages) alarm(w http.ResponseWriter, r *http.Request) error {
	row, err := p.ledger.Alarm(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		return missing("The ledger has no such alarm.")
	}
	v := &alarmView{AlarmRow: row}
	if err := json.Unmarshal(row.Body, &v.Alarm); err != nil {
		return err
	}
	v.draw()
	return p.show(w, r, frame{Title: "Alarm: " + v.called(), Section: "watch"}, func(who reader) templ.Component { return alarmPage(who, v) })
}

// deeds are what an analyst can do with an alarm.
var deeds = []struct{ value, words string }{
	{"acknowledge", "I have seen it"}, {"assign", "Assign it to …"}, {"silence", "Silence it until …"}, {"resolve", "Put it out"}, {"reopen", "Light it again"},
	{"true", "It was true"}, {"false", "It was false"}, {"noise", "It was noise"}, {"note", "Write a note"},
}

// act does with an alarm what an analyst decided.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	action := watch.Action{At: p.opts.Now(), Who: p.reader(r).Name, Alarm: id, Deed: watch.Deed(r.PostFormValue("deed")), To: cut(r.PostFormValue("to"), 200), Why: cut(r.PostFormValue("why"), 1000)}
	switch action.Deed {
	case "true", "false", "noise":
		action.Deed, action.Verdict = watch.Judge, watch.Verdict(action.Deed)
	case watch.Silence:
		until, err := query.Instant("to", action.To, true)
		if err != nil {
			return err
		}
		action.Until, action.To = until, ""
	}
	if _, err := p.ledger.Alarm(r.Context(), id); err != nil {
		return missing("The ledger has no such alarm.")
	}
	if _, err := ingest.NewWatch(p.ledger, ingest.WatchOptions{Now: p.opts.Now, BaseURL: p.opts.BaseURL}).Act(r.Context(), action); err != nil {
		return mistaken(capital(err.Error()) + ".")
	}
	return back(w, r, string(alarmAt(id)))
}

// called is the alarm's name, with what it rang for.
func (v *alarmView) called() string {
	name := firstOf(v.Alarm.Name, v.AlarmRow.Indicator)
	if v.Key != "" {
		name += ": " + v.Key
	}
	return name
}

// draw shows what was counted before, and the window that rang last.
func (v *alarmView) draw() {
	const most = 60
	counts := make([]int, 0, len(v.Receipt.History)+1)
	for _, value := range v.Receipt.History {
		counts = append(counts, int(max(value, 0)+0.5))
	}
	counts = append(counts, int(v.Receipt.Observed+0.5))
	counts = counts[max(0, len(counts)-most):]
	v.From, v.To = many(len(counts)-1, "window")+" before", "the one that rang"
	v.Bars = strip(counts, func(i int) string {
		if i == len(counts)-1 {
			return "the window that rang: " + grouped(v.Receipt.Observed)
		}
		return many(len(counts)-1-i, "window") + " before: " + grouped(float64(counts[i]))
	}, func(int) string { return "#evidence" })
}

// stateOf is a condition in words.
func stateOf(c string) string { return strings.ReplaceAll(c, "_", " ") }
