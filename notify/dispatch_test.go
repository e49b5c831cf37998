package notify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// bench is a Dispatcher with a clock that the test turns.
type bench struct {
	*Dispatcher
	outbox Outbox
	time   time.Time
}

func newBench(outbox Outbox, channels ...*Channel) *bench {
	b := &bench{outbox: outbox, time: noon}
	b.restart(channels...)
	return b
}

// restart makes all anew but for the Outbox and the time.
func (b *bench) restart(channels ...*Channel) {
	b.Dispatcher = NewDispatcher(b.outbox, channels, nil, Options{Now: func() time.Time { return b.time }, Jitter: func() float64 { return 0 }})
}

func (b *bench) put(t testing.TB, messages ...Message) {
	t.Helper()
	if err := b.Put(context.Background(), messages...); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) once(t testing.TB) int {
	t.Helper()
	taken, err := b.Once(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return taken
}

func TestOneRevisionIsSentOnce(t *testing.T) {
	s := newSide(t)
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: s.URL}))
	b.put(t, alarm("a", 1, Minor), alarm("a", 1, Minor), alarm("a", 2, Minor))
	if n := b.once(t); n != 2 {
		t.Errorf("%d taken", n)
	}
	b.put(t, alarm("a", 1, Minor), alarm("a", 2, Minor))
	b.time = b.time.Add(time.Hour)
	if n := b.once(t); n != 0 {
		t.Errorf("%d taken again", n)
	}
	if got := s.keys(); !slices.Equal(got, []string{KeyOf("a", 1, "x"), KeyOf("a", 2, "x")}) {
		t.Errorf("keys %v", got)
	}
}

func TestWhatFailsIsTriedAgain(t *testing.T) {
	s := newSide(t)
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: s.URL}))
	s.answer = func(n int, w http.ResponseWriter, _ *http.Request) {
		switch {
		case n == 3:
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(http.StatusServiceUnavailable)
		case n < 6:
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	b.put(t, alarm("a", 1, Minor))
	var after []time.Duration
	for range 24 * 360 {
		if n := len(s.got()); n > len(after) {
			after = append(after, b.time.Sub(noon)-5*time.Second)
		}
		b.once(t)
		b.time = b.time.Add(5 * time.Second)
	}
	want := []time.Duration{0, 5 * time.Second, 15 * time.Second, 615 * time.Second, 655 * time.Second, 735 * time.Second}
	if !slices.Equal(after, want) {
		t.Errorf("tried after %v, want %v", after, want)
	}
	if keys := s.keys(); len(slices.Compact(keys)) != 1 {
		t.Errorf("keys %v", keys)
	}
}

func TestGivingUp(t *testing.T) {
	s := newSide(t)
	s.answer = func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	outbox := &Memory{}
	b := newBench(outbox, channelOf(t, Config{Name: "x", URL: s.URL}))
	b.put(t, alarm("a", 1, Minor))
	for range 200 {
		b.once(t)
		b.time = b.time.Add(time.Hour)
	}
	if n := len(s.got()); n != maxTries {
		t.Errorf("%d tries, want %d", n, maxTries)
	}
	if kept := outbox.deliveries[KeyOf("a", 1, "x")]; !kept.ended || !strings.Contains(kept.Why, "502 Bad Gateway") {
		t.Errorf("it ended as %+v", kept)
	}
}

func TestRefusedMessagesHoldUpNothing(t *testing.T) {
	s := newSide(t)
	s.answer = func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusBadRequest)
		}
	}
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: s.URL}))
	b.put(t, alarm("a", 1, Minor), alarm("b", 1, Minor))
	b.once(t)
	b.time = b.time.Add(time.Hour)
	b.once(t)
	if got := s.keys(); !slices.Equal(got, []string{KeyOf("a", 1, "x"), KeyOf("b", 1, "x")}) {
		t.Errorf("keys %v", got)
	}
}

func TestRevisionsKeepTheirOrderOverFailures(t *testing.T) {
	s := newSide(t)
	s.answer = func(n int, w http.ResponseWriter, _ *http.Request) {
		if n <= 2 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: s.URL}))
	b.put(t, alarm("a", 1, Minor))
	for i := range 30 {
		b.put(t, alarm("a", i+1, Minor))
		b.once(t)
		b.time = b.time.Add(time.Second)
	}
	keys := slices.Compact(s.keys())
	for i, key := range keys {
		if key != KeyOf("a", i+1, "x") {
			t.Fatalf("revision %d is not in its place: %v", i+1, s.bodies())
		}
	}
	if len(keys) < 10 {
		t.Errorf("only %d came", len(keys))
	}
}

