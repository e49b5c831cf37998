package feed

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/klauspost/compress/gzip"
)

// ClientOptions bound what a Client does. The zero value is that of a polite
// robot.
type ClientOptions struct {
	UserAgent    string        // "Name/1.0 (more)": Name is what robots.txt calls us; "" stands for DefaultUserAgent
	MaxBytes     int64         // of one body, unpacked; 0 stands for DefaultMaxBytes
	Timeout      time.Duration // of one request, from connecting to the last byte of the body; 0 stands for DefaultTimeout
	AllowPrivate bool          // let addresses lead to loopback and private networks
	Delay        time.Duration // from the end of one request to a host to the start of the next; 0 stands for DefaultDelay, less for none
	IgnoreRobots bool          // ask without regard to robots.txt, for a person's single request
	MaxRedirects int           // how often servers may send us elsewhere for one Get; 0 stands for DefaultMaxRedirects, less for none

	Now func() time.Time // the clock, nil for time.Now; for tests
}

// What ClientOptions stand for where they are left zero.
const (
	DefaultUserAgent    = "tocsin"
	DefaultDelay        = time.Second
	DefaultMaxRedirects = 10
)

// Bounds that no one has a reason to set.
const (
	maxHeaderBytes  = 128 << 10
	maxAddressBytes = 8000 // what RFC 9110, 4.1 asks of everybody; robots.txt is matched against it
	maxIdleConns    = 64
	idleLife        = 60 * time.Second // longer than the longest pause, so that a connection outlives it
)

// accepts is what is read here, articles before feeds: a server that has an
// address in both forms then gives the article.
const accepts = "text/html, application/xhtml+xml, application/atom+xml;q=0.9, application/rss+xml;q=0.9, " +
	"application/feed+json;q=0.9, application/x-ndjson;q=0.9, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1"

// Client fetches pages and feeds over http and https as a polite robot does:
// to one host it sends one request at a time, with a pause after each, and it
// asks for nothing that the host's robots.txt (RFC 9309) closes to it. It
// keeps no cookies and sends no passwords.
//
// Unless private addresses are allowed it connects to public ones only, looked
// at after every look-up and redirect. Proxies that the environment names
// (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) are used, wherever they are; of what is
// asked through them only the name can be checked, for they look it up.
//
// It is safe for use by many goroutines, whose requests to different hosts go
// out at the same time. Its memory does not grow with the number of hosts.
type Client struct {
	userAgent    string
	maxBytes     int64
	timeout      time.Duration
	allowPrivate bool
	delay        time.Duration
	maxRedirects int
	now          func() time.Time

	robots *robotsShelf // nil where robots.txt is ignored
	turns  *turns

	proxy           func(*http.Request) (*url.URL, error)
	direct, proxied *http.Transport // the first dials public addresses only, unless others are allowed
}

// NewClient makes a Client. Close it when it is no longer needed.
func NewClient(o ClientOptions) *Client {
	c := &Client{
		userAgent:    cmp.Or(o.UserAgent, DefaultUserAgent),
		maxBytes:     cmp.Or(max(o.MaxBytes, 0), DefaultMaxBytes),
		timeout:      cmp.Or(max(o.Timeout, 0), DefaultTimeout),
		allowPrivate: o.AllowPrivate,
		delay:        max(cmp.Or(o.Delay, DefaultDelay), 0),
		maxRedirects: max(cmp.Or(o.MaxRedirects, DefaultMaxRedirects), 0),
		now:          o.Now,
		proxy:        http.ProxyFromEnvironment,
	}
	if c.now == nil {
		c.now = time.Now
	}
	if !o.IgnoreRobots {
		c.robots = newRobotsShelf(c.now)
	}
	c.turns = newTurns(c.now, max(c.delay, maxCrawlDelay))
	dialer := net.Dialer{Timeout: c.timeout}
	c.proxied = newTransport(dialer)
	c.proxied.Proxy = func(request *http.Request) (*url.URL, error) { return c.proxy(request) }
	if !o.AllowPrivate {
		// The address is looked at after the look-up of the name, so that a
		// public name cannot lead inwards.
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
	}
	c.direct = newTransport(dialer)
	return c
}

func newTransport(dialer net.Dialer) *http.Transport {
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    dialer.Timeout,
		MaxIdleConns:           maxIdleConns,
		MaxIdleConnsPerHost:    1, // there is one request at a time to a host
		IdleConnTimeout:        idleLife,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
}

// Close closes the connections that are kept for the next request. The Client
// may still be used.
func (c *Client) Close() error {
	c.direct.CloseIdleConnections()
	c.proxied.CloseIdleConnections()
	return nil
}

// Validators tell a server which version of a page is known already (RFC
// 9110, 8.8), as the server wrote them; "" where it did not.
type Validators struct {
	ETag         string
	LastModified string
}

