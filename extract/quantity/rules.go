package quantity

import (
	"tocsin"
)

// rule is one kind of figure. read looks at piece at only, and says how far
// the figure reaches; hedged says that a hedge stands before it.
type rule struct {
	name    string
	example string // a sentence that motivated the rule
	read    func(r *reader, at int, hedged bool) (figure, bool)
}

// rules are tried in this order; the first that takes a piece has it.
var rules = []rule{
	{"money-mark", "The port cost €2.3bn.", moneyMark},
	{"fraction", "Two-thirds of the harvest was lost.", fraction},
	{"one-in", "One in five farms has closed.", oneIn},
	{"vague-money", "It spent billions of dollars on roads.", vagueMoney},
	{"vague", "Dozens of barns burned.", vague},
	{"several", "Several hundred herders fled.", several},
	{"percent", "Output fell by about 20% of its former level.", percent},
	{"money-word", "They paid 20 million euros.", moneyWord},
	{"length", "Seven months of drought ended.", lengthOf},
	{"measure", "A 300-kilometre canal was dug.", measured},
	{"magnitude", "A magnitude 6.4 earthquake woke the town.", magnitude},
	{"count", "Fewer than 40 herders stayed.", count},
}

// from makes a figure of a number.
func from(n number) figure {
	f := figure{value: n.low, end: n.end}
	if n.ranged {
		f.high, f.bound = n.high, tocsin.Range
	}
	return f
}
