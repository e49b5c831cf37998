package serve_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/serve"
	"tocsin/serve/web"
	"tocsin/store"
	"tocsin/watch/indicator"
)

var shots = flag.String("shots", "", "folder into which TestEveryPage draws pictures")

// newsdesk is a site with pages whose ledger has articles and alarms.
func newsdesk(t testing.TB, change func(*serve.Options)) *site {
	ledger := filled(t)
	return open(t, ledger, func(o *serve.Options) {
		o.Pages = newsroom(ledger)
		if change != nil {
			change(o)
		}
	})
}

// story is the ID of a story of many articles.
func (s *site) story() tocsin.Story {
	s.t.Helper()
	found, err := s.ledger.Stories(context.Background(), tocsin.Filter{}, 6)
	if err != nil || len(found) == 0 {
		s.t.Fatalf("no story of six articles: %v", err)
	}
	return found[0]
}

// main are the pages' addresses, by what they are called.
func (s *site) addresses() map[string]string {
	s.t.Helper()
	story := s.story()
	statements, err := s.ledger.Statements(context.Background(), tocsin.Filter{Limit: 1}, tocsin.Denied)
	if err != nil || len(statements) == 0 {
		s.t.Fatalf("no statement is denied: %v", err)
	}
	var event string
	for f, err := range s.ledger.Select(context.Background(), tocsin.NounEvent, tocsin.Filter{Limit: 1}) {
		if err != nil {
			s.t.Fatal(err)
		}
		event = "/events/" + f.Article.ID + "/" + f.Events[0].ID
	}
	return map[string]string{
		"today": "/", "stories": "/stories", "story": "/stories/" + story.ID, "brief": "/stories/" + story.ID + "/brief", "articles": "/articles",
		"article": "/articles/" + story.Articles[0], "revisions": "/articles/" + story.Articles[0] + "/revisions",
		"claims": "/claims", "statement": "/statements/" + statements[0].ID, "actors": "/actors", "actor": "/actors/Alexander%20Lukashenko", "events": "/events", "event": event,
		"place": "/places/53.9,27.567?name=Minsk", "map": "/map", "timeline": "/timeline", "search": "/search?text=soldiers", "search-empty": "/search", "query-brief": "/brief?text=soldiers",
		"outlets": "/outlets", "outlet": "/outlets/Meridian%20Press", "watch": "/watch", "sources": "/sources", "review": "/review", "settings": "/settings", "corrections": "/corrections", "help": "/help",
	}
}

// mostBytes is what a page may weigh on the wire with all that it loads.
const mostBytes = 400_000

// TestEveryPage looks at every page on light and dark paper and on a telephone:
// the browser complains of nothing, nobody is kept out (WCAG 2.2 AA, as far as
// axe can tell), and nothing stands out beyond the edge of the telephone.
func TestEveryPage(t *testing.T) {
	s := newsdesk(t, nil)
	rung(t, s.ledger)
	b := browse(t, s.address)
	addresses := s.addresses()
	alarms, err := s.ledger.Alarms(context.Background(), store.AlarmFilter{Limit: 1})
	if err != nil || len(alarms) == 0 {
		t.Fatalf("nothing rings: %v", err)
	}
	addresses["alarm"] = "/watch/" + alarms[0].ID
	for name, path := range addresses {
		b.sized(1280, 1100)
		b.dark(false)
		b.open(path)
		if b.weight() > mostBytes {
			t.Errorf("%s weighs %d bytes, more than %d", name, b.weight(), mostBytes)
		}
		b.accessible(name)
		b.picture(name, "")
		b.dark(true)
		b.open(path)
		b.accessible(name + " on dark paper")
		b.picture(name, "-dark")
		b.dark(false)
		b.sized(360, 780)
		b.open(path)
		b.accessible(name + " on a telephone")
		b.picture(name, "-phone")
		if wide := tells[int](b, "document.scrollingElement.scrollWidth"); wide > 360 {
			t.Errorf("%s is %d pixels wide on a telephone of 360", name, wide)
		}
		b.fine(name)
	}
}

func (b *tab) accessible(where string) {
	b.t.Helper()
	for _, violation := range b.violations() {
		b.t.Errorf("%s: %s", where, violation)
	}
}

