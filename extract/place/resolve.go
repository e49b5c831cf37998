package place

import (
	"math"

	"tocsin/extract/place/gazetteer"
)

// trait is a number that speaks for or against one candidate.
type trait uint8

// The traits. Their weights are in weights.go.
const (
	size trait = iota // logarithm of the population, 0…2
	likeCountry
	likeRegion // of a million people and more
	likeSmallRegion
	likeDistrict
	likeCapital
	likeSeat
	likeTown
	lesserName    // an alternate name
	oneTown       // a region that is little more than its town of the same name
	chiefTown     // a region named after its chief town
	countryShare  // share of the article's country votes
	countryFirst  // the country most voted for
	countryAbsent // a country that nothing else in the article votes for
	regionShare   // share of the article's places that lie in its region
	heldRight     // lies in the place after the comma
	heldWrong     // does not, though there is one
	holder        // holds places before a comma
	hintRight     // is of the kind that the words around tell
	hintWrong
	listed   // of the kind of its neighbours in a list
	unlisted // of another kind
	near100  // kilometres from another place of the article
	near300
	near1000
	unnumbered // has no GeoNames id
	traits
)

type evidence [traits]float64

// resolve chooses a candidate for every group: first each on its own, then
// once more in the light of all the first choices.
func (r *reading) resolve() {
	first := r.company()
	for i := range r.groups {
		r.choose(i, &firstWeights, first)
	}
	for range rereads {
		again := r.company()
		for i := range r.groups {
			r.choose(i, &secondWeights, again)
		}
	}
}

// rereads is how often the choices are made anew in the light of the last
// ones: once is enough for most texts, twice for a name that was misled by
// another's first choice.
const rereads = 2

// choose sets chosen and sure of a group.
func (r *reading) choose(i int, weights *[traits]float64, c *company) {
	g := &r.groups[i]
	told := r.hasOf(i, g.hint)
	r.scores = r.scores[:0]
	best, chosen := math.Inf(-1), gazetteer.None
	for _, candidate := range r.of(i) {
		seen := r.weigh(i, candidate, c)
		score := 0.0
		for t, value := range seen {
			score += weights[t] * value
		}
		switch {
		case told && seen[hintWrong] > 0,
			g.hint != townHint && r.isNamesakePart(i, candidate.Ref),
			g.hint != regionHint && seen[oneTown] > 0: // Moscow is the city, whatever lies around it
			score -= ruledOut
		}
		if seen[likeCountry] > 0 && c.total < leastCompany {
			score += aloneNation
		}
		r.scores = append(r.scores, score)
		if score > best {
			best, chosen = score, candidate.Ref
		}
	}
	// Namesakes side by side, as a town and the region around it, are as good
	// as one: what the reader wants to know is whether the map shows the right
	// corner of the world.
	const corner = 150 // kilometres
	lat, lon := r.world.At(chosen)
	same, total := 0.0, 0.0
	for o, candidate := range r.of(i) {
		share := math.Exp(r.scores[o] - best)
		total += share
		if otherLat, otherLon := r.world.At(candidate.Ref); kilometres(lat, lon, otherLat, otherLon) < corner {
			same += share
		}
	}
	g.chosen = chosen
	if total > 0 {
		g.sure = same / total
	}
}

// ruledOut is taken from the score of a candidate of another kind than the
// words around say, where there is one of the right kind: the Kherson region
// is never the town.
const ruledOut = 20

// aloneNation speaks for a state where the article has too little company to
// tell, less than leastCompany votes: to the world Georgia is the state.
const aloneNation, leastCompany = 1, 0.5

// isNamesakePart reports whether the place is the capital or a region of a
// state of the same name: Luxembourg, Kuwait and Taiwan are the states unless
// they are called towns.
func (r *reading) isNamesakePart(i int, ref gazetteer.Ref) bool {
	if k := kindOf(r.world.FeatureOf(ref)); k != capital && k != region {
		return false
	}
	for _, other := range r.of(i) {
		if !other.Alternate && kindOf(r.world.FeatureOf(other.Ref)) == nation && r.world.CountryOf(other.Ref) == r.world.CountryOf(ref) {
			return true
		}
	}
	return false
}

// hasOf reports whether a candidate of group i is of the kind that the hint
// tells and bears the name as its own.
func (r *reading) hasOf(i int, h hint) bool {
	for _, candidate := range r.of(i) {
		if !candidate.Alternate && h.fits(kindOf(r.world.FeatureOf(candidate.Ref))) {
			return true
		}
	}
	return false
}

