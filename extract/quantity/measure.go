package quantity

import "tocsin/text/numeral"

// spans are the nouns of time that are no units: what they count is when, or
// how often.
var spans = map[string]bool{
	"night": true, "nights": true, "weekend": true, "weekends": true, "times": true, "time": true, "quarter": true, "quarters": true,
	"summers": true, "winters": true, "mornings": true, "evenings": true,
}

// isTime reports whether the noun is one of time.
func isTime(word string) bool { return measures[word].time || spans[word] }

// lengthOf takes a length of time as a figure where it measures something:
// "seven months of drought", "an 80-minute call".
func lengthOf(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	next := n.end
	hyphen := r.lower(next) == "-" && r.glued(next)
	if hyphen {
		next++
	}
	m, known := measures[r.lower(next)]
	if !known || !m.time {
		return figure{}, false
	}
	f := from(n)
	f.unit, f.end = m.symbol, next+1
	short := m.symbol == "hour" || m.symbol == "minute" || m.symbol == "second"
	switch {
	case hyphen && short:
		if r.lower(f.end) == "-" {
			return f, false
		}
		p, ok := r.noun(f.end)
		f.of, f.end = p.of, max(p.end, f.end)
		return f, ok
	case !hyphen && r.lower(f.end) == "of" && (r.tag(f.end+1) == "NN" || r.tag(f.end+1) == "JJ") && r.tag(at-1) != "JJ" && r.lower(at-1) != "first" && r.lower(at-1) != "last":
		p, ok := r.noun(f.end + 1)
		f.of = p.of
		return f, ok && !isTime(r.lower(p.head)) && r.lower(p.head) != "age"
	case r.sentence(f.end, hyphen) > 0:
		f.end = r.sentence(f.end, hyphen)
		f.of = "prison"
		return f, true
	case !hyphen && short && (r.lower(f.end) == "'" || r.lower(f.end) == "’") && r.lower(f.end+1) == "worth":
		return f, true
	}
	return f, false
}

// sentence returns the piece after what makes a length of time at piece at a
// punishment: "in prison", "-year jail term"; 0 where nothing does.
func (r *reader) sentence(at int, hyphen bool) int {
	if word := r.lower(at + 1); !hyphen && (r.lower(at) == "in" || r.lower(at) == "of") && (word == "prison" || word == "jail") {
		return at + 2
	}
	if !hyphen {
		return 0
	}
	for step := at; step < at+4; step++ {
		switch r.lower(step) {
		case "sentence", "sentences", "term", "imprisonment":
			if step > at && (r.lower(step-1) == "prison" || r.lower(step-1) == "jail") || r.lower(step) != "term" {
				return step + 1
			}
		case "prison", "jail", "suspended":
		default:
			return 0
		}
	}
	return 0
}

// measured reads a number with a unit of measurement: "300 km", "5.5 tonnes of
// grain", "a 1,000-kilometre front", "15C".
func measured(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	next := n.end
	if r.lower(next) == "-" && r.glued(next) {
		next++
	}
	if word := r.lower(next); word == "metric" || word == "short" || word == "long" || word == "nautical" {
		if m, known := measures[r.lower(next+1)]; known && !m.time && !m.short {
			next++
		}
	}
	power := powers[r.lower(next)]
	if power != "" {
		next++
		if r.lower(next) == "-" {
			next++
		}
	}
	m, known := measures[r.lower(next)]
	if !known || m.time || m.short && (!r.glued(next) || next != n.end) {
		return figure{}, false
	}
	f := from(n)
	f.unit, f.end = m.symbol+power, next+1
	return r.measureRest(f)
}

// measureRest settles units that need what follows: degrees of what, rates,
// the "m" of millions, points that are no unit.
func (r *reader) measureRest(f figure) (figure, bool) {
	next := r.lower(f.end)
	switch {
	case f.unit == "°":
		switch {
		case next == "celsius" || next == "centigrade" || next == "c":
			f.unit, f.end = "°C", f.end+1
		case next == "fahrenheit" || next == "f":
			f.unit, f.end = "°F", f.end+1
		}
	case f.unit == "pp":
		return f, false
	case f.unit == "m" && r.lower(f.end-1) == "m" && !metreWords[next] && (isNoun(r.tag(f.end)) || r.tag(f.end) == "JJ"):
		f.value, f.high, f.unit = f.value*1e6, f.high*1e6, ""
		return r.countOf(f, f.end)
	case (next == "/" || next == "per" || next == "an") && rates[r.lower(f.end+1)] != "":
		f.unit += "/" + rates[r.lower(f.end+1)]
		f.end += 2
		return f, true
	}
	if r.lower(f.end) == "of" {
		start := r.skipDeterminers(f.end + 1)
		if p, ok := r.noun(start); ok && r.tag(p.head) != "NNP" {
			f.of, f.end = p.of, p.end
		}
		return f, true
	}
	p, ok := r.noun(f.end)
	// A calibre is part of a weapon's name: "a 155mm gun".
	if f.unit == "mm" && ok {
		return f, false
	}
	if ok && r.lower(f.end-2) == "-" {
		f.of = p.of
	}
	return f, true
}

// magnitude reads the strength of an earthquake.
func magnitude(r *reader, at int, _ bool) (figure, bool) {
	next := at + 1
	if r.lower(at) != "magnitude" {
		next = at
	}
	if !r.is(next, numeral.Number) || r.pieces[next].Value > 12 {
		return figure{}, false
	}
	f := figure{value: r.pieces[next].Value, unit: "magnitude", end: next + 1}
	if next == at {
		if r.lower(at+1) != "-" || r.lower(at+2) != "magnitude" {
			return figure{}, false
		}
		f.end = at + 3
	}
	if p, ok := r.noun(f.end); ok {
		f.of = p.of
	}
	return f, true
}

// metreWords follow lengths: what they say of "100m" is not said of millions.
var metreWords = map[string]bool{
	"from": true, "away": true, "high": true, "long": true, "deep": true, "wide": true, "tall": true, "north": true, "south": true, "east": true,
	"west": true, "above": true, "below": true, "apart": true, "race": true, "off": true, "sprint": true, "runner": true, "champion": true,
}
