package notify

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := zoneOf(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// In Kyiv clocks went from 03:00 to 04:00 on 31 March 2024, and back from 04:00
// to 03:00 on 27 October 2024.
func TestQuietHours(t *testing.T) {
	kyiv := zone(t, "Europe/Kyiv")
	for _, c := range []struct {
		name, from, to, at, until string
	}{
		{"before midnight", "22:00", "07:00", "2024-03-14T23:30:00+02:00", "2024-03-15T07:00:00+02:00"},
		{"after midnight", "22:00", "07:00", "2024-03-15T00:30:00+02:00", "2024-03-15T07:00:00+02:00"},
		{"at the beginning", "22:00", "07:00", "2024-03-14T22:00:00+02:00", "2024-03-15T07:00:00+02:00"},
		{"at the end", "22:00", "07:00", "2024-03-15T07:00:00+02:00", ""},
		{"by day", "22:00", "07:00", "2024-03-15T12:00:00+02:00", ""},
		{"by day, in another zone", "22:00", "07:00", "2024-03-15T20:59:00Z", "2024-03-16T05:00:00Z"},
		{"within a day", "13:00", "15:00", "2024-03-15T14:00:00+02:00", "2024-03-15T15:00:00+02:00"},
		{"within a day, before", "13:00", "15:00", "2024-03-15T12:59:59+02:00", ""},
		{"the short night", "22:00", "07:00", "2024-03-31T01:00:00+02:00", "2024-03-31T07:00:00+03:00"},
		{"the long night", "22:00", "07:00", "2024-10-26T23:00:00+03:00", "2024-10-27T07:00:00+02:00"},
		{"the hour that comes twice, first", "22:00", "07:00", "2024-10-27T03:30:00+03:00", "2024-10-27T07:00:00+02:00"},
		{"the hour that comes twice, again", "22:00", "07:00", "2024-10-27T03:30:00+02:00", "2024-10-27T07:00:00+02:00"},
		{"new year", "22:00", "07:00", "2024-12-31T23:00:00+02:00", "2025-01-01T07:00:00+02:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := quietOf(Hours{From: c.from, To: c.to}, kyiv)
			if err != nil {
				t.Fatal(err)
			}
			at, _ := time.Parse(time.RFC3339, c.at)
			want := at
			if c.until != "" {
				want, _ = time.Parse(time.RFC3339, c.until)
			}
			if got := q.until(at); !got.Equal(want) {
				t.Errorf("quiet until %v, want %v", got, want)
			}
		})
	}
}

// Whatever the clocks do, quiet hours end, and not more than a day later.
func TestQuietHoursEnd(t *testing.T) {
	zones := []*time.Location{zone(t, "Europe/Kyiv"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe"), zone(t, "Asia/Kathmandu"), zone(t, "UTC")}
	rapid.Check(t, func(t *rapid.T) {
		q := quiet{
			clock(rapid.IntRange(0, 24*60-1).Draw(t, "from")), clock(rapid.IntRange(0, 24*60-1).Draw(t, "to")), rapid.SampledFrom(zones).Draw(t, "zone"),
		}
		if q.from == q.to {
			return
		}
		at := noon.Add(time.Duration(rapid.Int64Range(0, 2*366*24*60).Draw(t, "minutes")) * time.Minute)
		end := q.until(at)
		if end.Before(at) || end.Sub(at) > 26*time.Hour {
			t.Fatalf("quiet from %v until %v", at, end)
		}
		d := digest{daily: true, at: q.from, zone: q.zone}
		if next := d.next(at); !next.After(at) || next.Sub(at) > 26*time.Hour {
			t.Fatalf("the digest after %v is at %v", at, next)
		}
	})
}

func TestDigestTimes(t *testing.T) {
	kyiv := zone(t, "Europe/Kyiv")
	for _, c := range []struct{ digest, at, next string }{
		{"15m", "2024-03-14T12:00:00Z", "2024-03-14T12:15:00Z"},
		{"15m", "2024-03-14T12:14:59Z", "2024-03-14T12:15:00Z"},
		{"daily 08:00", "2024-03-14T05:59:00Z", "2024-03-14T06:00:00Z"},
		{"daily 08:00", "2024-03-14T06:00:00Z", "2024-03-15T06:00:00Z"},
		{"daily 08:00", "2024-03-30T06:00:00Z", "2024-03-31T05:00:00Z"},
		{"daily 03:30", "2024-03-30T22:00:00Z", "2024-03-31T01:30:00Z"}, // 03:30 does not exist that night
		{"", "2024-03-14T12:00:00Z", "2024-03-14T12:00:00Z"},
	} {
		d, err := digestOf(c.digest, kyiv)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := time.Parse(time.RFC3339, c.at)
		want, _ := time.Parse(time.RFC3339, c.next)
		if got := d.next(at); !got.Equal(want) {
			t.Errorf("%s after %s: %v, want %s", c.digest, c.at, got.UTC(), c.next)
		}
	}
}