// fits reports whether a place of the kind is what the hint tells.
func (h hint) fits(k kind) bool {
	switch h {
	case regionHint:
		return k == region || k == area
	case townHint:
		return k == capital || k == seat || k == town
	case waterHint:
		return k == water
	}
	return false
}

// company is what the article speaks of beside one group.
type company struct {
	countries map[string]float64
	total     float64
	regions   map[gazetteer.Ref]float64
	inRegions float64
	anchors   []anchor
}

// anchor is the place that a group stands for, as far as is known.
type anchor struct {
	group    int
	ref      gazetteer.Ref
	lat, lon float64
}

// mostAnchors bounds the places that a candidate's distance is measured to,
// and with them the work for a text full of names.
const mostAnchors = 32

// leastSure is how sure a choice must be to draw others to it, so that two
// guesses do not hold each other up.
const leastSure = 0.6

// company counts the votes of adjectives and of the groups that have been
// chosen so far.
func (r *reading) company() *company {
	c := &company{countries: make(map[string]float64, len(r.votes)+8), regions: map[gazetteer.Ref]float64{}}
	for code, votes := range r.votes {
		c.vote(code, math.Sqrt(votes))
	}
	for i := range r.groups {
		g := &r.groups[i]
		if g.chosen == gazetteer.None || g.chance < leastChance/2 {
			continue
		}
		c.vote(r.world.CountryOf(g.chosen), g.vote())
		k := kindOf(r.world.FeatureOf(g.chosen))
		in := r.world.Admin1Of(g.chosen)
		if k == region {
			in = g.chosen
		}
		if in != gazetteer.None {
			c.regions[in] += g.vote()
			c.inRegions += g.vote()
		}
		if k != nation && k != continent && g.sure > leastSure && len(c.anchors) < mostAnchors {
			lat, lon := r.world.At(g.chosen)
			c.anchors = append(c.anchors, anchor{i, g.chosen, lat, lon})
		}
	}
	return c
}

// vote is the weight of a group's own choice.
func (g *group) vote() float64 {
	return g.chance * g.sure * math.Sqrt(float64(g.mentions))
}

func (c *company) vote(code string, weight float64) {
	if code != "" {
		c.countries[code] += weight
		c.total += weight
	}
}

// weigh gathers the evidence for a candidate of group i.
func (r *reading) weigh(i int, candidate gazetteer.Candidate, c *company) evidence {
	var seen evidence
	g := &r.groups[i]
	feature := r.world.FeatureOf(candidate.Ref)
	k := kindOf(feature)
	seen[size] = math.Log10(float64(r.world.PopulationOf(candidate.Ref))+1) / 4
	seen[likeness(k, r.world.PopulationOf(candidate.Ref))] = 1
	if candidate.Alternate {
		seen[lesserName] = 1
	}
	if g.holds > 0 && (k == nation || k == region) {
		seen[holder] = 1
	}
	if (k == region || k == district) && g.hint != regionHint {
		if t, ok := r.townOf(i, candidate.Ref); ok {
			seen[t] = 1
		}
	}
	r.weighHint(&seen, g.hint, k)
	r.weighHolder(&seen, g, candidate.Ref)
	r.weighList(&seen, g, k)
	r.weighCompany(&seen, i, candidate.Ref, c)
	return seen
}

// townOf tells whether a region's namesake in it has most of its people, as
// Moscow, Kyiv and Buenos Aires have, or is at least its chief town.
func (r *reading) townOf(i int, ref gazetteer.Ref) (trait, bool) {
	people := r.world.PopulationOf(ref)
	around := r.world.Admin1Of(ref) // of a district: which one a town lies in is not kept
	for _, other := range r.of(i) {
		in := r.world.Admin1Of(other.Ref)
		if other.Ref == ref || in != ref && (around == gazetteer.None || in != around) && !r.isEnclave(other.Ref, ref) {
			continue
		}
		if r.world.PopulationOf(other.Ref) > people*3/5 {
			return oneTown, true
		}
		k := kindOf(r.world.FeatureOf(other.Ref))
		if k == capital || k == seat || r.world.PopulationOf(other.Ref) > people/7 {
			return chiefTown, true
		}
	}
	return 0, false
}

