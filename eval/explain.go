package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Explain prints, for the seed and each hand-made ledger of the dev half, what was missed
// ("-"), invented ("+") and matched with something wrong about it ("~", gold
// ≠ found). The test half is never printed: what one has read, one tunes to.
// Only articles whose id holds one of the parts are shown; no parts, all.
func Explain(w io.Writer, dir string, parts ...string) error {
	golds, err := readLedgers(dir)
	if err != nil {
		return err
	}
	if seed, err := readSeed(dir); err == nil {
		golds = append(golds, seed)
	}
	for _, gold := range golds {
		if mayBeRead(gold.article.ID) && holdsAny(gold.article.ID, parts) {
			compare(gold, foundIn(gold.article)).explain(w)
		}
	}
	return nil
}

func mayBeRead(id string) bool { return id == "seed" || slices.Contains(devLedgers, id) }

func holdsAny(id string, parts []string) bool {
	return len(parts) == 0 || slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(id, part) })
}

func (c comparison) explain(w io.Writer) {
	article := c.gold.article
	fmt.Fprintf(w, "\n══ %s · %s · %s\n", article.ID, article.Published.Format("Mon 2006-01-02"), article.Title)
	text := []rune(article.Text)
	explain(w, "claims", c.claims, c.gold.claims, c.found.claims,
		func(claim claimLine) string { return claim.line(text) }, wrongClaim)
	explain(w, "events", c.events, c.gold.events, c.found.events,
		func(event eventLine) string { return event.line(text) }, wrongEvent)
	explain(w, "figures", c.figures, c.gold.figures, c.found.figures,
		func(figure figureLine) string { return figure.line(text) }, wrongFigure)
	explain(w, "times", c.times, c.gold.times, c.found.times,
		func(when timeLine) string { return when.line(text) }, wrongTime)
}

// explain prints one kind of finding: the gold in its order, then what was
// invented.
func explain[T any](w io.Writer, kind string, pairs []pair, golds, founds []T, line func(T) string, wrong func(gold, found T) []string) {
	missed, invented := unpaired(len(golds), len(founds), pairs)
	fmt.Fprintf(w, "\n── %s: %d of %d matched, %d missed, %d invented\n", kind, len(pairs), len(golds), len(missed), len(invented))
	for _, i := range missed {
		fmt.Fprintf(w, " - %s\n", line(golds[i]))
	}
	for _, i := range invented {
		fmt.Fprintf(w, " + %s\n", line(founds[i]))
	}
	for _, p := range pairs {
		if faults := wrong(golds[p.gold], founds[p.found]); len(faults) > 0 {
			fmt.Fprintf(w, " ~ %s\n", line(golds[p.gold]))
			fmt.Fprintf(w, "     %s\n", strings.Join(faults, "\n     "))
		}
	}
}

func (c claimLine) line(text []rune) string {
	var parts []string
	for _, part := range c.content {
		parts = append(parts, oneLine(part.of(text)))
	}
	source, cue := "∅", "∅"
	if c.source != nil {
		source = oneLine(c.source.of(text))
	}
	if c.cue != nil {
		cue = oneLine(c.cue.of(text))
	}
	return fmt.Sprintf("@%d %s %s | %s = %s %s | %s | %s", at(c.content), c.form, c.act, source, c.name, c.country, cue, strings.Join(parts, " … ")) + by(c.rule)
}

func at(content []stretch) int {
	if len(content) == 0 {
		return 0
	}
	return content[0][0]
}

func (e eventLine) line(text []rune) string {
	line := fmt.Sprintf("@%d %s «%s» | %s (%s) → %s (%s) | %s %s", e.trigger[0], e.category, oneLine(e.trigger.of(text)),
		e.actor, e.actorCountry, e.recipient, e.recipientCountry, e.date, e.status)
	if e.by != "" {
		line += " by " + e.by
	}
	return line + by(e.rule)
}

func (f figureLine) line(text []rune) string {
	return fmt.Sprintf("@%d «%s» %s %s %s, of %s", f.span[0], oneLine(f.span.of(text)), f.bound, number(f.value), f.unit, f.of) + by(f.rule)
}

func (t timeLine) line(text []rune) string {
	return fmt.Sprintf("@%d «%s» %s", t.span[0], oneLine(t.span.of(text)), t.value) + by(t.rule)
}

// by names the rule that found something; gold has none.
func by(rule string) string {
	if rule == "" {
		return ""
	}
	return " [" + rule + "]"
}

// oneLine keeps a listing to its lines.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

func number(value *float64) string {
	if value == nil {
		return "vague"
	}
	return fmt.Sprintf("%.12g", *value)
}

// faults collects what differs, as "name: gold ≠ found".
type faults []string

func (f *faults) unless(right bool, what, gold, found string) {
	if !right {
		*f = append(*f, fmt.Sprintf("%s: %s ≠ %s", what, gold, found))
	}
}

func wrongClaim(gold, found claimLine) []string {
	var wrong faults
	wrong.unless(touch(gold.source, found.source), "source", place(gold.source), place(found.source)+" "+found.sourceAsWorded)
	wrong.unless(touch(gold.cue, found.cue), "cue", place(gold.cue), place(found.cue))
	wrong.unless(rightName(gold, found), "name", gold.name, found.name)
	wrong.unless(sameCountries(gold.country, found.country), "country", gold.country, found.country)
	wrong.unless(gold.act == found.act, "act", gold.act, found.act+by(found.rule))
	wrong.unless(gold.form == found.form, "form", gold.form, found.form)
	return wrong
}

func place(s *stretch) string {
	if s == nil {
		return "∅"
	}
	return fmt.Sprintf("@%d–%d", s[0], s[1])
}

func wrongEvent(gold, found eventLine) []string {
	var wrong faults
	wrong.unless(gold.category == found.category, "category", gold.category, found.category+by(found.rule))
	wrong.unless(rightStatus(gold, found), "status", gold.status, found.status)
	wrong.unless(sameCountries(gold.actorCountry, found.actorCountry), "actor", gold.actor+" "+gold.actorCountry, found.actor+" "+found.actorCountry)
	wrong.unless(sameCountries(gold.recipientCountry, found.recipientCountry), "recipient", gold.recipient+" "+gold.recipientCountry, found.recipient+" "+found.recipientCountry)
	wrong.unless(gold.date == found.date, "date", gold.date, found.date)
	wrong.unless(rightBy(gold, found), "by", gold.by, found.by)
	return wrong
}

func wrongFigure(gold, found figureLine) []string {
	var wrong faults
	wrong.unless(sameNumber(gold.value, found.value), "value", number(gold.value), number(found.value)+by(found.rule))
	wrong.unless(sameNumber(gold.high, found.high), "high", number(gold.high), number(found.high))
	wrong.unless(gold.bound == found.bound, "bound", gold.bound, found.bound)
	wrong.unless(sameUnit(gold.unit, found.unit), "unit", gold.unit, found.unit)
	return wrong
}

func wrongTime(gold, found timeLine) []string {
	var wrong faults
	wrong.unless(gold.value == found.value, "value", gold.value, found.value+by(found.rule))
	return wrong
}
