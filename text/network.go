package text

import (
	"strings"

	"tocsin/text/reader"
)

// Attribution is who says what, as the network reads it from one cue. Parts
// are tokens [First, Last).
type Attribution struct {
	Cue     Run
	Source  Run   // empty where nobody is named
	Content []Run // in text order, none where the network sees none
	Act     string
	// Score is how probable the cue is, ActScore how probable its act.
	Score, ActScore float64
}

// Run is the tokens [First, Last).
type Run struct{ First, Last int }

// Empty reports whether there is no token in the run.
func (r Run) Empty() bool { return r.First >= r.Last }

// Trigger is a token that may tell of an event.
type Trigger struct {
	Token    int
	Category string // of PLOVER
	Status   string // actual, planned, hypothetical, negated
	Score    float64
}

// triggerLeast is how probable it must be that a token tells of an event.
const triggerLeast = 0.02

// words shows a Doc to the network.
type words struct{ doc *Doc }

func (w words) Len() int          { return len(w.doc.Tokens) }
func (w words) Word(i int) string { return w.doc.Tokens[i].Text }
func (w words) Quoted(i int) bool { return w.doc.Tokens[i].Quote >= 0 }

// readNetwork sets what the network says of every token.
func readNetwork(doc *Doc, convention reader.Convention) {
	model := network()
	reading := model.Read(words{doc}, sentencesOf(doc), convention)
	doc.meanings = reading.Meanings
	var fresh strings.Builder
	for i := range doc.Tokens {
		token, word := &doc.Tokens[i], &reading.Words[i]
		tag := model.Tags[word.Tag]
		token.POS, token.Tag = tag.UPOS, tag.XPOS
		token.Head, token.Dep = int(word.Head), model.Deps[word.Dep]
		token.Lemma = lemma(token, model.Lemmas[word.Lemma], &fresh)
		if word.TriggerScore >= triggerLeast {
			doc.Triggers = append(doc.Triggers, Trigger{
				Token: i, Category: model.Triggers[word.Trigger], Status: model.Statuses[word.Status], Score: float64(word.TriggerScore),
			})
		}
	}
	for _, s := range doc.Sentences {
		rejoin(doc, s)
	}
	doc.Names = namesIn(doc, model, reading.Words)
	for _, a := range reading.Attributions {
		doc.Attributions = append(doc.Attributions, attributionOf(doc, model, a))
	}
}

// rejoin makes one tree of a sentence that was too long for the network and
// has a root in each of its parts: later roots hang from the first.
func rejoin(doc *Doc, s Sentence) {
	root := -1
	for i := s.First; i < s.Last; i++ {
		if doc.Tokens[i].Head >= 0 {
			continue
		}
		if root < 0 {
			root = i
			continue
		}
		doc.Tokens[i].Head, doc.Tokens[i].Dep = root, "parataxis"
	}
}

func attributionOf(doc *Doc, model *reader.Model, a reader.Attribution) Attribution {
	return Attribution{
		Cue: Run(a.Cue), Source: Run(a.Source), Content: wholeContent(doc, a), Act: model.Acts[a.Act],
		Score: float64(a.CueScore), ActScore: float64(a.ActScore),
	}
}

// wholeContent mends what the network, which labels word by word, tears: runs
// with nothing but marks between them are one, and a quotation that a run
// covers in part is content as a whole.
func wholeContent(doc *Doc, a reader.Attribution) []Run {
	var runs []Run
	for _, span := range a.Content {
		run := wholeQuote(doc, Run(span), Run(a.Cue))
		if n := len(runs); n > 0 && (run.First <= runs[n-1].Last || onlyMarks(doc, runs[n-1].Last, run.First)) {
			runs[n-1].Last = max(runs[n-1].Last, run.Last)
			continue
		}
		runs = append(runs, run)
	}
	return runs
}

// onlyMarks reports whether the tokens [first, last) are few and all marks.
func onlyMarks(doc *Doc, first, last int) bool {
	const few = 3
	if last-first > few {
		return false
	}
	for i := first; i < last; i++ {
		if doc.Tokens[i].POS != "PUNCT" {
			return false
		}
	}
	return true
}

// wholeQuote extends a run that breaks off within a quotation to its ends, as
// long as the cue stays outside.
func wholeQuote(doc *Doc, run, cue Run) Run {
	at := func(i int) *Quote {
		q := doc.Tokens[i].Quote
		for step := 0; q >= 0 && doc.Quotes[q].Outer >= 0 && step < 8; step++ {
			q = doc.Quotes[q].Outer
		}
		if q < 0 || !doc.Quotes[q].Closed || doc.Quotes[q].First < cue.Last && cue.First < doc.Quotes[q].Last {
			return nil
		}
		return &doc.Quotes[q]
	}
	if q := at(run.Last - 1); q != nil && q.Last-run.Last <= maxSnap {
		run.Last = max(run.Last, q.Last)
	}
	if q := at(run.First); q != nil && run.First-q.First <= maxSnap {
		run.First = min(run.First, q.First)
	}
	return run
}

// maxSnap bounds how many words a run grows at either end to fill a quotation.
const maxSnap = 120

// namesIn collects the runs of tokens that are labelled as names.
func namesIn(doc *Doc, model *reader.Model, words []reader.Word) []Name {
	var names []Name
	for i := 0; i < len(words); i++ {
		kind, begins := strings.CutPrefix(model.Names[words[i].Name], "B-")
		if !begins {
			continue
		}
		first, score := i, words[i].NameScore
		for i+1 < len(words) && doc.Tokens[i+1].Sentence == doc.Tokens[first].Sentence && model.Names[words[i+1].Name] == "I-"+kind {
			i++
			score = min(score, words[i].NameScore)
		}
		names = append(names, Name{Kind: NameKind(kind), Span: doc.SpanOf(first, i+1), First: first, Last: i + 1, Score: float64(score)})
	}
	return names
}
