package tocsin

// Findings is everything read from one Article.
type Findings struct {
	Article    Article
	Reader     Reader
	Actors     []Actor
	Claims     []Claim
	Events     []Event
	Whens      []When
	Places     []Place
	Quantities []Quantity
	Notes      []string // what a user should know: "no publication date: …"
}

// Reader says which engine read the article.
type Reader struct {
	Version string `json:",omitzero"`
	Model   string `json:",omitzero"` // "sha256:…" of the embedded weights
}
