package origin

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"tocsin"
)

// How much a place that names a publisher says about where the whole article
// comes from. A citation in passing says little of it, though everything of the
// claim that it introduces (see OriginsOf); in the lead it makes the story.
const (
	scoreTag     = 0.95 // "LONDON, March 3 (Reuters) -"
	scoreReprint = 0.9  // "This story was first published by …"
	scoreCredit  = 0.8  // "— AP" at the end, "first reported by …"
	scoreLead    = 0.55 // a citation in the lead
	scoreHelp    = 0.4  // "… contributed to this report": part of it
	scorePassing = 0.25 // a citation further down
	scoreUnknown = 0.2  // "with agencies"
)

// A rule finds out what a text says about a publisher from the words around its
// name, lower case, within the sentence.
type rule struct {
	kind   Kind
	score  float64 // 0: by where the citation stands
	before *regexp.Regexp
	after  *regexp.Regexp
}

// descriptor is what may stand between a cue and a name: "told the
// Moscow-based newspaper Kommersant".
const descriptor = `(?:\s+(?:the|a|an))?(?:(?:\s+[\w’'-]+){0,3}\s+(?:newspaper|daily|weekly|magazine|tabloid|broadcaster|agency|website|site|network|channel|outlet|station|media|paper))?\s*["“‘]?$`

// qualifier is what may stand between a name and its verb: "The Times
// newspaper has also reported".
const qualifier = `^["”’]?(?:[’']s)?(?:\s+(?:newspaper|news|agency|magazine|tabloid|television|tv|radio|website|channel|network|broadcaster|daily|correspondent|reporter|on|monday|tuesday|wednesday|thursday|friday|saturday|sunday|also|first|has|had|is|was|later|earlier|previously|now|then|exclusively))*\s+`

// rules are tried in order; the first that fits counts.
var rules = []rule{
	// This story was first published by the Kyiv Independent.
	{Reprint, scoreReprint, regexp.MustCompile(`\bth(?:is|e) (?:story|article|report|post|piece|version|interview)\b[^.]{0,40}\b(?:published|appeared|posted|produced|written)\s+(?:by|in|on|at|for)` + descriptor), nil},
	// © 2014 Reuters
	{Reprint, scoreCredit, regexp.MustCompile(`(?:©|\(c\)|copyright)\s*(?:\d{4}\s*)?(?:by\s+)?(?:the\s+)?$`), nil},
	// The Associated Press contributed to this report.
	{Agency, scoreHelp, nil, regexp.MustCompile(`^(?:\s+(?:and|also)\b[^.]{0,40})?\s+contributed\b`)},
	// Additional reporting by Reuters and AP
	{Agency, scoreHelp, regexp.MustCompile(`\b(?:additional|further|extra) (?:reporting|material|information) (?:by|from)\b[^.]{0,60}$`), nil},
	// The deal, first reported by Der Spiegel, fell through.
	{Cites, scoreCredit, regexp.MustCompile(`\b(?:first|originally|previously)\s+(?:reported|published|revealed|disclosed|broken|appeared|posted|told)\s+(?:by|in|on|at|to)` + descriptor), nil},
	{Cites, scoreCredit, nil, regexp.MustCompile(`^["”’]?\s+(?:was the )?first (?:reported|to report|broke|published|revealed)\b`)},
	// “We counted nine boats,” the harbour master told the BBC.
	{Interview, 0, regexp.MustCompile(`\b(?:told|tells|telling|(?:spoke|speaking|talking|talked|spoken)(?: exclusively)? (?:to|with)|interviews? (?:with|to|for|on|in)|interviewed (?:by|on)|(?:statements?|comments?|remarks|e-?mail|letter) to|said on|appear(?:ed|ing|ance) on)` + descriptor), nil},
	// The bridge was mined, according to a report in the Financial Times.
	{Cites, 0, regexp.MustCompile(`\b(?:according to|reported (?:by|in|on)|reports? (?:by|in|from|on)|reporting (?:by|in|from)|citing|cites|cited (?:by|in)|quot(?:ed|es) (?:by|in)|quoting|published (?:by|in|on)|posted (?:by|on)|broadcast (?:by|on)|aired (?:by|on)|(?:seen|obtained|reviewed|revealed|released|carried|conducted|commissioned) by|(?:article|story|investigation) (?:in|by)|via)` + descriptor), nil},
	// Tasnim news agency, citing the army, said that the drone had come down.
	{Cites, 0, nil, regexp.MustCompile(`^["”’]?(?:[’']s)?(?:\s+(?:newspaper|news|agency|magazine|television|tv|radio|website|channel|network|broadcaster|daily))*,?\s+(?:citing|quoting)\b`)},
	// CNN reports that the talks went on all night.
	{Cites, 0, nil, regexp.MustCompile(qualifier + `(?:reported|reports?|reporting|said|says|saying|revealed|reveals|quoted|quotes|quoting|cited|cites|citing|wrote|writes|noted|notes|published|broadcast|aired|claimed|claims|confirmed|learned|obtained|disclosed|showed|footage|interview|described|describes|added|found|understands)\b`)},
}

