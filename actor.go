package tocsin

// ActorKind says what sort of party an Actor is.
type ActorKind string

// The kinds of Actor.
const (
	Person       ActorKind = "person"
	Organization ActorKind = "organization"
	Government   ActorKind = "government" // a state, its ministries, its offices
	ArmedGroup   ActorKind = "armed_group"
	People       ActorKind = "people"   // residents, protesters, Ukrainians
	Document     ActorKind = "document" // a report, a video, a statement that speaks
	Unnamed      ActorKind = "unnamed"  // a senior official, two diplomats
)

// Actor is a party that an article names: everyone and everything that can
// say or do something, with every place where the article mentions it.
type Actor struct {
	ID      string    `json:",omitzero"`
	Name    string    `json:",omitzero"` // canonical full name: "Viktor Khrenin", "Belarusian defense ministry"
	Kind    ActorKind `json:",omitzero"`
	Role    string    `json:",omitzero"` // "Defense Minister"
	Country string    `json:",omitzero"` // ISO 3166 alpha-3 of the side that it speaks for
	Sector  string    `json:",omitzero"` // PLOVER sector: GOV, MIL, COP, JUD, PTY, REB, CVL, MED, BUS, IGO, NGO, …
	// Mentions are the noun phrases that stand for the actor, in text order:
	// names with their titles and appositions, short names, metonyms, definite
	// descriptions and pronouns.
	Mentions []Span  `json:",omitzero"`
	Rule     string  `json:",omitzero"`
	Score    float64 `json:",omitzero"`
}
