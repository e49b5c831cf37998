package notify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tocsin/network"
)

// Bounds that no one has a reason to set.
const (
	maxAnswer      = 4 << 10 // bytes of an answer that are read
	maxAnswerHeads = 64 << 10
	maxRedirects   = 3
	idleLife       = 30 * time.Second
)

// userAgent is how requests name themselves.
const userAgent = "tocsin"

var errPrivate = errors.New("leads to this machine or a private network; allow it with allow_private: true")

// publicOnly refuses addresses that are not public unicast ones.
func publicOnly(ip netip.Addr) error {
	if !network.IsPublic(ip) {
		return errPrivate
	}
	return nil
}

// dialerOf connects to what the configuration allows. The address is looked at
// after the look-up of the name, so that a public name cannot lead inwards.
func dialerOf(config Config, o Options) *net.Dialer {
	dialer := &net.Dialer{Timeout: cmp.Or(config.Timeout, DefaultTimeout)}
	may := o.may
	if may == nil && !config.AllowPrivate {
		may = publicOnly
	}
	if may != nil {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return errPrivate
			}
			return may(at.Addr())
		}
	}
	return dialer
}

func newClient(config Config, o Options) *http.Client {
	transport := &http.Transport{
		DialContext:            dialerOf(config, o).DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: o.Roots},
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxAnswerHeads,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        idleLife,
	}
	if config.AllowPrivate {
		// A proxy looks names up itself, so that where it leads cannot be checked.
		transport.Proxy = http.ProxyFromEnvironment
	}
	return &http.Client{Transport: transport, CheckRedirect: checkRedirect}
}

// checkRedirect follows only those redirects that carry the message on: 307 and
// 308 keep method and body, others would turn it into a question without one.
func checkRedirect(next *http.Request, before []*http.Request) error {
	first := before[0]
	switch {
	case len(before) > maxRedirects:
		return errors.New("is redirected too often")
	case next.Method != first.Method:
		return errors.New("is redirected without the message: give the address that it leads to")
	case first.URL.Scheme == "https" && next.URL.Scheme != "https":
		return errors.New("is redirected from https to http")
	}
	return nil
}

// post sends a body of JSON. The key goes along as Idempotency-Key.
func (w *web) post(ctx context.Context, address, key string, body any, headers ...[2]string) error {
	return w.request(ctx, http.MethodPost, address, key, encoded(body), headers...)
}

// encoded is a value as JSON, one line, with <, > and & as they are.
func encoded(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		// All values are of this package's own types, which JSON can hold.
		panic(err)
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func (w *web) request(ctx context.Context, method, address, key string, body []byte, headers ...[2]string) error {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return &Error{Why: "the address cannot be read", Permanent: true}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Idempotency-Key", key)
	for _, header := range headers {
		request.Header.Set(header[0], header[1])
	}
	response, err := w.client.Do(request)
	if err != nil {
		return w.trouble(err)
	}
	defer response.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if response.StatusCode >= 200 && response.StatusCode <= 299 {
		return nil
	}
	why := fmt.Sprintf("%s answers %d %s", request.URL.Hostname(), response.StatusCode, http.StatusText(response.StatusCode))
	if words := w.oneLine(string(answer)); words != "" {
		why += ": " + words
	}
	return &Error{
		Why:       w.secrets.scrub(strings.TrimSpace(why)),
		Permanent: refused(response.StatusCode),
		After:     retryAfter(response.Header.Get("Retry-After"), response.Header.Get("Date")),
	}
}

// trouble is a failure of the network without the address, which may hold
// secrets.
func (w *web) trouble(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	why := err.Error()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		why = "no answer in time"
	case errors.Is(err, errPrivate):
		// Temporary: the name may lead elsewhere tomorrow, or the configuration
		// may be mended.
		why = errPrivate.Error()
	}
	return &Error{Why: w.oneLine(why)}
}

// refused tells the statuses after which the same request is of no use: those
// that find fault with the message itself. Wrong tokens and addresses (401, 403,
// 404, 407) are mended by people, and the alarm should come through then.
func refused(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusGone,
		http.StatusLengthRequired, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusRequestHeaderFieldsTooLarge,
		http.StatusNotImplemented:
		return true
	}
	return false
}

// retryAfter reads either form of Retry-After (RFC 9110, 10.2.3): seconds, or a
// date, which is taken from the server's own clock. It is 0 where there is none.
func retryAfter(header, date string) time.Duration {
	if seconds, err := strconv.ParseUint(strings.TrimSpace(header), 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	from, err := http.ParseTime(date)
	if err != nil {
		return 0
	}
	return max(at.Sub(from), 0)
}
