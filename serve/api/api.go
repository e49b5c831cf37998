// Package api is the interface for programs: what the command line asks of a
// ledger, over HTTP. Its description (OpenAPI 3.1) and the page that shows it
// are made from the code.
//
// In go requests; out come JSON, JSON Lines, events, or a problem (RFC 9457)
// with a sentence that says what to do. Questions are those of packages store
// and ask; nothing is computed here but pages of lists. Nothing that an article
// says is ever sent as something that a browser would run.
package api

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"runtime"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"tocsin/ask"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/serve/account"
	"tocsin/store"
)

// Prefix is where the API is mounted.
const Prefix = "/api/v1"

// Options say what an API needs. All but the ledger and the accounts may be zero.
type Options struct {
	Ledger   *store.Ledger
	Accounts *account.Accounts
	Version  string        // of the program
	MaxBytes int64         // of a body; feed.DefaultMaxBytes
	Slowest  time.Duration // that a body may take to come; 40 seconds
	Fetch    func(ctx context.Context, address string) (feed.Response, error)
	Now      func() time.Time
	Log      *slog.Logger
	Look     time.Duration // how often the ledger is looked at for what is new; a second
	Streams  int           // clients that follow at the same time; 100
	Watch    *ingest.Watch // rings for what is new, nil where another process does
	Rang     func()        // called when something rang or changed
}

// API answers programs. It is safe for concurrent use.
type API struct {
	opts     Options
	ledger   *store.Ledger
	huma     huma.API
	reading  turns // who reads articles: it takes a core
	asking   turns // who asks what takes the whole ledger
	answers  *answers
	sent     *bodies
	live     *Live
	describe func() []byte
}

// New makes an API and puts its routes on a router, which is mounted at Prefix.
func New(r chi.Router, opts Options) *API {
	if opts.MaxBytes == 0 {
		opts.MaxBytes = feed.DefaultMaxBytes
	}
	if opts.Slowest == 0 {
		opts.Slowest = 40 * time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Streams == 0 {
		opts.Streams = 100
	}
	if opts.Look == 0 {
		opts.Look = time.Second
	}
	if opts.Rang == nil {
		opts.Rang = func() {}
	}
	const waiting = 32
	cores := runtime.GOMAXPROCS(0)
	a := &API{
		opts: opts, ledger: opts.Ledger, answers: newAnswers(), sent: newBodies(),
		reading: newTurns(cores, waiting), asking: newTurns(cores, waiting),
		live: newLive(opts),
	}
	if opts.Fetch == nil {
		client := feed.NewClient(feed.ClientOptions{UserAgent: "tocsin/" + opts.Version, MaxBytes: opts.MaxBytes})
		a.opts.Fetch = func(ctx context.Context, address string) (feed.Response, error) {
			return client.Get(ctx, address, feed.Validators{})
		}
	}
	a.huma = humachi.New(r, a.config())
	for _, part := range []func(){a.finding, a.joined, a.article, a.writing, a.correcting, a.feeds, a.alarms, a.people, a.searches, a.streaming} {
		part()
	}
	a.documented(r)
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		Problem(w, r, http.StatusNotFound, "There is nothing at this address; "+Prefix+"/docs lists what there is.")
	})
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) {
		Problem(w, r, http.StatusMethodNotAllowed, "This address does not take "+r.Method+"; "+Prefix+"/docs says what it takes.")
	})
	return a
}

// Live is what follows the ledger.
func (a *API) Live() *Live { return a.live }

func (a *API) config() huma.Config {
	config := huma.DefaultConfig("Tocsin", a.opts.Version)
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", nameOf)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Formats = map[string]huma.Format{"application/json": escaping, "json": escaping}
	config.RejectUnknownQueryParameters = true
	config.Transformers = []huma.Transformer{plainly}
	config.Info.Description = "A ledger of who says what, about what, when and where. Every cell of it leads back to the words that it came from. Spans count Unicode code points. Unknown is the empty string, 0 or null, never a guess."
	config.Servers = []*huma.Server{{URL: Prefix}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token of scope read, write or admin, as POST /tokens makes it."},
		"session": {Type: "apiKey", In: "cookie", Name: "tocsin", Description: "What a browser has after /login."},
	}
	config.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	return config
}

