package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// world is a web in memory: handlers by the name of their host. With the clock
// of testing/synctest it takes no time.
type world map[string]http.HandlerFunc

// client makes a Client of this world, for a test within synctest.Test.
func (w world) client(t *testing.T, o ClientOptions) *Client {
	hosts := map[string]*pipes{}
	for name, handler := range w {
		hosts[name] = &pipes{make(chan net.Conn), make(chan struct{}), sync.Once{}}
		server := &http.Server{Handler: handler}
		go server.Serve(hosts[name])
		t.Cleanup(func() { server.Close() })
	}
	c := NewClient(o)
	c.proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	c.direct.DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
		name, _, _ := net.SplitHostPort(address)
		host := hosts[name]
		if host == nil {
			return nil, &net.DNSError{Name: name, IsNotFound: true}
		}
		ours, theirs := net.Pipe()
		host.conns <- theirs
		return ours, nil
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// pipes is a net.Listener.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// diary notes when requests come in and go out.
type diary struct {
	mu      sync.Mutex
	entries []visit
}

type visit struct {
	path       string
	start, end time.Time
}

// visits wraps a handler so that its requests are noted.
func (d *diary) visits(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		handler(w, r)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.entries = append(d.entries, visit{r.URL.Path, start, time.Now()})
	}
}

func (d *diary) paths() (paths []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, visit := range d.entries {
		paths = append(paths, visit.path)
	}
	return paths
}

// pauses are the times between the end of a visit and the start of the next.
func (d *diary) pauses() (pauses []time.Duration) {
	for i := 1; i < len(d.entries); i++ {
		pauses = append(pauses, d.entries[i].start.Sub(d.entries[i-1].end))
	}
	return pauses
}

// page answers with text, but has no robots.txt.
func page(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, text)
	}
}

// withRobots answers "words" and has the robots.txt given.
func withRobots(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			io.WriteString(w, text)
			return
		}
		io.WriteString(w, "words")
	}
}

// local is a Client that may ask httptest's servers and pauses for nobody.
func local(t *testing.T, o ClientOptions) *Client {
	t.Helper()
	o.AllowPrivate, o.Delay = true, -1
	c := NewClient(o)
	t.Cleanup(func() { c.Close() })
	return c
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestHostsAreAskedOneRequestAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a, b diary
		slow := func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			page("words")(w, r)
		}
		c := world{"a.example": a.visits(slow), "b.example": b.visits(slow)}.client(t, ClientOptions{})
		start := time.Now()
		var group sync.WaitGroup
		for i := range 6 {
			group.Go(func() {
				address := fmt.Sprintf("http://%s.example/%d", []string{"a", "b"}[i%2], i)
				if _, err := c.Get(t.Context(), address, Validators{}); err != nil {
					t.Errorf("%s: %v", address, err)
				}
			})
		}
		group.Wait()
		for name, host := range map[string]*diary{"a": &a, "b": &b} {
			pauses := host.pauses()
			if len(pauses) != 3 || slices.Min(pauses) < DefaultDelay {
				t.Errorf("%s: robots.txt and three pages come %v after each other", name, pauses)
			}
			if paths := host.paths(); paths[0] != "/robots.txt" || slices.Contains(paths[1:], "/robots.txt") {
				t.Errorf("%s is asked for %v", name, paths)
			}
		}
		// Four visits of 0.1 s and three pauses of 1 s at each host, at once.
		if took := time.Since(start); took != 3400*time.Millisecond {
			t.Errorf("both hosts took %v", took)
		}
	})
}

func TestCrawlDelayLengthensThePause(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 5":                                          5 * time.Second,
		"User-agent: *\nCrawl-delay: 2.5":                                        2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 0.1":                                        DefaultDelay,
		"User-agent: *\nCrawl-delay: 3600":                                       maxCrawlDelay,
		"User-agent: *\nCrawl-delay: soon":                                       DefaultDelay,
		"User-agent: *\nCrawl-delay: NaN":                                        DefaultDelay,
		"User-agent: *\nCrawl-delay: 9\nUser-agent: tocsin\nCrawl-delay: 4":      4 * time.Second,
		"User-agent: *\nCrawl-delay: 9\nAllow: /\nUser-agent: X\nCrawl-delay: 4": 9 * time.Second,
	} {
		synctest.Test(t, func(t *testing.T) {
			var host diary
			c := world{"a.example": host.visits(withRobots(robots))}.client(t, ClientOptions{})
			for range 2 {
				if _, err := c.Get(t.Context(), "http://a.example/", Validators{}); err != nil {
					t.Fatal(err)
				}
			}
			if pauses := host.pauses(); pauses[1] != want {
				t.Errorf("%q: pauses %v", robots, pauses)
			}
		})
	}
}

func TestContextEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := world{"a.example": func(http.ResponseWriter, *http.Request) { time.Sleep(10 * time.Second) }}.client(t, ClientOptions{IgnoreRobots: true})
		go c.Get(t.Context(), "http://a.example/", Validators{})
		synctest.Wait()
		for name, begin := range map[string]time.Duration{"for the other request": 0, "for the pause": 10500 * time.Millisecond} {
			ctx, cancel := context.WithTimeout(t.Context(), begin+100*time.Millisecond)
			start := time.Now()
			_, err := c.Get(ctx, "http://a.example/", Validators{})
			if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > begin+100*time.Millisecond {
				t.Errorf("waiting %s: %v after %v", name, err, took)
			}
			cancel()
		}
		if _, err := c.Get(t.Context(), "http://a.example/", Validators{}); err != nil {
			t.Errorf("the host's turn is lost: %v", err)
		}
	})
}

func TestHostsAreForgotten(t *testing.T) {
	now := time.Unix(0, 0)
	turns := newTurns(func() time.Time { return now }, 30*time.Second)
	for i := range 10_000 {
		release, err := turns.take(t.Context(), strconv.Itoa(i), 0)
		if err != nil {
			t.Fatal(err)
		}
		release()
		now = now.Add(time.Second)
		if len(turns.hosts) > 2*minSweep {
			t.Fatalf("%d hosts are remembered after %d", len(turns.hosts), i)
		}
	}
}

func TestRobotsRules(t *testing.T) {
	for _, test := range []struct {
		file, path string
		allowed    bool
	}{
		{"", "/a", true},
		{"<html><p>not found: /a", "/a", true},
		{"Disallow: /a", "/a", true},
		{"User-agent: *\nDisallow:", "/a", true},
		{"User-agent: *\nDisallow: /", "/a", false},
		{"User-agent: *\nDisallow: /", "/robots.txt", true},
		{"\xef\xbb\xbfUser-agent: *\r\nDisallow: /a\r\n", "/a", false},
		{"user-agent:*\rDISALLOW:/a#b", "/ab", false},
		{"User-agent *\nDisallow /a", "/a", false},
		{"User-agent: *\nDisallow: a", "/a", false},
		{"User-agent: *\nCrawl-delay: soon\nnonsense\nfoo: bar\nDisallow: /a", "/a", false},
		// Groups.
		{"User-agent: toc\nDisallow: /", "/a", true},
		{"User-agent: TOCSIN/2.0 (x)\nDisallow: /", "/a", false},
		{"User-agent: tocsin # us\nDisallow: /", "/a", false},
		{"User-agent: tocsin\nAllow: /\nUser-agent: *\nDisallow: /", "/a", true},
		{"User-agent: tocsin\nUser-agent: *\nDisallow: /", "/a", false},
		{"User-agent: tocsin\nAllow: /x\nUser-agent: *\nDisallow: /", "/a", true},
		{"User-agent: *\nDisallow: /\n\nUser-agent: tocsin\n", "/a", true},
		{"User-agent: tocsin\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: tocsin\nDisallow: /b", "/a", false},
		{"User-agent: tocsin\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: tocsin\nDisallow: /b", "/b", false},
		{"User-agent: tocsin\nSitemap: /s\nCrawl-delay: 5\n\nUser-agent: x\nDisallow: /a", "/a", false},
		// The longest match, and of two the one that allows.
		{"User-agent: *\nAllow: /p\nDisallow: /", "/page", true},
		{"User-agent: *\nDisallow: /\nAllow: /p", "/page", true},
		{"User-agent: *\nDisallow: /page\nAllow: /page", "/page", true},
		{"User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
		{"User-agent: *\nAllow: /$\nDisallow: /", "/", true},
		{"User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false},
		{"User-agent: *\nDisallow: /a", "/A", true},
		// Wildcards.
		{"User-agent: *\nDisallow: *.gif$", "/a.gif", false},
		{"User-agent: *\nDisallow: *.gif$", "/a.gif?x", true},
		{"User-agent: *\nDisallow: /a*b*c$", "/abcbc", false},
		{"User-agent: *\nDisallow: /a*b*c$", "/acb", true},
		{"User-agent: *\nDisallow: /*?", "/a", true},
		{"User-agent: *\nDisallow: /*?", "/a?b", false},
		{"User-agent: *\nDisallow: /a$b", "/a$b", false},
		{"User-agent: *\nDisallow: /a%2A", "/ab", true},
		{"User-agent: *\nDisallow: /a%2A", "/a*", false},
		{"User-agent: *\nDisallow: /(.+)[", "/(.+)[", false},
		// Percent-encoding.
		{"User-agent: *\nDisallow: /café", "/caf%c3%a9", false},
		{"User-agent: *\nDisallow: /caf%C3%A9", "/café", false},
		{"User-agent: *\nDisallow: /%62", "/b", false},
		{"User-agent: *\nDisallow: /b", "/%62", false},
		{"User-agent: *\nDisallow: /a/b", "/a%2Fb", true},
		{"User-agent: *\nDisallow: /a%", "/a%", false},
	} {
		if got := parseRobots([]byte(test.file), "tocsin").allows(test.path); got != test.allowed {
			t.Errorf("%q: %s allowed: %v", test.file, test.path, got)
		}
	}
}

// FuzzRobots: a pattern matches what the regular expression that it stands for
// matches.
func FuzzRobots(f *testing.F) {
	f.Add("/a*b*c$", "/abcbc")
	f.Add("*$", "")
	f.Add("/%2a**$$", "/*$")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		parseRobots([]byte(pattern), path)
		pattern, path = normalPattern(pattern), normalPath(path)
		body, whole := strings.CutSuffix(pattern, "$")
		meaning := "^" + strings.ReplaceAll(regexp.QuoteMeta(body), `\*`, ".*")
		if whole {
			meaning += "$"
		}
		if got, want := (robotsRule{pattern: pattern}).matches(path), regexp.MustCompile(meaning).MatchString(path); got != want {
			t.Errorf("%q matches %q: %v", pattern, path, got)
		}
		if normalPath(path) != strings.NewReplacer("*", "%2A", "$", "%24").Replace(path) {
			t.Errorf("%q is not normal", path)
		}
	})
}

