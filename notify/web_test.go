package notify

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPrivateAddressesAreRefused(t *testing.T) {
	for address, private := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "192.168.0.1": true, "172.16.0.1": true, "169.254.169.254": true, "100.64.0.1": true, "0.0.0.0": true,
		"::1": true, "fe80::1": true, "fd00::1": true, "::ffff:10.0.0.1": true, "64:ff9b::a00:1": true, "224.0.0.1": true, "255.255.255.255": true,
		"93.184.216.34": false, "2606:2800:220:1::1": false, "::ffff:93.184.216.34": false,
	} {
		if err := publicOnly(netip.MustParseAddr(address)); (err != nil) != private {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestChannelsStayOutside(t *testing.T) {
	s := newSide(t)
	host := strings.TrimPrefix(s.URL, "http://")
	for _, config := range []Config{
		{URL: s.URL}, {URL: "http://localhost:" + strings.Split(host, ":")[1]}, {Kind: "slack", URL: s.URL}, {Kind: "ntfy", URL: s.URL + "/x"},
		{URL: "smtp://" + host, From: "a@b.example", To: []string{"c@d.example"}},
	} {
		config.Name = "x"
		channels, err := NewChannels([]Config{config}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = channels[0].Send(context.Background(), noon, "k", bridge())
		if err == nil || !strings.Contains(err.Error(), "allow_private: true") {
			t.Errorf("%s: %v", config, err)
		}
	}
	if got := s.got(); len(got) != 0 {
		t.Errorf("%d requests came through", len(got))
	}
}

// 127.0.0.2 stands for a private network here, and 127.0.0.1 for a public one.
func TestRedirectsAreLookedAtToo(t *testing.T) {
	s := newSide(t)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	target, status := "", 307
	s.answer = func(n int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/from" {
			w.Header().Set("Location", target)
			w.WriteHeader(status)
		}
	}
	may := func(ip netip.Addr) error {
		if ip == netip.MustParseAddr("127.0.0.2") {
			return errPrivate
		}
		return nil
	}
	channels, err := NewChannels([]Config{{Name: "x", URL: s.URL + "/from", Secret: "s3cr3tword"}}, Options{may: may})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		to     string
		status int
		want   string
	}{
		{"http://127.0.0.2" + port + "/to", 307, "allow_private"},
		{s.URL + "/from", 308, "redirected too often"},
		{s.URL + "/to", 302, "redirected without the message"},
		{s.URL + "/to", 308, ""},
	} {
		target, status = c.to, c.status
		err := channels[0].Send(context.Background(), noon, "k", bridge())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%d to %s: %v, want %q", c.status, c.to, err, c.want)
		}
	}
	got := s.got()
	if last := got[len(got)-1]; last.path != "/to" || last.method != "POST" || !strings.Contains(last.body, "a17") || last.header.Get("Idempotency-Key") != "k" {
		t.Errorf("the message did not come along: %s %s %q", last.method, last.path, last.body)
	}
}

func TestAnswersAreUnderstood(t *testing.T) {
	s := newSide(t)
	channel := channelOf(t, Config{Name: "x", URL: s.URL})
	for _, c := range []struct {
		status    int
		retry     string
		permanent bool
		after     time.Duration
	}{
		{500, "", false, 0}, {503, "120", false, 2 * time.Minute}, {429, "Thu, 14 Mar 2024 12:05:00 GMT", false, 5 * time.Minute}, {429, "soon", false, 0},
		{401, "", false, 0}, {403, "", false, 0}, {404, "", false, 0}, {400, "", true, 0}, {410, "", true, 0}, {413, "", true, 0}, {422, "", true, 0},
	} {
		s.answer = func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", c.retry)
			w.Header().Set("Date", "Thu, 14 Mar 2024 12:00:00 GMT")
			w.WriteHeader(c.status)
			io.WriteString(w, "no \x1b[31mway\r\n")
		}
		err := channel.Send(context.Background(), noon, "k", bridge())
		var answer *Error
		if !errors.As(err, &answer) || answer.Permanent != c.permanent || answer.After != c.after {
			t.Errorf("%d: %#v", c.status, err)
			continue
		}
		if want := http.StatusText(c.status) + ": no [31mway"; !strings.Contains(answer.Why, want) {
			t.Errorf("%d: %q, want %q in it", c.status, answer.Why, want)
		}
	}
}

func TestSlowAndEndlessAnswers(t *testing.T) {
	s := newSide(t)
	s.answer = func(_ int, w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	began := time.Now()
	err := channelOf(t, Config{Name: "x", URL: s.URL, Timeout: 100 * time.Millisecond}).Send(context.Background(), noon, "k", bridge())
	if err == nil || err.Error() != "no answer in time" || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	s = newSide(t)
	s.answer = func(_ int, w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(500)
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("words ", 1000)); err != nil {
				return
			}
		}
	}
	err = channelOf(t, Config{Name: "x", URL: s.URL, Timeout: 20 * time.Second}).Send(context.Background(), noon, "k", bridge())
	if err == nil || len(err.Error()) > 500 {
		t.Errorf("%d bytes of error", len(err.Error()))
	}
}