// Response is a page or feed that has come whole, or the word that it is still
// as it was known.
type Response struct {
	URL         string // where it came from, after redirects
	Moved       string // URL, if the address has moved there for good: every redirect was 301 or 308; else ""
	Status      int    // 200 to 299, or 304
	ContentType string // as the server said it
	Body        []byte // unpacked, in whatever charset it came; nil where NotModified
	Validators  Validators
	NotModified bool // the known version is still good
	Fetched     time.Time
	Fresh       time.Duration // how long it stays fresh by the server's word (RFC 9111, 4.2), 0 where it has none
}

// ErrRobots is the error for what a host's robots.txt closes to us.
var ErrRobots = errors.New("is closed to programs by its host's robots.txt: read it in a browser, or ask its publisher")

// errRedirects is the cause of the errors about redirects.
var errRedirects = errors.New("too many redirects")

// Get fetches an address. If it is known, the server is asked to send it only
// if it has changed. Get waits for its turn to ask the host, for as long as ctx
// lets it.
//
// The errors are sentences that go on after "ADDRESS: ". A *StatusError is a
// server's refusal, ErrRobots its robots.txt's; a robots.txt that cannot be
// had for now closes its host for now. A body larger than MaxBytes is an error,
// not cut. Temporary and Gone tell errors apart, and Backoff when to try again.
func (c *Client) Get(ctx context.Context, address string, known Validators) (Response, error) {
	at, err := url.Parse(address)
	if err != nil {
		return Response{}, webError(err, c.timeout)
	}
	permanent := true
	answer, err := c.follow(ctx, at, c.maxRedirects, func(at *url.URL) (*http.Response, error) {
		delay, err := c.consult(ctx, at)
		if err != nil {
			return nil, err
		}
		response, err := c.send(ctx, at, known, delay)
		if err == nil && isRedirect(response) {
			permanent = permanent && isPermanent(response.StatusCode)
		}
		return response, err
	})
	if err != nil {
		return Response{}, err
	}
	out, err := c.response(answer, known)
	if err != nil {
		return Response{}, err
	}
	if permanent && out.URL != at.String() {
		out.Moved = out.URL
	}
	return out, nil
}

// response reads an answer to its end and closes it.
func (c *Client) response(answer *http.Response, known Validators) (Response, error) {
	defer drain(answer)
	out := Response{
		URL:         answer.Request.URL.String(),
		Status:      answer.StatusCode,
		ContentType: answer.Header.Get("Content-Type"),
		Validators:  Validators{answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")},
		Fetched:     c.now(),
	}
	out.Fresh = freshness(answer.Header, out.Fetched)
	switch {
	case out.Status == http.StatusNotModified && known != Validators{}:
		out.NotModified = true
		out.Validators.ETag = cmp.Or(out.Validators.ETag, known.ETag)
		out.Validators.LastModified = cmp.Or(out.Validators.LastModified, known.LastModified)
		return out, nil
	case out.Status < 200 || out.Status > 299:
		return Response{}, statusError(answer, out.Fetched)
	}
	var err error
	out.Body, err = readBody(answer, c.maxBytes)
	return out, err
}

// consult tells how long to pause before asking for an address, or that its
// robots.txt closes it.
func (c *Client) consult(ctx context.Context, at *url.URL) (delay time.Duration, _ error) {
	if err := checkURL(at); err != nil || c.robots == nil {
		return c.delay, err
	}
	rules, err := c.robots.of(ctx, origin(at), func() (robots, error) { return c.loadRobots(ctx, at) })
	switch {
	case err != nil:
		return 0, err
	case !rules.allows(at.RequestURI()):
		return 0, ErrRobots
	}
	return max(c.delay, rules.delay), nil
}

// loadRobots fetches the robots.txt for an address and reads it by RFC 9309,
// 2.3: where there is none, or redirects lead to none, everything is open;
// where the host fails, everything is closed for now. A host that has had too
// many requests (429) counts among the failing, although it need not.
func (c *Client) loadRobots(ctx context.Context, at *url.URL) (robots, error) {
	file := &url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/robots.txt"}
	answer, err := c.follow(ctx, file, maxRobotsRedirects, func(at *url.URL) (*http.Response, error) {
		return c.send(ctx, at, Validators{}, c.delay)
	})
	if errors.Is(err, errRedirects) {
		return robots{}, nil
	}
	if err != nil {
		return robots{}, robotsError(err)
	}
	defer drain(answer)
	switch status := answer.StatusCode; {
	case status >= 500, status == http.StatusTooManyRequests:
		return robots{}, robotsError(statusError(answer, c.now()))
	case status < 200 || status > 299:
		return robots{}, nil
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxRobotsBytes))
	if err != nil {
		return robots{}, robotsError(err)
	}
	return parseRobots(text, productToken(c.userAgent)), nil
}

