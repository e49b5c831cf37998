package notify

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Config is one channel of a configuration file:
//
//	channels:
//	  - name: desk
//	    kind: slack
//	    url: ${SLACK_HOOK}
//	    severity: moderate                 # and what is severer
//	    problems: [northern-border]        # of these only
//	    labels: {team: east}               # with all of these only
//	    quiet: {from: "22:00", to: "07:00", zone: Europe/Kyiv}
//	    digest: 15m                        # or: daily 08:00
type Config struct {
	Name string `yaml:"name"` // part of each delivery's Key: a new name is a new channel
	// Kind is webhook, alertmanager, slack, matrix, ntfy, email or shoutrrr; ""
	// stands for what the URL's scheme tells: webhook for http and https, email
	// for smtp and smtps, else shoutrrr.
	Kind string `yaml:"kind"`
	// URL is where messages go: the hook's address; of Matrix the home server's;
	// of ntfy the server's with the topic as its path; of email
	// smtp://USER@HOST:587 or smtps://USER@HOST:465; else shoutrrr's.
	URL string `yaml:"url"`
	// Secret signs what a webhook gets; of Alertmanager, Matrix and ntfy it is
	// the access token, of email the password.
	Secret string   `yaml:"secret"`
	Room   string   `yaml:"room"` // of Matrix: "!id:server"
	From   string   `yaml:"from"` // of email
	To     []string `yaml:"to"`   // of email
	// TLS of email: starttls (the usual with smtp), implicit (with smtps), or
	// none, which needs AllowPrivate.
	TLS string `yaml:"tls"`

	Severity Severity          `yaml:"severity"` // the least that is sent
	Problems []string          `yaml:"problems"` // whose alarms are sent; none for all
	Labels   map[string]string `yaml:"labels"`   // that a message must have, with these values
	Quiet    Hours             `yaml:"quiet"`
	Digest   string            `yaml:"digest"` // "15m": at most every quarter of an hour; "daily 08:00"
	Zone     string            `yaml:"zone"`   // of times of day, IANA's name; "" stands for that of Quiet, else UTC

	// AllowPrivate lets the channel connect to loopback and private networks, and
	// use the proxies that the environment names.
	AllowPrivate bool          `yaml:"allow_private"`
	Timeout      time.Duration `yaml:"timeout"` // of one try; 0 stands for DefaultTimeout
}

// Hours are a stretch of every day; from may be later than to, over midnight.
type Hours struct {
	From string `yaml:"from"` // "22:00"
	To   string `yaml:"to"`   // "07:00"
	Zone string `yaml:"zone"` // IANA's name; "" stands for the channel's
}

// DefaultTimeout is how long one try to send may take.
const DefaultTimeout = 20 * time.Second

// String tells which channel it is without its secrets.
func (c Config) String() string {
	return fmt.Sprintf("%s (%s, %s)", c.Name, c.kind(), shown(c.URL))
}

// GoString is String, so that no verb prints a secret.
func (c Config) GoString() string { return c.String() }

// LogValue is String, so that no log holds a secret.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

func (c Config) kind() string {
	if c.Kind != "" {
		return c.Kind
	}
	scheme, _, _ := strings.Cut(c.URL, "://")
	switch scheme {
	case "http", "https":
		return "webhook"
	case "smtp", "smtps":
		return "email"
	}
	return "shoutrrr"
}

// Parse reads a configuration file. ${NAME} in an url, a secret or a room stands
// for what env says of NAME, so that secrets need not be in the file; env may be
// nil. Errors name the line or the channel, and say what to do.
func Parse(file []byte, env func(name string) (string, bool)) ([]Config, error) {
	var root struct {
		Channels []Config `yaml:"channels"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(file), yaml.Strict(), yaml.DisallowUnknownField())
	if err := decoder.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.New(yaml.FormatError(err, false, false))
	}
	var faults []error
	names := map[string]bool{}
	for i := range root.Channels {
		c := &root.Channels[i]
		var err error
		switch {
		case c.Name == "":
			err = fmt.Errorf("channel %d has no name: give it one that stays, for deliveries are remembered by it", i+1)
		case names[c.Name]:
			err = fmt.Errorf("channel %q: there are two of this name", c.Name)
		default:
			err = c.expand(env)
		}
		if err == nil {
			_, err = newChannel(*c, Options{})
		}
		names[c.Name] = true
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return root.Channels, nil
}

var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expand puts the values of variables in their places.
func (c *Config) expand(env func(string) (string, bool)) error {
	var missing []string
	for _, field := range []*string{&c.URL, &c.Secret, &c.Room} {
		*field = variable.ReplaceAllStringFunc(*field, func(found string) string {
			name := variable.FindStringSubmatch(found)[1]
			if env != nil {
				if value, ok := env(name); ok {
					return value
				}
			}
			missing = append(missing, name)
			return found
		})
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return fmt.Errorf("channel %q: the variable %s is not set", c.Name, strings.Join(slices.Compact(missing), ", "))
	}
	return nil
}

// shown is an address as logs and errors may show it: scheme and host of what
// is reached by the web or by mail, of others the scheme alone, since theirs keep
// tokens where a host would be.
func shown(address string) string {
	at, err := url.Parse(address)
	if err != nil || at.Scheme == "" {
		return "…"
	}
	switch at.Scheme {
	case "http", "https", "smtp", "smtps":
		return at.Scheme + "://" + at.Host + "/…"
	}
	return at.Scheme + "://…"
}

// What is shorter is no secret, and would blot out ordinary words.
const (
	shortestSecret = 4
	shortestPart   = 6 // of an address
)

// secrets are all parts of a configuration that nobody may read in a log.
func (c Config) secrets() []string {
	found := []string{c.Secret}
	if at, err := url.Parse(c.URL); err == nil {
		password, _ := at.User.Password()
		found = append(found, c.URL, password, at.User.Username(), at.RawQuery)
		if c.kind() == "shoutrrr" {
			found = append(found, at.Host, at.Hostname())
		}
		found = append(found, strings.Split(at.Path, "/")...)
		found = append(found, strings.Split(at.EscapedPath(), "/")...)
		for _, values := range at.Query() {
			found = append(found, values...)
		}
	} else {
		found = append(found, c.URL)
	}
	found = slices.DeleteFunc(found, func(s string) bool {
		return len(s) < shortestSecret || s != c.Secret && len(s) < shortestPart
	})
	// The longest goes first, for one may be part of another.
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return slices.Compact(found)
}

// scrub takes the secrets out of a text.
func (c Config) scrub(text string) string {
	for _, secret := range c.secrets() {
		text = strings.ReplaceAll(text, secret, "…")
		text = strings.ReplaceAll(text, url.QueryEscape(secret), "…")
	}
	return text
}
