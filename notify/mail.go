package notify

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"time"
)

// mailer hands messages to a mail server (RFC 5321) over TLS.
type mailer struct {
	config     Config
	server     string // host:port
	host       string
	user, word string
	from       *mail.Address
	to         []*mail.Address
	security   string // starttls, implicit, none
	dialer     *net.Dialer
	tls        *tls.Config
}

func newMail(config Config, at *url.URL, o Options) (sender, error) {
	m := &mailer{config: config, host: at.Hostname(), user: at.User.Username(), word: config.Secret, dialer: dialerOf(config, o)}
	if password, ok := at.User.Password(); ok && m.word == "" {
		m.word = password
	}
	port := "587"
	switch at.Scheme {
	case "smtp":
		m.security = cmp.Or(config.TLS, "starttls")
	case "smtps":
		m.security, port = cmp.Or(config.TLS, "implicit"), "465"
	default:
		return nil, fmt.Errorf("email is sent by smtp or smtps, not by %q", at.Scheme)
	}
	switch m.security {
	case "starttls", "implicit":
	case "none":
		if !config.AllowPrivate {
			return nil, fmt.Errorf("email without TLS is for servers in one's own network: add allow_private: true, or take tls: none away")
		}
	default:
		return nil, fmt.Errorf("tls is %q, which is none of starttls, implicit, none", config.TLS)
	}
	m.server = net.JoinHostPort(m.host, cmp.Or(at.Port(), port))
	m.tls = &tls.Config{ServerName: m.host, RootCAs: o.Roots, MinVersion: tls.VersionTLS12}
	var err error
	if m.from, err = mail.ParseAddress(config.From); err != nil {
		return nil, fmt.Errorf("from is no address: write it as Tocsin <tocsin@desk.example>")
	}
	for _, to := range config.To {
		address, err := mail.ParseAddress(to)
		if err != nil {
			return nil, fmt.Errorf("to holds %q, which is no address", to)
		}
		m.to = append(m.to, address)
	}
	if len(m.to) == 0 {
		return nil, fmt.Errorf("email needs addresses in to")
	}
	return m, nil
}

func (m *mailer) send(ctx context.Context, b batch) error {
	if err := m.deliver(ctx, m.text(b)); err != nil {
		return m.trouble(ctx, err)
	}
	return nil
}

func (m *mailer) deliver(ctx context.Context, text string) error {
	connection, err := m.dialer.DialContext(ctx, "tcp", m.server)
	if err != nil {
		return err
	}
	// The package net/smtp knows no context: its time ends with the connection.
	stop := context.AfterFunc(ctx, func() { connection.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	defer connection.Close()
	if m.security == "implicit" {
		connection = tls.Client(connection, m.tls)
	}
	client, err := m.greet(connection)
	if err != nil {
		// People mend what is wrong here, so that no reply is taken for final: the
		// cause is told, not wrapped.
		return fmt.Errorf("cannot begin: %v", err)
	}
	if err := client.Mail(m.from.Address); err != nil {
		return err
	}
	for _, to := range m.to {
		if err := client.Rcpt(to.Address); err != nil {
			return err
		}
	}
	body, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := body.Write([]byte(text)); err != nil {
		return err
	}
	if err := body.Close(); err != nil {
		return err
	}
	// The server has taken the message; how it says goodbye changes nothing.
	client.Quit()
	return nil
}

// greet goes as far as the server listens to us.
func (m *mailer) greet(connection net.Conn) (*smtp.Client, error) {
	client, err := smtp.NewClient(connection, m.host)
	if err != nil {
		return nil, err
	}
	if m.security == "starttls" {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return nil, errors.New("the server offers no TLS")
		}
		if err := client.StartTLS(m.tls); err != nil {
			return nil, fmt.Errorf("TLS: %w", err)
		}
	}
	if m.user != "" {
		if err := client.Auth(smtp.PlainAuth("", m.user, m.word, m.host)); err != nil {
			return nil, fmt.Errorf("log in: %w", err)
		}
	}
	return client, nil
}

// text is the message with its headers (RFC 5322). Message-ID is made of the
// key, so that a mail server can drop what it has already; all that tells of
// one alarm refers to one name, so that it stands together in a mailbox.
func (m *mailer) text(b batch) string {
	_, domain, _ := strings.Cut(m.from.Address, "@")
	var to []string
	for _, address := range m.to {
		to = append(to, address.String())
	}
	var out strings.Builder
	for _, header := range [][2]string{
		{"Date", b.sent.UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700")},
		{"From", m.from.String()},
		{"To", strings.Join(to, ",\r\n ")},
		{"Subject", mime.QEncoding.Encode("utf-8", digestLine(b.messages))},
		{"Message-ID", "<" + b.key + "@" + domain + ">"},
		{"References", m.thread(b, domain)},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: let no holiday reply come back
		{"X-Idempotency-Key", b.key},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	} {
		if header[1] != "" {
			out.WriteString(header[0] + ": " + header[1] + "\r\n")
		}
	}
	out.WriteString("\r\n")
	body := quotedprintable.NewWriter(&out)
	body.Write([]byte(strings.ReplaceAll(plainAll(b.messages), "\n", "\r\n") + "\r\n"))
	body.Close()
	return out.String()
}

func (m *mailer) thread(b batch, domain string) string {
	if len(b.messages) != 1 {
		return ""
	}
	return "<alarm-" + hashed("thread", b.messages[0].Alarm) + "@" + domain + ">"
}

// trouble says what went wrong, and whether it is for good: replies of 5xx to the
// message are (RFC 5321, 4.2.1).
func (m *mailer) trouble(ctx context.Context, err error) error {
	var reply *textproto.Error
	permanent := errors.As(err, &reply) && reply.Code >= 500 && reply.Code != 530 // which asks us to log in first
	why := err.Error()
	switch {
	case errors.Is(err, errPrivate):
		why = errPrivate.Error()
	case ctx.Err() != nil:
		why = "no answer in time"
	}
	return &Error{Why: line(m.config.scrub(why), 200), Permanent: permanent}
}
