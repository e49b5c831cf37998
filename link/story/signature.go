package story

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Signature is what one article's place among the stories is decided by. It is
// made from the article's Findings alone, so it never changes, and it is small
// enough to keep beside each article: a few kilobytes of JSON.
type Signature struct {
	Article   string    `json:",omitzero"`
	Title     string    `json:",omitzero"`
	Published time.Time `json:",omitzero"` // zero where unknown
	// Terms are the article's weightiest words, folded and stemmed; Names its
	// actors and places; Events what happens, as "ASSAULT RUS UKR"; Days the
	// days that it speaks of, as 2006-01-02. Each is sorted by Key, and the
	// squares of its weights add up to 1.
	Terms  []Term `json:",omitzero"`
	Names  []Term `json:",omitzero"`
	Events []Term `json:",omitzero"`
	Days   []Term `json:",omitzero"`
}

// Term is one coordinate of a sparse vector.
type Term struct {
	Key    string
	Weight float64 // in 0…1, to four decimals
	Form   string  `json:",omitzero"` // how a reader would write it, "" where as Key
}

const (
	mostTerms  = 80 // words of a signature; what is lighter says little
	mostNames  = 24
	mostEvents = 24
	mostDays   = 12

	mostKeys = 16

	titleWeight = 2.0 // a word of the title counts as so many of the text
	leadWeight  = 2.0 // and so does one of the lead, where news says what happened
	leadWords   = 60
	namedWeight = 1.6 // of a word that is a name, over another word
	figureShare = 0.5 // of a number, which two stories may share by chance
	commonest   = 1.2 // rarity below which a word says nothing
)

// Of makes the signature of an article.
func Of(findings tocsin.Findings) Signature {
	article := findings.Article
	return Signature{
		Article: article.ID, Title: article.Title, Published: article.Published,
		Terms: termsOf(article), Names: namesOf(findings), Events: eventsOf(findings), Days: daysOf(findings),
	}
}

// termsOf weighs the article's words: the square root of their count times
// their rarity.
func termsOf(article tocsin.Article) []Term {
	counts, named, forms := map[string]float64{}, map[string]bool{}, map[string]string{}
	count := func(word word, weight float64) {
		counts[word.stem] += weight
		named[word.stem] = named[word.stem] || word.named
		if form := forms[word.stem]; form == "" || len(word.form) < len(form) {
			forms[word.stem] = word.form
		}
	}
	for _, word := range words(article.Title, true) {
		count(word, titleWeight)
	}
	for i, word := range words(article.Text, false) {
		if i < leadWords {
			count(word, leadWeight)
		} else {
			count(word, 1)
		}
	}
	for stem, count := range counts {
		counts[stem] = weigh(stem, count, named[stem])
	}
	return unit(counts, forms, mostTerms)
}

func weigh(stem string, count float64, named bool) float64 {
	rare := rarity(stem)
	switch {
	case rare < commonest:
		return 0
	case '0' <= stem[0] && stem[0] <= '9':
		rare *= figureShare
	case named:
		rare *= namedWeight
	}
	return rare * math.Sqrt(count)
}

// namesOf counts the mentions of actors and places. Who only speaks for the
// outlet's reader ("residents", "a senior official") has no name to share.
func namesOf(findings tocsin.Findings) []Term {
	counts, forms := map[string]float64{}, map[string]string{}
	count := func(name string, times int) {
		if name != "" {
			counts[fold(name)] += float64(times)
			forms[fold(name)] = name
		}
	}
	for _, actor := range findings.Actors {
		if actor.Kind != tocsin.Unnamed && actor.Kind != tocsin.People && actor.Kind != tocsin.Document {
			count(actor.Name, len(actor.Mentions))
		}
	}
	for _, place := range findings.Places {
		count(place.Name, 1)
	}
	for name, count := range counts {
		counts[name] = nameRarity(name) * math.Sqrt(count)
	}
	return unit(counts, forms, mostNames)
}

// nameRarity is that of a name's rarest word.
func nameRarity(name string) float64 {
	rarest := 0.0
	for _, word := range words(name, true) {
		rarest = max(rarest, rarity(word.stem))
	}
	return rarest
}

// eventsOf counts what happens: the category with either side's country or
// name. What is denied or only feared happens in the story too.
func eventsOf(findings tocsin.Findings) []Term {
	counts := map[string]float64{}
	for _, event := range findings.Events {
		actor, recipient := side(event.Actor), side(event.Recipient)
		if actor != "" || recipient != "" {
			counts[string(event.Category)+" "+cmp.Or(actor, "?")+" "+cmp.Or(recipient, "?")]++
		}
	}
	for event, count := range counts {
		counts[event] = math.Sqrt(count)
	}
	return unit(counts, nil, mostEvents)
}

func side(party tocsin.Party) string { return cmp.Or(party.Country, fold(party.Name)) }

// daysOf counts the days that are named, each a day and not a month or year.
func daysOf(findings tocsin.Findings) []Term {
	counts := map[string]float64{}
	for _, when := range findings.Whens {
		if when.Start != "" && when.Start == when.End {
			counts[when.Start]++
		}
	}
	for day, count := range counts {
		counts[day] = math.Sqrt(count)
	}
	return unit(counts, nil, mostDays)
}

// unit keeps the heaviest coordinates, scales them to unit length and sorts
// them by key.
func unit(weights map[string]float64, forms map[string]string, most int) []Term {
	var terms []Term
	for key, weight := range weights {
		if weight > 0 {
			terms = append(terms, Term{Key: key, Weight: weight})
		}
	}
	slices.SortFunc(terms, heaviest)
	terms = slices.Clip(terms[:min(len(terms), most)])
	squares := 0.0
	for _, term := range terms {
		squares += term.Weight * term.Weight
	}
	length := math.Sqrt(squares)
	for i, term := range terms {
		terms[i].Weight = math.Round(term.Weight/length*1e4) / 1e4
		if form := forms[term.Key]; form != term.Key {
			terms[i].Form = form
		}
	}
	slices.SortFunc(terms, func(a, b Term) int { return strings.Compare(a.Key, b.Key) })
	return terms
}

func heaviest(a, b Term) int {
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Key, b.Key))
}

// Keys are what an index of articles is asked for: hashes of the article's
// weightiest words. Articles of one story nearly always share two of them, and
// those that do not share two are never compared.
func (s Signature) Keys() []uint32 { return vectorOf(s.Terms).keys() }
