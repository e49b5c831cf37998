package notify

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// noon is when the tests happen.
var noon = time.Date(2024, 3, 14, 12, 0, 0, 0, time.UTC)

// bridge is an alarm as the tests tell it. Its words hold what could do harm
// in one format or another.
func bridge() Message {
	return Message{
		Alarm: "a17", Revision: 3, Problem: "northern-border", Indicator: "bridging-units",
		Title: "Pontoons & cranes <near> the river", Summary: []string{"Expected 1.2 reports a day, observed 7.", "Three independent origins."},
		Severity: Severe, Likelihood: "likely", Confidence: "moderate", State: Updated, Stage: "assembly",
		Started: noon.Add(-26 * time.Hour), Updated: noon.Add(-time.Hour), Labels: map[string]string{"team": "east", "on-call": "yes"},
		Link: "https://tocsin.example/alarms/a17?from=mail&x=1", Receipt: "sha256:4be1",
		Area: Area{Name: "Dubrovka crossing", Country: "BLR", Lat: 51.5, Lon: 30.25, Km: 40},
		Evidence: []Evidence{
			{Title: "Cranes at the quay", Outlet: "Harbour Gazette", URL: "https://gazette.example/cranes?a=1&b=2", Published: noon.Add(-25 * time.Hour), Quote: "we counted nine <pontoons>, said the harbour master"},
			{Title: "A quiet night", Outlet: "The Lamp", URL: "javascript:alert(1)", Quote: "@everyone should look | away"},
		},
	}
}

func alarm(id string, revision int, severity Severity) Message {
	return Message{Alarm: id, Revision: revision, Title: "Alarm " + id, Severity: severity, State: Open, Started: noon}
}

// request is what the other side saw.
type request struct {
	method, path string
	header       http.Header
	body         string
}

// side is the other side: a server that keeps what it is asked and answers as
// it is told, 200 where it is told nothing.
type side struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	answer   func(n int, w http.ResponseWriter, r *http.Request)
}

func newSide(t *testing.T) *side {
	t.Helper()
	s := &side{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.requests = append(s.requests, request{r.Method, r.URL.EscapedPath(), r.Header, string(body)})
		n, answer := len(s.requests), s.answer
		s.mu.Unlock()
		if answer != nil {
			answer(n, w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *side) got() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

// keys are the idempotency keys that came, in order.
func (s *side) keys() []string {
	var keys []string
	for _, r := range s.got() {
		keys = append(keys, r.header.Get("Idempotency-Key"))
	}
	return keys
}

// bodies are what came, each cut short.
func (s *side) bodies() []string {
	var bodies []string
	for _, r := range s.got() {
		bodies = append(bodies, clip(r.body, 150))
	}
	return bodies
}

func channelOf(t *testing.T, config Config) *Channel {
	t.Helper()
	config.AllowPrivate = true
	channels, err := NewChannels([]Config{config}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return channels[0]
}

// sendTo sends by a channel of this configuration and returns the one request
// that the other side saw.
func sendTo(t *testing.T, s *side, config Config, messages ...Message) request {
	t.Helper()
	config.Name = "desk"
	if err := channelOf(t, config).Send(context.Background(), noon, "key-1", messages...); err != nil {
		t.Fatal(err)
	}
	got := s.got()
	if len(got) != 1 {
		t.Fatalf("%d requests, want 1", len(got))
	}
	return got[0]
}

func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func hasNot(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%q stands in:\n%s", part, text)
		}
	}
}