// isEnclave reports whether the town is a capital that lies in the region but
// is governed apart from it, as Kyiv, Moscow and Prague are.
func (r *reading) isEnclave(town, around gazetteer.Ref) bool {
	const near = 100 // kilometres from the region's middle
	if kindOf(r.world.FeatureOf(town)) != capital || r.world.CountryOf(town) != r.world.CountryOf(around) {
		return false
	}
	lat, lon := r.world.At(town)
	otherLat, otherLon := r.world.At(around)
	return kilometres(lat, lon, otherLat, otherLon) < near
}

// likeness is the trait of a kind. An English county or a German district of
// some size is as well known as a region; seas and the like are in no
// corpus to learn from, and their made-up weights put them on a footing with
// regions.
func likeness(k kind, people int) trait {
	switch {
	case k == nation:
		return likeCountry
	case k == region && people < 1e6:
		return likeSmallRegion
	case k == district && people < 2e5, k == spot:
		return likeDistrict
	case k == capital:
		return likeCapital
	case k == seat:
		return likeSeat
	case k == town:
		return likeTown
	}
	return likeRegion
}

func (r *reading) weighHint(seen *evidence, h hint, k kind) {
	if h == noHint {
		return
	}
	if h.fits(k) {
		seen[hintRight] = 1
	} else {
		seen[hintWrong] = 1
	}
}

// weighHolder asks whether the candidate lies in the place after the comma.
func (r *reading) weighHolder(seen *evidence, g *group, ref gazetteer.Ref) {
	if g.within < 0 {
		return
	}
	for _, outer := range r.of(g.within) {
		if r.holds(outer.Ref, ref) {
			seen[heldRight] = 1
			return
		}
	}
	seen[heldWrong] = 1
}

// weighList asks whether the candidate is of the kind of the places that stand
// beside it in a list: Georgia beside Armenia is a state, beside Alabama not.
func (r *reading) weighList(seen *evidence, g *group, k kind) {
	for _, beside := range g.beside {
		if beside < 0 || r.groups[beside].chosen == gazetteer.None {
			continue
		}
		if other := kindOf(r.world.FeatureOf(r.groups[beside].chosen)); level(other) == level(k) {
			seen[listed] = 1
		} else {
			seen[unlisted] = 1
		}
	}
}

// level puts kinds together that stand in one list.
func level(k kind) kind {
	switch k {
	case capital, seat:
		return town
	}
	return k
}

func (r *reading) weighCompany(seen *evidence, i int, ref gazetteer.Ref, c *company) {
	// A group's own vote does not count for it.
	g := &r.groups[i]
	own := 0.0
	if g.chosen != gazetteer.None && g.chance >= leastChance/2 {
		own = g.vote()
	}
	code := r.world.CountryOf(ref)
	votes, total := c.countries[code], c.total-own
	if g.chosen != gazetteer.None && code == r.world.CountryOf(g.chosen) {
		votes -= own
	}
	if code != "" && total > 0.1 {
		seen[countryShare] = votes / (total + 0.5)
		if votes < 0.05 {
			seen[countryAbsent] = 1
		} else if votes > total/2 {
			seen[countryFirst] = 1
		}
	}
	in := r.world.Admin1Of(ref)
	if in == gazetteer.None {
		in = ref
	}
	if shared := c.regions[in]; shared > 0 {
		if g.chosen != gazetteer.None && (r.world.Admin1Of(g.chosen) == in || g.chosen == in) {
			shared -= own
		}
		seen[regionShare] = max(0, shared) / (c.inRegions - own + 1)
	}
	r.weighDistance(seen, i, ref, c)
}

func (r *reading) weighDistance(seen *evidence, i int, ref gazetteer.Ref, c *company) {
	lat, lon := r.world.At(ref)
	least := math.Inf(1)
	for _, other := range c.anchors {
		if other.group != i && other.ref != ref {
			least = min(least, kilometres(lat, lon, other.lat, other.lon))
		}
	}
	switch {
	case least < 100:
		seen[near100] = 1
	case least < 300:
		seen[near300] = 1
	case least < 1000:
		seen[near1000] = 1
	}
}

// kilometres is the distance on a plane laid at the middle latitude, which is
// right to a few per cent over the distances that matter here.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const perDegree = 111.2
	east := math.Abs(lon1 - lon2)
	if east > 180 {
		east = 360 - east
	}
	// A cosine good to a hundredth, without the library's price.
	middle := (lat1 + lat2) / 2 * math.Pi / 180
	square := middle * middle
	cosine := 1 - square/2 + square*square/24
	return perDegree * math.Hypot(lat1-lat2, east*cosine)
}
