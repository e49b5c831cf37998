package notify

import (
	"fmt"
	"strings"
	"time"
)

// quiet are the hours of every day in which only urgent messages go out. Its zero
// value is never quiet.
type quiet struct {
	from, to clock
	zone     *time.Location
}

// clock is a time of day in minutes after midnight, by the clocks of a place.
type clock int

func clockOf(text string) (clock, error) {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("the time of day %q is not written as 07:00", text)
	}
	return clock(at.Hour()*60 + at.Minute()), nil
}

// on is the moment of a time of day on the day that lies days after t's. Where
// the clocks are put forward over it, it is a moment within an hour of it;
// where they show it twice, one of both.
func (c clock) on(t time.Time, days int) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day+days, int(c)/60, int(c)%60, 0, 0, t.Location())
}

func quietOf(hours Hours, zone *time.Location) (quiet, error) {
	if hours == (Hours{}) {
		return quiet{}, nil
	}
	from, err := clockOf(hours.From)
	if err != nil {
		return quiet{}, fmt.Errorf("quiet from: %w", err)
	}
	to, err := clockOf(hours.To)
	if err != nil {
		return quiet{}, fmt.Errorf("quiet to: %w", err)
	}
	if from == to {
		return quiet{}, fmt.Errorf("quiet from %s to %s is no stretch of a day", hours.From, hours.To)
	}
	return quiet{from, to, zone}, nil
}

// until is when the quiet hours end that hold at t, or t where none do. It
// compares moments, not what the clocks show: one night is one stretch, also
// where the clocks are put back within it.
func (q quiet) until(t time.Time) time.Time {
	if q.zone == nil {
		return t
	}
	over := 0
	if q.to < q.from {
		over = 1 // the end lies on the next day
	}
	local := t.In(q.zone)
	for _, days := range []int{-1, 0} {
		start, end := q.from.on(local, days), q.to.on(local, days+over)
		if !t.Before(start) && t.Before(end) {
			return end
		}
	}
	return t
}

// digest joins what comes until its next time into one message. Its zero value
// joins nothing.
type digest struct {
	every time.Duration
	daily bool
	at    clock
	zone  *time.Location
}

// shortest and longest bound the time of a digest; longer than a day there is
// none, for what is told later is no warning.
const (
	shortestDigest = time.Minute
	longestDigest  = 24 * time.Hour
)

func digestOf(text string, zone *time.Location) (digest, error) {
	if text == "" {
		return digest{}, nil
	}
	if rest, ok := strings.CutPrefix(text, "daily "); ok {
		at, err := clockOf(strings.TrimSpace(rest))
		return digest{daily: true, at: at, zone: zone}, err
	}
	every, err := time.ParseDuration(text)
	if err != nil || every < shortestDigest || every > longestDigest {
		return digest{}, fmt.Errorf("the digest %q is neither a time from 1m to 24h nor written as daily 08:00", text)
	}
	return digest{every: every}, nil
}

// next is the first time of the digest after t, or t where there is no digest.
func (d digest) next(t time.Time) time.Time {
	switch {
	case d.daily:
		local := t.In(d.zone)
		for days := 0; ; days++ {
			if at := d.at.on(local, days); at.After(t) {
				return at
			}
		}
	case d.every > 0:
		return t.Truncate(d.every).Add(d.every)
	}
	return t
}