func TestRobotsAreRespected(t *testing.T) {
	closed := "User-agent: tocsin\nDisallow: /closed\n"
	status := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(status)
			}
		}
	}
	for name, test := range map[string]struct {
		host      http.HandlerFunc
		want      string // in the error
		temporary bool
	}{
		"allowed by default": {withRobots(""), "", false},
		"disallowed":         {withRobots(closed), ErrRobots.Error(), false},
		"401":                {status(401), "", false},
		"404":                {status(404), "", false},
		"304":                {status(304), "", false},
		"429":                {status(429), "its robots.txt cannot be read, so it is left alone for now: the server answers 429 Too Many Requests", true},
		"503":                {status(503), "its robots.txt cannot be read, so it is left alone for now: the server answers 503 Service Unavailable", true},
		"breaks off": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, closed)
		}, "its robots.txt cannot be read, so it is left alone for now: breaks off", true},
		"redirect elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://b.example/rules", http.StatusFound)
		}, ErrRobots.Error(), false},
		"too many redirects": {func(w http.ResponseWriter, r *http.Request) {
			if step, found := strings.CutPrefix(r.URL.Path, "/robots.txt"); found {
				http.Redirect(w, r, "/robots.txt"+step+"x", http.StatusFound)
			}
		}, "", false},
		"redirect by the page": {func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/robots.txt" {
				http.Redirect(w, r, "http://b.example/closed", http.StatusFound)
			}
		}, ErrRobots.Error(), false},
		"only the first 500 KiB count": {withRobots(strings.Repeat("#\n", maxRobotsBytes/2) + closed), "", false},
		"within 500 KiB":               {withRobots(strings.Repeat("#\n", maxRobotsBytes/2-len(closed)) + closed), ErrRobots.Error(), false},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, closed) }
			c := world{"a.example": test.host, "b.example": b}.client(t, ClientOptions{UserAgent: "Tocsin/1.0 (+https://tocsin.example)"})
			_, err := c.Get(t.Context(), "http://a.example/closed", Validators{})
			if (err == nil) != (test.want == "") || err != nil && !strings.HasPrefix(err.Error(), test.want) || Temporary(err) != test.temporary {
				t.Errorf("%s: %v, temporary %v", name, err, Temporary(err))
			}
		})
	}
}

func TestRobotsAreKeptForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var host diary
		broken := false
		rules := withRobots("User-agent: *\nDisallow: /closed")
		c := world{"a.example": host.visits(func(w http.ResponseWriter, r *http.Request) {
			if broken {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			rules(w, r)
		})}.client(t, ClientOptions{})
		ask := func(loads int) {
			t.Helper()
			if _, err := c.Get(t.Context(), "http://a.example/closed", Validators{}); err != ErrRobots {
				t.Error(err)
			}
			if paths := host.paths(); len(paths) != loads {
				t.Errorf("the host was asked for %v", paths)
			}
		}
		ask(1)
		time.Sleep(robotsLife - time.Second)
		ask(1)
		time.Sleep(time.Second)
		ask(2)
		// What it asked before stays good while the host is broken.
		broken = true
		time.Sleep(robotsLife)
		ask(3)
		ask(3)
		time.Sleep(robotsRetry)
		ask(4)
	})
}

func TestBrokenRobotsAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := true
		c := world{"a.example": func(w http.ResponseWriter, r *http.Request) {
			if broken {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(http.StatusServiceUnavailable)
			}
		}}.client(t, ClientOptions{})
		_, err := c.Get(t.Context(), "http://a.example/", Validators{})
		if next := Backoff(1, err, time.Now(), ""); next != time.Now().Add(time.Hour) {
			t.Errorf("the next try is at %v after %v", next, err)
		}
		broken = false
		time.Sleep(robotsRetry)
		if _, err := c.Get(t.Context(), "http://a.example/", Validators{}); err != nil {
			t.Error(err)
		}
	})
}

func TestRobotsAreLoadedByOneForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shelf := newRobotsShelf(time.Now)
		ctx, cancel := context.WithCancel(t.Context())
		loads := 0
		load := func(ctx context.Context) func() (robots, error) {
			return func() (robots, error) {
				loads++
				return robots{}, sleep(ctx, time.Minute)
			}
		}
		go shelf.of(ctx, "a", load(ctx))
		synctest.Wait()
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				if _, err := shelf.of(t.Context(), "a", load(t.Context())); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		cancel() // The first gives up, so one of the others has to load.
		group.Wait()
		if loads != 2 || len(shelf.loading) != 0 {
			t.Errorf("%d loads, %d under way", loads, len(shelf.loading))
		}
	})
}

func TestRobotsShelfIsBounded(t *testing.T) {
	shelf := newRobotsShelf(time.Now)
	ctx := t.Context()
	for i := range maxRobotsHosts + 10 {
		shelf.of(ctx, strconv.Itoa(i), func() (robots, error) { return robots{}, nil })
		shelf.of(ctx, "0", func() (robots, error) { return robots{}, errors.New("was forgotten") })
	}
	if shelf.order.Len() != maxRobotsHosts || len(shelf.entries) != maxRobotsHosts || shelf.entries["1"] != nil || shelf.entries["0"] == nil {
		t.Errorf("%d hosts, %d in order", len(shelf.entries), shelf.order.Len())
	}
	large := robots{rules: []robotsRule{{pattern: strings.Repeat("x", maxRobotsMemory/4)}}}
	for i := range 10 {
		shelf.of(ctx, "large"+strconv.Itoa(i), func() (robots, error) { return large, nil })
	}
	if shelf.memory > maxRobotsMemory || shelf.order.Len() != 3 {
		t.Errorf("%d hosts take %d bytes", shelf.order.Len(), shelf.memory)
	}
}

func TestUnchangedPageIsNotSent(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("ETag", `W/"1"`)
		w.Header().Set("Last-Modified", "Mon, 17 Oct 2022 09:30:00 GMT")
		w.Header().Set("Cache-Control", "max-age=60")
		w.Header().Set("Content-Type", "application/rss+xml")
		if r.Header.Get("If-None-Match") == `W/"1"` && r.Header.Get("If-Modified-Since") == "Mon, 17 Oct 2022 09:30:00 GMT" {
			w.Header().Del("Last-Modified")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, "words")
	})
	now := time.Unix(1e9, 0)
	c := local(t, ClientOptions{Now: func() time.Time { return now }})
	known := Validators{`W/"1"`, "Mon, 17 Oct 2022 09:30:00 GMT"}

	got, err := c.Get(t.Context(), address+"/old", Validators{})
	want := Response{URL: address + "/new", Moved: address + "/new", Status: 200, ContentType: "application/rss+xml", Body: []byte("words"), Validators: known, Fetched: now, Fresh: time.Minute}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("first: %+v %v", got, err)
	}
	got, err = c.Get(t.Context(), address+"/old", known)
	want.Status, want.NotModified, want.Body, want.ContentType = 304, true, nil, ""
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("again: %+v %v", got, err)
	}
}

