package occurrence

import "tocsin"

// frame is what all mentions of a cluster agree on: one place and one date as
// far as they are known, and sides that can be one.
type frame struct {
	category         tocsin.Category
	actor, recipient Side // the most telling ones
	place            Spot // the most telling one
	days             Days // what all dates cover
	dated            Days // from the first to the last of the dates that tell a week or less
	told             Days // from the first to the last report of those without a date
}

func frameOf(s Signature) frame {
	f := frame{category: s.Category, actor: s.Actor, recipient: s.Recipient, place: s.Place, days: s.Days}
	switch {
	case s.Days.IsZero() && !s.Published.IsZero():
		f.told = Days{From: s.Published, To: s.Published}
	case s.Days.length() <= longestDated:
		f.dated = s.Days
	}
	return f
}

// How many days an occurrence may last: by the dates that its mentions give
// (what is told by the week needs no more), and by the reports of those that
// give none.
const (
	longestDated = 7
	longestTold  = 30
)

// and joins two frames, and reports whether they fit together.
func (f frame) and(other frame) (both frame, fits bool) {
	both = frame{
		category: f.category, place: f.place, days: f.days.narrow(other.days),
		dated: f.dated.hull(other.dated), told: f.told.hull(other.told),
	}
	if f.place.compare(other.place) == elsewhere || both.dated.length() > longestDated || both.told.length() > longestTold {
		return both, false
	}
	if !f.days.IsZero() && !other.days.IsZero() && f.days.gap(other.days) > dayOff {
		return both, false
	}
	if other.place.rank() > f.place.rank() {
		both.place = other.place
	}
	actor, recipient := other.actor, other.recipient
	if mutual(f.category) && (f.actor.compare(actor) <= different || f.recipient.compare(recipient) <= different) {
		actor, recipient = recipient, actor
	}
	if f.actor.compare(actor) == contrary || f.recipient.compare(recipient) == contrary {
		return both, false
	}
	both.actor, both.recipient = moreTelling(f.actor, actor), moreTelling(f.recipient, recipient)
	return both, true
}

// moreTelling is the side that tells more; of equals the one whose name comes
// first, so that the order of joining does not matter.
func moreTelling(a, b Side) Side {
	if b.rank() > a.rank() || b.rank() == a.rank() && b.Name < a.Name {
		return b
	}
	return a
}

// hull is the least stretch that covers both.
func (d Days) hull(other Days) Days {
	switch {
	case d.IsZero():
		return other
	case other.IsZero():
		return d
	}
	return Days{From: earlier(d.From, other.From), To: later(d.To, other.To)}
}
