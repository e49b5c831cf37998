package promise

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Match is a deed that keeps or breaks a promise, and why it is taken for it.
type Match struct {
	Deed    Deed     `json:"deed"`
	Score   float64  `json:"score"` // how much speaks for it; enough at 1.5
	Reasons []string `json:"reasons"`
}

// enough is what must speak for a deed besides its category: two of the
// things that Match weighs, or one and a half.
const enough = 1.5

// Limits of what is looked for.
const (
	grace     = 7   // days after the due date in which a deed, or its report, still counts
	openDays  = 180 // days in which a promise without a date can be kept
	farTown   = 25  // kilometres from which two towns are two places
	mostDeeds = 300 // that are compared with a promise for each of its keys, the first after it
)

// index finds deeds by category and party, and words taken back by who does.
type index struct {
	of        map[string][]Deed
	published []time.Time // when there were reports, rising
}

func newIndex(deeds []Deed) index {
	sorted := slices.Clone(deeds)
	slices.SortFunc(sorted, compareDeeds)
	sorted = slices.CompactFunc(sorted, func(a, b Deed) bool { return compareDeeds(a, b) == 0 })
	x := index{of: map[string][]Deed{}}
	for _, deed := range sorted {
		if deed.Published.IsZero() {
			continue
		}
		x.published = append(x.published, deed.Published)
		for _, key := range deed.keys() {
			x.of[key] = append(x.of[key], deed)
		}
	}
	return x
}

// covers reports whether anything was published when it was due or within the
// grace after.
func (x index) covers(due Days) bool {
	at, _ := slices.BinarySearchFunc(x.published, due.To, time.Time.Compare)
	return at < len(x.published) && x.published[at].Before(due.To.AddDate(0, 0, grace+1))
}

func compareDeeds(a, b Deed) int {
	return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.Article, b.Article), a.Span.Compare(b.Span),
		strings.Compare(a.Event, b.Event), strings.Compare(a.Claim, b.Claim))
}

func (d Deed) keys() []string {
	if d.TakesBack {
		return prefixed("taken back", d.By)
	}
	return d.Act.keys()
}

// keys are the category with each party's; who bears it counts where who acts
// is not known.
func (a Act) keys() []string {
	return append(prefixed(string(a.Category)+" by", a.Actor), prefixed(string(a.Category)+" to", a.Recipient)...)
}