func TestOneChannelsTroubleIsNotAnothers(t *testing.T) {
	s, broken := newSide(t), newSide(t)
	broken.answer = func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	b := newBench(&Memory{}, channelOf(t, Config{Name: "broken", URL: broken.URL}), channelOf(t, Config{Name: "x", URL: s.URL}))
	b.put(t, alarm("a", 1, Minor), alarm("b", 1, Minor))
	b.once(t)
	if n := len(s.got()); n != 2 {
		t.Errorf("%d came on the good channel", n)
	}
	if n := len(broken.got()); n != 1 {
		t.Errorf("the broken one was tried %d times in one go", n)
	}
}

func TestMessagesThatNoChannelCouldTell(t *testing.T) {
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: "https://h.example"}))
	for _, m := range []Message{{}, {Alarm: "a"}, {Alarm: "a", Title: "t"}, {Alarm: "a", Title: "t", State: Open, Severity: "high"}} {
		if err := b.Put(context.Background(), m); err == nil {
			t.Errorf("%+v is put", m)
		}
	}
}

func TestMemoryIsAnOutbox(t *testing.T) {
	if err := CheckOutbox(context.Background(), &Memory{}, func(o Outbox) (Outbox, error) { return o, nil }); err != nil {
		t.Error(err)
	}
	forgetful := func(Outbox) (Outbox, error) { return &Memory{}, nil }
	if err := CheckOutbox(context.Background(), &Memory{}, forgetful); err == nil || !strings.Contains(err.Error(), "outlives a restart") {
		t.Errorf("an outbox that forgets: %v", err)
	}
}

func TestRunWakesAndEnds(t *testing.T) {
	s := newSide(t)
	came := make(chan bool, 10)
	s.answer = func(int, http.ResponseWriter, *http.Request) { came <- true }
	d := NewDispatcher(&Memory{}, []*Channel{channelOf(t, Config{Name: "x", URL: s.URL}), channelOf(t, Config{Name: "y", URL: s.URL})}, nil, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	var err error
	ended.Go(func() { err = d.Run(ctx) })
	for i := range 3 {
		if err := d.Put(ctx, alarm("a", i, Minor)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			select {
			case <-came:
			case <-time.After(20 * time.Second):
				t.Fatal("nothing came")
			}
		}
	}
	cancel()
	ended.Wait()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestBackoffGrowsAndIsBounded(t *testing.T) {
	for tries := 1; tries < 100; tries++ {
		least, most := backoff(tries, 0.999), backoff(tries, 0)
		if least < firstRetry/2 || most > lastRetry || least < most/2 || tries > 1 && most < backoff(tries-1, 0) {
			t.Fatalf("after %d tries between %v and %v", tries, least, most)
		}
	}
}

// silentSender takes everything at once.
type silentSender struct{}

func (silentSender) send(context.Context, batch) error { return nil }

// The cost of a delivery must not grow with what waits.
func BenchmarkDispatch(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			channel := &Channel{config: Config{Name: "x", URL: "https://h.example"}, sender: silentSender{}}
			messages := make([]Message, n)
			for i := range messages {
				messages[i] = bridge()
				messages[i].Alarm = fmt.Sprint("a", i)
			}
			b.ReportAllocs()
			for b.Loop() {
				d := newBench(&Memory{}, channel)
				d.put(b, messages...)
				if taken := d.once(b); taken != n {
					b.Fatalf("%d taken", taken)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/message")
		})
	}
}

func BenchmarkFormats(b *testing.B) {
	m := bridge()
	for name, write := range map[string]func(){
		"plain": func() { plain(m) }, "slack": func() { encoded(slackBodyOf([]Message{m})) }, "atom": func() { Atom(Feed{}, []Message{m}) },
		"webhook": func() { encoded(m) }, "cap": func() { CAP(m, noon, CAPOptions{Sender: "x"}) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				write()
			}
		})
	}
}
