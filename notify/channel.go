package notify

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a quiet night must not depend on what the machine has installed
)

// Options are what channels and a Dispatcher need of the world around. The zero
// value is that of a running program.
type Options struct {
	Now    func() time.Time // the clock, nil for time.Now
	Jitter func() float64   // in [0, 1), nil for a random number
	Roots  *x509.CertPool   // whom to trust for TLS, nil for the system's

	// may is asked before each connection to an address, nil for the rule that
	// AllowPrivate tells; for tests, which have no public addresses.
	may func(netip.Addr) error
}

// Channel is one way out, ready to be used by many goroutines.
type Channel struct {
	config Config
	quiet  quiet
	digest digest
	sender sender
}

// batch is what one request tells: one message, or those of a digest.
type batch struct {
	key      string // names it, the same whenever it is sent
	channel  string
	sent     time.Time
	messages []Message // one at least, the severest first, one of each alarm
}

// sender is one kind of channel. It returns an *Error for whatever has a
// reason that is worth telling apart.
type sender interface {
	send(ctx context.Context, b batch) error
}

// NewChannels makes channels ready. Errors tell the channel and what to do.
func NewChannels(configs []Config, o Options) ([]*Channel, error) {
	var channels []*Channel
	for _, config := range configs {
		if slices.ContainsFunc(channels, func(c *Channel) bool { return c.config.Name == config.Name }) {
			return nil, fmt.Errorf("channel %q: there are two of this name", config.Name)
		}
		channel, err := newChannel(config, o)
		if err != nil {
			return nil, err
		}
		channels = append(channels, channel)
	}
	return channels, nil
}

func newChannel(config Config, o Options) (*Channel, error) {
	c := &Channel{config: config}
	if err := c.make(o); err != nil {
		return nil, fmt.Errorf("channel %q: %s", config.Name, config.scrub(err.Error()))
	}
	return c, nil
}

func (c *Channel) make(o Options) error {
	config := c.config
	if config.Severity.rank() < 0 {
		return fmt.Errorf("the severity %q is none of minor, moderate, severe, extreme", config.Severity)
	}
	if config.Timeout < 0 || config.Timeout > time.Hour {
		return fmt.Errorf("the timeout %v is not between 0 and an hour", config.Timeout)
	}
	zone, err := zoneOf(cmp.Or(config.Zone, config.Quiet.Zone, "UTC"))
	if err != nil {
		return err
	}
	quietZone, err := zoneOf(cmp.Or(config.Quiet.Zone, config.Zone, "UTC"))
	if err != nil {
		return err
	}
	if c.quiet, err = quietOf(config.Quiet, quietZone); err != nil {
		return err
	}
	if c.digest, err = digestOf(config.Digest, zone); err != nil {
		return err
	}
	c.sender, err = senderOf(config, o)
	return err
}

func zoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("the time zone %q is not known: write one as Europe/Kyiv", name)
	}
	return zone, nil
}

func senderOf(config Config, o Options) (sender, error) {
	kind := config.kind()
	if kind == "shoutrrr" {
		return newShoutrrr(config)
	}
	at, err := url.Parse(config.URL)
	if err != nil || at.Hostname() == "" {
		return nil, fmt.Errorf("url names no host: write it as https://HOST/PATH, or smtp://HOST:587 for email")
	}
	if kind == "email" {
		return newMail(config, at, o)
	}
	if at.Scheme != "https" && at.Scheme != "http" {
		return nil, fmt.Errorf("the kind %s is reached by https or http, not by %q", kind, at.Scheme)
	}
	if at.User != nil {
		return nil, fmt.Errorf("url holds a user name or password: leave them out, and give a token as secret")
	}
	web := &web{client: newClient(config, o), secrets: config}
	switch kind {
	case "webhook":
		return newWebhook(config, web)
	case "alertmanager":
		return &alertmanager{web: web, url: config.URL, token: config.Secret, receiver: config.Name}, nil
	case "slack":
		return &slack{web, config.URL}, nil
	case "matrix":
		return newMatrix(config, at, web)
	case "ntfy":
		return newNtfy(config, at, web)
	}
	return nil, fmt.Errorf("the kind %q is none of webhook, alertmanager, slack, matrix, ntfy, email, shoutrrr", kind)
}

// Name is the channel's name.
func (c *Channel) Name() string { return c.config.Name }

// String tells which channel it is without its secrets.
func (c *Channel) String() string { return c.config.String() }

// Wants reports whether the channel is for such messages.
func (c *Channel) Wants(m Message) bool {
	if m.Severity.rank() < c.config.Severity.rank() {
		return false
	}
	if len(c.config.Problems) > 0 && !slices.Contains(c.config.Problems, m.Problem) {
		return false
	}
	for name, value := range c.config.Labels {
		if got, ok := m.Labels[name]; !ok || got != value {
			return false
		}
	}
	return true
}

// due is when a message that comes at now goes out.
func (c *Channel) due(m Message, now time.Time) time.Time {
	if m.urgent() {
		return now
	}
	return c.quiet.until(c.digest.next(now))
}

// Send tells the channel of messages at once, without an Outbox: to try a
// channel out. The key goes along as the idempotency key. An error holds no
// secrets and is an *Error where the other side answered.
func (c *Channel) Send(ctx context.Context, now time.Time, key string, messages ...Message) error {
	if len(messages) == 0 {
		return nil
	}
	for _, m := range messages {
		if err := m.check(); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.config.Timeout, DefaultTimeout))
	defer cancel()
	return c.sender.send(ctx, batch{key, c.config.Name, now, newest(messages)})
}

// Error is why a message was not taken.
type Error struct {
	Why       string        // a sentence without secrets
	Permanent bool          // trying again is of no use
	After     time.Duration // the other side's wish before the next try, 0 where it has none
}

func (e *Error) Error() string { return e.Why }

// Deliveries are what a message that comes at now means for channels: one for
// each that wants it. They are to be put into the Outbox, best in the same
// transaction in which the alarm is kept, so that neither is ever there
// without the other.
func Deliveries(channels []*Channel, m Message, now time.Time) ([]Delivery, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	var deliveries []Delivery
	for _, c := range channels {
		if c.Wants(m) {
			deliveries = append(deliveries, Delivery{
				Key: KeyOf(m.Alarm, m.Revision, c.config.Name), Channel: c.config.Name, Message: m, Put: now, Due: c.due(m, now),
			})
		}
	}
	return deliveries, nil
}

// web sends requests for one channel.
type web struct {
	client  *http.Client
	secrets Config
}

// oneLine is a server's words as an error may quote them.
func (w *web) oneLine(text string) string {
	return line(strings.ToValidUTF8(w.secrets.scrub(text), ""), 200)
}
