package page

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"github.com/markusmobius/go-trafilatura"
)

// The names under which pages state their facts, the most trustworthy first.
var (
	dateNames = []string{
		"article:published_time", "og:article:published_time", "datepublished", "date.published", "parsely-pub-date",
		"publish-date", "publication_date", "pubdate", "dc.date.issued", "dcterms.created", "sailthru.date", "article.published",
	}
	titleNames  = []string{"og:title", "twitter:title", "headline", "dc.title", "title"}
	outletNames = []string{"og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site"}
	authorNames = []string{"author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author"}
	urlNames    = []string{"og:url", "twitter:url"}
)

// first returns the first of the named facts that is there.
func (o outline) first(names []string) string {
	for _, name := range names {
		if value := squeeze(o.meta[name]); value != "" {
			return value
		}
	}
	return ""
}

// facts are those that the page's head states.
func (o outline) facts(about About) facts {
	found := facts{
		url:       address(about.URL, o.first(urlNames)),
		outlet:    o.first(outletNames),
		title:     o.first(titleNames),
		language:  o.lang,
		published: published(about.Now, o.all(dateNames)...),
	}
	if found.title == "" {
		found.title = o.title
	}
	found.heads = o.heads
	if author := o.first(authorNames); isName(author) {
		found.authors = []string{author}
	}
	found.outlet = outlet(found.outlet, found.url)
	found.title = headline(found)
	return found
}

func (o outline) all(names []string) []string {
	var values []string
	for _, name := range names {
		if value := o.meta[name]; value != "" {
			values = append(values, value)
		}
	}
	return values
}

// with adds what go-trafilatura found, which knows many more places to look.
// The head's date stays where there is one, for it has the hour as well.
func (f facts) with(more trafilatura.Metadata, about About) facts {
	f.url = address(about.URL, firstOf(more.URL, f.url))
	f.outlet = outlet(firstOf(squeeze(more.Sitename), f.outlet), f.url)
	if title := squeeze(more.Title); title != "" && !f.isSite(title) {
		f.title = title
	}
	if authors := names(more.Author); len(authors) > 0 {
		f.authors = authors
	}
	if f.published.IsZero() && credible(more.Date, about.Now) {
		f.published = more.Date
	}
	f.title = headline(f)
	return f
}

// separators stand between a headline and the name of the site.
var separators = []string{" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « "}

// headline takes the site's name off the title: whatever the page's own
// headline lacks, and an end or a start that says the outlet or its host.
func headline(f facts) string {
	for _, head := range f.heads {
		if len(head) < len(f.title) && strings.HasPrefix(f.title, head) && startsWithAny(f.title[len(head):], separators) {
			return head
		}
	}
	for _, separator := range separators {
		if at := strings.LastIndex(f.title, separator); at > 0 && f.isSite(f.title[at+len(separator):]) {
			return strings.TrimSpace(f.title[:at])
		}
		if at := strings.Index(f.title, separator); at > 0 && f.isSite(f.title[:at]) {
			return strings.TrimSpace(f.title[at+len(separator):])
		}
	}
	if f.title == "" && len(f.heads) > 0 {
		return f.heads[0]
	}
	return f.title
}

func startsWithAny(text string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}

// isSite reports whether a part of a title names the outlet or its host, as
// “The Daily Lamp”, “Daily Lamp” and “lamp.example” do.
func (f facts) isSite(part string) bool {
	part = lettersOf(part)
	if len(part) < 2 {
		return false
	}
	host := ""
	if parsed, err := url.Parse(f.url); err == nil {
		host = strings.TrimPrefix(parsed.Hostname(), "www.")
	}
	label, _, _ := strings.Cut(host, ".")
	for _, name := range []string{f.outlet, strings.TrimPrefix(f.outlet, "The "), host, label} {
		if part == lettersOf(name) {
			return true
		}
	}
	return false
}

// lettersOf leaves the letters and digits of a name, lower-cased.
func lettersOf(name string) string {
	return strings.Map(func(char rune) rune {
		if unicode.IsLetter(char) || unicode.IsDigit(char) {
			return unicode.ToLower(char)
		}
		return -1
	}, name)
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// address prefers where the page was really read.
func address(given, stated string) string {
	if given != "" {
		return given
	}
	if parsed, err := url.Parse(stated); err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return stated
}

// outlet is the site's name, or its host where the name is none.
func outlet(name, address string) string {
	if strings.Contains(name, "://") || strings.HasPrefix(name, "@") {
		name = strings.TrimPrefix(name, "@")
		if strings.Contains(name, "://") {
			name = ""
		}
	}
	if name != "" {
		return name
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(parsed.Hostname(), "www.")
}

// names takes authors apart.
func names(authors string) []string {
	var names []string
	for name := range strings.SplitSeq(authors, ";") {
		if name = squeeze(name); isName(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func isName(author string) bool {
	return author != "" && len(author) < 100 && !strings.Contains(author, "://")
}

// earliest is when news pages began: what is dated before it is misdated.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

func credible(date, now time.Time) bool {
	return !date.Before(earliest) && (now.IsZero() || !date.After(now.AddDate(0, 0, 1)))
}

// stamps are the ways in which heads write a moment.
var stamps = []string{
	time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05Z07:00", time.DateTime, "2006-01-02 15:04", time.DateOnly, "20060102", time.RFC1123, time.RFC1123Z,
}

// published returns the first stamp that is a credible date.
func published(now time.Time, stated ...string) time.Time {
	for _, stamp := range stated {
		for _, layout := range stamps {
			if at, err := time.Parse(layout, strings.TrimSpace(stamp)); err == nil && credible(at, now) {
				return at
			}
		}
	}
	return time.Time{}
}

// language is what the words are in, or else what the page says.
func language(stated, body string) string {
	if found := Language(body); found != "" {
		return found
	}
	code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(stated)), "-")
	if len(code) != 2 {
		return ""
	}
	return code
}

// languageBytes of a text are enough to tell its language.
const languageBytes = 4 << 10

// Language names the language of a text by ISO 639-1, "" where it is unsure.
func Language(text string) string {
	if len(text) > languageBytes {
		text = strings.ToValidUTF8(text[:languageBytes], "")
	}
	found := whatlanggo.Detect(text)
	if !found.IsReliable() {
		return ""
	}
	return found.Lang.Iso6391()
}
