package promise

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// againDays is how long after its first report a promise is still reported
// again; later it is made anew.
const againDays = 30

// mostLeaders is how many promises of one party a report is compared with, the
// latest ones.
const mostLeaders = 40

// gather brings the reports of one promise together: each joins the promise
// that it repeats best, in the order of publication, so that the order in which
// they are given does not matter.
func gather(promises []Promise) [][]Promise {
	sorted := slices.Clone(promises)
	slices.SortFunc(sorted, func(a, b Promise) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.name(), b.name()))
	})
	sorted = slices.CompactFunc(sorted, func(a, b Promise) bool { return a.name() == b.name() })
	var groups [][]Promise
	leaders := map[string][]int{} // key → groups
	for _, p := range sorted {
		best, most := -1, 0.0
		for _, key := range p.keys() {
			known := leaders[key]
			for _, group := range known[max(0, len(known)-mostLeaders):] {
				if likeness := repeats(groups[group][0], p); likeness > most || likeness == most && likeness > 0 && group < best {
					best, most = group, likeness
				}
			}
		}
		if best >= 0 {
			groups[best] = append(groups[best], p)
			continue
		}
		for _, key := range p.keys() {
			leaders[key] = append(leaders[key], len(groups))
		}
		groups = append(groups, []Promise{p})
	}
	return groups
}

// name sets a report apart: article, claim and event.
func (p Promise) name() string { return p.Article + "\x00" + p.Claim + "\x00" + p.Event }

// keys are what two reports of one promise share one of: who, with what is
// planned, or with a word where nothing is coded.
func (p Promise) keys() []string {
	var found []string
	for _, who := range p.Who.keys() {
		for _, would := range p.Would {
			found = append(found, who+" "+string(would.Category))
		}
		for _, word := range p.Words {
			found = append(found, who+" "+word)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// How much of their words two reports of one promise have in common, in 0…1:
// where the same deed is planned less is asked, where different ones are, more.
const (
	alikeSameDeed  = 0.35
	alike          = 0.6
	alikeOtherDeed = 0.8
	fewestWords    = 3
)

// repeats tells how much of a promise another one says again, 0 where it is not
// the same one.
func repeats(first, again Promise) float64 {
	if first.Who.compare(again.Who) < compatible || again.Published.Sub(first.Published) > againDays*24*time.Hour {
		return 0
	}
	if !first.Due.IsZero() && !again.Due.IsZero() && !first.Due.overlaps(again.Due, 1) {
		return 0
	}
	count := common(first.Words, again.Words)
	if count == 0 {
		return 0
	}
	share := float64(count) / float64(min(len(first.Words), len(again.Words)))
	least := alike
	if len(first.Would) > 0 && len(again.Would) > 0 {
		least = alikeOtherDeed
		if agree(first.Would, again.Would) {
			least = alikeSameDeed
		}
	}
	if share < least || count < min(fewestWords, len(first.Words), len(again.Words)) {
		return 0
	}
	return share
}

// agree reports whether one act of each can be the same.
func agree(a, b []Act) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Category == y.Category && x.Negated == y.Negated && x.Actor.compare(y.Actor) != contrary && x.Recipient.compare(y.Recipient) != contrary {
				return true
			}
		}
	}
	return false
}

// line tells a promise in its coded parts.
func (e Entry) line() string {
	var line strings.Builder
	line.WriteString(cmp.Or(e.Who.String(), "?") + ", " + string(e.Kind))
	for i, act := range e.Would {
		line.WriteString([]string{": ", "; "}[min(i, 1)] + act.String())
	}
	if len(e.Would) == 0 {
		line.WriteString(": nothing coded")
	}
	if !e.Due.IsZero() {
		line.WriteString(", due " + e.Due.String())
	}
	if e.Conditional {
		line.WriteString(", on condition")
	}
	return line.String()
}

// String tells an act in its coded parts.
func (a Act) String() string {
	words := string(a.Category)
	if a.Negated {
		words = "not " + words
	}
	words += " " + cmp.Or(a.Actor.String(), "?")
	if !a.Recipient.IsZero() {
		words += " → " + a.Recipient.String()
	}
	if a.Place.Name != "" && !strings.Contains(a.Recipient.Name, a.Place.Name) {
		words += ", " + a.Place.Name
	}
	return words
}

// kindOf is the firmest kind of several reports: what one outlet tells as a
// plan, another may quote as a promise.
func kindOf(mentions []Promise) (Kind, tocsin.Act) {
	for _, kind := range []Kind{Commitment, Threat} {
		for _, p := range mentions {
			if p.Kind == kind {
				return kind, p.Act
			}
		}
	}
	return mentions[0].Kind, mentions[0].Act
}
