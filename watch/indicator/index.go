package indicator

import "slices"

// index finds the indicators that may match a sighting, by what their rules
// demand.
type index struct {
	open   map[Of][]int // those that demand nothing
	fields map[Of][]keyed
	resets []int
}

// keyed are indicators by the values that one field must have.
type keyed struct {
	demand demand // for its field; its values do not matter
	by     map[string][]int
}

func newIndex(p *Problem) *index {
	x := &index{open: map[Of][]int{}, fields: map[Of][]keyed{}}
	for n := range p.Indicators {
		i := &p.Indicators[n]
		if i.reset != nil {
			x.resets = append(x.resets, n)
		}
		if len(i.rule.demands) == 0 || !i.rule.demands[0].files() {
			x.open[i.Of] = append(x.open[i.Of], n)
			continue
		}
		x.file(i.Of, i.rule.demands[0], n)
	}
	return x
}

func (x *index) file(of Of, d demand, n int) {
	at := slices.IndexFunc(x.fields[of], func(k keyed) bool { return k.demand.field == d.field && k.demand.split == d.split })
	if at < 0 {
		at = len(x.fields[of])
		x.fields[of] = append(x.fields[of], keyed{d, map[string][]int{}})
	}
	by := x.fields[of][at].by
	for _, value := range d.values {
		if list := by[value]; len(list) == 0 || list[len(list)-1] != n {
			by[value] = append(list, n)
		}
	}
}

// Match is the indicators, by their places in Indicators, that count the
// sighting, in order; costly are those whose rules took too many steps.
func (p *Problem) Match(s *Sighting) (matched, costly []int) {
	for _, n := range p.index.candidates(s) {
		ok, err := p.Indicators[n].Matches(s)
		switch {
		case err != nil:
			costly = append(costly, n)
		case ok:
			matched = append(matched, n)
		}
	}
	return matched, costly
}

// ResetBy is the indicators whose alarms the sighting puts out.
func (p *Problem) ResetBy(s *Sighting) []int {
	var found []int
	for _, n := range p.index.resets {
		if p.Indicators[n].IsReset(s) {
			found = append(found, n)
		}
	}
	return found
}

func (x *index) candidates(s *Sighting) []int {
	var found []int
	for _, of := range kindsOf(s) {
		found = append(found, x.open[of]...)
		for _, k := range x.fields[of] {
			got := k.demand.get(s)
			if !k.demand.split {
				found = append(found, k.by[got]...)
				continue
			}
			for _, code := range split(got) {
				found = append(found, k.by[code]...)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// kindsOf are the kinds of things that cover a sighting.
func kindsOf(s *Sighting) []Of {
	var found []Of
	for _, of := range []Of{Events, Claims, Statements, Figures, Articles} {
		if looksAt(of, s) {
			found = append(found, of)
		}
	}
	return found
}
