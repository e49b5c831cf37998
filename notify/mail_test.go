package notify

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// post is a small mail server: it keeps what it is told and takes all mail but
// that to refused@…. It speaks TLS from the start or after STARTTLS.
type post struct {
	address string
	roots   *x509.CertPool

	mu    sync.Mutex
	said  []string // commands
	mails []string
}

func newPost(t *testing.T, implicit, starttls bool) *post {
	t.Helper()
	// The certificate of a test server is for 127.0.0.1 and example.com.
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	config := &tls.Config{Certificates: certified.TLS.Certificates}
	p := &post{roots: x509.NewCertPool()}
	p.roots.AddCert(certified.Certificate())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p.address = listener.Addr().String()
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			if implicit {
				connection = tls.Server(connection, config)
			}
			go p.serve(connection, config, starttls)
		}
	}()
	return p
}

func (p *post) serve(connection net.Conn, config *tls.Config, starttls bool) {
	defer func() { connection.Close() }()
	in := bufio.NewReader(connection)
	say := func(lines ...string) { io.WriteString(connection, strings.Join(lines, "\r\n")+"\r\n") }
	say("220 mail.example ready")
	for {
		command, err := in.ReadString('\n')
		if err != nil {
			return
		}
		command = strings.TrimSpace(command)
		p.mu.Lock()
		p.said = append(p.said, command)
		p.mu.Unlock()
		verb, _, _ := strings.Cut(command, " ")
		switch {
		case verb == "EHLO" && starttls:
			say("250-mail.example", "250-STARTTLS", "250 AUTH PLAIN")
		case verb == "EHLO":
			say("250-mail.example", "250 AUTH PLAIN")
		case verb == "STARTTLS" && starttls:
			say("220 go on")
			connection = tls.Server(connection, config)
			in = bufio.NewReader(connection)
			starttls = false
		case verb == "AUTH" && !strings.HasSuffix(command, base64.StdEncoding.EncodeToString([]byte("\x00bell\x00open sesame"))):
			say("535 no")
		case verb == "AUTH":
			say("235 welcome")
		case strings.Contains(command, "refused@"):
			say("550 nobody of that name")
		case strings.Contains(command, "later@"):
			say("451 come again")
		case verb == "DATA":
			say("354 go on")
			var text strings.Builder
			for line := ""; line != ".\r\n" && err == nil; line, err = in.ReadString('\n') {
				text.WriteString(strings.TrimPrefix(line, "."))
			}
			p.mu.Lock()
			p.mails = append(p.mails, text.String())
			p.mu.Unlock()
			say("250 kept")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func (p *post) config(scheme string) Config {
	return Config{
		Name: "post", URL: scheme + "://bell@" + p.address, Secret: "open sesame", AllowPrivate: true,
		From: "Wächter <bell@desk.example>", To: []string{"duty@desk.example", "Ana Lopes <ana@desk.example>"},
	}
}

func (p *post) send(t *testing.T, config Config, messages ...Message) error {
	t.Helper()
	channels, err := NewChannels([]Config{config}, Options{Roots: p.roots})
	if err != nil {
		t.Fatal(err)
	}
	return channels[0].Send(context.Background(), noon, "key-1", messages...)
}

func TestMailArrives(t *testing.T) {
	for _, scheme := range []string{"smtp", "smtps"} {
		t.Run(scheme, func(t *testing.T) {
			p := newPost(t, scheme == "smtps", scheme == "smtp")
			if err := p.send(t, p.config(scheme), bridge()); err != nil {
				t.Fatal(err)
			}
			has(t, strings.Join(p.said, "\n"), "MAIL FROM:<bell@desk.example>", "RCPT TO:<duty@desk.example>", "RCPT TO:<ana@desk.example>", "QUIT")
			if scheme == "smtp" {
				has(t, strings.Join(p.said, "\n"), "STARTTLS")
			}
			got, err := mail.ReadMessage(strings.NewReader(p.mails[0]))
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{
				"Subject": "Update (severe): Pontoons & cranes <near> the river", "Message-ID": "<key-1@desk.example>", "X-Idempotency-Key": "key-1",
				"Auto-Submitted": "auto-generated", "Date": "Thu, 14 Mar 2024 12:00:00 +0000", "To": `<duty@desk.example>, "Ana Lopes" <ana@desk.example>`,
				"Content-Type": "text/plain; charset=utf-8",
			} {
				value, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get(name))
				if err != nil || value != want {
					t.Errorf("%s: %q (%v), want %q", name, value, err, want)
				}
			}
			from, err := got.Header.AddressList("From")
			if err != nil || from[0].Name != "Wächter" {
				t.Errorf("from %v, %v", from, err)
			}
			body, err := io.ReadAll(quotedprintable.NewReader(got.Body))
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.ReplaceAll(string(body), "\r\n", "\n"); strings.TrimSpace(text) != plain(bridge()) {
				t.Errorf("the body is\n%s", text)
			}
			for line := range strings.Lines(p.mails[0]) {
				if len(line) > 200 {
					t.Errorf("a line of %d bytes", len(line))
				}
			}
		})
	}
}

func TestMailOfOneAlarmStandsTogether(t *testing.T) {
	p := newPost(t, true, false)
	later := bridge()
	later.Revision++
	for _, messages := range [][]Message{{bridge()}, {later}, {alarm("other", 1, Minor)}, {bridge(), alarm("other", 1, Minor)}} {
		if err := p.send(t, p.config("smtps"), messages...); err != nil {
			t.Fatal(err)
		}
	}
	var threads []string
	for _, text := range p.mails {
		got, err := mail.ReadMessage(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		threads = append(threads, got.Header.Get("References"))
	}
	if threads[0] == "" || threads[0] != threads[1] || threads[2] == threads[0] || threads[3] != "" {
		t.Errorf("threads %q", threads)
	}
}

func TestMailHeadersCannotBeForged(t *testing.T) {
	p := newPost(t, true, false)
	m := bridge()
	m.Title = "Fine\r\nBcc: spy@x.example\r\n\r\n.\r\nMAIL FROM:<x@y.example>\r\n"
	m.Summary = []string{".", "a\r\n.\r\nQUIT"}
	if err := p.send(t, p.config("smtps"), m); err != nil {
		t.Fatal(err)
	}
	got, err := mail.ReadMessage(strings.NewReader(p.mails[0]))
	if err != nil || got.Header.Get("Bcc") != "" || len(p.mails) != 1 {
		t.Errorf("%d mails, Bcc %q, %v", len(p.mails), got.Header.Get("Bcc"), err)
	}
}

func TestMailThatIsNotTaken(t *testing.T) {
	p := newPost(t, false, true)
	plain := newPost(t, false, false)
	wrong := p.config("smtp")
	wrong.Secret = "s3cr3tword"
	refused, later := p.config("smtp"), p.config("smtp")
	refused.To, later.To = []string{"refused@desk.example"}, []string{"later@desk.example"}
	untrusted := p.config("smtp")
	for _, c := range []struct {
		name      string
		post      *post
		config    Config
		permanent bool
		want      string
	}{
		{"wrong password", p, wrong, false, "log in: 535"},
		{"nobody there", p, refused, true, "nobody of that name"},
		{"later", p, later, false, "come again"},
		{"no TLS to be had", plain, plain.config("smtp"), false, "offers no TLS"},
		{"not to be trusted", &post{address: p.address, roots: x509.NewCertPool()}, untrusted, false, "certificate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.post.send(t, c.config, bridge())
			var answer *Error
			if !errors.As(err, &answer) || !strings.Contains(answer.Why, c.want) {
				t.Fatalf("%v, want %q", err, c.want)
			}
			if answer.Permanent != c.permanent {
				t.Errorf("permanent: %v", answer.Permanent)
			}
			hasNot(t, answer.Why, "s3cr3tword")
		})
	}
	if got := strings.Join(plain.said, "\n"); strings.Contains(got, "AUTH") || strings.Contains(got, "MAIL") {
		t.Errorf("without TLS it says\n%s", got)
	}
}

func TestMailServerThatSaysNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	silent := &post{address: listener.Addr().String()}
	config := silent.config("smtp")
	config.Timeout = 100 * time.Millisecond
	began := time.Now()
	if err := silent.send(t, config, bridge()); err == nil || err.Error() != "no answer in time" || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
}

func TestMailWithoutTLSInOnesOwnNetwork(t *testing.T) {
	p := newPost(t, false, false)
	config := p.config("smtp")
	config.TLS, config.URL, config.Secret = "none", "smtp://"+p.address, ""
	if err := p.send(t, config, bridge()); err != nil || len(p.mails) != 1 {
		t.Errorf("%d mails, %v", len(p.mails), err)
	}
	if got := fmt.Sprint(p.said); strings.Contains(got, "STARTTLS") {
		t.Error(got)
	}
}
