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
	ID        string
	Trigger   Span
	Category  Category
	Mode      string   // PLOVER mode, "" where the category has none
	Contexts  []string // PLOVER contexts
	Actor     Party
	Recipient Party
	Place     string // ID of a Place
	When      string // ID of a When
	Date      string // TIMEX3 value, as precise as the text allows
	Status    Status
	By        string // ID of a Claim, "" where the outlet itself tells it
	Rule      string
	Score     float64
}

// Party is one side of an Event.
type Party struct {
	ID      string // of an Actor
	Name    string
	Country string // ISO 3166 alpha-3; several are joined by a comma
}