// TestAxeSees: the checker finds what is wrong where something is.
func TestAxeSees(t *testing.T) {
	b := browse(t, newsdesk(t, nil).address)
	b.open("/help")
	tells[bool](b, `(document.querySelector("main").append(Object.assign(document.createElement("img"), {src: "/static/none.png"})), true)`)
	if found := b.violations(); len(found) == 0 || !strings.Contains(strings.Join(found, " "), "image-alt") {
		t.Errorf("a picture without words is not seen: %v", found)
	}
}

// BenchmarkPaint tells after how many milliseconds a browser that knows nothing of
// the site shows the first words of a page (first contentful paint), and how
// much came over the network.
func BenchmarkPaint(b *testing.B) {
	s := newsdesk(b, nil)
	window := browse(b, s.address)
	for name, path := range s.addresses() {
		b.Run(name, func(b *testing.B) {
			var spent []float64
			for b.Loop() {
				window.open(path)
				window.until(`performance.getEntriesByName("first-contentful-paint").length > 0`)
				spent = append(spent, tells[float64](window, `performance.getEntriesByName("first-contentful-paint")[0].startTime`))
			}
			slices.Sort(spent)
			b.ReportMetric(spent[len(spent)/2], "paint-ms")
			b.ReportMetric(float64(window.weight())/1000, "kB")
		})
	}
}

func (b *tab) picture(name, kind string) {
	if *shots != "" {
		b.shoot(*shots, name+kind)
	}
}

// rung has the sample's indicators watched until they have rung.
func rung(t testing.TB, ledger *store.Ledger) {
	t.Helper()
	rules, err := os.ReadFile("../examples/northern-border/indicators.yaml")
	if err != nil {
		t.Fatal(err)
	}
	problem, err := indicator.Read("rules", rules, ingest.World())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := ledger.Watch(ctx, problem.Name, rules, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.NewWatch(ledger, ingest.WatchOptions{Now: clock()}).Past(ctx, problem.Name); err != nil {
		t.Fatal(err)
	}
}

// TestKeys: the first page can be read without a mouse.
func TestKeys(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	b.open("/")
	first := tells[string](b, `document.querySelector("[data-open]").dataset.open`)
	count := tells[int](b, `document.querySelectorAll("[data-open]").length`)
	b.press("j")
	b.until(`document.activeElement.dataset.open === ` + quoted(first))
	b.press("e")
	b.until(`document.querySelectorAll("[data-open]:not([hidden])").length === ` + fmt.Sprint(count-1))
	b.press("u")
	b.until(`document.querySelectorAll("[data-open]:not([hidden])").length === ` + fmt.Sprint(count))
	b.press("?")
	b.until(`document.querySelector("dialog#sheet[open] kbd") !== null`)
	b.press("\x1b")
	b.until(`document.querySelector("dialog#sheet[open]") === null`)
	b.press("/")
	b.until(`document.activeElement.id === "find"`)
	b.press("\x1b")
	b.until(`document.activeElement.id !== "find"`)
	b.open("/")
	b.press("j", "o")
	b.until(`location.pathname === ` + quoted(first))
	b.press("g", "m")
	b.until(`location.pathname === "/map"`)
	b.press("g", "s")
	b.until(`location.pathname === "/stories"`)
	// Whoever tabs comes to the page's words at once, and sees where they are.
	b.open("/stories")
	b.press("\t")
	b.until(`document.activeElement.matches("a.skip")`)
	b.press("\r")
	b.until(`location.hash === "#main"`)
	b.fine("keys")
}

// TestSeenInBrowser: what was looked through is gone until something changes,
// and the page says when that happens.
func TestSeenInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	live, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	go s.server.API().Live().Run(live)
	b := browse(t, s.address)
	b.open("/")
	b.click("#seen")
	b.until(`document.querySelector("h1").textContent.includes("Since you last looked")`)
	if n := tells[int](b, `document.querySelectorAll("#stories [data-open]").length`); n != 0 {
		t.Errorf("%d stories are new right after all were seen", n)
	}
	b.open("/stories")
	b.until(`document.querySelector("[data-live]").hidden`)
	time.Sleep(100 * time.Millisecond) // until the stream stands
	s.post("/api/v1/articles", map[string]any{"id": "fresh-1", "outlet": "Fresh Post", "published": "2023-01-10T07:00:00Z", "title": "Ferry stops", "text": "The ferry to Brest will not sail on Tuesday, the harbour master said."}, http.StatusCreated)
	b.until(`!document.querySelector("[data-live]").hidden`)
	b.open("/")
	b.until(`document.querySelector("#stories").textContent.includes("Ferry stops")`)
	b.fine("seen")
}

