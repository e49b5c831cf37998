package web

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"tocsin/store"
)

// problemView is a warning problem that is watched.
type problemView struct {
	store.Watched
	Alarms int
}

func (p *Pages) watch(w http.ResponseWriter, r *http.Request) error {
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
	return p.show(w, r, frame{Title: "Watch", Section: "watch"}, func(reader) templ.Component { return watchPage(problems, alarms, p.opts.Now()) })
}

func escapeQuery(words string) string { return url.QueryEscape(words) }
