package origin

import (
	"cmp"
	"strings"

	"tocsin"
)

// Kind says what joins two nodes.
type Kind string

// The kinds of Edge, between two articles:
const (
	Copy    Kind = "copy"    // passages in the outlets' own words are the same
	Quote   Kind = "quote"   // long quotations are the same, word for word
	Figures Kind = "figures" // uncommon figures are the same
	Revises Kind = "revises" // one is a later version of the other's page
)

// and between an article and a publisher:
const (
	Published Kind = "published" // the outlet brought the article
	Agency    Kind = "agency"    // a tag, byline or credit names the agency
	Reprint   Kind = "reprint"   // "this story was first published by …"
	Cites     Kind = "cites"     // "according to …", "… reported"
	Interview Kind = "interview" // "told …": the outlet heard it
	Owned     Kind = "owned"     // between an outlet and who owns it
)

// Strong is the score from which an edge joins what it links.
const Strong = 0.5

// Edge joins two nodes of the graph of origins and says why.
type Edge struct {
	A, B  string  // an article's ID; B may be a publisher: "outlet:reuters", "owner:state:rus"
	Kind  Kind    //
	Score float64 // in 0…1: how much speaks for one origin
	// Shared is what was found where, in the order of A's text. For an edge to a
	// publisher A is the sentence that names it and B is zero.
	Shared []Shared
	// Share is which part of A's words is in B and which part of B's in A, each in
	// 0…1; only for copies.
	Share [2]float64
	From  string // A or B: the one nearer to the origin, as a guess; "" where nothing tells
	Why   string // a sentence for people
}

// Shared is a passage that two articles have in common: where it stands in each
// and how many words of it are the same. Words between may differ.
type Shared struct {
	A, B  tocsin.Span
	Words int
}

// Publishers' names in the graph begin with these, so that no article's ID can
// be one.
const (
	outletNode = "outlet:"
	ownerNode  = "owner:"
)

// IsPublisher reports whether a node of the graph is an outlet or an owner.
func IsPublisher(node string) bool {
	return strings.HasPrefix(node, outletNode) || strings.HasPrefix(node, ownerNode)
}

// compareEdges orders edges: the strongest first, then by name.
func compareEdges(x, y Edge) int {
	return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Why, y.Why))
}
