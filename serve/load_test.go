package serve_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"tocsin/serve"
	"tocsin/serve/account"
)

// TestAssistants: /mcp is for whoever has a token, and only reads.
func TestAssistants(t *testing.T) {
	s := guarded(t, filled(t), nil)
	if got := s.ask(http.MethodPost, "/mcp", `{}`, "Content-Type", "application/json"); got.status != http.StatusUnauthorized {
		t.Errorf("anybody asks: %d", got.status)
	}
	token := s.token("vera", viewPassword, account.ScopeRead)
	client := &http.Client{Transport: bearing{token}}
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(context.Background(), &sdk.StreamableClientTransport{Endpoint: s.address + "/mcp", HTTPClient: client, DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	result, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: "search_claims", Arguments: map[string]any{"by": "Lukashenko", "limit": 2}})
	if err != nil || result.IsError || !strings.Contains(result.Content[0].(*sdk.TextContent).Text, "Alexander Lukashenko") {
		t.Errorf("%+v %v", result, err)
	}
}

// bearing sends a token along.
type bearing struct{ token string }

func (b bearing) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", b.token)
	return http.DefaultTransport.RoundTrip(r)
}

// BenchmarkAsk loads the API over loopback: requests a second, and how long the
// slowest hundredth takes.
func BenchmarkAsk(b *testing.B) {
	ledger := filled(b)
	for _, path := range []string{"/claims?limit=20", "/articles?limit=20", "/stories?limit=20", "/statements?limit=20", "/search?q=drill", "/articles/relief-2021-11-05-1", "/ladders?least=2"} {
		b.Run(strings.TrimPrefix(strings.SplitN(path, "?", 2)[0], "/"), func(b *testing.B) {
			server, err := serve.New(context.Background(), serve.Options{Ledger: ledger, Version: "test", Me: "tester"})
			if err != nil {
				b.Fatal(err)
			}
			front := httptest.NewServer(server.Handler())
			defer front.Close()
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
			var spent []time.Duration
			done := make(chan time.Duration, 1024)
			collected := make(chan struct{})
			go func() {
				defer close(collected)
				for d := range done {
					spent = append(spent, d)
				}
			}()
			b.SetParallelism(8)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					address := front.URL + "/api/v1" + path
					begun := time.Now()
					response, err := client.Get(address)
					if err != nil || response.StatusCode != http.StatusOK {
						b.Error(err, response)
						return
					}
					io.Copy(io.Discard, response.Body)
					response.Body.Close()
					done <- time.Since(begun)
				}
			})
			b.StopTimer()
			close(done)
			<-collected
			slices.Sort(spent)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
			b.ReportMetric(float64(spent[len(spent)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkFarPage goes to pages far behind: they cost what the first one does.
func BenchmarkFarPage(b *testing.B) {
	s := open(b, filled(b), nil)
	cursors := []string{""}
	for len(cursors) < 60 {
		var p page
		s.get("/api/v1/claims?limit=5&cursor="+cursors[len(cursors)-1], http.StatusOK).read(b, &p)
		if p.Next == "" {
			break
		}
		cursors = append(cursors, p.Next)
	}
	for _, at := range []int{0, 1, len(cursors) / 2, len(cursors) - 1} {
		b.Run(fmt.Sprint(at), func(b *testing.B) {
			for i := 0; b.Loop(); i++ { // another page each time, that none is known
				s.get(fmt.Sprintf("/api/v1/claims?limit=%d&cursor=%s", 5+i%400, cursors[at]), http.StatusOK)
			}
		})
	}
}
