// Package page turns a web page into an Article. In go the bytes of an HTML
// page and what is known of it besides; out come its text, paragraph by
// paragraph, without the furniture around it (menus, captions, calls to
// subscribe, comments), and its title, authors, outlet, date and language.
//
// Finding the text is the work of go-trafilatura, with go-readability and a
// plain reading of paragraphs behind it. Those libraries take no deadline and
// some of their steps are quadratic, so pages beyond what people write go to
// the simpler ways at once, and ctx cuts short whatever takes too long all the
// same. Package page fetches nothing and never reads the clock.
package page

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"tocsin"
)

// About is what is known of a page besides its bytes.
type About struct {
	URL         string    // where it was read, "" where unknown
	ContentType string    // as the server said it, "" where unknown
	Now         time.Time // a page dated more than a day after it is misdated
}

// ErrNoText is returned for a page that holds no article.
var ErrNoText = errors.New("holds no article text: it may be a list of links, or made by scripts as it is shown")

// Parse reads a page. Its Article has no ID; what the page does not say is
// left zero. When ctx ends before the careful ways to find the text are done,
// the plain one answers.
func Parse(ctx context.Context, source []byte, about About) (tocsin.Article, error) {
	markup := decode(source, about.ContentType)
	facts, body := read(ctx, markup, about)
	if !strings.ContainsFunc(body, unicode.IsLetter) {
		return tocsin.Article{}, ErrNoText
	}
	return tocsin.Article{
		URL:       facts.url,
		Outlet:    facts.outlet,
		Title:     facts.title,
		Authors:   facts.authors,
		Published: facts.published,
		Language:  language(facts.language, body),
		Text:      body,
	}, nil
}

// facts are what a page says of itself.
type facts struct {
	url, outlet, title string
	heads              []string // headlines that the page shows
	language           string   // as the page states it
	authors            []string
	published          time.Time
}

// read finds the facts and the body in the way that the page's size allows.
func read(ctx context.Context, markup string, about About) (facts, string) {
	plain := scan(markup)
	if plain.nodes > maxNodes || len(markup) > maxMarkup {
		return plain.facts(about), plain.body()
	}
	type answer struct {
		facts facts
		body  string
	}
	answers := make(chan answer, 1)
	go func() {
		facts, body := readTree(markup, plain, about)
		answers <- answer{facts, body}
	}()
	select {
	case answer := <-answers:
		return answer.facts, answer.body
	case <-ctx.Done():
		return plain.facts(about), plain.body()
	}
}
