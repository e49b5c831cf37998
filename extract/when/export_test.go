package when

import "slices"

// RuleNames are the names of all rules.
func RuleNames() []string {
	var names []string
	for i := range rules {
		if !slices.Contains(names, rules[i].name) {
			names = append(names, rules[i].name)
		}
	}
	return append(names, "day-part", "day-clock", "clock-day")
}

// Sentences are the sentences that motivated the rules.
func Sentences() []string {
	var sentences []string
	for i := range rules {
		sentences = append(sentences, rules[i].example)
	}
	return sentences
}

// RuleOf says which rule each sentence motivated.
func RuleOf() map[string]string {
	names := map[string]string{}
	for i := range rules {
		names[rules[i].example] = rules[i].name
	}
	return names
}