func prefixed(prefix string, p Party) []string {
	var found []string
	for _, key := range p.keys() {
		found = append(found, prefix+" "+key)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// after visits the deeds of the keys that were published after a moment and by
// another, each key's first ones.
func (x index) after(keys []string, from, until time.Time, visit func(Deed)) {
	for _, key := range keys {
		deeds := x.of[key]
		first, _ := slices.BinarySearchFunc(deeds, from, func(deed Deed, from time.Time) int {
			if deed.Published.After(from) {
				return 1
			}
			return -1
		})
		for _, deed := range deeds[first:min(len(deeds), first+mostDeeds)] {
			if deed.Published.After(until) {
				break
			}
			visit(deed)
		}
	}
}

// best is the deed that most speaks for, of equals the first; nil for none.
func (x index) best(e Entry, would Act, now time.Time, fits func(Deed) bool) *Match {
	var best *Match
	x.after(would.keys(), e.Said, earlier(now, e.horizon()), func(deed Deed) {
		if !fits(deed) || e.reports(deed.Article) {
			return
		}
		match, ok := e.match(would, deed)
		if ok && (best == nil || match.Score > best.Score || match.Score == best.Score && compareDeeds(deed, best.Deed) < 0) {
			best = &match
		}
	})
	return best
}

// horizon is until when a report can tell that the promise was kept.
func (e Entry) horizon() time.Time {
	if e.Due.IsZero() {
		return e.Said.AddDate(0, 0, openDays)
	}
	return e.Due.To.AddDate(0, 0, 2*grace)
}

func (e Entry) reports(article string) bool {
	return slices.ContainsFunc(e.Mentions, func(p Promise) bool { return p.Article == article })
}

// match weighs what speaks for a deed being the promised one, and reports
// whether it is enough and nothing forbids it.
func (e Entry) match(would Act, deed Deed) (Match, bool) {
	m := Match{Deed: deed}
	if !e.intime(deed) || !would.Place.near(deed.Act.Place) || !m.sides(would, deed.Act) {
		return m, false
	}
	m.add(would.Mode != "" && would.Mode == deed.Act.Mode, 0.5, "both "+would.Mode)
	m.add(would.Place.same(deed.Act.Place), 1, "at "+deed.Act.Place.Name)
	if !e.Due.IsZero() && !deed.Days.IsZero() && e.Due.overlaps(deed.Days, 1) {
		m.add(true, 1, "on "+deed.Days.String()+", as promised")
	}
	words := e.sharedWords(would, deed)
	m.add(len(words) >= 2, 0.5*float64(min(3, max(1, len(words)-2))), "words in common: "+strings.Join(words, ", "))
	return m, m.Score >= enough
}

// sides weighs who does it to whom, in the turn that fits better where either
// may be told first, and reports whether they can be the same.
func (m *Match) sides(would, done Act) bool {
	actor, recipient := done.Actor, done.Recipient
	if mutual(would.Category) && (would.Actor.compare(actor) == contrary || would.Actor.compare(recipient) == same) {
		actor, recipient = recipient, actor
	}
	by, to := would.Actor.compare(actor), would.Recipient.compare(recipient)
	if by == contrary || to == contrary || by < compatible && to < same {
		return false
	}
	named := to == same && would.Recipient.proper() && recipient.proper()
	m.add(by == same, 0.5, "by "+actor.String())
	m.add(named, 1, "to "+recipient.String())
	m.add(!named && to >= compatible, 0.5, "to "+recipient.String())
	return true
}

// mutual are the categories in which both sides do the same.
func mutual(category tocsin.Category) bool {
	return category == tocsin.Consult || category == tocsin.Agree || category == tocsin.Cooperate
}

// near reports whether two places can be one; what is unknown can be anywhere.
func (p Place) near(other Place) bool {
	if p.Name == "" || other.Name == "" || p.same(other) {
		return true
	}
	return !(p.Town && other.Town) && p.Country == other.Country
}

func (p Place) same(other Place) bool {
	return p.Name != "" && (p.Name == other.Name || p.Town && other.Town && p.km(other) <= farTown)
}

func (m *Match) add(holds bool, weight float64, reason string) {
	if holds {
		m.Score += weight
		m.Reasons = append(m.Reasons, reason)
	}
}

// intime reports whether a deed may be the promised one by its time: not done
// before the promise, not before it was due, and not long after.
func (e Entry) intime(deed Deed) bool {
	days := deed.Days
	if days.IsZero() {
		day := dayOf(deed.Published)
		days = Days{From: day, To: day}
	}
	if days.To.Before(dayOf(e.Said)) {
		return false
	}
	return e.Due.IsZero() || days.overlaps(Days{From: e.Due.From, To: e.Due.To.AddDate(0, 0, grace)}, 1)
}

// sharedWords are words of the promise that stand around the deed, without
// those that name who does it to whom.
func (e Entry) sharedWords(would Act, deed Deed) []string {
	var named []string
	for _, party := range []Party{would.Actor, deed.Act.Actor, would.Recipient, deed.Act.Recipient} {
		named = append(named, stems(party.Name)...)
	}
	var found []string
	for _, word := range e.Words {
		if _, there := slices.BinarySearch(deed.Words, word); there && !slices.Contains(named, word) {
			found = append(found, word)
		}
	}
	return found
}

// takenBack is where the party itself denies or withdraws what it promised; nil
// for nowhere.
func (x index) takenBack(e Entry, now time.Time) *Match {
	var best *Match
	x.after(prefixed("taken back", e.Who), e.Said, earlier(now, e.horizon()), func(deed Deed) {
		count := common(e.Words, deed.Words)
		share := float64(count) / math.Max(1, float64(min(len(e.Words), len(deed.Words))))
		if e.reports(deed.Article) || deed.By.compare(e.Who) < compatible || count < fewestWords || share < alike {
			return
		}
		if best == nil || share > best.Score || share == best.Score && compareDeeds(deed, best.Deed) < 0 {
			best = &Match{Deed: deed, Score: share, Reasons: []string{fmt.Sprintf("%s denies or withdraws it in %.0f%% of the words", deed.By, 100*share)}}
		}
	})
	return best
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// km is the distance on the sphere (haversine formula).
func (p Place) km(other Place) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	lat, lon := (other.Lat-p.Lat)*degree/2, (other.Lon-p.Lon)*degree/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(p.Lat*degree)*math.Cos(other.Lat*degree)*math.Sin(lon)*math.Sin(lon)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