func TestNotModifiedNeedsSomethingKnown(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNotModified) })
	_, err := local(t, ClientOptions{IgnoreRobots: true}).Get(t.Context(), address, Validators{})
	if err == nil || err.Error() != "the server answers 304 Not Modified" {
		t.Error(err)
	}
}

func TestStatusErrors(t *testing.T) {
	now := time.Date(2023, 5, 10, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		status          int
		retryAfter      string
		want            string
		at              time.Time
		temporary, gone bool
	}{
		{404, "", "the server answers 404 Not Found", time.Time{}, false, true},
		{410, "", "the server answers 410 Gone", time.Time{}, false, true},
		{403, "", "the server answers 403 Forbidden", time.Time{}, false, false},
		{300, "", "the server answers 300 Multiple Choices", time.Time{}, false, false},
		{302, "", "the server answers 302 Found", time.Time{}, false, false}, // without Location
		{408, "", "the server answers 408 Request Timeout", time.Time{}, true, false},
		{429, "120", "the server answers 429 Too Many Requests", now.Add(2 * time.Minute), true, false},
		{503, "Wed, 10 May 2023 13:00:00 GMT", "the server answers 503 Service Unavailable", now.Add(time.Hour), true, false},
		{503, "-5", "the server answers 503 Service Unavailable", time.Time{}, true, false},
		{503, "soon", "the server answers 503 Service Unavailable", time.Time{}, true, false},
		{599, "99999999999999999999", "the server answers 599", time.Time{}, true, false},
	} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", test.retryAfter)
			w.WriteHeader(test.status)
		})
		c := local(t, ClientOptions{IgnoreRobots: true, Now: func() time.Time { return now }})
		_, err := c.Get(t.Context(), address, Validators{})
		var status *StatusError
		if !errors.As(err, &status) || status.Status != test.status || !status.RetryAfter.Equal(test.at) || err.Error() != test.want {
			t.Errorf("%d %q: %v, %+v", test.status, test.retryAfter, err, status)
		}
		if Temporary(err) != test.temporary || Gone(err) != test.gone {
			t.Errorf("%v: temporary %v, gone %v", err, Temporary(err), Gone(err))
		}
	}
	if Temporary(nil) || Gone(nil) || Temporary(context.Canceled) {
		t.Error("what has not failed is temporary or gone")
	}
}

