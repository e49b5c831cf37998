package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"tocsin"
)

// The narrowest and the widest measure: below the one nothing can be laid
// out, above the other lines are tiring to read.
const (
	narrowest = 24
	widest    = 100
	usual     = 80
)

// writeText writes the ledger for a terminal.
func writeText(w io.Writer, findings tocsin.Findings, opts Options) error {
	width := opts.Width
	if width <= 0 {
		width = usual
	}
	s := &sheet{width: min(max(width, narrowest), widest), color: opts.Color}
	v := viewOf(findings)
	s.header(v)
	if len(v.Speakers) > 0 {
		s.heading("Claims")
	}
	for i, speaker := range v.Speakers {
		if i > 0 {
			s.line()
		}
		s.speaker(speaker)
	}
	s.events(v.Events)
	s.facts("Figures", v.Figures)
	s.facts("Times", v.Times)
	s.places(v.Places)
	_, err := io.WriteString(w, s.out.String())
	return err
}

func (s *sheet) header(v view) {
	s.flow(0, nil, run{v.Title, bold})
	var about []string
	for _, part := range []string{v.Outlet, v.Authors, v.Date} {
		if part != "" {
			about = append(about, part)
		}
	}
	if len(about) > 0 {
		s.flow(0, nil, run{strings.Join(about, " · "), plain})
	}
	if v.URL != "" {
		s.flow(0, nil, run{v.URL, faint})
	}
	s.flow(0, nil, run{v.summary(), faint})
	for _, note := range v.Notes {
		s.flow(2, []run{{"! ", yellow}}, run{note, yellow})
	}
}

// summary counts what was found: "13 claims by 8 sources · 12 events · …".
func (v view) summary() string {
	parts := []string{counted(v.Claims, "claim")}
	if named := len(v.Speakers); named > 0 && v.Speakers[0].Name != "" {
		if v.Speakers[named-1].Name == "" {
			named--
		}
		parts[0] += " by " + counted(named, "source")
	}
	for _, kind := range []struct {
		count int
		noun  string
	}{{len(v.Events), "event"}, {mentions(v.Figures), "figure"}, {mentions(v.Times), "time"}, {len(v.Places), "place"}} {
		if kind.count > 0 {
			parts = append(parts, counted(kind.count, kind.noun))
		}
	}
	return strings.Join(parts, " · ")
}

