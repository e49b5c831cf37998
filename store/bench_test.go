package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/store"
	"tocsin/store/storetest"
)

var benchClaims = flag.Int("claims", 20_000, "how many claims the ledger of BenchmarkAsk has")

// saying is an article of many claims by a few of many speakers.
func saying(n, claims int) tocsin.Findings {
	countries := []string{"NOR", "DNK", "SWE", "FIN", "ISL"}
	acts := []tocsin.Act{tocsin.Assert, tocsin.Assert, tocsin.Assert, tocsin.Deny, tocsin.Accuse, tocsin.Demand}
	var text strings.Builder
	f := tocsin.Findings{Reader: reader}
	article := tocsin.Article{
		ID: fmt.Sprint("s", n), URL: fmt.Sprint("https://vik.example/", n), Outlet: fmt.Sprint("Outlet ", n%40), Language: "en",
		Published: time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour),
	}
	for i := range claims {
		speaker := (n*7 + i*i*13) % 5000
		start := text.Len()
		fmt.Fprintf(&text, "The ferry %d to Oster is late by %d hours, Speaker %d said.\n", n, i, speaker)
		line := text.String()[start:]
		cue := tocsin.Span{Start: start + strings.LastIndex(line, "said"), End: start + strings.LastIndex(line, "said") + 4}
		content := tocsin.Span{Start: start, End: start + strings.Index(line, ",")}
		who := tocsin.Span{Start: content.End + 2, End: cue.Start - 1}
		oster := tocsin.Span{Start: start + strings.Index(line, "Oster"), End: start + strings.Index(line, "Oster") + 5}
		name := fmt.Sprintf("Speaker %d", speaker)
		f.Actors = append(f.Actors, tocsin.Actor{ID: tocsin.ID(article.ID, "actor", who), Name: name, Kind: tocsin.Person, Country: countries[speaker%5], Mentions: []tocsin.Span{who}})
		f.Places = append(f.Places, tocsin.Place{ID: tocsin.ID(article.ID, "place", oster), Span: oster, Name: fmt.Sprintf("Oster %d", speaker%300), Lat: 55 + float64(speaker%300)/30, Lon: 5 + float64(n%100)/10, Country: "NOR"})
		f.Claims = append(f.Claims, tocsin.Claim{
			ID: tocsin.ID(article.ID, "claim", cue), Source: tocsin.Source{Span: who, Name: name, Country: countries[speaker%5], Kind: tocsin.Person},
			Cue: tocsin.Cue{Span: cue, Lemma: "say"}, Content: []tocsin.Span{content}, Form: tocsin.Indirect, Act: acts[(n+i)%len(acts)],
		})
	}
	article.Text = text.String()
	f.Article = article
	return f
}

// BenchmarkAsk asks a ledger of many claims (-claims 1000000). A query reads
// its fifty latest answers with their articles.
func BenchmarkAsk(b *testing.B) {
	const each, together = 50, 100
	ledger := storetest.Open(b, filepath.Join(b.TempDir(), "ledger.db"), nil)
	var deliveries []store.Delivery
	begun := time.Now()
	for n := range *benchClaims / each {
		f := saying(n, each)
		is, err := ledger.Identify(ctx, f.Article, reader)
		if err != nil {
			b.Fatal(err)
		}
		raw := []byte(f.Article.Text)
		sum := sha256.Sum256(raw)
		deliveries = append(deliveries, store.Delivery{Findings: f, Identity: is, Raw: raw, Evidence: tocsin.Evidence{SHA256: hex.EncodeToString(sum[:])}})
		if len(deliveries) == together {
			if _, err := ledger.Save(ctx, deliveries...); err != nil {
				b.Fatal(err)
			}
			deliveries = nil
		}
	}
	b.Logf("%d claims saved in %s", *benchClaims, time.Since(begun).Round(time.Second))
	for _, query := range []struct {
		name   string
		filter tocsin.Filter
	}{
		{"latest", tocsin.Filter{}},
		{"by", tocsin.Filter{By: "speaker 1234"}},
		{"by-country-act", tocsin.Filter{Country: "SWE", Act: tocsin.Deny}},
		{"about", tocsin.Filter{About: "oster 77"}},
		{"from-to", tocsin.Filter{From: time.Date(2015, 1, 5, 0, 0, 0, 0, time.UTC), To: time.Date(2015, 1, 9, 0, 0, 0, 0, time.UTC)}},
		{"near", tocsin.Filter{Near: tocsin.Circle{Lat: 57, Lon: 8, Km: 20}}},
		{"text", tocsin.Filter{Text: `"ferry 321"`}},
		{"outlet", tocsin.Filter{Outlet: "outlet 7"}},
		{"as-of", tocsin.Filter{By: "speaker 1234", AsOf: time.Now().Add(time.Hour)}},
	} {
		b.Run(query.name, func(b *testing.B) {
			query.filter.Limit = 50
			for b.Loop() {
				found := 0
				for f, err := range ledger.Select(ctx, tocsin.NounClaim, query.filter) {
					if err != nil {
						b.Fatal(err)
					}
					found += len(f.Claims)
				}
				if found == 0 {
					b.Fatal("nothing was found")
				}
			}
		})
	}
}
