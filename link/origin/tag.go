package origin

import (
	"regexp"
	"strings"

	"tocsin"
)

// Where tags stand.
const (
	headBytes = 200 // a dateline is within these
	tagBytes  = 60  // and a line of credits no longer than this
)

var (
	// LISBON, March 3 (Reuters) - Two ferries …
	inBrackets = regexp.MustCompile(`[(\[]([^()\[\]\n]{2,60})[)\]]`)
	// (Reporting by Ann Lee in Lisbon; Editing by Bob Roe) is how Reuters signs.
	signed = regexp.MustCompile(`\(Reporting by [^()\n]{3,300}; ?(?:[Ww]riting|[Ee]diting) by`)
	// … the minister said. — AP
	dashed = regexp.MustCompile(`(?:^|\s)[—–-]{1,2}\s*([A-Z][A-Za-z .-]{1,30}?)\.?\s*$`)
	// With AFP, Additional reporting by Reuters, By Ann Lee and agencies
	credited = regexp.MustCompile(`(?i)^(with|additional reporting(?: by)?|by|from|source:?|via|©)\s+`)
	parted   = regexp.MustCompile(`\s*(?:[/,;&+|]|\band\b|\bwith\b)\s*`)
	agencies = regexp.MustCompile(`(?i)\b(?:news )?agencies$`)
)

// unknownAgencies is the node of "with agencies".
const unknownAgencies = outletNode + "agencies"

// tagsOf finds the tags, bylines and signatures that name an agency.
func tagsOf(article tocsin.Article) []Cite {
	text := article.Text
	found := datelines(text)
	if at := signed.FindStringIndex(text); at != nil {
		found = append(found, Cite{Outlet: outletNode + "reuters", Kind: Agency, Words: text[at[0]:at[1]], Span: tocsin.Span{Start: at[0], End: at[1]}, Score: scoreCredit})
	}
	found = append(found, creditLines(text)...)
	for _, author := range article.Authors {
		for _, name := range press().namesIn(author, readWords(author)) {
			if name.of.agency {
				found = append(found, Cite{Outlet: name.of.node, Kind: Agency, Words: author, Score: scoreTag})
			}
		}
	}
	return found
}

// datelines reads brackets with nothing but publishers in them at the beginning
// of a text. A photograph's credit names more than the agency, or stands below.
func datelines(text string) []Cite {
	head := text[:min(len(text), headBytes)]
	var found []Cite
	for _, at := range inBrackets.FindAllStringSubmatchIndex(head, -1) {
		if !opensReport(text, at[0], at[1]) {
			continue
		}
		for _, known := range allOf(head[at[2]:at[3]], true) {
			found = append(found, Cite{Outlet: known.node, Kind: Agency, Words: head[at[0]:at[1]], Span: tocsin.Span{Start: at[0], End: at[1]}, Score: scoreTag})
		}
	}
	return found
}

// opensReport reports whether brackets stand in a dateline: at the beginning of
// a line, or between a place and a dash.
func opensReport(text string, start, end int) bool {
	before := text[:start]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	if strings.TrimSpace(line) == "" {
		return true
	}
	after := strings.TrimLeft(text[end:], " ")
	return len(line) <= tagBytes && (strings.HasPrefix(after, "-") || strings.HasPrefix(after, "–") || strings.HasPrefix(after, "—") || strings.HasPrefix(after, ":"))
}

// creditLines reads short lines that name nothing but publishers, and the dash
// and name at the very end.
func creditLines(text string) []Cite {
	var found []Cite
	at := 0
	for line := range strings.Lines(text) {
		start := at
		at += len(line)
		if len(line) <= tagBytes {
			found = append(found, creditLine(line, start)...)
		}
	}
	tail := max(0, len(text)-tagBytes)
	for tail < len(text) && !runeStart(text, tail) {
		tail++
	}
	if m := dashed.FindStringSubmatchIndex(text[tail:]); m != nil {
		if known := press().tag(text[tail+m[2]:tail+m[3]], false); known != nil && known.agency {
			span := tocsin.Span{Start: tail + m[2], End: tail + m[3]}
			found = append(found, Cite{Outlet: known.node, Kind: Agency, Words: "— " + span.Of(text), Span: span, Score: scoreCredit})
		}
	}
	return found
}

func creditLine(line string, start int) []Cite {
	words := strings.Trim(line, " \t\r\n.—–-•[]()*")
	if words == "" {
		return nil
	}
	begin := start + strings.Index(line, words)
	span := tocsin.Span{Start: begin, End: begin + len(words)}
	if agencies.MatchString(words) {
		return []Cite{{Outlet: unknownAgencies, Kind: Agency, Words: words, Span: span, Score: scoreUnknown}}
	}
	score := scoreCredit
	names, said := words, false
	if m := credited.FindStringIndex(words); m != nil {
		names, said = words[m[1]:], true
		if first := lower(words[:1]); first == "w" || first == "a" {
			score = scoreHelp
		}
	}
	var found []Cite
	for _, known := range allOf(names, false) {
		if !said && !known.agency {
			continue // a heading, or where a picture is from
		}
		found = append(found, Cite{Outlet: known.node, Kind: Agency, Words: words, Span: span, Score: score})
	}
	return found
}

// allOf reads a list of publishers, parted by signs or "and"; none where it
// names anything else than publishers and, before a slash, local stations.
func allOf(list string, dateline bool) []*publisher {
	var known []*publisher
	for _, part := range parted.Split(strings.TrimSpace(list), -1) {
		one := press().tag(part, dateline)
		switch {
		case one != nil:
			known = append(known, one)
		case !strings.Contains(list, "/"):
			return nil
		}
	}
	return known
}
