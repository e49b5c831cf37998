package feed

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// StatusError is a server's answer that is neither the page nor "not
// modified".
type StatusError struct {
	Status     int       // of RFC 9110, 15
	RetryAfter time.Time // before which the server wants not to be asked again, zero where it does not say
}

func (e *StatusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("the server answers %d %s", e.Status, http.StatusText(e.Status)))
}

func statusError(response *http.Response, now time.Time) *StatusError {
	return &StatusError{response.StatusCode, retryAfter(response.Header.Get("Retry-After"), now)}
}

// retryAfter reads either form of Retry-After (RFC 9110, 10.2.3): seconds from
// now, or a date. It is zero where the header is neither.
func retryAfter(header string, now time.Time) time.Time {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return now.Add(time.Duration(seconds) * time.Second)
	}
	if date, err := http.ParseTime(header); err == nil {
		return date
	}
	return time.Time{}
}

// failure is trouble with the network in plain words.
type failure struct {
	sentence  string
	cause     error
	temporary bool
}

func (f *failure) Error() string { return f.sentence }
func (f *failure) Unwrap() error { return f.cause }

// Temporary reports whether the same request may succeed later: after
// timeouts, broken connections, and the statuses 408, 425, 429 and 5xx, be
// they of the page or of its host's robots.txt. It is false for nil.
func Temporary(err error) bool {
	var status *StatusError
	var trouble *failure
	switch {
	case errors.As(err, &status):
		switch status.Status {
		case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
			return true
		}
		return status.Status >= 500
	case errors.As(err, &trouble):
		return trouble.temporary
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// Gone reports whether the server says that there is nothing at the address:
// 404 or 410.
func Gone(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && (status.Status == http.StatusNotFound || status.Status == http.StatusGone)
}

// How long Backoff waits.
const (
	firstRetry    = time.Minute
	maxRetry      = 24 * time.Hour
	maxRetryAfter = 7 * 24 * time.Hour
)

// Backoff says when to try again what has failed the given number of times
// running, at least once, the last time at now and with err. The pause doubles
// from half a minute to a minute at first up to half a day to a day; where in
// that half it lies is told by the seed, such as the address, so that what
// failed together is not tried together. The same arguments give the same
// time, and with one seed more failures never give a shorter pause.
//
// If err is a StatusError with RetryAfter, the time is no earlier than that, or
// than seven days from now if that is sooner.
func Backoff(failures int, err error, now time.Time, seed string) time.Time {
	pause := maxRetry
	// 2^11 minutes are more than a day.
	if doublings := max(failures, 1) - 1; doublings < 11 {
		pause = min(firstRetry<<doublings, maxRetry)
	}
	hash := sha256.Sum256([]byte(seed))
	share := time.Duration(hash[0])<<8 | time.Duration(hash[1]) // of 2^16
	next := now.Add(pause/2 + pause/2*share>>16)

	var status *StatusError
	if !errors.As(err, &status) {
		return next
	}
	asked := status.RetryAfter
	if latest := now.Add(maxRetryAfter); asked.After(latest) {
		asked = latest
	}
	if asked.After(next) {
		return asked
	}
	return next
}