// mentions counts facts as often as they stand in the article.
func mentions(facts []fact) int {
	sum := 0
	for _, f := range facts {
		sum += f.Times
	}
	return sum
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (s *sheet) heading(words string) {
	s.line()
	s.line(run{strings.ToUpper(words), faint})
}

// speaker writes a source and its claims.
func (s *sheet) speaker(speaker speaker) {
	if speaker.Name == "" {
		s.line(run{"Nobody in particular", italic})
	} else {
		title := []run{{speaker.Name, bold}}
		if speaker.Role != "" {
			title = append(title, run{", " + speaker.Role, plain})
		}
		if speaker.Country != "" {
			title = append(title, run{" " + strings.ReplaceAll(speaker.Country, ",", ", "), faint})
		}
		s.flow(0, nil, title...)
	}
	for _, claim := range speaker.Claims {
		s.claim(claim)
	}
}

// colors are the acts that an analyst looks for; the others stay plain.
var colors = map[tocsin.Act]style{
	tocsin.Deny: red, tocsin.Accuse: violet, tocsin.Threaten: red, tocsin.Warn: yellow,
	tocsin.Demand: blue, tocsin.Commit: green, tocsin.Believe: cyan,
}

// roomy is the width from which numbers and acts have columns of their own.
const roomy = 56

func (s *sheet) claim(claim claimView) {
	number := fmt.Sprintf("%5s ", fmt.Sprintf("[%d]", claim.Number))
	act := run{fit(claim.Verb, 10), colors[claim.Act]}
	indent := len(number) + 10
	if s.width < roomy {
		indent = 4
		number = fmt.Sprintf("[%d] ", claim.Number)
		act.text = claim.Verb
	}
	s.flow(indent, []run{{number, faint}, act}, run{claim.Content, plain})
	s.flow(indent, nil, claim.circumstances()...)
}

// circumstances say how, when, to whom and through whom a claim was made, and
// what becomes of it.
func (c claimView) circumstances() []run {
	how := string(c.Form)
	if c.Cue != "" {
		how = "“" + c.Cue + "”, " + how
	}
	runs := []run{{how, faint}}
	add := func(words string, style style) {
		// A line may break after the dot, not before it.
		runs[len(runs)-1].text += "\u00a0·"
		runs = append(runs, run{" " + words, style})
	}
	if c.Certain != "" {
		add(c.Certain, faint)
	}
	if c.When != "" {
		add(c.When, faint)
	}
	if c.Where != "" {
		add("in "+c.Where, faint)
	}
	if c.To != "" {
		add("to "+c.To, faint)
	}
	if c.Via != nil {
		add("as told in "+c.Via.String(), faint)
	}
	if len(c.Carries) > 0 {
		add("tells of "+join(c.Carries), faint)
	}
	if len(c.Denies) > 0 {
		add("denies "+join(c.Denies), red)
	}
	if len(c.DeniedBy) > 0 {
		add("denied in "+join(c.DeniedBy), red)
	}
	return runs
}

// String is "[3] CNN": the number to look for and whose words they are.
func (m mention) String() string {
	if m.Name == "" {
		return fmt.Sprintf("[%d]", m.Number)
	}
	return fmt.Sprintf("[%d] %s", m.Number, m.Name)
}

// join lists claims by number only: "[7] [8] [9]".
func join(mentions []mention) string {
	var out []string
	for _, m := range mentions {
		out = append(out, fmt.Sprintf("[%d]", m.Number))
	}
	return strings.Join(out, " ")
}

func (s *sheet) events(events []eventView) {
	if len(events) == 0 {
		return
	}
	s.heading("Events")
	dates, categories := 0, 0
	for _, event := range events {
		dates = min(max(dates, displaywidth.String(event.Date)), len("28 Dec 2020 – 3 Jan 2021"))
		categories = min(max(categories, len(event.Category)), len("cooperate"))
	}
	for _, event := range events {
		if s.width < roomy {
			first := event.Category
			if event.Date != "" {
				first += ", " + event.Date
			}
			s.flow(2, nil, run{first, bold})
			s.flow(4, nil, event.told()...)
			continue
		}
		first := []run{{"  " + fit(event.Date, dates) + "  ", faint}, {fit(event.Category, categories) + "  ", bold}}
		s.flow(dates+categories+6, first, event.told()...)
	}
}

// told says who did what to whom, where, and on whose word.
func (e eventView) told() []run {
	var runs []run
	if e.Actor != "" {
		runs = append(runs, run{e.Actor + " ", plain})
	}
	if e.Recipient != "" {
		runs = append(runs, run{"→ " + e.Recipient + " ", plain})
	}
	runs = append(runs, run{"“" + e.Words + "”", faint})
	if e.Place != "" {
		runs = append(runs, run{"\u00a0· " + e.Place, faint})
	}
	if e.Status != "" {
		runs = append(runs, run{"\u00a0·", faint}, run{" " + e.Status, yellow})
	}
	if e.By != nil {
		runs = append(runs, run{"\u00a0·", faint}, run{fmt.Sprintf(" per\u00a0[%d]", e.By.Number), cyan})
	}
	return runs
}

// facts lists wordings beside what they mean.
func (s *sheet) facts(title string, facts []fact) {
	if len(facts) == 0 {
		return
	}
	s.heading(title)
	var left, right []string
	for _, f := range facts {
		left, right = append(left, f.Words), append(right, f.Meaning+often(f.Times))
	}
	s.columns(left, right)
}

func often(times int) string {
	if times < 2 {
		return ""
	}
	return fmt.Sprintf(" ×%d", times)
}

func (s *sheet) places(places []placeView) {
	if len(places) == 0 {
		return
	}
	s.heading("Places")
	var left, right []string
	for _, place := range places {
		var parts []string
		for _, part := range []string{place.Precision, place.Admin1, place.Country, place.Position} {
			if part != "" && part != place.Name {
				parts = append(parts, part)
			}
		}
		left, right = append(left, place.Name), append(right, strings.Join(parts, " · ")+often(place.Times))
	}
	s.columns(left, right)
}

// columns lists two texts side by side, the left as wide as its widest but no
// wider than half the sheet.
func (s *sheet) columns(left, right []string) {
	column := 0
	for _, words := range left {
		if width := displaywidth.String(words); width <= s.width/2-4 {
			column = max(column, width)
		}
	}
	for i, words := range left {
		if displaywidth.String(words) > column {
			s.flow(2, []run{{"  ", plain}}, run{words, plain})
			s.flow(column+4, nil, run{right[i], faint})
			continue
		}
		s.flow(column+4, []run{{"  " + words, plain}}, run{right[i], faint})
	}
}
