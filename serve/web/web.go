// Package web is the newsroom: pages that people read a ledger by. In go a
// Ledger and who is looking; out comes HTML, an address for each thing.
//
// Pages are made on the server, with templ, which escapes by where a value
// stands and whose components the compiler checks. They work without any
// script; what a script adds (the reader's time zone, keys, zooming a map) is
// bundled by tools/ui. Nothing is loaded from elsewhere, and no page has inline
// scripts or styles, so that Policy can forbid them. After a change of a .templ
// file run
//
//	go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path serve/web
//
// The package reads the ledger and files corrections. Who may do what is told
// to it by Options.Viewer; sessions, limits and headers are its caller's.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"

	"tocsin/ingest"
	"tocsin/serve/account"
	"tocsin/store"
)

// Policy is the Content-Security-Policy that the pages need and no more.
const Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Options say for whom pages are made.
type Options struct {
	// Viewer tells who asks: a name for the record, a role ("viewer", "analyst"
	// or "admin"), and the token that forms must bring back; account.Viewer
	// without it.
	Viewer func(ctx context.Context) (name, role, csrf string)
	// Accounts are who may come in; without them there is nothing to set but how
	// pages look.
	Accounts *account.Accounts
	// Now is the clock, time.Now without it.
	Now func() time.Time
	// BaseURL is where readers outside reach the pages: "https://news.example".
	// Feeds and reports need it; "" leaves their links without a host.
	BaseURL string
	// Probe visits the address of a feed once and returns the titles of what it
	// has, so that whoever adds it sees that it works. Without it an added feed
	// waits for the next collection.
	Probe func(ctx context.Context, url string) ([]string, error)
	// Tiles is the address of map tiles, as https://tiles.example/{z}/{x}/{y}.png,
	// in Web Mercator; "" for the shapes that are built in.
	Tiles string
	// Credit names whom the tiles are from.
	Credit string
	// Log is told of what goes wrong, nil for nothing.
	Log *slog.Logger
}

// Pages are the newsroom's pages of one ledger. They are safe for concurrent use.
type Pages struct {
	ledger *store.Ledger
	opts   Options
	views  memo

	linking sync.Mutex
	links   *ingest.Links
}

// New makes the pages of a ledger.
func New(ledger *store.Ledger, o Options) *Pages {
	if o.Viewer == nil {
		o.Viewer = func(ctx context.Context) (string, string, string) {
			name, role, csrf := account.Viewer(ctx)
			return name, string(role), csrf
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Pages{ledger: ledger, opts: o, links: ingest.NewLinks(ledger)}
}

// Routes puts the pages under a router, at its root.
func (p *Pages) Routes(r chi.Router) {
	get := func(pattern string, handle handler) { r.Get(pattern, p.page(handle)) }
	post := func(pattern string, handle handler) { r.Post(pattern, p.form(handle)) }
	still := func(pattern string, handle handler) { r.Get(pattern, p.page(p.still(handle))) }
	own := func(pattern string, handle handler) { r.Post(pattern, p.page(p.owned(handle))) }
	get("/", p.today)
	own("/seen", p.seen)
	own("/theme", p.theme)
	still("/stories", p.stories)
	still("/stories/{id}", p.story)
	still("/stories/{id}/brief", p.storyBrief)
	post("/stories/{id}/pins", p.pin)
	still("/articles", p.articles)
	still("/articles/{id}", p.article)
	still("/articles/{id}/revisions", p.revisions)
	get("/articles/{id}/proof", p.proof)
	get("/articles/{id}/raw", p.raw)
	get("/articles/{id}/correct", p.correcting)
	post("/articles/{id}/correct", p.correct)
	still("/claims", p.statements)
	still("/statements/{id}", p.statement)
	post("/statements/{id}/verdict", p.verdict)
	still("/actors", p.actors)
	still("/actors/*", p.actor)
	post("/actors/*", p.mergeActor)
	still("/places/{at}", p.place)
	still("/events", p.events)
	still("/events/{article}/{event}", p.occurrence)
	still("/outlets", p.outlets)
	still("/outlets/*", p.outlet)
	still("/map", p.mapOf)
	still("/timeline", p.timeline)
	get("/search", p.search)
	get("/search.atom", p.searchFeed)
	own("/searches", p.saveSearch)
	own("/searches/remove", p.dropSearch)
	still("/brief", p.queryBrief)
	get("/watch", p.watch)
	post("/watch", p.haveWatched)
	get("/watch/{id}", p.alarm)
	post("/watch/{id}", p.act)
	get("/sources", p.sources)
	get("/sources.opml", p.subscriptions)
	post("/sources", p.subscribe)
	post("/sources/remove", p.unsubscribe)
	post("/sources/import", p.importSubscriptions)
	still("/review", p.review)
	post("/review", p.confirm)
	get("/settings", p.settings)
	own("/settings/password", p.changePassword)
	own("/settings/tokens", p.makeToken)
	own("/settings/tokens/revoke", p.revokeToken)
	own("/settings/accounts", p.addAccount)
	own("/settings/accounts/change", p.changeAccount)
	still("/corrections", p.corrections)
	post("/corrections/undo", p.undo)
	still("/help", p.help)
	r.Get("/static/{file}", serveAsset)
	r.NotFound(p.page(func(http.ResponseWriter, *http.Request) error { return missing("There is no page at this address.") }))
}

// Feeds puts what is read without a login under a router: the feeds of saved
// searches, whose addresses are secrets.
func (p *Pages) Feeds(r chi.Router) {
	r.Get("/feeds/{secret}", p.page(p.savedFeed))
}
