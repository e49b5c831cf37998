package eval

import (
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"tocsin"
	"tocsin/country"
	toponyms "tocsin/extract/place"
	"tocsin/text"
)

// GeoWebNews measures toponyms from raw text to gazetteer entry on
// GeoWebNews (Gritta, Pilehvar, Collier 2019).
//
// Counted are the corpus's toponyms that have a GeoNames id and stand as
// names of their own, whether literally, for a government or before a noun.
// Neither counted nor held against the extractor are adjectives (Russian),
// names inside those of organisations, and places without an id. Whatever
// else is found counts as wrong.
var GeoWebNews = Test{
	Name:  "place/geowebnews",
	Data:  []string{"place/GWN.xml"},
	Shows: "toponyms with a GeoNames id in 200 web news texts, span and entry right together; about one in seven of the ids is no town, region or country and so beyond the gazetteer, and the published figure counts a slightly different set",
	Run: func(dir string) ([]Figure, error) {
		articles, err := readGeoWebNews(filepath.Join(dir, "place/GWN.xml"))
		if err != nil {
			return nil, err
		}
		return scorePlaces("geowebnews", articles), nil
	},
}

// LGL measures the same on the corpus that the weights were learnt from.
var LGL = Test{
	Name:  "place/lgl",
	Data:  []string{"place/lgl.xml"},
	Shows: "the same on the Local-Global Lexicon, small American papers; the weights were learnt from it, so that it says how far the models reach and not how well they carry over",
	Run: func(dir string) ([]Figure, error) {
		articles, err := readLGL(filepath.Join(dir, "place/lgl.xml"))
		if err != nil {
			return nil, err
		}
		return scorePlaces("lgl", articles), nil
	},
}

// toponym is a gold place.
type toponym struct {
	span     tocsin.Span
	geoNames int
	lat, lon float64
	counted  bool
}

type placedArticle struct {
	text string
	gold []toponym
}

// near is the distance in kilometres (100 miles) within which the literature
// takes an entry for right.
const near = 161

func scorePlaces(name string, articles []placedArticle) []Figure {
	var spans, exact, close Counts
	for _, article := range articles {
		found := toponyms.Extract(text.Read(tocsin.Article{Text: article.text}))
		for _, score := range []struct {
			counts *Counts
			right  func(toponym, tocsin.Place) bool
		}{
			{&spans, func(toponym, tocsin.Place) bool { return true }},
			{&exact, sameEntry},
			{&close, func(gold toponym, found tocsin.Place) bool {
				return sameEntry(gold, found) || kilometres(gold, found) <= near
			}},
		} {
			score.counts.Add(countPlaces(article.gold, found, score.right))
		}
	}
	note := fmt.Sprintf("%.0f toponyms counted", exact.Gold)
	return []Figure{
		{Name: name + " exact", Value: exact.Recall(), Note: "share of the counted toponyms; " + note},
		{Name: name + " within 161 km", Value: close.Recall(), Note: "share of the counted toponyms"},
		{Name: name + " exact F1", Value: exact.F1()},
		{Name: name + " span F1", Value: spans.F1(), Note: "whatever the entry"},
	}
}

func sameEntry(gold toponym, found tocsin.Place) bool { return gold.geoNames == found.GeoNames }

// countPlaces pairs equal spans. What overlaps a gold place that is not
// counted is left out.
func countPlaces(gold []toponym, found []tocsin.Place, right func(toponym, tocsin.Place) bool) Counts {
	bySpan := map[tocsin.Span]toponym{}
	var counts Counts
	for _, t := range gold {
		if t.counted {
			bySpan[t.span] = t
			counts.Gold++
		}
	}
	for _, p := range found {
		t, ok := bySpan[p.Span]
		if !ok && overlapsUncounted(gold, p.Span) {
			continue
		}
		counts.Found++
		if ok && right(t, p) {
			counts.Right++
		}
	}
	return counts
}

func overlapsUncounted(gold []toponym, span tocsin.Span) bool {
	for _, t := range gold {
		if !t.counted && t.span.Overlaps(span) {
			return true
		}
	}
	return false
}

