package feed

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// maxRedirects is how often a server may send us elsewhere.
const maxRedirects = 10

var (
	errPrivate   = errors.New("leads to this machine or a private network; let it with --allow-private")
	errScheme    = errors.New("only http and https addresses are read")
	errRedirects = fmt.Errorf("sends us elsewhere more than %d times", maxRedirects)
)

// IsURL reports whether the name is a web address rather than a file.
func IsURL(name string) bool {
	scheme, _, found := strings.Cut(name, "://")
	return found && scheme != "" && !strings.ContainsAny(scheme, `/\.`)
}

func openURL(ctx context.Context, name string, opts Options) (*stream, error) {
	ctx, cancel := context.WithTimeout(ctx, opts.Timeout)
	response, err := get(ctx, name, opts)
	if err != nil {
		cancel()
		return nil, webError(err, opts.Timeout)
	}
	return &stream{
		name: name,
		// A page's address often ends like a file that it is not, so the
		// server's word counts alone.
		url:         response.Request.URL.String(),
		contentType: response.Header.Get("Content-Type"),
		in:          bufio.NewReaderSize(webBody{response.Body, opts.Timeout}, 64<<10),
		closers:     []io.Closer{response.Body, closer(cancel)},
	}, nil
}

type closer func()

func (c closer) Close() error { c(); return nil }

// webBody puts a server's failures into plain words.
type webBody struct {
	io.Reader
	timeout time.Duration
}

func (b webBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = webError(err, b.timeout)
	}
	return n, err
}

func get(ctx context.Context, address string, opts Options) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	if err := checkScheme(request.URL); err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", opts.UserAgent)
	request.Header.Set("Accept", "text/html, application/xhtml+xml, application/x-ndjson, text/plain;q=0.9, */*;q=0.1")
	response, err := client(opts).Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		response.Body.Close()
		return nil, fmt.Errorf("the server answers %s", response.Status)
	}
	return response, nil
}

// client makes a client that speaks only http and https, and that looks at
// the address it really connects to, after every look-up and redirect, so that
// a public name cannot lead into a private network.
func client(opts Options) *http.Client {
	dialer := &net.Dialer{Timeout: opts.Timeout}
	if !opts.AllowPrivate {
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:             http.ProxyFromEnvironment,
			DialContext:       dialer.DialContext,
			ForceAttemptHTTP2: true,
			DisableKeepAlives: true,
		},
		CheckRedirect: func(request *http.Request, via []*http.Request) error {
			if len(via) > maxRedirects {
				return errRedirects
			}
			return checkScheme(request.URL)
		},
	}
}

func checkScheme(address *url.URL) error {
	if address.Scheme != "http" && address.Scheme != "https" {
		return errScheme
	}
	return nil
}

// inner are the networks that netip does not count as private and that lead
// inwards all the same: "this" network (RFC 1122), the carriers' (RFC 6598),
// protocol assignments (RFC 6890), benchmarks (RFC 2544) and the IPv6
// translations of IPv4 addresses (RFC 6052, RFC 3056).
var inner = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("2002::/16"),
}

// checkAddress refuses what is not a public unicast address.
func checkAddress(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errPrivate
	}
	ip := at.Addr().Unmap()
	contains := func(network netip.Prefix) bool { return network.Contains(ip) }
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(inner, contains) {
		return errPrivate
	}
	return nil
}

// webError leaves out of an error what the user has just typed.
func webError(err error, timeout time.Duration) error {
	var urlError *url.Error
	var dnsError *net.DNSError
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("does not answer within %s; allow more with --timeout", timeout)
	case errors.As(err, &dnsError) && dnsError.IsNotFound:
		return fmt.Errorf("there is no host named %s", dnsError.Name)
	case errors.As(err, &urlError):
		return urlError.Err
	}
	return err
}
