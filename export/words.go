package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tocsin"
)

// clean makes one line of words that can do no harm: white space of any kind
// is one space, control characters are shown as the pictures that Unicode has
// for them, and what reverses the reading direction unseen is left out.
func clean(words string) string {
	var out strings.Builder
	space := false
	for _, r := range words {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
			space = out.Len() > 0
			continue
		}
		if r = visible(r); r < 0 {
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(r)
	}
	return out.String()
}

// visible returns what stands for a character that should not be written as it
// is, the character itself, or -1 where nothing should stand.
func visible(r rune) rune {
	switch {
	case r < 0x20:
		return 0x2400 + r // ␀ … ␟
	case r == 0x7f:
		return '␡'
	case unicode.IsControl(r):
		return utf8.RuneError
	case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff:
		return -1
	}
	return r
}

// cut returns at most n bytes of s, whole characters only.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// readDate says a TIMEX3 value as people do: "15 Oct 2022", "10–16 Oct 2022".
// What it does not know it leaves as it is.
func readDate(value string) string {
	switch value {
	case "PRESENT_REF":
		return "now"
	case "PAST_REF":
		return "in the past"
	case "FUTURE_REF":
		return "in the future"
	}
	day, part, _ := strings.Cut(value, "T")
	if named, ok := partsOfDay[part]; ok && len(day) == len(time.DateOnly) {
		return readDate(day) + ", " + named
	}
	for _, layout := range dateLayouts {
		if date, err := time.Parse(layout.value, value); err == nil {
			return date.Format(layout.words)
		}
	}
	var year, week int
	if n, err := fmt.Sscanf(value, "%4d-W%2d", &year, &week); err == nil && n == 2 && len(value) == len("2022-W41") {
		return readWeek(year, week)
	}
	if season, ok := seasons[strings.TrimLeft(value, "0123456789")]; ok && len(value) == len("2022-SU") {
		return season + " " + value[:4]
	}
	return value
}

var dateLayouts = []struct{ value, words string }{
	{"2006-01-02", "2 Jan 2006"},
	{"2006-01", "Jan 2006"},
	{"2006-01-02T15:04", "2 Jan 2006, 15:04"},
	{"2006-01-02T15:04:05", "2 Jan 2006, 15:04"},
}

var partsOfDay = map[string]string{"NI": "night", "MO": "morning", "AF": "afternoon", "EV": "evening", "MI": "noon", "DT": "daytime"}

var seasons = map[string]string{"-SP": "spring", "-SU": "summer", "-FA": "autumn", "-WI": "winter"}

// readWeek gives the days of an ISO 8601 week.
func readWeek(year, week int) string {
	// The fourth of January is always in week 1.
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
	sunday := monday.AddDate(0, 0, 6)
	switch {
	case monday.Year() != sunday.Year():
		return monday.Format("2 Jan 2006") + " – " + sunday.Format("2 Jan 2006")
	case monday.Month() != sunday.Month():
		return monday.Format("2 Jan") + " – " + sunday.Format("2 Jan 2006")
	}
	return monday.Format("2") + "–" + sunday.Format("2 Jan 2006")
}

// readWhen says what a time expression means: its value, and in words where
// that says more.
func readWhen(when tocsin.When) string {
	value := clean(when.Value)
	if value == "" {
		return "unresolved"
	}
	if words := readDate(value); words != value {
		return words
	}
	if words := readDuration(value); words != "" {
		return words
	}
	return value
}

// readDuration says "P7M" as "7 months" and "PXD" as "some days", "" where it
// is no simple duration.
func readDuration(value string) string {
	if len(value) < 3 || value[0] != 'P' {
		return ""
	}
	body, unit := value[1:len(value)-1], value[len(value)-1:]
	names := durationUnits
	if strings.HasPrefix(body, "T") {
		body, names = body[1:], clockUnits
	}
	name, ok := names[unit]
	if !ok {
		return ""
	}
	if body == "X" {
		return "some " + name + "s"
	}
	count, err := strconv.ParseFloat(body, 64)
	if err != nil {
		return ""
	}
	if count == 1 {
		return "1 " + name
	}
	return figure(count) + " " + name + "s"
}

var (
	durationUnits = map[string]string{"Y": "year", "M": "month", "W": "week", "D": "day"}
	clockUnits    = map[string]string{"H": "hour", "M": "minute", "S": "second"}
)

// bounds are written as mathematicians do.
var bounds = map[tocsin.Bound]string{
	tocsin.About: "≈ ", tocsin.Less: "< ", tocsin.More: "> ", tocsin.AtMost: "≤ ", tocsin.AtLeast: "≥ ",
}

// readQuantity says what a figure comes to: "< 9,000 people".
func readQuantity(quantity tocsin.Quantity) string {
	if quantity.Value == nil {
		return withUnit("vague", "", clean(quantity.Of))
	}
	value := bounds[quantity.Bound] + figure(*quantity.Value)
	if quantity.High != nil {
		value += "–" + figure(*quantity.High)
	}
	unit := clean(quantity.Unit)
	if isWord(unit) && (*quantity.Value != 1 || quantity.High != nil) {
		unit += "s"
	}
	return withUnit(value, unit, clean(quantity.Of))
}

// isWord tells "month" from "km", "kWh" and "USD", which have no plural.
func isWord(unit string) bool {
	return (len(unit) > 3 || unit == "day" || unit == "ton") && !strings.HasSuffix(unit, "s") &&
		strings.Trim(unit, "abcdefghijklmnopqrstuvwxyz") == ""
}

func withUnit(value, unit, of string) string {
	switch unit {
	case "":
	case "%":
		value += "%"
	default:
		value += " " + unit
	}
	if of == "" {
		return value
	}
	if unit == "" && value != "vague" {
		return value + " " + of
	}
	return value + " · " + of
}

// figure writes a number with its thousands held apart.
func figure(value float64) string {
	if math.Abs(value) >= 1e15 || math.IsNaN(value) || math.IsInf(value, 0) {
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(value), 'f', -1, 64), ".")
	var out strings.Builder
	if value < 0 {
		out.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	if fraction != "" {
		out.WriteString("." + fraction)
	}
	return out.String()
}
