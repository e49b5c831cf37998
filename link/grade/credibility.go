package grade

import "fmt"

// credibility grades the information.
func credibility(f Features) (number int, reasons []string) {
	reasons = circumstances(f)
	contradicted := f.DeniedBy > 0 || f.DisputedBy > 0
	supported := f.Origins >= 2 && f.Sources >= 2
	switch {
	case f.Verdict == False:
		return 5, append(reasons, "An analyst found it false.")
	case f.TakenBack:
		return 5, append(reasons, "Its own source took it back.")
	case supported && !contradicted && f.confirmed():
		return 1, append(reasons, "Other independent sources confirm it.")
	case f.Verdict == True:
		return 2, append(reasons, "An analyst found it true.")
	case supported && !contradicted:
		return 2, append(reasons, "Two independent sources say it, and nobody contradicts.")
	case supported:
		return 3, append(reasons, "Independent sources say it, and others contradict.")
	case f.DisputedBy >= 2:
		return 5, append(reasons, "Several sources that it does not concern contradict it, and nobody supports it.")
	case f.DisputedBy == 1:
		return 4, append(reasons, "A source that it does not concern contradicts it, and nobody supports it.")
	case f.DeniedBy > 0:
		return 6, append(reasons, "A denial by those whom it concerns is to be expected and settles nothing.")
	case f.own():
		return 3, append(reasons, "The source says it of its own doing, in particulars that can be checked.")
	}
	return 6, append(reasons, "Nothing tells whether it is so.")
}

// confirmed reports whether support is enough for the best grade: three sources
// of three origins, or two of opposing sides, of something that can be checked
// and is put forward as sure.
func (f Features) confirmed() bool {
	enough := f.Origins >= 3 && f.Sources >= 3 || f.Opposing
	return enough && f.Particulars.kinds() > 0 && !f.Unsure
}

// own reports whether a named source says something of its own doing without
// praise of itself, in particulars: a figure or a date, and something of another
// kind.
func (f Features) own() bool {
	return f.FirstHand == OwnDoing && f.Named && !f.interested() && f.Chain <= 1 && !f.Unsure && f.Particulars.Figures+f.Particulars.Dates > 0 && f.Particulars.kinds() >= 2
}

// circumstances says what is known of the information.
func circumstances(f Features) []string {
	var reasons []string
	switch {
	case f.Sources > 1 || f.Origins > 1:
		reasons = append(reasons, fmt.Sprintf("It is said by %s, in reports of %s.", one(f.Sources, "source", "sources"), one(f.Origins, "origin", "independent origins")))
	case f.Sources == 1 || f.Origins == 1:
		reasons = append(reasons, "It has a single source.")
	}
	if f.Opposing {
		reasons = append(reasons, "Sources of opposing sides agree.")
	}
	if f.DeniedBy > 0 {
		reasons = append(reasons, fmt.Sprintf("%s whom it concerns denied it.", capital(one(f.DeniedBy, "source", "sources"))))
	}
	if f.DisputedBy > 0 {
		reasons = append(reasons, fmt.Sprintf("%s whom it does not concern contradicted it.", capital(one(f.DisputedBy, "source", "sources"))))
	}
	if kinds := f.Particulars.kinds(); kinds > 0 {
		d := f.Particulars
		reasons = append(reasons, fmt.Sprintf("It can be checked: names %d, figures %d, dates %d, places %d.", d.Names, d.Figures, d.Dates, d.Places))
	} else {
		reasons = append(reasons, "It gives no name, figure, date or place to check.")
	}
	if f.Unsure {
		reasons = append(reasons, "It is put forward as possible only.")
	}
	return reasons
}

func capital(words string) string {
	if words[0] >= 'a' && words[0] <= 'z' {
		return string(words[0]-'a'+'A') + words[1:]
	}
	return words
}
