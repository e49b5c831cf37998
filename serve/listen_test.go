package serve_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/store/storetest"
)

// served is a server on a real listener.
func served(t *testing.T, change func(*serve.Options)) (address string, stop func() error) {
	t.Helper()
	opts := serve.Options{Ledger: filled(t), Version: "test", Look: 20 * time.Millisecond, Cost: cheap}
	if change != nil {
		change(&opts)
	}
	server, err := serve.New(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener) }()
	stopped := false
	stop = func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() { stop() })
	return listener.Addr().String(), stop
}

// TestSlow: whoever sends a byte now and then is let go, and others are answered
// meanwhile.
func TestSlow(t *testing.T) {
	address, _ := served(t, func(o *serve.Options) {
		o.Times = serve.Times{Header: 200 * time.Millisecond, Read: 400 * time.Millisecond}
	})
	for name, begin := range map[string]string{
		"head": "GET /api/v1/articles HTTP/1.1\r\nHost: 127.0.0.1\r\n",
		"body": "POST /api/v1/read HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, begin)
			go func() {
				for range 100 {
					if _, err := io.WriteString(conn, "x"); err != nil {
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
			}()
			conn.SetReadDeadline(time.Now().Add(4 * time.Second))
			begun := time.Now()
			said, err := io.ReadAll(conn)
			var late net.Error
			if errors.As(err, &late) && late.Timeout() {
				t.Errorf("still held after %s: %q", time.Since(begun), said)
			}
			if strings.Contains(string(said), " 200 ") {
				t.Errorf("answered: %q", said)
			}
		})
	}
	response, err := http.Get("http://" + address + "/healthz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("nobody else is answered: %v", err)
	}
}

// TestStop: an answer under way is finished when the server ends, and streams
// end at once.
func TestStop(t *testing.T) {
	address, stop := served(t, nil)
	response, err := http.Get("http://" + address + "/api/v1/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewReader(response.Body)
	if first, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(first, ":") {
		t.Fatalf("%q %v", first, err)
	}
	begun := time.Now()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if spent := time.Since(begun); spent > 5*time.Second {
		t.Errorf("ending took %s", spent)
	}
	if _, err := io.ReadAll(lines); err != nil {
		t.Errorf("the stream broke off: %v", err)
	}
}

// TestOldTLS: nothing older than TLS 1.2 is spoken.
func TestOldTLS(t *testing.T) {
	front := httptest.NewUnstartedServer(nil)
	front.StartTLS()
	defer front.Close()
	address, _ := served(t, func(o *serve.Options) { o.TLS = &tls.Config{Certificates: front.TLS.Certificates} })
	for version, fine := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", address, &tls.Config{MinVersion: version, MaxVersion: version, InsecureSkipVerify: true})
		if (err == nil) != fine {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Get("https://" + address + "/api/v1/me")
	if err != nil || response.StatusCode != http.StatusOK || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v %v", response, err)
	}
}

// TestOpenToAll: a server that anybody could reach is not made without accounts,
// nor one that would have passwords travel in the clear.
func TestOpenToAll(t *testing.T) {
	ledger := empty(t)
	for _, opts := range []serve.Options{{Listen: "0.0.0.0:7700"}, {Listen: ":7700"}, {Listen: "192.0.2.1:7700"}, {BaseURL: "https://news.example"}, {Listen: "[::]:7700", BaseURL: "http://localhost"}} {
		opts.Ledger = ledger
		if _, err := serve.New(context.Background(), opts); !errors.Is(err, serve.ErrOpenToAll) {
			t.Errorf("%s %s: %v", opts.Listen, opts.BaseURL, err)
		}
	}
	accounts := account.New(ledger, account.Options{Cost: cheap})
	if err := accounts.Add(account.Terminal(context.Background(), "tester"), "ada", account.RoleAdmin, adaPassword); err != nil {
		t.Fatal(err)
	}
	for _, opts := range []serve.Options{{Listen: "0.0.0.0:7700"}, {BaseURL: "http://news.example"}} {
		opts.Ledger = ledger
		if _, err := serve.New(context.Background(), opts); !errors.Is(err, serve.ErrPlain) {
			t.Errorf("%s %s: %v", opts.Listen, opts.BaseURL, err)
		}
	}
	for _, opts := range []serve.Options{{}, {BaseURL: "https://news.example"}, {Listen: "0.0.0.0:7700", BaseURL: "https://news.example"}} {
		opts.Ledger, opts.Cost = ledger, cheap
		server, err := serve.New(context.Background(), opts)
		if err != nil || server.Open() {
			t.Errorf("%s %s: %v, open %v", opts.Listen, opts.BaseURL, err, err == nil && server.Open())
		}
	}
}

// TestMain stops the database server that a test may have started.
func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// TestBothDatabases: accounts, writing, pages and links are the same on either.
func TestBothDatabases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		s := guarded(t, storetest.Open(t, where, clock()), nil)
		token := s.token("ann", annPassword, account.ScopeWrite)
		for _, text := range []string{"The mayor said on Friday that the bridge is safe.", "The union denied that the bridge is safe. Its leader said that 40 people had left.", "The mayor of Narva promised on Monday that the ferry will sail."} {
			s.post("/api/v1/articles", map[string]string{"text": text, "published": "2023-01-09"}, http.StatusCreated, "Authorization", token)
		}
		s.post("/api/v1/articles", map[string]string{"text": "The harbour master said that no ship may leave."}, http.StatusCreated, "Authorization", token)
		var whole, parts []string
		for line := range strings.Lines(s.get("/api/v1/claims", http.StatusOK, "Authorization", token, "Accept", "application/jsonl").body) {
			whole = append(whole, line)
		}
		for cursor, last := "", false; !last; {
			var p struct {
				Items []json.RawMessage
				Next  string
			}
			s.get("/api/v1/claims?limit=1&cursor="+cursor, http.StatusOK, "Authorization", token).read(t, &p)
			for _, item := range p.Items {
				parts = append(parts, string(item)+"\n")
			}
			cursor, last = p.Next, p.Next == ""
		}
		if len(whole) < 4 || !slices.Equal(whole, parts) {
			t.Errorf("%d claims, %d by pages:\n%s\n%s", len(whole), len(parts), whole, parts)
		}
		for _, path := range []string{"/stories", "/statements", "/ladders", "/promises", "/origins", "/occurrences", "/search?q=bridge", "/actors", "/outlets", "/corrections", "/feeds", "/me"} {
			s.get("/api/v1"+path, http.StatusOK, "Authorization", token)
		}
		if got := s.with(s.client, http.MethodHead, "/api/v1/claims", "", "Authorization", token); got.status != http.StatusOK || got.body != "" || got.header.Get("ETag") == "" {
			t.Errorf("HEAD: %d %q", got.status, got.body)
		}
	})
}
