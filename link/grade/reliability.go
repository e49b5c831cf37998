package grade

import "fmt"

// leastSettled is how many settled statements make a record, and manySettled how
// many the best letter needs.
const (
	leastSettled = 5
	manySettled  = 20
)

// reliability grades the source.
func reliability(f Features) (letter string, reasons []string) {
	reasons = describe(f)
	if letter, reason := f.Record.letter(); letter != "" {
		reasons = append(reasons, reason)
		if f.interested() && letter < "E" {
			letter = string(letter[0] + 1)
			reasons = append(reasons, "Its stake in the matter takes one letter.")
		}
		return letter, reasons
	}
	reasons = append(reasons, "No record of earlier statements is long enough to go by.")
	switch {
	case f.Anonymous || !f.Named:
		return "F", append(reasons, "A source that is not named cannot be judged.")
	case f.Chain > 1:
		return "F", append(reasons, "What comes through others cannot be judged by the name that it is credited to.")
	case f.interested():
		return "D", append(reasons, "A source that gains by being believed is not usually reliable in that matter.")
	case f.Stake == Against && f.accountable():
		return "C", append(reasons, "A source that speaks against its own interest, and answers for it by name and role, is fairly reliable.")
	case f.FirstHand == Saw:
		return "C", append(reasons, "A source that saw it, and says so under its name, is fairly reliable.")
	case f.FirstHand == OwnDoing && f.accountable():
		return "C", append(reasons, "A source that answers by name and role for its own doing is fairly reliable.")
	}
	return "F", append(reasons, "Too little speaks for or against the source.")
}

// interested reports whether the source gains by being believed.
func (f Features) interested() bool {
	return f.Stake == Accuses || f.Stake == Defends || f.Stake == Praises
}

// accountable reports whether the source has more than a name to lose.
func (f Features) accountable() bool { return f.Named && (f.Role != "" || f.Official) }

// describe says what is known of the source.
func describe(f Features) []string {
	var reasons []string
	add := func(holds bool, reason string) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	add(f.Named && f.Role != "", "The source is named, with its role: "+f.Role+".")
	add(f.Named && f.Role == "", "The source is named.")
	add(!f.Named, "The source is not named.")
	add(f.Official, "It speaks for a state or an organisation of states.")
	switch f.FirstHand {
	case OwnDoing:
		add(true, "It speaks of its own doing or plans.")
	case Saw:
		add(true, "It says that it saw, heard or was there.")
	case Shows:
		add(true, "It is a document or a recording itself.")
	}
	switch f.Stake {
	case Accuses:
		add(true, "It has a stake: it accuses another side.")
	case Defends:
		add(true, "It has a stake: it defends itself or its own side.")
	case Praises:
		add(true, "It has a stake: it speaks of its own side's success or of the other side's losses.")
	case Against:
		add(true, "It speaks against its own interest.")
	}
	add(f.Chain == 1, "The outlet has it from the source.")
	add(f.Chain > 1, fmt.Sprintf("It came through a chain of %d.", f.Chain))
	return reasons
}

// letter is the grade that a record gives, "" where it is too short. The share
// of confirmed statements is taken with one more of each kind added (Laplace's
// rule of succession), so that a short record proves little.
func (r Record) letter() (letter, reason string) {
	settled := r.Confirmed + r.Denied + r.Withdrawn
	if settled < leastSettled || r.Confirmed < 0 || r.Denied < 0 || r.Withdrawn < 0 {
		return "", ""
	}
	wrong := float64(r.Withdrawn) + float64(r.Denied)/2
	share := (float64(r.Confirmed) + 1) / (float64(r.Confirmed) + wrong + 2)
	reason = fmt.Sprintf("Of %d earlier statements %d were confirmed, %d denied, %d withdrawn.", settled, r.Confirmed, r.Denied, r.Withdrawn)
	switch {
	case share >= 0.95 && settled >= manySettled && r.Withdrawn == 0:
		return "A", reason
	case share >= 0.8:
		return "B", reason
	case share >= 0.6:
		return "C", reason
	case share >= 0.4:
		return "D", reason
	}
	return "E", reason
}