func TestRedirects(t *testing.T) {
	mux := http.NewServeMux()
	for path, to := range map[string]struct {
		status   int
		location string
	}{
		"/301": {301, "/page"}, "/308": {308, "/301"}, "/302": {302, "/page"}, "/mixed": {301, "/302"},
		"/circle": {302, "/circle/back"}, "/circle/back": {302, "/circle"}, "/itself": {301, "/itself"},
		"/ftp": {302, "ftp://127.0.0.1/"}, "/user": {302, "http://me:secret@127.0.0.1/"}, "/broken": {302, "http://[::1/"},
		"/nowhere": {302, "http:///x"}, "/long": {302, "/" + strings.Repeat("x", maxAddressBytes)},
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", to.location)
			w.WriteHeader(to.status)
		})
	}
	mux.HandleFunc("/step/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("n"))
		http.Redirect(w, r, fmt.Sprintf("/step/%d", n+1), http.StatusFound)
	})
	mux.HandleFunc("/page", func(http.ResponseWriter, *http.Request) {})
	address := serve(t, mux.ServeHTTP)
	c := local(t, ClientOptions{IgnoreRobots: true, MaxRedirects: 3})
	for path, want := range map[string]struct{ url, moved, err string }{
		"/page": {url: "/page"}, "/301": {"/page", "/page", ""}, "/308": {"/page", "/page", ""},
		"/302": {url: "/page"}, "/mixed": {url: "/page"},
		"/circle":  {err: "sends us round in a circle: ask its publisher"},
		"/itself":  {err: "sends us round in a circle: ask its publisher"},
		"/step/1":  {err: "sends us elsewhere more than 3 times"},
		"/ftp":     {err: errScheme.Error()},
		"/user":    {err: errPassword.Error()},
		"/broken":  {err: "sends us to an address that cannot be read: ask its publisher"},
		"/nowhere": {err: errHost.Error()},
		"/long":    {err: errLong.Error()},
	} {
		got, err := c.Get(t.Context(), address+path, Validators{})
		if err != nil {
			if err.Error() != want.err || Temporary(err) {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		if want.moved != "" {
			want.moved = address + want.moved
		}
		if got.URL != address+want.url || got.Moved != want.moved || want.err != "" {
			t.Errorf("%s: %+v", path, got)
		}
	}
	none := local(t, ClientOptions{IgnoreRobots: true, MaxRedirects: -1})
	if _, err := none.Get(t.Context(), address+"/301", Validators{}); err == nil || err.Error() != "sends us elsewhere more than 0 times" {
		t.Error(err)
	}
}

func TestBodies(t *testing.T) {
	const limit = 1000
	tooLong := "is larger than 1000 bytes unpacked; raise the limit with --max-bytes"
	words := strings.Repeat("w", limit)
	for name, test := range map[string]struct {
		body     []byte
		encoding string
		want     string
		err      string
	}{
		"at the limit":           {[]byte(words), "", words, ""},
		"above it":               {[]byte(words + "w"), "", "", tooLong},
		"packed for the way":     {zipped(t, []byte(words)), "gzip", words, ""},
		"a gzip file":            {zipped(t, []byte(words)), "", words, ""},
		"both":                   {zipped(t, zipped(t, []byte(words))), "gzip", words, ""},
		"a bomb":                 {zipped(t, make([]byte, 8<<20)), "gzip", "", tooLong},
		"a bomb in a file":       {zipped(t, make([]byte, 8<<20)), "", "", tooLong},
		"a bomb in a bomb":       {zipped(t, zipped(t, make([]byte, 8<<20))), "gzip", "", tooLong},
		"damaged":                {[]byte("words and words"), "gzip", "", "holds damaged gzip data: fetch it again"},
		"cut short":              {zipped(t, []byte(words))[:20], "gzip", "", "breaks off in the middle of its answer; try again"},
		"cut short as a file":    {zipped(t, []byte(words))[:20], "", "", "ends in the middle of its gzip data: the file is cut short, fetch it again"},
		"packed as nobody asked": {[]byte("words"), "br", "", `comes packed as "br", which it was not asked to be: ask its publisher`},
		"empty":                  {nil, "", "", ""},
	} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if test.encoding != "" {
				w.Header().Set("Content-Encoding", test.encoding)
			}
			w.Write(test.body)
		})
		got, err := local(t, ClientOptions{IgnoreRobots: true, MaxBytes: limit}).Get(t.Context(), address, Validators{})
		if err != nil && err.Error() != test.err || err == nil && (test.err != "" || string(got.Body) != test.want) {
			t.Errorf("%s: %d bytes, %v", name, len(got.Body), err)
		}
	}
}

func TestHeadersAreBounded(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X", strings.Repeat("x", 2*maxHeaderBytes))
	})
	if _, err := local(t, ClientOptions{IgnoreRobots: true}).Get(t.Context(), address, Validators{}); err == nil {
		t.Error("headers of any size are read")
	}
}

func TestSlowServersEndWithTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := world{
			"silent.example": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			"slow.example": func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					io.WriteString(w, "w")
					w.(http.Flusher).Flush()
					sleep(r.Context(), time.Second)
				}
			},
		}.client(t, ClientOptions{IgnoreRobots: true, Timeout: 10 * time.Second})
		for _, address := range []string{"http://silent.example/", "http://slow.example/"} {
			start := time.Now()
			_, err := c.Get(t.Context(), address, Validators{})
			if err == nil || err.Error() != "does not answer within 10s; allow more with --timeout" || !Temporary(err) || time.Since(start) != 10*time.Second {
				t.Errorf("%s: %v after %v", address, err, time.Since(start))
			}
		}
		if _, err := c.Get(t.Context(), "http://nobody.example/", Validators{}); err == nil || err.Error() != "there is no host named nobody.example" || Temporary(err) {
			t.Error(err)
		}
	})
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(page("words"))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := local(t, ClientOptions{})
	for range 3 {
		if _, err := c.Get(t.Context(), server.URL, Validators{}); err != nil {
			t.Fatal(err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

func TestClosedPortIsTemporary(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	if _, err := local(t, ClientOptions{}).Get(t.Context(), server.URL, Validators{}); err == nil || !Temporary(err) {
		t.Error(err)
	}
}

func TestUntrustedCertificateIsNotTemporary(t *testing.T) {
	server := httptest.NewUnstartedServer(page("words"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	c := local(t, ClientOptions{})
	_, err := c.Get(t.Context(), server.URL, Validators{})
	if err == nil || Temporary(err) || !strings.Contains(err.Error(), "certificate") {
		t.Error(err)
	}
	c = local(t, ClientOptions{})
	c.direct.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	if got, err := c.Get(t.Context(), server.URL, Validators{}); err != nil || string(got.Body) != "words" {
		t.Errorf("with a known certificate: %q %v", got.Body, err)
	}
}

func TestPrivateHostsAreNotAsked(t *testing.T) {
	asked := false
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { asked = true })
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
	public := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/redirect" {
			http.Redirect(w, r, address, http.StatusFound)
		}
	})
	c := NewClient(ClientOptions{Delay: -1})
	defer c.Close()
	dial := c.direct.DialContext
	c.direct.DialContext = func(ctx context.Context, network, to string) (net.Conn, error) {
		if to == "public.example:80" {
			return net.Dial(network, strings.TrimPrefix(public, "http://"))
		}
		return dial(ctx, network, to)
	}
	for _, address := range []string{
		address, "http://localhost:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://0.0.0.0:" + port, "http://public.example/redirect",
	} {
		_, err := c.Get(t.Context(), address, Validators{})
		if err != errPrivate || asked || Temporary(err) {
			t.Errorf("%s: %v, asked %v", address, err, asked)
		}
	}
	if _, err := c.Get(t.Context(), "http://public.example/", Validators{}); err != nil {
		t.Error(err)
	}
}

func TestProxyIsUsedForPublicHosts(t *testing.T) {
	var asked []string
	proxy, _ := url.Parse(serve(t, func(w http.ResponseWriter, r *http.Request) { asked = append(asked, r.URL.String()) }))
	c := NewClient(ClientOptions{IgnoreRobots: true, Delay: -1})
	defer c.Close()
	c.proxy = func(*http.Request) (*url.URL, error) { return proxy, nil }
	for _, address := range []string{
		"http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://[fe80::1%25eth0]/", "http://169.254.169.254/",
		"http://localhost/", "http://a.LOCALHOST./", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://[64:ff9b::7f00:1]/",
	} {
		if _, err := c.Get(t.Context(), address, Validators{}); err != errPrivate {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"http://a.example/", "http://93.184.216.34/"} {
		if _, err := c.Get(t.Context(), address, Validators{}); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	if !slices.Equal(asked, []string{"http://a.example/", "http://93.184.216.34/"}) {
		t.Errorf("the proxy is asked for %v", asked)
	}
}

func TestAddressesThatAreNeverAsked(t *testing.T) {
	c := local(t, ClientOptions{})
	for address, want := range map[string]error{
		"http://me:secret@127.0.0.1/": errPassword,
		"http://me@127.0.0.1/":        errPassword,
		"ftp://127.0.0.1/":            errScheme,
		"file:///etc/hosts":           errScheme,
		"news.html":                   errScheme,
		"http:///news":                errHost,
		"http://:80/news":             errHost,
		"http://a.example/" + strings.Repeat("x", maxAddressBytes): errLong,
	} {
		if _, err := c.Get(t.Context(), address, Validators{}); err != want {
			t.Errorf("%.40s: %v", address, err)
		}
	}
	for item, err := range Items(t.Context(), []string{"http://me:secret@127.0.0.1/"}, Options{AllowPrivate: true}) {
		if err != errPassword {
			t.Errorf("%v %v", item, err)
		}
	}
}

func TestReadingAnAddressAsksOnce(t *testing.T) {
	var host diary
	address := serve(t, host.visits(withRobots("User-agent: *\nDisallow: /")))
	for item, err := range Items(t.Context(), []string{address + "/page"}, Options{AllowPrivate: true}) {
		if err != nil || string(item.Body) != "words" || item.URL != address+"/page" {
			t.Errorf("%+v %v", item, err)
		}
	}
	if paths := host.paths(); !slices.Equal(paths, []string{"/page"}) {
		t.Errorf("the host is asked for %v", paths)
	}
}

func TestRequestsSayWhoAsks(t *testing.T) {
	var header http.Header
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
	})
	c := local(t, ClientOptions{UserAgent: "tocsin/1.0"})
	for range 2 {
		c.Get(t.Context(), address, Validators{})
	}
	if header.Get("User-Agent") != "tocsin/1.0" || header.Get("Accept") != accepts || len(header) != 3 { // and Accept-Encoding
		t.Error(header)
	}
}

func TestFreshness(t *testing.T) {
	now := time.Date(2023, 5, 10, 12, 0, 0, 0, time.UTC)
	for headers, want := range map[string]time.Duration{
		"":                                      0,
		"Cache-Control: max-age=60":             time.Minute,
		"Cache-Control: public, Max-Age=\"60\"": time.Minute,
		"Cache-Control: max-age=60\nAge: 45":    15 * time.Second,
		"Cache-Control: max-age=60\nAge: 90":    0,
		"Cache-Control: max-age=60\nCache-Control: no-cache":                                   0,
		"Cache-Control: no-store, max-age=60":                                                  0,
		"Cache-Control: max-age=-1":                                                            0,
		"Cache-Control: max-age=99999999999999999999":                                          (1<<31 - 1) * time.Second,
		"Cache-Control: max-age=0\nExpires: Wed, 10 May 2023 13:00:00 GMT":                     0,
		"Expires: Wed, 10 May 2023 13:00:00 GMT":                                               time.Hour,
		"Expires: Wed, 10 May 2023 13:00:00 GMT\nDate: Wed, 10 May 2023 12:59:00 GMT\nAge: 10": 50 * time.Second,
		"Expires: Wed, 10 May 2023 11:00:00 GMT":                                               0,
		"Expires: 0":                                                                           0,
	} {
		header := http.Header{}
		for line := range strings.SplitSeq(headers, "\n") {
			key, value, _ := strings.Cut(line, ": ")
			header.Add(key, value)
		}
		if got := freshness(header, now); got != want {
			t.Errorf("%q: %v", headers, got)
		}
	}
}

func TestBackoff(t *testing.T) {
	now := time.Unix(1e9, 0)
	temporary := errors.New("trouble")
	for _, seed := range []string{"", "a", "http://a.example/feed"} {
		last := time.Duration(0)
		for failures := range 100 {
			next := Backoff(failures, temporary, now, seed)
			pause := next.Sub(now)
			if next != Backoff(failures, temporary, now, seed) || pause < last || pause < firstRetry/2 || pause > maxRetry {
				t.Errorf("%q: %v after %d failures, %v after one less", seed, pause, failures, last)
			}
			last = pause
		}
		if last < maxRetry/2 || Backoff(-1, nil, now, seed) != Backoff(1, nil, now, seed) {
			t.Errorf("%q: %v at last", seed, last)
		}
	}
	if Backoff(5, nil, now, "a") == Backoff(5, nil, now, "b") {
		t.Error("all that fails together is tried together")
	}
	for after, want := range map[time.Duration]time.Duration{
		-time.Hour: Backoff(1, nil, now, "a").Sub(now), 2 * time.Hour: 2 * time.Hour, 48 * time.Hour: 48 * time.Hour, 1000 * time.Hour: maxRetryAfter,
	} {
		err := fmt.Errorf("wrapped: %w", &StatusError{429, now.Add(after)})
		if got := Backoff(1, err, now, "a").Sub(now); got != want {
			t.Errorf("Retry-After %v: %v", after, got)
		}
	}
}

// FuzzHeaders: whatever headers say, times are sane.
func FuzzHeaders(f *testing.F) {
	f.Add("max-age=60", "120", "Wed, 10 May 2023 13:00:00 GMT")
	f.Fuzz(func(t *testing.T, control, retry, expires string) {
		now := time.Unix(1e9, 0)
		header := http.Header{"Cache-Control": {control}, "Expires": {expires}, "Age": {retry}}
		if fresh := freshness(header, now); fresh < 0 {
			t.Error(fresh)
		}
		if next := Backoff(1, &StatusError{503, retryAfter(retry, now)}, now, ""); next.Before(now) || next.Sub(now) > maxRetryAfter {
			t.Error(next)
		}
	})
}

func TestDrainedBodiesAreBounded(t *testing.T) {
	// A redirect whose body never ends does not hold us.
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			w.Header().Set("Location", "/page")
			w.WriteHeader(http.StatusFound)
			for r.Context().Err() == nil {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<10)); err != nil {
					return
				}
			}
		}
	})
	if _, err := local(t, ClientOptions{IgnoreRobots: true}).Get(t.Context(), address, Validators{}); err != nil {
		t.Error(err)
	}
}
