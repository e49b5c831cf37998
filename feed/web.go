package feed

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"tocsin/network"
)

var (
	errPrivate  = errors.New("leads to this machine or a private network; let it with --allow-private")
	errScheme   = errors.New("only http and https addresses are read")
	errHost     = errors.New("names no host: write it as https://HOST/PATH")
	errPassword = errors.New("holds a user name or password, and neither is ever sent: leave them out of the address")
	errLong     = fmt.Errorf("is an address of more than %d bytes, which is not followed", maxAddressBytes)
)

// IsURL reports whether the name is a web address rather than a file.
func IsURL(name string) bool {
	scheme, _, found := strings.Cut(name, "://")
	return found && scheme != "" && !strings.ContainsAny(scheme, `/\.`)
}

// openURL asks at once and without regard to robots.txt, for a person asks.
func openURL(ctx context.Context, name string, opts Options) (*stream, error) {
	at, err := url.Parse(name)
	if err != nil {
		return nil, webError(err, opts.Timeout)
	}
	c := NewClient(ClientOptions{
		UserAgent: opts.UserAgent, Timeout: opts.Timeout, AllowPrivate: opts.AllowPrivate, IgnoreRobots: true, Delay: -1,
	})
	// The client gives each request the time; redirects share it.
	ctx, cancel := context.WithTimeout(ctx, opts.Timeout)
	end := sync.OnceFunc(func() {
		cancel()
		c.Close()
	})
	answer, err := c.follow(ctx, at, c.maxRedirects, func(at *url.URL) (*http.Response, error) {
		return c.send(ctx, at, Validators{}, c.delay)
	})
	switch {
	case errors.Is(err, errRedirects):
		// A circle is more than any number of times.
		err = tooManyRedirects(c.maxRedirects)
	case err == nil && (answer.StatusCode < 200 || answer.StatusCode > 299):
		answer.Body.Close()
		err = statusError(answer, c.now())
	case errors.Is(err, context.DeadlineExceeded):
		err = webError(err, opts.Timeout)
	}
	if err != nil {
		end()
		return nil, err
	}
	return &stream{
		name: name,
		// A page's address often ends like a file that it is not, so the
		// server's word counts alone.
		url:         answer.Request.URL.String(),
		contentType: answer.Header.Get("Content-Type"),
		in:          bufio.NewReaderSize(answer.Body, 64<<10),
		closers:     []io.Closer{answer.Body, closer(end)},
	}, nil
}

type closer func()

func (c closer) Close() error { c(); return nil }

// webBody puts a server's failures into plain words, and tells when its reader
// is done with it.
type webBody struct {
	io.ReadCloser
	timeout time.Duration
	done    func()
}

func (b *webBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = webError(err, b.timeout)
	}
	return n, err
}

func (b *webBody) Close() error {
	defer b.done()
	return b.ReadCloser.Close()
}

// checkURL refuses addresses that are never asked for.
func checkURL(at *url.URL) error {
	switch {
	case at.Scheme != "http" && at.Scheme != "https":
		return errScheme
	case at.User != nil:
		return errPassword
	case at.Hostname() == "":
		return errHost
	case len(at.String()) > maxAddressBytes:
		return errLong
	}
	return nil
}

// host is the name by which an address's host is known here: in lower case,
// without its port.
func host(at *url.URL) string {
	return strings.ToLower(strings.TrimSuffix(at.Hostname(), "."))
}

// origin is scheme, host and port, for each of which a robots.txt holds.
func origin(at *url.URL) string {
	port := at.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[at.Scheme]
	}
	return at.Scheme + "://" + net.JoinHostPort(host(at), port)
}

// checkAddress refuses what is not a public unicast address with its port.
func checkAddress(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errPrivate
	}
	return checkIP(at.Addr())
}

func checkIP(ip netip.Addr) error {
	if !network.IsPublic(ip) {
		return errPrivate
	}
	return nil
}

// checkName refuses a host that a proxy is asked for, where the name alone
// tells that it leads inwards. What ends in a number and is no IP address is
// one to C's inet_aton, which proxies use: "127.1", "0x7f000001".
func checkName(host string) error {
	if ip, err := netip.ParseAddr(host); err == nil {
		return checkIP(ip)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "localhost" || last == "" || '0' <= last[0] && last[0] <= '9' {
		return errPrivate
	}
	return nil
}

// webError leaves out of an error what the user has just typed, and tells
// whether it may pass.
func webError(err error, timeout time.Duration) error {
	var known *failure
	var urlError *url.Error
	var dnsError *net.DNSError
	var certificateError *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate
	case errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return &failure{fmt.Sprintf("does not answer within %s; allow more with --timeout", timeout), err, true}
	case errors.As(err, &dnsError) && dnsError.IsNotFound:
		return &failure{fmt.Sprintf("there is no host named %s", dnsError.Name), err, false}
	case errors.As(err, &certificateError):
		return &failure{err.Error(), err, false}
	case errors.As(err, &urlError):
		return urlError.Err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &failure{"breaks off in the middle of its answer; try again", err, true}
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), strings.HasPrefix(err.Error(), "flate:"):
		return unzipError(err)
	}
	return &failure{err.Error(), err, true}
}
