package tocsin

// Category is a PLOVER 2.0 event category: AGREE, CONSULT, SUPPORT, CONCEDE,
// COOPERATE, AID, RETREAT, REQUEST, REJECT, ACCUSE, THREATEN, PROTEST,
// SANCTION, MOBILIZE, COERCE or ASSAULT.
type Category string

// The sixteen categories of PLOVER 2.0.
const (
	Agree     Category = "AGREE"
	Consult   Category = "CONSULT"
	Support   Category = "SUPPORT"
	Concede   Category = "CONCEDE"
	Cooperate Category = "COOPERATE"
	Aid       Category = "AID"
	Retreat   Category = "RETREAT"
	Request   Category = "REQUEST"
	Reject    Category = "REJECT"
	AccuseOf  Category = "ACCUSE"
	Threat    Category = "THREATEN"
	Protest   Category = "PROTEST"
	Sanction  Category = "SANCTION"
	Mobilize  Category = "MOBILIZE"
	Coerce    Category = "COERCE"
	Assault   Category = "ASSAULT"
)

// Status says whether an event is told as fact.
type Status string

// The statuses of an Event.
const (
	Actual       Status = "actual"
	Planned      Status = "planned"
	Hypothetical Status = "hypothetical"
	Negated      Status = "negated"
)

// Event is who did what to whom. By names the claim that asserts it: "X said
// that Y shelled Z" is never a plain fact.
type Event struct {
	ID        string   `json:",omitzero"`
	Trigger   Span     `json:",omitzero"`
	Category  Category `json:",omitzero"`
	Mode      string   `json:",omitzero"` // PLOVER mode, "" where the category has none
	Contexts  []string `json:",omitzero"` // PLOVER contexts
	Actor     Party    `json:",omitzero"`
	Recipient Party    `json:",omitzero"`
	Place     string   `json:",omitzero"` // ID of a Place
	When      string   `json:",omitzero"` // ID of a When
	Date      string   `json:",omitzero"` // TIMEX3 value, as precise as the text allows
	Status    Status   `json:",omitzero"`
	By        string   `json:",omitzero"` // ID of a Claim, "" where the outlet itself tells it
	Rule      string   `json:",omitzero"`
	Score     float64  `json:",omitzero"`
}

// Party is one side of an Event.
type Party struct {
	ID      string `json:",omitzero"` // of an Actor
	Name    string `json:",omitzero"`
	Country string `json:",omitzero"` // ISO 3166 alpha-3; several are joined by a comma
}
