package page_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tocsin/page"
)

var now = time.Date(2023, 5, 11, 12, 0, 0, 0, time.UTC)

// story is a page of paragraphs that are long enough to be an article.
const story = `<p>The ferries between Westhaven and the islands stay in port until the storm has passed, the harbour
master said on Wednesday, after waves of six metres had broken over the northern pier during the night.</p>
<p>She added that about 400 passengers were waiting in schools and churches of the town, and that food and
blankets had been brought to them from the barracks on the hill.</p>
<p>“Nobody will sail before Friday,” said Ben Okoro, who leads the island council and had spent the night in
the control room.</p>`

func parse(t *testing.T, head, body string) (got struct {
	Title, Outlet, Text, URL, Language string
	Authors                            []string
	Published                          time.Time
}) {
	t.Helper()
	source := "<!DOCTYPE html><html lang=en><head>" + head + "</head><body>" + body + "</body></html>"
	article, err := page.Parse(context.Background(), []byte(source), page.About{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	got.Title, got.Outlet, got.Text, got.URL, got.Language = article.Title, article.Outlet, article.Text, article.URL, article.Language
	got.Authors, got.Published = article.Authors, article.Published
	return got
}

func TestParagraphsArePartedByBlankLines(t *testing.T) {
	text := parse(t, "", "<article>"+story+"</article>").Text
	paragraphs := strings.Split(text, "\n\n")
	if len(paragraphs) != 3 {
		t.Fatalf("%d paragraphs instead of 3: %q", len(paragraphs), text)
	}
	for i, start := range []string{"The ferries between", "She added that", "“Nobody will"} {
		if !strings.HasPrefix(paragraphs[i], start) {
			t.Errorf("paragraph %d starts with %.20q instead of %q", i, paragraphs[i], start)
		}
		if strings.ContainsAny(paragraphs[i], "\n\t") || strings.Contains(paragraphs[i], "  ") {
			t.Errorf("paragraph %d keeps the white space of the source: %q", i, paragraphs[i])
		}
	}
}

// TestFurnitureIsLeftOut: each block stands between the paragraphs of a page
// and must not be among its text.
func TestFurnitureIsLeftOut(t *testing.T) {
	for _, block := range []string{
		"<p>Advertisement</p>",
		"<p>Story continues below</p>",
		"<p>Share this article on Facebook</p>",
		"<p>Follow us on Mastodon and elsewhere</p>",
		"<p>Read more: <a href=/x>Ferry sank in 1987</a></p>",
		"<h3>Related stories</h3>",
		"<p>Sign up for our newsletter</p>",
		"<p>Do you want to know first? Get our evening edition by email. Sign up here.</p>",
		"<p>Share your thoughts with the newsroom below</p>",
		"<p>© 2023 The Daily Lamp</p>",
		"<p>The Daily Lamp. All rights reserved.</p>",
		"<p>(Reporting by Ann Lee in Westhaven; editing by Ada Oduya)</p>",
		"<figure><img src=x><figcaption>The pier after the storm of last year.</figcaption></figure>",
		"<p>The pier after the storm of last year. Photograph: Ann Lee/The Lamp</p>",
		"<p>The pier after the storm of last year. REUTERS/Ann Lee</p>",
		"<p>The pier after the storm of last year (AP Photo/Ann Lee)</p>",
		"<p>The pier after the storm of last year © Lamp Pictures</p>",
	} {
		want := parse(t, "", "<article>"+story+"</article>").Text
		at := strings.Index(story, "<p>She")
		got := parse(t, "", "<article>"+story[:at]+block+story[at:]+"</article>").Text
		if got != want {
			t.Errorf("with %s the text is\n%s", block, got)
		}
	}
}

// TestSentencesLikeFurnitureStay: none of these is furniture.
func TestSentencesLikeFurnitureStay(t *testing.T) {
	for _, sentence := range []string{
		"The council asked islanders to share this week’s bread with those who were waiting.",
		"Asked about her photograph of the pier, she said that it was taken at noon.",
		"He read more than forty letters before he signed up for the lifeboat.",
		"“Follow us on the radio,” the harbour master told the crews, who had waited for hours.",
		"The harbour master told Reuters that the pier would be closed.",
	} {
		text := parse(t, "", "<article>"+story+"<p>"+sentence+"</p></article>").Text
		if !strings.Contains(text, sentence) {
			t.Errorf("%q is left out", sentence)
		}
	}
}

func TestTitleIsTheHeadlineWithoutTheSite(t *testing.T) {
	for head, want := range map[string]string{
		`<title>Ferries stay – The Daily Lamp</title><meta property="og:site_name" content="The Daily Lamp">`:                 "Ferries stay",
		`<title>Daily Lamp | Ferries stay</title><meta property="og:site_name" content="The Daily Lamp">`:                     "Ferries stay",
		`<title>Ferries stay - lamp</title><meta property="og:url" content="https://www.lamp.example/ferry">`:                 "Ferries stay",
		`<meta property="og:title" content="Ferries - why they stay"><meta property="og:site_name" content="The Daily Lamp">`: "Ferries - why they stay",
	} {
		if got := parse(t, head, "<article>"+story+"</article>").Title; got != want {
			t.Errorf("title is %q instead of %q for %s", got, want, head)
		}
	}
}

func TestTitleIsNotRepeatedInTheText(t *testing.T) {
	got := parse(t, "<title>Ferries stay in port</title>", "<article><h1>Ferries stay in port</h1>"+story+"</article>")
	if !strings.HasPrefix(got.Text, "The ferries between") {
		t.Errorf("the text starts with %.40q", got.Text)
	}
}

func TestPublished(t *testing.T) {
	for _, test := range []struct{ stamp, want string }{
		{"2023-05-10T09:30:00+02:00", "2023-05-10T09:30:00+02:00"},
		{"2023-05-10", "2023-05-10T00:00:00Z"},
		{"2023-05-12T09:00:00Z", "2023-05-12T09:00:00Z"}, // a clock may run ahead by a day
		{"2031-01-01T00:00:00Z", "0001-01-01T00:00:00Z"}, // but not by years
		{"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
		{"soon", "0001-01-01T00:00:00Z"},
	} {
		head := `<meta property="article:published_time" content="` + test.stamp + `">`
		got := parse(t, head, "<article>"+story+"</article>").Published.Format(time.RFC3339)
		if got != test.want {
			t.Errorf("a page that says %q is published %s instead of %s", test.stamp, got, test.want)
		}
	}
}

func TestAuthorsAreTakenApart(t *testing.T) {
	got := parse(t, `<meta name="author" content="Ann Lee"><script type="application/ld+json">
		{"@type": "NewsArticle", "headline": "Ferries stay", "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Ben Okoro"}]}
		</script>`, "<article>"+story+"</article>").Authors
	if fmt.Sprint(got) != "[Ann Lee Ben Okoro]" {
		t.Errorf("authors are %q", got)
	}
}

func TestOutletIsTheHostWithoutAName(t *testing.T) {
	source := "<html><body><article>" + story + "</article></body></html>"
	article, err := page.Parse(context.Background(), []byte(source), page.About{URL: "https://www.lamp.example/ferries?page=1", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if article.Outlet != "lamp.example" {
		t.Errorf("outlet is %q", article.Outlet)
	}
}

func TestCharsets(t *testing.T) {
	utf8Story := strings.Repeat("<p>Café owners in Łódź said “never” again – and meant it, for the price of coffee had doubled.</p>", 4)
	windows := strings.Repeat("<p>Caf\xe9 owners said \x93never\x94 again \x96 and meant it, for the price of coffee had doubled in a year.</p>", 4)
	padding := strings.Repeat("<!-- padding -->", 200)
	for _, test := range []struct{ name, source, contentType, want string }{
		{"UTF-8 without a word about it", utf8Story, "", "Łódź said “never” again –"},
		{"UTF-8 that claims to be latin", "<meta charset=iso-8859-1>" + utf8Story, "", "Łódź said “never” again –"},
		{"byte order mark", "\xef\xbb\xbf" + utf8Story, "", "Łódź"},
		{"windows-1252 as the server says", windows, "text/html; charset=windows-1252", "Café owners said “never” again –"},
		{"windows-1252 as the page says", "<meta charset='iso-8859-1'>" + windows, "", "Café owners said “never” again –"},
		{"windows-1252 by default", windows, "", "Café owners said “never” again –"},
		{"windows-1251 declared late", padding + "<meta http-equiv=content-type content='text/html; charset=windows-1251'>" +
			strings.Repeat("<p>\xcf\xe0\xf0\xee\xec \xed\xe5 \xe2\xfb\xf8\xeb\xe8 \xe2 \xec\xee\xf0\xe5 \xe8\xe7-\xe7\xe0 \xf8\xf2\xee\xf0\xec\xe0, \xf1\xea\xe0\xe7\xe0\xeb \xea\xe0\xef\xe8\xf2\xe0\xed.</p>", 9), "", "Паром"},
	} {
		article, err := page.Parse(context.Background(), []byte("<html>"+test.source+"</html>"), page.About{ContentType: test.contentType, Now: now})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if !strings.Contains(article.Text, test.want) {
			t.Errorf("%s: reads %.80q", test.name, article.Text)
		}
	}
}

func TestPagesWithoutText(t *testing.T) {
	for _, source := range []string{"", "<html></html>", "<script>var a = 'words';</script>", "<p></p>", "\x00\x00", "<p>12 – 34</p>"} {
		_, err := page.Parse(context.Background(), []byte(source), page.About{Now: now})
		if !errors.Is(err, page.ErrNoText) {
			t.Errorf("%q gives %v", source, err)
		}
	}
}

// TestBombs: pages that are made to take hours take seconds, and what is
// readable in them is read.
func TestBombs(t *testing.T) {
	paragraph := "<p>The envoy said on Monday that the talks, which had stalled in spring, would resume within a week.</p>"
	for name, source := range map[string]string{
		"100,000 paragraphs":      strings.Repeat(paragraph, 100_000),
		"30,000 paragraphs":       strings.Repeat(paragraph, 30_000),
		"100,000 nested elements": strings.Repeat("<div>", 100_000) + paragraph + paragraph + paragraph,
		"600 nested elements":     strings.Repeat("<div>", 600) + paragraph + paragraph + paragraph,
		"reopened formatting":     openings(500) + strings.Repeat("<p>The envoy said on Monday that the talks would resume.", 20_000),
		"a million attributes":    "<div " + attributes(1_000_000) + ">" + paragraph + paragraph + paragraph + "</div>",
		"a million open tags":     strings.Repeat("<", 1_000_000) + paragraph + paragraph + paragraph,
		"an endless comment":      paragraph + paragraph + paragraph + "<!--" + strings.Repeat("-", 1_000_000),
		"a megabyte of one word":  "<p>" + strings.Repeat("a", 1_000_000) + "</p>" + paragraph,
		"tables in tables":        strings.Repeat("<table><tr><td>", 20_000) + paragraph + paragraph + paragraph,
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		began := time.Now()
		article, err := page.Parse(ctx, []byte("<html><body>"+source), page.About{Now: now})
		cancel()
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s take %s", name, took)
		}
		if err != nil || !strings.Contains(article.Text, "The envoy said on Monday") && name != "a million open tags" {
			t.Errorf("%s: %v, %.60q", name, err, article.Text)
		}
	}
}

func openings(n int) string {
	var tags strings.Builder
	for i := range n {
		fmt.Fprintf(&tags, "<b id=%d>", i)
	}
	return tags.String()
}

func attributes(n int) string {
	var attributes strings.Builder
	for i := range n {
		fmt.Fprintf(&attributes, "a%d ", i)
	}
	return attributes.String()
}

// TestDeadline: when the time is over at once, the plain reading answers.
func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	article, err := page.Parse(ctx, []byte("<html><head><title>Ferries</title></head><body>"+story+"</body></html>"), page.About{Now: now})
	if err != nil || !strings.Contains(article.Text, "She added that") || article.Title != "Ferries" {
		t.Errorf("%v: %q %q", err, article.Title, article.Text)
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The ferries between the port and the islands stay where they are until the storm has passed.": "en",
		"Die Fähren zwischen dem Hafen und den Inseln bleiben liegen, bis der Sturm vorüber ist.":      "de",
		"Паромы останутся в порту, пока не пройдёт шторм, сказал начальник порта в среду утром, после того как волны высотой в шесть метров разбились о северный пирс.": "ru",
		"12 34": "",
		"":      "",
	} {
		if got := page.Language(text); got != want {
			t.Errorf("%q is in %q instead of %q", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("<html><head><title>T</title></head><body>"+story+"</body></html>"), "text/html")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00a\x00"), "")
	f.Add([]byte("<table><p><b><table><b>x<svg><p>y</svg><select><option><p>z"), "text/html; charset=gb18030")
	f.Add([]byte("<meta charset=utf-16><p>a"), "text/html; charset=\"iso-2022-jp\"")
	f.Add([]byte("<script type='application/ld+json'>{\"@type\":[],\"author\":{},\"datePublished\":1}</script><p>a"), "")
	f.Fuzz(func(t *testing.T, source []byte, contentType string) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		article, err := page.Parse(ctx, source, page.About{ContentType: contentType, Now: now})
		if err != nil && !errors.Is(err, page.ErrNoText) {
			t.Fatal(err)
		}
		if (err == nil) != (strings.TrimSpace(article.Text) != "") {
			t.Errorf("error %v with text %q", err, article.Text)
		}
		for _, text := range append(article.Authors, article.Text, article.Title, article.Outlet, article.URL, article.Language) {
			if !utf8.ValidString(text) {
				t.Errorf("%q is not UTF-8", text)
			}
		}
	})
}
