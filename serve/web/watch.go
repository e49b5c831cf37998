package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"tocsin/ingest"
	"tocsin/store"
	"tocsin/watch/indicator"
)

// problemView is a warning problem that is watched.
type problemView struct {
	store.Watched
	Alarms int
}

// draft are rules that somebody wants to have watched, with what is wrong.
type draft struct {
	Rules  string
	Faults []string
}

func (p *Pages) watch(w http.ResponseWriter, r *http.Request) error {
	return p.watching(w, r, draft{})
}

// haveWatched checks rules and has them watched.
func (p *Pages) haveWatched(w http.ResponseWriter, r *http.Request) error {
	rules := strings.ReplaceAll(r.PostFormValue("rules"), "\r\n", "\n")
	problem, err := indicator.Read("rules", []byte(rules), ingest.World())
	var faults indicator.Faults
	if errors.As(err, &faults) {
		wrong := draft{Rules: rules}
		for _, fault := range faults {
			wrong.Faults = append(wrong.Faults, fault.String())
		}
		return p.watching(w, r, wrong)
	}
	if err != nil {
		return err
	}
	if _, err := p.ledger.Watch(r.Context(), problem.Name, []byte(rules), nil); err != nil {
		return err
	}
	return back(w, r, "/watch?problem="+url.QueryEscape(problem.Name))
}

func (p *Pages) watching(w http.ResponseWriter, r *http.Request, d draft) error {
	ctx := r.Context()
	watched, err := p.ledger.Watches(ctx)
	if err != nil {
		return err
	}
	const most = 100
	alarms, err := p.ledger.Alarms(ctx, store.AlarmFilter{Problem: cut(r.URL.Query().Get("problem"), 200), Limit: most})
	if err != nil {
		return err
	}
	var problems []problemView
	for _, one := range watched {
		view := problemView{Watched: one}
		for _, a := range alarms {
			if a.Problem == one.Name {
				view.Alarms++
			}
		}
		problems = append(problems, view)
	}
	return p.show(w, r, frame{Title: "Watch", Section: "watch"}, func(who reader) templ.Component { return watchPage(who, problems, alarms, d, p.opts.Now()) })
}

func escapeQuery(words string) string { return url.QueryEscape(words) }
