package web

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/country"
	"tocsin/store"
)

// Addresses of things. Each has one.

func storyAt(id string) templ.SafeURL     { return at("/stories/", id) }
func articleAt(id string) templ.SafeURL   { return at("/articles/", id) }
func statementAt(id string) templ.SafeURL { return at("/statements/", id) }
func actorAt(name string) templ.SafeURL   { return at("/actors/", name) }
func outletAt(name string) templ.SafeURL  { return at("/outlets/", name) }
func alarmAt(id string) templ.SafeURL     { return at("/watch/", id) }
func findingAt(article, id string) templ.SafeURL {
	return at("/articles/", article) + templ.SafeURL("#"+id)
}
func eventAt(article, event string) templ.SafeURL {
	return at("/events/", article) + templ.SafeURL("/"+url.PathEscape(event))
}

func placeAt(name string, lat, lon float64) templ.SafeURL {
	return at("/places/", fmt.Sprintf("%.4f,%.4f", lat, lon)) + templ.SafeURL("?name="+url.QueryEscape(name))
}

// placeOf is the address of a place that an article names: a country's is that
// of all of it.
func placeOf(p tocsin.Place) templ.SafeURL {
	if p.Precision == "country" && country.Of(p.Country) != nil {
		return placeAt(p.Name, p.Lat, p.Lon) + templ.SafeURL("&country="+p.Country)
	}
	return placeAt(p.Name, p.Lat, p.Lon)
}

// within is a place with its country, where that is another.
func within(name, code string) string {
	if of := land(code); of != "" && of != name {
		return name + ", " + of
	}
	return name
}

func correctAt(article, id string) templ.SafeURL {
	return articleAt(article) + templ.SafeURL("/correct?finding="+url.QueryEscape(id))
}

func at(path, id string) templ.SafeURL { return templ.SafeURL(path + url.PathEscape(id)) }

// outside is an address elsewhere, "" for what is no web page.
func outside(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

func land(code string) string {
	if code == "" {
		return ""
	}
	var names []string
	for one := range strings.SplitSeq(code, ",") {
		name := one
		if c := country.Of(one); c != nil {
			name = c.Name
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// many counts things: “1 article”, “3 articles”.
func many(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	plural := thing + "s"
	if stem, ok := strings.CutSuffix(thing, "y"); ok && !strings.HasSuffix(thing, "ay") {
		plural = stem + "ies"
	}
	return grouped(float64(n)) + " " + plural
}

// grouped writes a number with commas between thousands.
func grouped(value float64) string {
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if value != float64(int64(value)) {
		text = strconv.FormatFloat(value, 'f', 2, 64)
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	whole, rest, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return sign + whole
}

func day(t time.Time) string {
	if t.IsZero() {
		return "undated"
	}
	return t.UTC().Format("2 Jan 2006")
}

// stretch is the days from one time to another.
func stretch(from, to time.Time) string {
	switch {
	case from.IsZero():
		return day(to)
	case day(from) == day(to):
		return day(from)
	case from.Year() == to.Year() && from.Month() == to.Month():
		return fmt.Sprintf("%d–%s", from.UTC().Day(), day(to))
	case from.Year() == to.Year():
		return from.UTC().Format("2 Jan") + " – " + day(to)
	}
	return day(from) + " – " + day(to)
}

// ago is a length of time in one word or two.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return many(int(d.Minutes()), "minute") + " ago"
	case d < 48*time.Hour:
		return many(int(d.Hours()), "hour") + " ago"
	}
	return many(int(d.Hours()/24), "day") + " ago"
}

// cut shortens words to about so many runes, at a space.
func cut(words string, most int) string {
	if utf8.RuneCountInString(words) <= most {
		return words
	}
	runes := []rune(words)[:most]
	for i := len(runes) - 1; i > most*2/3; i-- {
		if unicode.IsSpace(runes[i]) {
			runes = runes[:i]
			break
		}
	}
	return strings.TrimRightFunc(string(runes), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) + "…"
}

// capital begins words with a capital letter.
func capital(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return words
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// verbs say what a source does.
var verbs = map[tocsin.Act]string{
	tocsin.Assert: "says", tocsin.Deny: "denies", tocsin.Accuse: "accuses", tocsin.Demand: "demands",
	tocsin.Commit: "promises", tocsin.Threaten: "threatens", tocsin.Warn: "warns", tocsin.Believe: "believes",
}

func verb(act tocsin.Act) string { return cmp.Or(verbs[act], string(act)) }

// does is what somebody does, in the number of the name: officials say.
func does(name string, act tocsin.Act) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return verb(act)
	}
	last := words[len(words)-1]
	first, _ := utf8.DecodeRuneInString(last)
	plural := unicode.IsLower(first) && strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us") && !strings.HasSuffix(last, "is") && last != "its" || last == "people" || last == "police" || last == "People"
	if many, known := plurals[act]; plural && known {
		return many
	}
	return verb(act)
}

var plurals = map[tocsin.Act]string{
	tocsin.Assert: "say", tocsin.Deny: "deny", tocsin.Accuse: "accuse", tocsin.Demand: "demand",
	tocsin.Commit: "promise", tocsin.Threaten: "threaten", tocsin.Warn: "warn", tocsin.Believe: "believe",
}

// speaker is who says it, in words.
func speaker(name string) string { return cmp.Or(name, "Nobody named") }

// Meanings of the standings, for those who meet them first.
var meanings = map[tocsin.Standing]string{
	tocsin.SingleSource: "One source, or reports of one origin, say so",
	tocsin.Corroborated: "At least two sources of independent origins say so",
	tocsin.Disputed:     "Somebody says what excludes it",
	tocsin.Denied:       "Those whom it concerns deny it",
	tocsin.Corrected:    "Its own source later said something else",
	tocsin.Withdrawn:    "Its own source took it back",
}

// weight orders standings by how much they ask to be looked at.
func weight(s tocsin.Standing) int {
	switch s {
	case tocsin.Denied:
		return 5
	case tocsin.Disputed:
		return 4
	case tocsin.Withdrawn:
		return 3
	case tocsin.Corrected:
		return 2
	case tocsin.Corroborated:
		return 1
	}
	return 0
}

// categories say what happens, for people.
var categories = map[tocsin.Category]string{
	tocsin.Agree: "agreement", tocsin.Consult: "talks", tocsin.Support: "support", tocsin.Concede: "concession", tocsin.Cooperate: "cooperation",
	tocsin.Aid: "aid", tocsin.Retreat: "retreat", tocsin.Request: "request", tocsin.Reject: "rejection", tocsin.AccuseOf: "accusation",
	tocsin.Threat: "threat", tocsin.Protest: "protest", tocsin.Sanction: "sanction", tocsin.Mobilize: "mobilisation", tocsin.Coerce: "coercion",
	tocsin.Assault: "assault",
}

func categoryWords(c tocsin.Category) string {
	return cmp.Or(categories[c], strings.ToLower(string(c)))
}

func folded(name string) string { return store.Folded(name) }
