package feed

import (
	"bytes"
	"cmp"
	"container/list"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds of what robots.txt may cost us and a host.
const (
	maxRobotsBytes     = 500 << 10 // of one file; what comes after is not read, as RFC 9309, 2.5 allows
	maxRobotsRedirects = 5
	maxCrawlDelay      = 30 * time.Second
	robotsLife         = 24 * time.Hour   // RFC 9309, 2.4
	robotsRetry        = 10 * time.Minute // after a host could not give its robots.txt
	maxRobotsHosts     = 10_000
	maxRobotsMemory    = 16 << 20 // of all hosts' rules, roughly
)

// robots is what one robots.txt (RFC 9309) asks of one program. The zero value
// allows everything.
type robots struct {
	rules []robotsRule  // the longest first, and of the same length what allows first
	delay time.Duration // Crawl-delay, which RFC 9309 does not know and many hosts use
}

// robotsRule is a pattern in normal form: "*" stands for any octets, and "$"
// at the end for the end of the path.
type robotsRule struct {
	pattern string
	allow   bool
}

// parseRobots takes from a robots.txt what it asks of the program whose
// product token is agent; other programs' rules are dropped, so that they cost
// no memory. Lines that make no sense are passed over, for a typing error in
// one line must not open what the others close.
//
// The library temoto/robotstxt is not used: it gives up on the whole file at
// the first bad line, prefers neither side of a tie, knows no
// percent-encoding, and compiles each wildcard to a regular expression.
func parseRobots(file []byte, agent string) robots {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	var ours, everybodys robots
	named, forUs, forAll, inRules := false, false, false, false
	for line := range strings.FieldsFuncSeq(string(file), func(char rune) bool { return char == '\n' || char == '\r' }) {
		key, value := robotsLine(line)
		if key == "user-agent" {
			if inRules {
				forUs, forAll, inRules = false, false, false
			}
			token := productToken(value)
			forUs = forUs || strings.EqualFold(token, agent)
			forAll = forAll || token == "*"
			named = named || forUs
			continue
		}
		// Only rules end the list of names that a group begins with.
		inRules = inRules || key == "allow" || key == "disallow"
		if forUs {
			ours.take(key, value)
		}
		if forAll {
			everybodys.take(key, value)
		}
	}
	if !named {
		ours = everybodys
	}
	slices.SortStableFunc(ours.rules, func(a, b robotsRule) int {
		if byLength := cmp.Compare(len(b.pattern), len(a.pattern)); byLength != 0 || a.allow == b.allow {
			return byLength
		}
		if a.allow {
			return -1
		}
		return 1
	})
	ours.rules = slices.Clip(ours.rules)
	return ours
}

// robotsLine cuts a line into its lower-case key and its value, without the
// comment. A missing colon is forgiven, as Google's parser forgives it.
func robotsLine(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	key, value, found := strings.Cut(line, ":")
	if !found {
		at := max(strings.IndexAny(line, " \t"), 0)
		key, value = line[:at], line[at:]
	}
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// productToken is the name in "Name/1.0 (and more)".
func productToken(agent string) string {
	agent = strings.TrimSpace(agent)
	if end := strings.IndexAny(agent, "/ \t;("); end >= 0 {
		agent = agent[:end]
	}
	return agent
}

func (r *robots) take(key, value string) {
	switch key {
	case "allow", "disallow":
		if value == "" {
			return
		}
		if value[0] != '/' && value[0] != '*' {
			value = "/" + value
		}
		r.rules = append(r.rules, robotsRule{normalPattern(value), key == "allow"})
	case "crawl-delay":
		seconds, err := strconv.ParseFloat(value, 64)
		if err == nil && seconds > 0 {
			seconds = min(seconds, maxCrawlDelay.Seconds())
			r.delay = max(r.delay, time.Duration(seconds*float64(time.Second)))
		}
	}
}

// allows reports whether the path and query, as they stand in a request, may
// be asked for. The rule that matches with the most octets decides, and of two
// as long the one that allows (RFC 9309, 2.2.2).
func (r robots) allows(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	if path == "/robots.txt" {
		return true
	}
	target = normalPath(target)
	for _, rule := range r.rules {
		if rule.matches(target) {
			return rule.allow
		}
	}
	return true
}

// matches takes for each piece between two stars the first place where it is
// found: a later one leaves less to match the rest. So a rule costs time
// linear in its pattern and the path.
func (r robotsRule) matches(path string) bool {
	pattern, whole := strings.CutSuffix(r.pattern, "$")
	piece, rest, more := strings.Cut(pattern, "*")
	path, found := strings.CutPrefix(path, piece)
	if !found {
		return false
	}
	for more {
		piece, rest, more = strings.Cut(rest, "*")
		if !more && whole {
			return strings.HasSuffix(path, piece)
		}
		at := strings.Index(path, piece)
		if at < 0 {
			return false
		}
		path = path[at+len(piece):]
	}
	return !whole || path == ""
}

// normalPath writes a path so that two spellings of the same path are the same
// octets: what needs no percent-encoding has none, all else has it. "*" and
// "$" are encoded, for in a pattern they mean something else.
func normalPath(path string) string { return normal(path, "*$") }

// normalPattern is normalPath for patterns. A "$" that is not at the end is an
// ordinary octet.
func normalPattern(pattern string) string {
	body, whole := strings.CutSuffix(pattern, "$")
	body = normal(body, "$")
	if whole {
		body += "$"
	}
	return body
}

func normal(path, special string) string {
	var out strings.Builder
	out.Grow(len(path))
	for i := 0; i < len(path); i++ {
		octet, encoded := path[i], false
		if octet == '%' && i+2 < len(path) {
			if value, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				octet, encoded = byte(value), true
				i += 2
			}
		}
		switch {
		case encoded && !unreserved(octet), octet <= ' ', octet >= 0x7f, strings.IndexByte(special, octet) >= 0:
			const digits = "0123456789ABCDEF"
			out.Write([]byte{'%', digits[octet>>4], digits[octet&15]})
		default:
			out.WriteByte(octet)
		}
	}
	return out.String()
}

// unreserved are the octets that mean the same encoded or not (RFC 3986, 2.3).
func unreserved(octet byte) bool {
	return 'a' <= octet && octet <= 'z' || 'A' <= octet && octet <= 'Z' || '0' <= octet && octet <= '9' ||
		strings.IndexByte("-._~", octet) >= 0
}

// memory is about how many bytes the rules take.
func (r robots) memory() int {
	bytes := 256 // the host's name, the maps and the list
	for _, rule := range r.rules {
		bytes += len(rule.pattern) + 32
	}
	return bytes
}

// robotsShelf remembers what hosts ask of us, those asked longest ago
// forgotten first. It is safe for use by many goroutines.
type robotsShelf struct {
	now     func() time.Time
	mu      sync.Mutex
	entries map[string]*list.Element // of robotsEntry, by origin
	order   list.List                // the last used first
	memory  int
	loading map[string]chan struct{} // closed when the origin's robots.txt is there
}

// robotsEntry is not changed once it is on the shelf.
type robotsEntry struct {
	origin string
	rules  robots
	err    error // why nothing may be asked for now
	until  time.Time
}

func newRobotsShelf(now func() time.Time) *robotsShelf {
	return &robotsShelf{now: now, entries: map[string]*list.Element{}, loading: map[string]chan struct{}{}}
}

// of returns what the origin asks of us. What is not known, or not any more,
// is loaded by the first who asks, while the others wait or give up.
func (s *robotsShelf) of(ctx context.Context, origin string, load func() (robots, error)) (robots, error) {
	for {
		s.mu.Lock()
		if element := s.entries[origin]; element != nil && s.now().Before(element.Value.(robotsEntry).until) {
			s.order.MoveToFront(element)
			s.mu.Unlock()
			entry := element.Value.(robotsEntry)
			return entry.rules, entry.err
		}
		loading, busy := s.loading[origin]
		if !busy {
			loading = make(chan struct{})
			s.loading[origin] = loading
			s.mu.Unlock()
			defer s.loaded(origin, loading)
			rules, err := load()
			if err != nil && ctx.Err() != nil {
				return robots{}, err // the caller gave up, which says nothing about the host
			}
			return s.keep(origin, rules, err)
		}
		s.mu.Unlock()
		select {
		case <-loading:
		case <-ctx.Done():
			return robots{}, ctx.Err()
		}
	}
}

func (s *robotsShelf) loaded(origin string, loading chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.loading, origin)
	close(loading)
}

// keep puts a result on the shelf. Where the host fails, what it asked before
// stays good (RFC 9309, 2.4), and if it asked nothing, all of it is closed
// until the next try (2.3.1.4).
func (s *robotsShelf) keep(origin string, rules robots, err error) (robots, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := robotsEntry{origin: origin, rules: rules, err: err, until: s.now().Add(robotsLife)}
	if err != nil {
		entry.until = s.now().Add(robotsRetry)
	}
	if element := s.entries[origin]; element != nil {
		if old := element.Value.(robotsEntry); err != nil && old.err == nil {
			entry.rules, entry.err = old.rules, nil
		}
		s.drop(element)
	}
	s.entries[origin] = s.order.PushFront(entry)
	s.memory += entry.rules.memory()
	for s.order.Len() > maxRobotsHosts || s.memory > maxRobotsMemory && s.order.Len() > 1 {
		s.drop(s.order.Back())
	}
	return entry.rules, entry.err
}

func (s *robotsShelf) drop(element *list.Element) {
	entry := s.order.Remove(element).(robotsEntry)
	delete(s.entries, entry.origin)
	s.memory -= entry.rules.memory()
}
