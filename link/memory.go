package link

import (
	"tocsin"
	"tocsin/link/grade"
	"tocsin/link/origin"
	"tocsin/link/statement"
	"tocsin/link/story"
)

// Memory is what is kept of the articles that a Linker took before. A method
// leaves out what it does not know. What goes wrong is told by Err, once all
// is done.
type Memory interface {
	// Stretch is what is kept of the articles of a stretch of time.
	Stretch(number int64) []Shape
	// Shapes are those of articles.
	Shapes(articles []string) []Shape
	// Voices are what is kept of the articles' claims.
	Voices(articles []string) []Voices
	// Edges are those that one of the articles is an end of, each once.
	Edges(articles []string) []origin.Edge
	// Texts are the articles' texts.
	Texts(articles []string) map[string]string
	// Story is a story by its ID.
	Story(id string) (tocsin.Story, bool)
	Err() error
}

// Shape is what is kept of an article itself.
type Shape struct {
	Origin     origin.Signature
	Story      story.Signature
	Keys       [][]uint32   // of each of its claims, see Voices
	Likenesses []story.Link // to other articles
	In         string       // ID of its story, "" before it has one
}

// Voices is what is kept of an article's claims.
type Voices struct {
	Article    string
	Outlet     string
	Claims     []statement.Signature
	Texts      map[string]string // what each claim says, by the claim's ID
	Grades     map[string]grade.Features
	Ties       []statement.Link  // of its claims
	Statements map[string]string // ID of each claim's statement, by the claim's ID
}

// claim is the signature of one of the claims.
func (v *Voices) claim(id string) (statement.Signature, bool) {
	for _, claim := range v.Claims {
		if claim.Claim == id {
			return claim, true
		}
	}
	return statement.Signature{}, false
}

// Delta is what a Linker changed. Of the links of articles that are Gone
// nothing is left but what is added anew.
type Delta struct {
	Gone       []string // articles that were taken out, or are taken in again
	Added      []Added
	Edges      []origin.Edge
	Likenesses []story.Link
	Ties       []statement.Link
	Stories    story.Outcome
	Statements []tocsin.Statement // those that may have changed, as they are now
	Ended      []string           // IDs of statements that are no more
}

// Added is an article that was taken in.
type Added struct {
	Article string
	Stretch int64
	Shape   Shape  // without links
	Voices  Voices // without ties
}
