package notify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// crashing forgets what is done, as a program does that is killed between
// sending and keeping it.
type crashing struct {
	Outbox
	crash bool
}

var errKilled = errors.New("killed")

func (c *crashing) Done(ctx context.Context, now time.Time, keys ...string) error {
	if c.crash {
		return errKilled
	}
	return c.Outbox.Done(ctx, now, keys...)
}

func TestCrashBetweenSendingAndKeeping(t *testing.T) {
	for _, digest := range []string{"", "15m"} {
		s := newSide(t)
		config := Config{Name: "x", URL: s.URL, Digest: digest}
		outbox := &crashing{Outbox: &Memory{}, crash: true}
		b := newBench(outbox, channelOf(t, config))
		b.put(t, alarm("a", 1, Minor), alarm("b", 1, Severe), alarm("c", 1, Extreme))
		b.time = b.time.Add(time.Hour)
		for range 3 {
			if _, err := b.Once(context.Background()); !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			b.restart(channelOf(t, config))
		}
		outbox.crash = false
		b.put(t, alarm("d", 1, Minor)) // what comes later changes no key
		b.once(t)
		keys := s.keys()
		if len(keys) < 5 || len(slices.Compact(slices.Clone(keys[:4]))) != 1 || keys[3] != KeyOf("c", 1, "x") {
			t.Errorf("digest %q: keys %v", digest, keys)
		}
		bodies := map[string]string{}
		for _, r := range s.got() {
			key := r.header.Get("Idempotency-Key")
			if before, ok := bodies[key]; ok && before != r.body {
				t.Errorf("one key has two bodies:\n%s\n%s", before, r.body)
			}
			bodies[key] = r.body
		}
	}
}

func TestQuietHoursHoldBack(t *testing.T) {
	s := newSide(t)
	config := Config{Name: "x", URL: s.URL, Quiet: Hours{"22:00", "07:00", "Europe/Kyiv"}}
	b := newBench(&Memory{}, channelOf(t, config))
	b.time = time.Date(2024, 10, 26, 18, 59, 0, 0, time.UTC) // 21:59 in Kyiv; clocks go back in the night
	s.answer = func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	b.put(t, alarm("evening", 1, Severe))
	b.once(t)
	b.time = b.time.Add(2 * time.Minute)
	b.put(t, alarm("night", 1, Severe), alarm("night", 2, Severe), alarm("fire", 1, Extreme))
	var heard []string
	for end := b.time.Add(12 * time.Hour); b.time.Before(end); b.time = b.time.Add(time.Minute) {
		before := len(s.got())
		b.once(t)
		for _, r := range s.got()[before:] {
			for _, id := range []string{"evening", "night", "fire"} {
				if strings.Contains(r.body, `"alarm":"`+id) {
					heard = append(heard, b.time.In(zone(t, "Europe/Kyiv")).Format("02 15:04 ")+id)
				}
			}
		}
	}
	want := []string{"26 22:01 fire", "27 07:00 evening", "27 07:00 night"}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
	if got := s.got(); len(got) != 4 || !strings.Contains(got[3].body, `"revision":2`) || strings.Contains(got[3].body, `"revision":1`) {
		t.Errorf("%d requests; the night is not told once, as it stands in the morning", len(got))
	}
}

func TestDigestJoins(t *testing.T) {
	s := newSide(t)
	b := newBench(&Memory{}, channelOf(t, Config{Name: "x", URL: s.URL, Digest: "15m"}))
	s.answer = func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 2 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}
	for i := range 45 {
		if i%5 == 1 {
			b.put(t, alarm(fmt.Sprint("a", i), 1, Moderate))
		}
		if i == 3 {
			b.put(t, alarm("fire", 1, Extreme))
		}
		b.once(t)
		b.time = b.time.Add(time.Minute)
	}
	b.once(t)
	var got []string
	for _, r := range s.got() {
		got = append(got, fmt.Sprint(strings.Count(r.body, `"alarm":`), strings.Contains(r.body, "fire")))
	}
	// The first failure is the first digest's, which comes again as it was.
	if want := []string{"1 true", "3 false", "3 false", "3 false", "3 false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if keys := s.keys(); keys[1] != keys[2] || keys[2] == keys[3] {
		t.Errorf("keys %v", keys)
	}
}

// Whatever fails, crashes and comes in whatever order: each revision that a
// channel wants arrives, none is begun under two keys unless with others in a
// digest, and once it was kept as done it never comes again.
func TestEverythingArrives(t *testing.T) {
	s := newSide(t)
	rapid.Check(t, func(r *rapid.T) {
		config := Config{Name: "x", URL: s.URL, Digest: rapid.SampledFrom([]string{"", "15m", "daily 08:00"}).Draw(r, "digest")}
		if rapid.Bool().Draw(r, "quiet") {
			config.Quiet = Hours{"22:00", "07:00", "Europe/Kyiv"}
		}
		outbox := &crashing{Outbox: &Memory{}}
		b := newBench(outbox, channelOf(t, config))
		taken := map[string]bool{}
		fail := false
		s.mu.Lock()
		s.requests = nil
		s.answer = func(_ int, w http.ResponseWriter, _ *http.Request) {
			if fail {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}
		s.mu.Unlock()
		hear := func() {
			for _, got := range s.got() {
				for _, id := range []string{"a", "b", "c", "d"} {
					taken[id] = taken[id] || strings.Contains(got.body, `"alarm":"`+id+`"`)
				}
			}
		}
		put := map[string]bool{}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			switch rapid.IntRange(0, 4).Draw(r, "step") {
			case 0:
				id := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(r, "id")
				put[id] = true
				b.put(t, alarm(id, rapid.IntRange(1, 3).Draw(r, "revision"), rapid.SampledFrom(severities).Draw(r, "severity")))
			case 1:
				fail = rapid.Bool().Draw(r, "fail")
			case 2:
				outbox.crash = rapid.Bool().Draw(r, "crash")
			case 3:
				b.restart(channelOf(t, config))
			case 4:
				b.time = b.time.Add(time.Duration(rapid.IntRange(1, 20*60).Draw(r, "minutes")) * time.Minute)
			}
			if _, err := b.Once(context.Background()); err != nil && !errors.Is(err, errKilled) {
				r.Fatal(err)
			}
		}
		fail, outbox.crash = false, false
		for range 60 {
			b.time = b.time.Add(time.Hour)
			b.once(t)
		}
		hear()
		for id := range put {
			if !taken[id] {
				r.Errorf("%s never came", id)
			}
		}
		before := len(s.got())
		for range 60 {
			b.time = b.time.Add(time.Hour)
			b.once(t)
		}
		if after := len(s.got()); after != before {
			r.Errorf("%d came again", after-before)
		}
	})
}