// TestArticleInBrowser: words and cards know each other, kinds can be switched
// off, a finding is put right and that is undone.
func TestArticleInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	article := s.story().Articles[0]
	b.open("/articles/" + article)
	claim := tells[string](b, `document.querySelector("details.card.claim [id], details.card.claim").id || document.querySelector("details.card.claim").querySelector("[id]").id`)
	b.press("n")
	b.until(`document.querySelector("details.card.claim.lit[open]") !== null`)
	b.until(`location.hash.length > 1`)
	marks := tells[int](b, `[...document.querySelectorAll("#words [data-f]")].filter(mark => mark.getClientRects().length).length`)
	if marks < 10 {
		t.Errorf("only %d words are marked", marks)
	}
	b.open("/articles/" + article + "/correct?finding=" + claim)
	b.fill(`input[name=why]`, "an idiom")
	b.click(`main form button`)
	b.until(`location.pathname === ` + quoted("/articles/"+article))
	if tells[bool](b, `document.getElementById(`+quoted(claim)+`) !== null`) {
		t.Error("the claim is still there")
	}
	b.open("/corrections")
	b.until(`document.querySelector("main").textContent.includes("an idiom")`)
	b.click("main details summary")
	b.fill(`main details input[name=why]`, "no idiom after all")
	b.click("main details button")
	b.until(`!document.querySelector("main").textContent.includes("an idiom")`)
	b.open("/articles/" + article)
	b.until(`document.getElementById(` + quoted(claim) + `) !== null`)
	b.fine("article")
}

// TestReviewInBrowser: y says that a finding is right and goes on to the next.
func TestReviewInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	b.open("/review")
	items := tells[int](b, `document.querySelectorAll("[data-open]").length`)
	b.press("j")
	second := tells[string](b, `document.querySelectorAll("[data-open]")[1].dataset.item`)
	b.press("y")
	b.until(`document.querySelectorAll("[data-open]").length === ` + fmt.Sprint(items-1))
	b.until(`document.activeElement.dataset.item === ` + quoted(second))
	b.press("x")
	b.until(`location.pathname.endsWith("/correct")`)
	b.open("/corrections")
	b.until(`document.querySelector("main").textContent.includes("is right")`)
	b.fine("review")
}

// TestSearchInBrowser: search, narrow, save, follow, forget.
func TestSearchInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	b.open("/")
	b.fill("#find", "soldiers")
	b.press("\r")
	b.until(`location.pathname === "/search" && document.querySelectorAll("#results li").length > 0`)
	b.click(".facets ul a")
	b.until(`location.search.includes("outlet=")`)
	b.fill(`form[action="/searches"] input[name=name]`, "Soldiers there")
	b.click(`form[action="/searches"] button`)
	b.until(`document.querySelector("#saved")?.textContent.includes("Soldiers there")`)
	feed := tells[string](b, `document.querySelector("#saved a[href^='/feeds/']").getAttribute("href")`)
	if got := s.get(feed, http.StatusOK); !strings.Contains(got.body, "<entry>") {
		t.Errorf("the feed is empty: %s", got.body)
	}
	b.open("/")
	b.click("#saved button")
	b.until(`document.querySelector("#saved") === null`)
	b.fine("search")
}

// TestMapInBrowser: the map moves by buttons, and a mark leads to its place.
func TestMapInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	b.open("/map")
	const box = `document.querySelector("[data-map] > svg").viewBox.baseVal.width`
	whole := tells[float64](b, box)
	b.click(`.map-bar button[aria-label="Closer"]`)
	b.until(fmt.Sprintf("%s < %f", box, whole*0.8))
	b.click(`.map-bar button[aria-label="As it was"]`)
	b.until(fmt.Sprintf("Math.abs(%s - %f) < 1", box, whole))
	b.click(`[data-map] a[aria-label^="Minsk"] circle`)
	b.until(`location.pathname.startsWith("/places/")`)
	b.fine("map")
}