// kilometres is the great-circle distance.
func kilometres(gold toponym, found tocsin.Place) float64 {
	const radius, degree = 6371, math.Pi / 180
	north := math.Sin((found.Lat - gold.lat) * degree / 2)
	east := math.Sin((found.Lon - gold.lon) * degree / 2)
	half := north*north + math.Cos(gold.lat*degree)*math.Cos(found.Lat*degree)*east*east
	return 2 * radius * math.Asin(min(1, math.Sqrt(half)))
}

func readGeoWebNews(name string) ([]placedArticle, error) {
	var corpus struct {
		Articles []struct {
			Text     string `xml:"text"`
			Toponyms []struct {
				Type     string  `xml:"type"`
				Modifier string  `xml:"modifierType"`
				Start    int     `xml:"start"`
				End      int     `xml:"end"`
				ID       string  `xml:"geonamesID"`
				Lat      float64 `xml:"latitude"`
				Lon      float64 `xml:"longitude"`
			} `xml:"toponyms>toponym"`
		} `xml:"article"`
	}
	if err := readXML(name, &corpus); err != nil {
		return nil, err
	}
	var articles []placedArticle
	for _, raw := range corpus.Articles {
		article := placedArticle{text: raw.Text}
		starts := codePoints(raw.Text)
		for _, t := range raw.Toponyms {
			kind := geoWebNewsKinds[t.Type]
			if kind == 0 || t.Start < 0 || t.Start >= t.End || t.End >= len(starts) {
				continue
			}
			id := 0
			fmt.Sscan(t.ID, &id) // many have none
			article.gold = append(article.gold, toponym{
				span:     tocsin.Span{Start: starts[t.Start], End: starts[t.End]},
				geoNames: id, lat: t.Lat, lon: t.Lon,
				counted: kind == countedKind && t.Modifier != "Adjective" && id != 0,
			})
		}
		articles = append(articles, article)
	}
	return articles, nil
}

// The kinds of GeoWebNews that are counted and those that are let pass. The
// others (languages, peoples, namesakes, common nouns) are no places.
const (
	countedKind = iota + 1
	passedKind
)

var geoWebNewsKinds = map[string]int{
	"Literal": countedKind, "Metonymic": countedKind, "Mixed": countedKind, "Coercion": countedKind,
	"Literal_Modifier": countedKind, "Non_Literal_Modifier": countedKind,
	"Embedded_Literal": passedKind, "Embedded_Non_Lit": passedKind,
}

func readLGL(name string) ([]placedArticle, error) {
	var corpus struct {
		Articles []struct {
			Text     string `xml:"text"`
			Toponyms []struct {
				Start int `xml:"start"`
				End   int `xml:"end"`
				Entry struct {
					ID  int     `xml:"geonameid,attr"`
					Lat float64 `xml:"lat"`
					Lon float64 `xml:"lon"`
				} `xml:"gaztag"`
			} `xml:"toponyms>toponym"`
		} `xml:"article"`
	}
	if err := readXML(name, &corpus); err != nil {
		return nil, err
	}
	var articles []placedArticle
	for _, raw := range corpus.Articles {
		article := placedArticle{text: raw.Text}
		starts := codePoints(raw.Text)
		for _, t := range raw.Toponyms {
			if t.Start < 0 || t.Start >= t.End || t.End >= len(starts) {
				continue
			}
			article.gold = append(article.gold, toponym{
				span:     tocsin.Span{Start: starts[t.Start], End: starts[t.End]},
				geoNames: t.Entry.ID, lat: t.Entry.Lat, lon: t.Entry.Lon,
				counted: t.Entry.ID != 0 && !isPeople(raw.Text[starts[t.Start]:starts[t.End]]),
			})
		}
		articles = append(articles, article)
	}
	return articles, nil
}

// isPeople reports whether the words are an adjective or a people, which LGL
// tags as places.
func isPeople(words string) bool {
	match, ok := country.Find(words)
	return ok && (match.Sense == country.Adjective || match.Sense == country.People)
}

func readXML(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read places: %w", err)
	}
	if err := xml.NewDecoder(strings.NewReader(string(data))).Decode(into); err != nil {
		return fmt.Errorf("read places %s: %w", name, err)
	}
	return nil
}

// codePoints gives the byte at which each code point starts, and the end.
func codePoints(text string) []int {
	starts := make([]int, 0, len(text)+1)
	for i := range text {
		starts = append(starts, i)
	}
	return append(starts, len(text))
}