// escaping is JSON in which no markup stands.
var escaping = huma.Format{Marshal: func(w io.Writer, value any) error { return json.NewEncoder(w).Encode(value) }, Unmarshal: json.Unmarshal}

// nameOf names a shape. Two packages call something a tie.
func nameOf(t reflect.Type, hint string) string {
	if t == reflect.TypeFor[ask.Tie]() {
		return "OccurrenceTie"
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// operation is what is said of an operation besides its parameters.
type operation struct {
	method, path, id, tag, summary, description string

	role    account.Role // who may ask; viewers without it
	quiet   bool         // it changes nothing, whatever its method
	answer  any          // what is answered, of the type that it has
	lines   any          // what a line is, where JSON Lines are to be had
	status  int          // of an answer; 200
	kinds   []string     // of bodies that are no JSON
	body    any          // of a request that is read here and not by huma
	content string       // type of an answer that is no JSON
}

// add adds an operation.
func add[I any](a *API, o operation, handle func(*call, *I) error) {
	op := huma.Operation{
		Method: o.method, Path: o.path, OperationID: o.id, Tags: []string{o.tag}, Summary: o.summary, Description: o.description,
		DefaultStatus: o.status, MaxBodyBytes: a.opts.MaxBytes + 1, BodyReadTimeout: a.opts.Slowest,
		SkipValidateBody: o.body != nil,
		Errors:           []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests, http.StatusServiceUnavailable},
	}
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	if op.Method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	op.Responses = a.responses(o, op.DefaultStatus)
	op.RequestBody = a.bodies(o)
	role := o.role
	if role == account.Nobody {
		role = account.RoleViewer
	}
	guard := a.opts.Accounts.Require(role)
	if o.quiet {
		guard = a.opts.Accounts.Allow(role)
	}
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humachi.Unwrap(ctx)
		guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next(humachi.NewContext(ctx.Operation(), r, w))
		})).ServeHTTP(w, r)
	}}
	huma.Register(a.huma, op, func(_ context.Context, in *I) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			r, w := humachi.Unwrap(ctx)
			c := &call{Context: r.Context(), api: a, w: w, r: r, status: op.DefaultStatus}
			if err := handle(c, in); err != nil {
				c.fail(err)
			}
		}}, nil
	})
	if o.body != nil { // which huma takes for bytes of any kind
		delete(op.RequestBody.Content, "application/octet-stream")
	}
}

// responses describe what an operation answers.
func (a *API) responses(o operation, status int) map[string]*huma.Response {
	registry := a.huma.OpenAPI().Components.Schemas
	good := &huma.Response{Description: http.StatusText(status)}
	all := map[string]*huma.Response{number(status): good}
	if o.answer != nil {
		good.Content = map[string]*huma.MediaType{"application/json": {Schema: schemaOf(registry, o.answer)}}
	}
	if o.lines != nil {
		good.Content["application/jsonl"] = &huma.MediaType{Schema: schemaOf(registry, o.lines)}
	}
	if o.content != "" {
		good.Content = map[string]*huma.MediaType{o.content: {Schema: &huma.Schema{Type: huma.TypeString}}}
	}
	if o.method == http.MethodGet && o.content != "text/event-stream" {
		good.Headers = map[string]*huma.Param{"ETag": {Description: "Send it back as If-None-Match.", Schema: &huma.Schema{Type: huma.TypeString}}}
		all[number(http.StatusNotModified)] = &huma.Response{Description: "It is still as it was."}
	}
	return all
}

// bodies describe what an operation takes where it reads that itself.
func (a *API) bodies(o operation) *huma.RequestBody {
	if o.body == nil {
		return nil
	}
	body := &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: schemaOf(a.huma.OpenAPI().Components.Schemas, o.body)},
	}}
	for _, kind := range o.kinds {
		body.Content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return body
}