// TestTilesInBrowser: a map has the tiles of a server that is named, those under
// its view, and nothing else is loaded from there.
func TestTilesInBrowser(t *testing.T) {
	asked := make(chan string, 200)
	tiles := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		w.Header().Set("Content-Type", "image/svg+xml")
		io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#9bb"/></svg>`)
	}))
	defer tiles.Close()
	ledger := filled(t)
	s := open(t, ledger, func(o *serve.Options) {
		o.Images = []string{tiles.URL}
		o.Pages = func(s *serve.Server, behind, _ chi.Router) {
			web.New(ledger, web.Options{Tiles: tiles.URL + "/{z}/{x}/{y}.svg", Credit: "Testers"}).Routes(behind)
		}
	})
	b := browse(t, s.address)
	b.open("/map")
	b.until(`document.querySelectorAll("[data-map] svg g image").length > 3`)
	b.until(`document.querySelector("footer").textContent.includes("Testers")`)
	const patience = 10 * time.Second
	for range 3 {
		select {
		case path := <-asked:
			var z, x, y int
			if n, err := fmt.Sscanf(path, "/%d/%d/%d.svg", &z, &x, &y); n != 3 || err != nil || z < 2 || x >= 1<<z || y >= 1<<z {
				t.Errorf("no tile: %s", path)
			}
		case <-time.After(patience):
			t.Fatal("no tile is asked for")
		}
	}
	b.fine("tiles")
	b.picture("map-tiles", "")
}

// TestThemeInBrowser: the reader chooses the paper, whatever the system prefers.
func TestThemeInBrowser(t *testing.T) {
	s := newsdesk(t, nil)
	b := browse(t, s.address)
	const paper = `getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor`
	b.dark(false)
	b.open("/help")
	light := tells[string](b, paper)
	b.click(`form.theme button.only-light`)
	b.until(`document.documentElement.dataset.theme === "dark"`)
	if tells[string](b, paper) == light {
		t.Error("dark paper is as light as before")
	}
	b.open("/stories")
	b.until(`document.documentElement.dataset.theme === "dark"`)
	b.fine("theme")
}

// TestSourcesInBrowser: a feed is added and seen to work at once.
func TestSourcesInBrowser(t *testing.T) {
	s := newsdesk(t, func(o *serve.Options) {
		o.Fetch = func(_ context.Context, address string) (feed.Response, error) {
			return feed.Response{URL: address, ContentType: "application/rss+xml", Body: []byte(`<rss version="2.0"><channel><title>Harbour</title><item><title>Ferry stops for winter</title><link>https://harbour.example/1</link></item></channel></rss>`)}, nil
		}
	})
	b := browse(t, s.address)
	b.open("/sources")
	b.fill(`#add input[name=url]`, "https://harbour.example/rss")
	b.click(`#add form button`)
	b.until(`document.querySelector("#probe")?.textContent.includes("Ferry stops for winter")`)
	b.until(`document.querySelector("#feeds").textContent.includes("harbour.example")`)
	b.click(`#feeds form button`)
	b.until(`document.querySelector("#feeds").textContent.includes("No feed is collected yet")`)
	b.fine("sources")
}

// TestLoginInBrowser: without a login there is nothing to see; with one, what
// one's role may.
func TestLoginInBrowser(t *testing.T) {
	s := desk(t)
	b := browse(t, s.address)
	b.do(chromedp.Navigate(s.address + "/settings"))
	b.until(`location.pathname === "/login"`)
	b.accessible("login")
	b.fill(`input[name=name]`, "vera")
	b.fill(`input[name=password]`, viewPassword)
	b.click(`main button, form button`)
	b.until(`location.pathname === "/settings"`)
	if tells[bool](b, `document.querySelector("#accounts") !== null`) {
		t.Error("a viewer sees the accounts")
	}
	b.fill(`#tokens input[name=label]`, "notebook")
	b.click(`#tokens form.ask button`)
	b.until(`document.querySelector("#secret code")?.textContent.startsWith("tocsin_")`)
	b.click(`form[action="/logout"] button`)
	b.until(`location.pathname === "/login"`)
}