// citesOf finds the publishers that an article has something from, in text
// order; its own outlet is none of them.
func citesOf(f tocsin.Findings, words []word, own string) []Cite {
	text := f.Article.Text
	found := tagsOf(f.Article)
	for _, name := range press().namesIn(text, words) {
		if cite, ok := citeAt(text, name); ok {
			found = append(found, cite)
		}
	}
	for i := range f.Claims {
		if cite, ok := citeOfClaim(text, &f.Claims[i]); ok && !slices.ContainsFunc(found, func(other Cite) bool {
			return other.Outlet == cite.Outlet && other.Span.Overlaps(cite.Span)
		}) {
			found = append(found, cite)
		}
	}
	return strongest(slices.DeleteFunc(found, func(cite Cite) bool { return cite.Outlet == own }))
}

// strongest keeps the mostCites that say most, in text order; of those that
// find the same publisher in the same words the first.
func strongest(found []Cite) []Cite {
	slices.SortStableFunc(found, func(a, b Cite) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), a.Span.Compare(b.Span), cmp.Compare(a.Outlet, b.Outlet))
	})
	var kept []Cite
	for _, cite := range found {
		if !slices.ContainsFunc(kept, func(other Cite) bool {
			return other.Outlet == cite.Outlet && (other.Span.Overlaps(cite.Span) || other.Span == cite.Span)
		}) {
			kept = append(kept, cite)
		}
		if len(kept) == mostCites {
			break
		}
	}
	slices.SortStableFunc(kept, func(a, b Cite) int { return a.Span.Compare(b.Span) })
	return slices.Clip(kept)
}

// around is how many bytes to either side of a name are read.
const around = 110

// citeAt reads what is said about a publisher that a text names.
func citeAt(text string, name named) (Cite, bool) {
	sentence := sentenceAround(text, tocsin.Span{Start: name.start, End: name.end})
	left := trimmed(text, tocsin.Span{Start: max(sentence.Start, name.start-around), End: name.start}).Start
	right := trimmed(text, tocsin.Span{Start: name.end, End: min(sentence.End, name.end+around)}).End
	before, after := lower(text[left:name.start]), lower(text[name.end:max(right, name.end)])
	if name.guarded && !strings.HasSuffix(before, "the ") && !paperAfter.MatchString(after) {
		return Cite{}, false
	}
	for _, rule := range rules {
		start, end := name.start, name.end
		if rule.before != nil {
			at := rule.before.FindStringIndex(before)
			if at == nil {
				continue
			}
			start = left + at[0]
		}
		if rule.after != nil {
			at := rule.after.FindStringIndex(after)
			if at == nil {
				continue
			}
			end = name.end + at[1]
		}
		cite := Cite{Outlet: name.of.node, Kind: rule.kind, Span: sentence, Score: rule.score, Words: text[start:end]}
		if cite.Score == 0 {
			cite.Score = scoreAt(text, sentence.Start)
		}
		return cite, true
	}
	return Cite{}, false
}

// lower makes ASCII letters small and leaves every byte where it is.
func lower(text string) string {
	small := []byte(text)
	for i, c := range small {
		if 'A' <= c && c <= 'Z' {
			small[i] = c | 0x20
		}
	}
	return string(small)
}

var paperAfter = regexp.MustCompile(`^["”’]?\s+(?:news)?(?:paper|magazine|tabloid|news agency|television|tv|radio|website|channel|network|broadcaster|daily)\b`)

// scoreAt is what a citation says of the whole article by where it stands: in
// the lead, which is the first paragraphs, or further down.
func scoreAt(text string, at int) float64 {
	const lead = 350
	if at <= min(lead, len(text)/3) {
		return scoreLead
	}
	return scorePassing
}

// citeOfClaim reads a claim that is credited to a publisher.
func citeOfClaim(text string, claim *tocsin.Claim) (Cite, bool) {
	source := claim.Source.Span
	if source.IsZero() || source.End > len(text) {
		return Cite{}, false
	}
	known := press().byName(source.Of(text))
	if known == nil {
		known = press().byName(claim.Source.Name)
	}
	if known == nil {
		return Cite{}, false
	}
	span := sentenceAround(text, source)
	for _, content := range claim.Content {
		span = tocsin.Span{Start: min(span.Start, content.Start), End: max(span.End, content.End)}
	}
	words := source.Of(text)
	if cue := claim.Cue.Span; cue.Start >= source.End && cue.End <= len(text) && cue.Start-source.End < around {
		words = text[source.Start:cue.End]
	}
	return Cite{Outlet: known.node, Kind: Cites, Words: words, Span: span, Score: scoreAt(text, source.Start)}, true
}