// robotsError says that it was robots.txt that failed, unless the page would
// fail for the same reason.
func robotsError(err error) error {
	var dnsError *net.DNSError
	if errors.Is(err, errPrivate) || errors.Is(err, context.Canceled) || errors.As(err, &dnsError) {
		return err
	}
	sentence := fmt.Sprintf("its robots.txt cannot be read, so it is left alone for now: %s", err)
	return &failure{sentence, err, Temporary(err)}
}

// follow asks for an address and for those that servers send us to in its
// place, up to limit of them. The answer is the first that sends us nowhere.
func (c *Client) follow(ctx context.Context, at *url.URL, limit int, ask func(*url.URL) (*http.Response, error)) (*http.Response, error) {
	seen := map[string]bool{}
	for {
		seen[at.String()] = true
		answer, err := ask(at)
		if err != nil {
			return nil, err
		}
		if !isRedirect(answer) {
			return answer, nil
		}
		at, err = answer.Location()
		drain(answer)
		switch {
		case err != nil:
			return nil, &failure{"sends us to an address that cannot be read: ask its publisher", err, false}
		case seen[at.String()]:
			return nil, &failure{"sends us round in a circle: ask its publisher", errRedirects, false}
		case len(seen) > limit:
			return nil, tooManyRedirects(limit)
		}
	}
}

// drain closes an answer. What nobody wants of its body is read to its end if
// that is near, so that the connection can be used again.
func drain(answer *http.Response) {
	io.CopyN(io.Discard, answer.Body, 4<<10)
	answer.Body.Close()
}

func tooManyRedirects(limit int) error {
	return &failure{fmt.Sprintf("sends us elsewhere more than %d times", limit), errRedirects, false}
}

func isRedirect(answer *http.Response) bool {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return answer.Header.Get("Location") != ""
	}
	return false
}

func isPermanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// send waits for the host's turn and sends one request. The turn and the time
// for the request end when the answer's body is closed.
func (c *Client) send(ctx context.Context, at *url.URL, known Validators, delay time.Duration) (*http.Response, error) {
	if err := checkURL(at); err != nil {
		return nil, err
	}
	release, err := c.turns.take(ctx, host(at), delay)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	done := sync.OnceFunc(func() {
		cancel()
		release()
	})
	answer, err := c.roundTrip(ctx, at, known)
	if err != nil {
		done()
		return nil, webError(err, c.timeout)
	}
	answer.Body = &webBody{answer.Body, c.timeout, done}
	return answer, nil
}

// roundTrip sends a request itself and not through an http.Client, which would
// follow redirects without asking and send passwords and referrers.
func (c *Client) roundTrip(ctx context.Context, at *url.URL, known Validators) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", c.userAgent)
	request.Header.Set("Accept", accepts)
	if known.ETag != "" {
		request.Header.Set("If-None-Match", known.ETag)
	}
	if known.LastModified != "" {
		request.Header.Set("If-Modified-Since", known.LastModified)
	}
	proxy, err := c.proxy(request)
	switch {
	case err != nil:
		return nil, err
	case proxy == nil:
		return c.direct.RoundTrip(request)
	}
	if !c.allowPrivate {
		if err := checkName(host(at)); err != nil {
			return nil, err
		}
	}
	return c.proxied.RoundTrip(request)
}

// readBody reads an answer's body to its end, through gzip if the page itself
// is a gzip file; packing for the way alone has been undone by then.
func readBody(answer *http.Response, limit int64) ([]byte, error) {
	if packed := answer.Header.Get("Content-Encoding"); packed != "" && !strings.EqualFold(packed, "identity") {
		return nil, fmt.Errorf("comes packed as %q, which it was not asked to be: ask its publisher", packed)
	}
	if answer.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	s := &stream{in: bufio.NewReader(answer.Body)}
	if start, _ := s.in.Peek(2); string(start) == "\x1f\x8b" {
		unzipped, err := gzip.NewReader(s.in)
		if err != nil {
			return nil, unzipError(err)
		}
		s.in, s.zipped = bufio.NewReader(unzipped), true
	}
	return s.rest(limit)
}

// freshness is how long an answer stays fresh from now on: Cache-Control's
// max-age, or else the time from Date to Expires, less its Age (RFC 9111,
// 4.2). It is zero where the server does not say or wants to be asked each
// time.
func freshness(header http.Header, now time.Time) time.Duration {
	life, said := time.Duration(0), false
	for directive := range strings.SplitSeq(strings.Join(header.Values("Cache-Control"), ","), ",") {
		key, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch key {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			life, said = deltaSeconds(strings.Trim(value, `"`)), true
		}
	}
	if expires, err := http.ParseTime(header.Get("Expires")); err == nil && !said {
		if date, err := http.ParseTime(header.Get("Date")); err == nil {
			now = date
		}
		life = expires.Sub(now)
	}
	return max(life-deltaSeconds(header.Get("Age")), 0)
}

// deltaSeconds reads seconds by RFC 9111, 1.2.2, which takes what overflows
// for 2^31; what is no number is none.
func deltaSeconds(value string) time.Duration {
	seconds, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
