package page

import (
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-htmldate"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// readTree finds the facts and the body by way of a tree. It reads plain for
// what the tree's way does not find.
func readTree(markup string, plain outline, about About) (found facts, body string) {
	// The libraries are large and meet pages of every kind: what brings one
	// of them down must not bring Tocsin down.
	defer func() {
		if recover() != nil {
			found, body = plain.facts(about), plain.body()
		}
	}()
	found = plain.facts(about)
	tree, err := html.Parse(strings.NewReader(markup))
	if err != nil { // nested deeper than any page that is meant to be read
		return found, plain.body()
	}
	if plain.nodes > maxTrafilatura {
		return found, firstLong(byReadability(tree, about), plain.body())
	}
	result := byTrafilatura(tree, about)
	if result != nil {
		found = found.with(result.Metadata, about)
		body = bodyOf(result.ContentNode, found.title)
	}
	if len(body) < minBody {
		body = firstLong(body, byReadability(tree, about), plain.body())
	}
	return found, body
}

// firstLong returns the first text that is worth reading, else the longest.
func firstLong(texts ...string) string {
	longest := ""
	for _, text := range texts {
		if len(text) >= minBody {
			return text
		}
		if len(text) > len(longest) {
			longest = text
		}
	}
	return longest
}

// byTrafilatura reads a tree with go-trafilatura, which weighs its own reading
// against that of go-readability. The third, go-domdistiller, is shut out by an
// empty element: it doubles the time and finds nothing that the others miss.
func byTrafilatura(tree *html.Node, about About) *trafilatura.ExtractResult {
	address, _ := url.Parse(about.URL)
	options := trafilatura.Options{
		OriginalURL:     address,
		ExcludeComments: true,
		HtmlDateOptions: dates(about.Now),
	}
	if rival, err := readability.FromDocument(tree, address); err == nil && rival.Node != nil {
		options.EnableFallback = true
		options.FallbackCandidates = &trafilatura.FallbackCandidates{
			Readability: rival.Node,
			Distiller:   &html.Node{Type: html.ElementNode, Data: "div"},
		}
	}
	result, err := trafilatura.ExtractDocument(tree, options)
	if err != nil {
		return nil
	}
	return result
}

// dates tells go-htmldate what time it is, for it would look at the clock, and
// keeps it to numbers and English months.
func dates(now time.Time) *htmldate.Options {
	options := &htmldate.Options{UseOriginalDate: true, SkipExtensiveSearch: true, MinDate: earliest}
	if !now.IsZero() {
		options.MaxDate = now.AddDate(0, 0, 1)
		options.DateParserConfig = &dateparser.Configuration{CurrentTime: now}
	}
	return options
}

func byReadability(tree *html.Node, about About) string {
	address, _ := url.Parse(about.URL)
	article, err := readability.FromDocument(tree, address)
	if err != nil || article.Node == nil {
		return ""
	}
	return bodyOf(article.Node, article.Title())
}
