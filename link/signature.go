package link

import (
	"hash/fnv"
	"time"

	"tocsin"
	"tocsin/link/grade"
	"tocsin/link/origin"
	"tocsin/link/statement"
	"tocsin/link/story"
)

// Signature is what is kept of one article to link it. It is a function of the
// article's Findings and of when it came.
type Signature struct {
	Article   string
	Published time.Time // where that is unknown, when it came
	Text      string
	Shape     Shape
	Voices    Voices
}

// Of makes the Signature of an article. An article without a date is taken to
// be as old as the ledger's knowledge of it.
func Of(findings tocsin.Findings, came time.Time) Signature {
	if findings.Article.Published.IsZero() {
		findings.Article.Published = came.UTC().Truncate(time.Second)
	}
	article := findings.Article
	s := Signature{
		Article: article.ID, Published: article.Published, Text: article.Text,
		Shape:  Shape{Origin: origin.Of(findings), Story: story.Of(findings)},
		Voices: Voices{Article: article.ID, Outlet: article.Outlet, Claims: statement.Sign(findings), Texts: map[string]string{}, Grades: map[string]grade.Features{}},
	}
	reading := grade.Read(findings)
	for _, claim := range findings.Claims {
		if len(claim.Content) > 0 {
			s.Voices.Grades[claim.ID] = reading.Of(claim)
		}
	}
	for _, claim := range s.Voices.Claims {
		s.Voices.Texts[claim.Claim] = tocsin.Words(article.Text, claim.Spans...)
		s.Shape.Keys = append(s.Shape.Keys, keysOf(claim))
	}
	return s
}

// keysOf are hashes of a claim's keys: that two share one by chance costs a
// comparison, no more.
func keysOf(claim statement.Signature) []uint32 {
	keys := statement.Keys(claim)
	hashes := make([]uint32, len(keys))
	for i, key := range keys {
		hash := fnv.New32a()
		hash.Write([]byte(key))
		hashes[i] = hash.Sum32()
	}
	return hashes
}

// stretchLength is the length of the stretches into which time is cut. What an
// article may be linked with lies in its own stretch or in those beside it.
const stretchLength = 16 * 24 * time.Hour

// stretchOf is the number of the stretch that a time lies in.
func stretchOf(at time.Time) int64 {
	seconds, long := at.Unix(), int64(stretchLength.Seconds())
	stretch := seconds / long
	if seconds%long < 0 {
		stretch--
	}
	return stretch
}
