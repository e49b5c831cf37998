package notify

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"
)

const file = `
channels:
  - name: desk
    kind: slack
    url: ${SLACK_HOOK}
    severity: moderate
    problems: [northern-border]
    labels: {team: east}
    quiet: {from: "22:00", to: "07:00", zone: Europe/Kyiv}
    digest: daily 08:00
  - name: post
    url: smtp://bell@mail.example:587
    secret: ${WORD}
    from: Tocsin <bell@desk.example>
    to: [duty@desk.example, Ana Lopes <ana@desk.example>]
    timeout: 5s
  - name: phone
    url: telegram://123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr@telegram?chats=@bell
`

func env(name string) (string, bool) {
	value, ok := map[string]string{"SLACK_HOOK": "https://hooks.slack.example/services/T0/B0/s3cr3tpath", "WORD": "open sesame"}[name]
	return value, ok
}

func TestConfigurationIsRead(t *testing.T) {
	configs, err := Parse([]byte(file), env)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range configs {
		names = append(names, c.String())
	}
	want := "desk (slack, https://hooks.slack.example/…); post (email, smtp://mail.example:587/…); phone (shoutrrr, telegram://…)"
	if got := strings.Join(names, "; "); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if c := configs[1]; c.Secret != "open sesame" || c.Timeout != 5*time.Second || len(c.To) != 2 {
		t.Errorf("the second is %s with %d addresses, %v", c, len(c.To), c.Timeout)
	}
	if none, err := Parse(nil, nil); err != nil || len(none) != 0 {
		t.Errorf("an empty file has %d channels, %v", len(none), err)
	}
}

func TestMistakesSayWhatToDo(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"name: x\n    url: https://h.example\n    colour: red", "[4:5] unknown field"},
		{"url: https://h.example", "has no name"},
		{"name: x", `url is no address`},
		{"name: x\n    url: https://", "names no host"},
		{"name: x\n    url: ${NOBODY}", "the variable NOBODY is not set"},
		{"name: x\n    url: https://h.example\n    severity: high", `"high" is none of minor, moderate, severe, extreme`},
		{"name: x\n    url: https://h.example\n    kind: pigeon", `"pigeon" is none of webhook`},
		{"name: x\n    url: ftp://h.example\n    kind: slack", `not by "ftp"`},
		{"name: x\n    url: https://me:pass@h.example", "give a token as secret"},
		{"name: x\n    url: https://h.example\n    secret: whsec_%%%", "no base64"},
		{"name: x\n    url: https://h.example\n    quiet: {from: \"25:00\", to: \"07:00\"}", `"25:00" is not written as 07:00`},
		{"name: x\n    url: https://h.example\n    quiet: {from: \"07:00\", to: \"07:00\"}", "no stretch of a day"},
		{"name: x\n    url: https://h.example\n    quiet: {from: \"22:00\", to: \"07:00\", zone: Europe/Kiew}", `"Europe/Kiew" is not known`},
		{"name: x\n    url: https://h.example\n    digest: weekly", "daily 08:00"},
		{"name: x\n    url: https://h.example\n    digest: 5s", "from 1m to 24h"},
		{"name: x\n    url: https://h.example\n    kind: matrix\n    secret: t", "begins with !"},
		{"name: x\n    url: https://ntfy.example\n    kind: ntfy", "ends with a topic"},
		{"name: x\n    url: smtp://h.example\n    from: a@b.example", "needs addresses in to"},
		{"name: x\n    url: smtp://h.example\n    from: a@b.example\n    to: [c@d.example]\n    tls: none", "allow_private: true"},
		{"name: x\n    url: gotify://10.0.0.1/token", "allow_private: true if you trust it"},
		{"name: x\n    url: logger://", "reaches nobody"},
		{"name: x\n    url: telegram://nonsense", "cannot read this address of telegram"},
	} {
		_, err := Parse([]byte("channels:\n  - "+c.yaml), env)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n%v, want %q", c.yaml, err, c.want)
		}
	}
	_, err := Parse([]byte("channels:\n  - {name: a, severity: x, url: https://h.example}\n  - {name: b, digest: x, url: https://h.example}\n  - {name: a, url: https://h.example}"), env)
	if err == nil {
		t.Fatal("three mistakes are none")
	}
	has(t, err.Error(), `channel "a": the severity`, `channel "b": the digest`, `there are two of this name`)
}

func TestChannelsWantWhatTheyAreFor(t *testing.T) {
	m := bridge()
	for _, c := range []struct {
		config Config
		want   bool
	}{
		{Config{}, true}, {Config{Severity: Severe}, true}, {Config{Severity: Extreme}, false}, {Config{Problems: []string{"x", "northern-border"}}, true},
		{Config{Problems: []string{"x"}}, false}, {Config{Labels: map[string]string{"team": "east"}}, true},
		{Config{Labels: map[string]string{"team": "east", "shift": ""}}, false}, {Config{Labels: map[string]string{"team": "west"}}, false},
	} {
		c.config.Name, c.config.URL = "x", "https://h.example"
		if got := channelOf(t, c.config).Wants(m); got != c.want {
			t.Errorf("%+v: %v", c.config, got)
		}
	}
	m.Severity = ""
	if channelOf(t, Config{Name: "x", URL: "https://h.example", Severity: Minor}).Wants(m) {
		t.Error("a minor channel gets what is of unknown severity")
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	s := newSide(t)
	s.answer = func(_ int, w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(500)
		fmt.Fprintf(w, "cannot do %s with %s", r.URL, r.Header.Get("Authorization"))
	}
	secrets := []string{"s3cr3tpath", "s3cr3tquery", "s3cr3tword"}
	host := strings.TrimPrefix(s.URL, "http://")
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, config := range []Config{
		{Name: "a", URL: s.URL + "/s3cr3tpath?q=s3cr3tquery", Secret: "s3cr3tword"},
		{Name: "b", Kind: "alertmanager", URL: s.URL + "/s3cr3tpath", Secret: "s3cr3tword"},
		{Name: "c", URL: "http://127.0.0.1:1/s3cr3tpath", Secret: "s3cr3tword"},
		{Name: "d", URL: "generic://" + host + "/s3cr3tpath?disabletls=yes&$q=s3cr3tquery"},
		{Name: "e", URL: "smtp://bell:s3cr3tword@127.0.0.1:1", From: "a@b.example", To: []string{"c@d.example"}},
		{Name: "f", URL: "http://nobody.invalid/s3cr3tpath"},
	} {
		channel := channelOf(t, config)
		d := NewDispatcher(&Memory{}, []*Channel{channel}, logger, Options{})
		if err := d.Put(context.Background(), bridge()); err != nil {
			t.Fatal(err)
		}
		if taken, err := d.Once(context.Background()); taken != 0 || err != nil {
			t.Fatalf("%s: %d taken, %v", config.Name, taken, err)
		}
		err := channel.Send(context.Background(), noon, "k", bridge())
		if err == nil {
			t.Fatalf("%s: no error", config.Name)
		}
		logger.Info("channel", "config", config, "text", fmt.Sprintf("%v %+v %#v %s", config, config, config, channel), "error", err)
	}
	if log.Len() == 0 {
		t.Error("nothing is logged")
	}
	hasNot(t, log.String(), secrets...)
}
