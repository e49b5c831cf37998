package ingest_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/ingest"
	"tocsin/store"
	"tocsin/store/storetest"
)

var linked = flag.Int("linked", 2000, "how many articles BenchmarkLink links")

// wire is invented news: happenings that a few to many articles tell of within
// days, each with words, people and statements of its own; two of five articles
// are copies with a cut; one statement of ten is a denial. 270 articles come a
// day, of 300 words and seven claims each.
type wire struct {
	random *rand.Rand
	at     time.Time
	number int
	queue  []tocsin.Findings
	words  []string
}

type happening struct {
	words   []string
	people  []string
	sayings []string
}

func newWire() *wire {
	w := &wire{random: rand.New(rand.NewPCG(1, 2)), at: time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, f := range reports() {
		for _, word := range strings.Fields(f.Article.Text) {
			if word == strings.ToLower(word) { // no names
				w.words = append(w.words, strings.Trim(word, ".,;:“”"))
			}
		}
	}
	return w
}

func (w *wire) next() tocsin.Findings {
	for len(w.queue) == 0 {
		w.happen()
	}
	f := w.queue[0]
	w.queue = w.queue[1:]
	return f
}

// common is a word as frequent as words are in English: one of the sample
// articles.
func (w *wire) common() string { return w.words[w.random.IntN(len(w.words))] }

// name makes a word of a number.
func name(n int) string {
	syllables := []string{"ba", "do", "ke", "li", "mu", "na", "pe", "ro", "si", "tu", "va", "zo", "gri", "sha", "lem", "por"}
	word := ""
	for ; n > 0 || word == ""; n /= len(syllables) {
		word += syllables[n%len(syllables)]
	}
	return word
}

func (w *wire) happen() {
	h := happening{}
	for range 50 {
		h.words = append(h.words, name(10_000+w.random.IntN(40_000)))
	}
	for range 4 {
		h.people = append(h.people, strings.ToUpper(name(w.random.IntN(60_000))[:1])+name(w.random.IntN(60_000)))
	}
	for range 10 {
		words := []string{"the"}
		for range 9 {
			words = append(words, h.words[w.random.IntN(len(h.words))], w.common())
		}
		h.sayings = append(h.sayings, strings.Join(words, " "))
	}
	count := 1 + int(w.random.ExpFloat64()*6)
	at := w.at
	var original tocsin.Findings
	for i := range count {
		f := original
		if i == 0 || w.random.Float64() > 0.4 {
			f = w.article(h, at.Add(time.Duration(w.random.ExpFloat64()*float64(36*time.Hour))))
		} else {
			f = w.copied(original)
		}
		if i == 0 {
			original = f
		}
		w.queue = append(w.queue, f)
	}
	w.at = w.at.Add(time.Duration(count) * 24 * time.Hour / 270)
}

func (w *wire) named(f *tocsin.Findings) {
	w.number++
	f.Article.ID = fmt.Sprint("w", w.number)
	f.Article.URL = "https://wire.example/" + f.Article.ID
	f.Article.Outlet = fmt.Sprint("Outlet ", w.random.IntN(80))
	f.Claims = append([]tocsin.Claim(nil), f.Claims...)
	for i := range f.Claims {
		f.Claims[i].ID = tocsin.ID(f.Article.ID, "claim", f.Claims[i].Cue.Span)
	}
}

// copied is the article as another outlet prints it, without its end.
func (w *wire) copied(original tocsin.Findings) tocsin.Findings {
	f := original
	f.Article.Published = f.Article.Published.Add(time.Duration(w.random.IntN(20)) * time.Hour)
	cut := strings.LastIndex(f.Article.Text[:len(f.Article.Text)*9/10], "\n")
	f.Article.Text = f.Article.Text[:cut+1]
	w.named(&f)
	kept := f.Claims[:0]
	for _, claim := range f.Claims {
		if claim.Cue.Span.End <= len(f.Article.Text) {
			kept = append(kept, claim)
		}
	}
	f.Claims = kept
	return f
}

func (w *wire) article(h happening, at time.Time) tocsin.Findings {
	f := tocsin.Findings{Reader: tocsin.Reader{Version: "bench"}, Article: tocsin.Article{Published: at, Language: "en", Title: strings.Join(h.words[:5], " ")}}
	var text strings.Builder
	for i := range 14 {
		if i%2 == 1 {
			start := text.Len()
			person := h.people[w.random.IntN(len(h.people))]
			text.WriteString(person + " said that ")
			content := text.Len()
			text.WriteString(h.sayings[w.random.IntN(len(h.sayings))])
			end := text.Len()
			text.WriteString(".\n\n")
			act := tocsin.Assert
			if w.random.IntN(10) == 0 {
				act = tocsin.Deny
			}
			who := tocsin.Span{Start: start, End: start + len(person)}
			f.Claims = append(f.Claims, tocsin.Claim{
				Source: tocsin.Source{Span: who, Name: person, Kind: tocsin.Person}, Cue: tocsin.Cue{Span: tocsin.Span{Start: who.End + 1, End: who.End + 5}, Lemma: "say"},
				Content: []tocsin.Span{{Start: content, End: end}}, Form: tocsin.Indirect, Act: act,
			})
			continue
		}
		text.WriteString("The ")
		for range 10 {
			text.WriteString(h.words[w.random.IntN(len(h.words))] + " " + w.common() + " " + w.common() + " ")
		}
		text.WriteString("came.\n\n")
	}
	f.Article.Text = text.String()
	w.named(&f)
	return f
}

// BenchmarkLink links a ledger of many articles (-linked 100000), and tells what
// an article costs in each tenth of them.
func BenchmarkLink(b *testing.B) {
	ctx := context.Background()
	for b.Loop() {
		b.StopTimer()
		ledger := storetest.Open(b, filepath.Join(b.TempDir(), "ledger.db"), nil)
		links, news := ingest.NewLinks(ledger), newWire()
		begun := time.Now()
		var spent time.Duration
		const tenths = 10
		for tenth := range tenths {
			for done := 0; done < *linked/tenths; done += 100 {
				var deliveries []store.Delivery
				for range 100 {
					f := news.next()
					is, err := ledger.Identify(ctx, f.Article, f.Reader)
					if err != nil {
						b.Fatal(err)
					}
					deliveries = append(deliveries, store.Delivery{Findings: f, Identity: is, Raw: []byte(is.ID), Evidence: tocsin.Evidence{SHA256: is.ID}})
				}
				if _, err := ledger.Save(ctx, deliveries...); err != nil {
					b.Fatal(err)
				}
				from := time.Now()
				b.StartTimer()
				if err := links.Follow(ctx, nil); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				spent += time.Since(from)
			}
			var memory runtime.MemStats
			runtime.ReadMemStats(&memory)
			each := *linked / tenths
			b.Logf("articles %d to %d: %.2f ms each, %d MB of heap", tenth*each, (tenth+1)*each, spent.Seconds()*1000/float64(each), memory.HeapInuse>>20)
			spent = 0
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(*linked), "ms/article")
		b.Logf("%d articles saved and linked in %s", *linked, time.Since(begun).Round(time.Second))
		asked(b, ledger)
		b.StartTimer()
	}
}

// asked tells how long questions take that a page asks.
func asked(b *testing.B, ledger *store.Ledger) {
	ctx := context.Background()
	timed := func(what string, ask func() (int, error)) {
		begun := time.Now()
		found, err := ask()
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: %d in %s", what, found, time.Since(begun).Round(10*time.Microsecond))
	}
	stories := func(filter tocsin.Filter) func() (int, error) {
		return func() (int, error) { found, err := ledger.Stories(ctx, filter, 1); return len(found), err }
	}
	statements := func(filter tocsin.Filter, standing tocsin.Standing) func() (int, error) {
		return func() (int, error) {
			found, err := ledger.Statements(ctx, filter, standing)
			return len(found), err
		}
	}
	from, to := time.Date(2022, 1, 3, 0, 0, 0, 0, time.UTC), time.Date(2022, 1, 5, 0, 0, 0, 0, time.UTC)
	timed("latest stories", stories(tocsin.Filter{Limit: 50}))
	timed("stories of two days", stories(tocsin.Filter{From: from, To: to, Limit: 50}))
	timed("stories of an outlet", stories(tocsin.Filter{Outlet: "Outlet 7", Limit: 50}))
	timed("latest statements", statements(tocsin.Filter{Limit: 50}, ""))
	timed("corroborated statements", statements(tocsin.Filter{Limit: 50}, tocsin.Corroborated))
	timed("statements of two days", statements(tocsin.Filter{From: from, To: to, Limit: 50}, ""))
	timed("denials by country", statements(tocsin.Filter{Act: tocsin.Deny, Limit: 50}, ""))
}
